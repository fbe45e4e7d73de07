//! This machine's clock beside that of AWS, by the `Date` of a refusal.
//!
//! A signature is borne for five minutes. The SDK signs by the clock of AWS as soon as it has an answer, so a request
//! that was refused for its time is sent again.

use std::fmt;
use std::time::{Duration, SystemTime};

/// The difference from which on the SDK takes a refusal for one of the time.
const BORNE: Duration = Duration::from_secs(240);

/// How far this machine's clock is from that of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Skew {
    /// It is fast by so much.
    Ahead(Duration),
    /// It is slow by so much.
    Behind(Duration),
}

impl Skew {
    /// The difference from the date of an answer, if it is too much for signatures.
    pub(super) fn of(date: &str, now: SystemTime) -> Option<Self> {
        let theirs = httpdate::parse_http_date(date).ok()?;
        let (by, skew) = match now.duration_since(theirs) {
            Ok(by) => (by, Self::Ahead(by)),
            Err(error) => (error.duration(), Self::Behind(error.duration())),
        };
        (by > BORNE).then_some(skew)
    }
}

impl fmt::Display for Skew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (by, way) = match self {
            Self::Ahead(by) => (by, "ahead of"),
            Self::Behind(by) => (by, "behind"),
        };
        write!(f, "the clock of this machine is {} min {way} AWS's", by.as_secs() / 60)
    }
}

/// Whether a code of AWS may mean that the time of a request is not borne. That of a wrong secret is among them.
pub(super) fn may_mean_time(code: &str) -> bool {
    matches!(
        code,
        "SignatureDoesNotMatch"
            | "InvalidSignatureException"
            | "AuthFailure"
            | "RequestExpired"
            | "RequestTimeTooSkewed"
            | "RequestInTheFuture"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_signatures_do_not_bear_is_told() {
        let date = "Fri, 27 Nov 2026 12:00:00 GMT";
        let noon = httpdate::parse_http_date(date).unwrap();
        let told = |now| Skew::of(date, now).map(|skew| skew.to_string());
        assert_eq!(told(noon + Duration::from_secs(230)), None);
        let ahead = told(noon + Duration::from_secs(630));
        assert_eq!(ahead.as_deref(), Some("the clock of this machine is 10 min ahead of AWS's"));
        let behind = told(noon - Duration::from_secs(3600));
        assert_eq!(behind.as_deref(), Some("the clock of this machine is 60 min behind AWS's"));
        assert_eq!(Skew::of("noon", noon), None);
    }
}
