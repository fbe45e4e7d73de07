//! What Azure says when it does not do what it was asked.
//!
//! There are two shapes: Azure DNS answers `{"code","message"}`, Azure Resource Manager in front of it
//! `{"error":{"code","message"}}`. A proxy between answers whatever it likes.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::transport::Answer;

/// The characters of a message that are shown, at most.
const SHOWN: usize = 400;

/// An answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// Azure's word for it, empty where there is none.
    pub(super) code: String,
    /// Azure's sentence, in one line and cut.
    pub(super) message: String,
    /// How long Azure wants to be left alone.
    pub(super) retry_after: Option<Duration>,
    /// How far this machine's clock is from the server's, where that matters.
    pub(super) skew: Option<Skew>,
}

/// The difference of two clocks that is too great for tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skew {
    /// This machine's clock is fast.
    Ahead(Duration),
    /// This machine's clock is slow.
    Behind(Duration),
}

/// What can be done about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Too many requests: nothing was done; wait.
    Throttled,
    /// Another operation runs: nothing was done; try again.
    Busy,
    /// The token is not taken: nothing was done.
    Unauthorized,
    /// There is no such thing.
    Missing,
    /// What was to be changed is not as it was.
    Precondition,
    /// The change does not agree with what is there.
    Conflict,
    /// Nobody knows what was done.
    Broken,
    /// It will not be done.
    Refused,
}

#[derive(Deserialize)]
struct Nested {
    error: Option<Flat>,
}

#[derive(Deserialize)]
struct Flat {
    code: Option<String>,
    message: Option<String>,
}

impl Refusal {
    /// Reads an answer.
    pub(super) fn of(answer: &Answer, now: SystemTime) -> Self {
        let nested = serde_json::from_slice::<Nested>(&answer.body).ok().and_then(|nested| nested.error);
        let flat = nested.or_else(|| serde_json::from_slice::<Flat>(&answer.body).ok());
        let (code, message) = match flat {
            Some(Flat { code: Some(code), message }) => (code, message.unwrap_or_default()),
            Some(Flat { code: None, message: Some(message) }) => (String::new(), message),
            Some(_) | None => (String::new(), String::from_utf8_lossy(&answer.body).into_owned()),
        };
        Self {
            status: answer.status,
            code: one_line(&code),
            message: one_line(&message),
            retry_after: answer.header("retry-after").and_then(|text| retry_after(text, now)),
            skew: answer.header("date").and_then(|date| Skew::between(now, date)),
        }
    }

    /// What can be done about it.
    pub(super) fn class(&self) -> Class {
        let busy = self.is("RetryableErrorDueToAnotherOperation") || self.is("AnotherOperationInProgress");
        match self.status {
            409 | 429 if busy => Class::Busy,
            429 => Class::Throttled,
            401 => Class::Unauthorized,
            404 => Class::Missing,
            412 => Class::Precondition,
            409 if self.is("ScopeLocked") => Class::Refused,
            409 => Class::Conflict,
            408 | 500..=599 => Class::Broken,
            _ => Class::Refused,
        }
    }

    /// Whether Azure's word for it is this one.
    pub(super) fn is(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
    }
}

/// `CODE: MESSAGE (HTTP STATUS)`.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code.as_str(), self.message.as_str()) {
            ("", "") => write!(f, "HTTP {} without a word", self.status),
            ("", message) => write!(f, "{message} (HTTP {})", self.status),
            (code, "") => write!(f, "{code} (HTTP {})", self.status),
            (code, message) => write!(f, "{code}: {message} (HTTP {})", self.status),
        }
    }
}

impl Skew {
    /// The difference to a `Date` header, if it is greater than the five minutes that tokens bear.
    pub(super) fn between(now: SystemTime, date: &str) -> Option<Self> {
        const BORNE: Duration = Duration::from_secs(300);
        let theirs = httpdate::parse_http_date(date).ok()?;
        match now.duration_since(theirs) {
            Ok(ahead) => (ahead > BORNE).then_some(Self::Ahead(ahead)),
            Err(error) => (error.duration() > BORNE).then(|| Self::Behind(error.duration())),
        }
    }
}

impl fmt::Display for Skew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (by, way) = match self {
            Self::Ahead(by) => (by, "ahead of"),
            Self::Behind(by) => (by, "behind"),
        };
        write!(f, "the clock of this machine is {} min {way} Azure's; set it right", by.as_secs() / 60)
    }
}

