//! This machine's clock beside a provider's, by the `Date` header of an answer (RFC 9110 section 6.6.1).

use std::time::{Duration, SystemTime};

use super::{Finding, Topic, Verdict};

/// What requests and tokens of both clouds bear.
const BORNE: Duration = Duration::from_secs(300);
/// What is worth a word.
const NOTABLE: Duration = Duration::from_secs(30);

/// How far this machine's clock is from the one that wrote the header; nothing if that is no date.
pub(crate) fn against(date: &str, now: SystemTime) -> Option<Finding> {
    let theirs = httpdate::parse_http_date(date).ok()?;
    let (by, way) = match now.duration_since(theirs) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(error) => (error.duration(), "behind"),
    };
    let verdict = match by {
        _ if by > BORNE => Verdict::Bad,
        _ if by > NOTABLE => Verdict::Doubtful,
        _ => Verdict::Fine,
    };
    if verdict == Verdict::Fine {
        return Some(Finding::new(Topic::Clock, verdict, "the clock is right"));
    }
    let what = format!("the clock of this machine is {} s {way} the provider's", by.as_secs());
    Some(Finding::new(Topic::Clock, verdict, what).help("set it, and keep it right by NTP"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_judged_by_what_signatures_bear() {
        let date = "Fri, 27 Nov 2026 12:00:00 GMT";
        let noon = httpdate::parse_http_date(date).unwrap();
        let verdict = |now| against(date, now).map(|finding| finding.verdict);
        assert_eq!(verdict(noon + Duration::from_secs(29)), Some(Verdict::Fine));
        assert_eq!(verdict(noon - Duration::from_secs(60)), Some(Verdict::Doubtful));
        assert_eq!(verdict(noon + Duration::from_secs(301)), Some(Verdict::Bad));
        assert_eq!(against("noon", noon), None);
    }
}