/// Reads `Retry-After`: seconds, or a date.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// A text in one line without control characters, and not longer than people read.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in
        text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > SHOWN {
            let end = line.char_indices().map(|(at, _)| at).take_while(|at| *at <= SHOWN).last();
            line.truncate(end.unwrap_or(0));
            line.push('…');
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    const NOW: Duration = Duration::from_secs(1_800_000_000);

    fn refusal(status: u16, body: &str, headers: &[(&'static str, &str)]) -> Refusal {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        let headers: HeaderMap = headers.iter().map(pair).collect();
        Refusal::of(&Answer { status, headers, body: body.into() }, SystemTime::UNIX_EPOCH + NOW)
    }

    #[test]
    fn both_shapes_are_read() {
        let flat =
            refusal(404, r#"{"code":"NotFound","message":"The resource record 'txt' does not exist."}"#, &[]);
        assert_eq!(flat.to_string(), "NotFound: The resource record 'txt' does not exist. (HTTP 404)");
        assert_eq!(flat.class(), Class::Missing);
        let nested = r#"{"error":{"code":"AuthorizationFailed","message":"no\r\n  right","details":[]}}"#;
        let nested = refusal(403, nested, &[]);
        assert_eq!(nested.to_string(), "AuthorizationFailed: no right (HTTP 403)");
        assert_eq!(nested.class(), Class::Refused);
    }

    #[test]
    fn anything_else_is_shown_in_one_line_and_cut() {
        let html = "<html>\n<h1>Bad\u{1b}[31m gateway</h1>".to_owned() + &" x".repeat(1_000_000);
        let shown = refusal(502, &html, &[]);
        assert!(shown.to_string().starts_with("<html> <h1>Bad [31m gateway</h1> x x"), "{shown}");
        assert!(shown.to_string().len() < 450);
        assert_eq!(shown.class(), Class::Broken);
        assert_eq!(refusal(500, "", &[]).to_string(), "HTTP 500 without a word");
        assert_eq!(refusal(500, "{\"error\":\"x\"}", &[]).to_string(), "{\"error\":\"x\"} (HTTP 500)");
        assert_eq!(refusal(400, &"é".repeat(1_000), &[]).message.chars().count(), 201);
    }

    #[test]
    fn the_time_to_wait_is_read_in_seconds_and_as_a_date() {
        assert_eq!(refusal(429, "", &[("retry-after", "307")]).retry_after, Some(Duration::from_secs(307)));
        let date = httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + NOW + Duration::from_secs(30));
        assert_eq!(refusal(429, "", &[("retry-after", &date)]).retry_after, Some(Duration::from_secs(30)));
        assert_eq!(refusal(429, "", &[("retry-after", "soon")]).retry_after, None);
    }

    #[test]
    fn a_busy_zone_is_no_conflict_and_no_throttle() {
        let body = r#"{"code":"RetryableErrorDueToAnotherOperation","message":"x"}"#;
        assert_eq!(refusal(409, body, &[]).class(), Class::Busy);
        assert_eq!(refusal(429, body, &[]).class(), Class::Busy);
        assert_eq!(refusal(409, r#"{"code":"Conflict"}"#, &[]).class(), Class::Conflict);
        assert_eq!(refusal(409, r#"{"error":{"code":"ScopeLocked"}}"#, &[]).class(), Class::Refused);
        assert_eq!(
            refusal(429, r#"{"error":{"code":"ResourceRequestsThrottled"}}"#, &[]).class(),
            Class::Throttled
        );
    }

    #[test]
    fn only_a_great_difference_of_clocks_is_told() {
        let date =
            |seconds: u64| httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(refusal(401, "", &[("date", &date(NOW.as_secs() - 299))]).skew, None);
        let skew = refusal(401, "", &[("date", &date(NOW.as_secs() - 600))]).skew.unwrap();
        assert_eq!(skew.to_string(), "the clock of this machine is 10 min ahead of Azure's; set it right");
        let skew = refusal(401, "", &[("date", &date(NOW.as_secs() + 900))]).skew.unwrap();
        assert_eq!(skew, Skew::Behind(Duration::from_secs(900)));
    }
}
