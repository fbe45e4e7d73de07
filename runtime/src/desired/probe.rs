//! A health check as Azure's Traffic Manager carries it out, in words that say all of it.
//!
//! Traffic Manager has no health checks that stand for themselves: how addresses are asked is a part of the profile
//! that answers with them. So the words are what a route holds, and a plan to go back can be carried out without the
//! source that they once came from.

use std::fmt;
use std::str::FromStr;

use super::{HealthCheck, Protocol};

/// The seconds between two checks, and the failures that are borne, where the source does not say: as at Route 53.
const INTERVAL: u8 = 30;
const FAILURES: u8 = 3;
/// The statuses of an answer that is good, where nobody says: as at Route 53.
const STATUSES: (u16, u16) = (200, 399);

/// How an address is asked whether it is healthy, and by which host's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What it has in common with the others of a profile.
    pub monitor: Monitor,
    /// The host that the request names.
    pub host: Option<String>,
}

/// What all addresses of one profile are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monitor {
    /// How it asks.
    pub protocol: Protocol,
    /// The port to ask.
    pub port: u16,
    /// Seconds between two checks.
    pub interval: u8,
    /// Failures in a row that make it unhealthy.
    pub failures: u8,
    /// Seconds to wait for an answer.
    pub timeout: u8,
    /// The statuses of a good answer, from and to; none for TCP.
    pub statuses: Vec<(u16, u16)>,
    /// The path to ask for; none for TCP.
    pub path: Option<String>,
}

impl Probe {
    /// A declared check. The address to ask is that of the set; the answer's text is not looked at.
    #[must_use]
    pub fn of(check: &HealthCheck) -> Self {
        let interval = check.interval.unwrap_or(INTERVAL);
        let is_http = check.protocol != Protocol::Tcp;
        let port = check.port.unwrap_or(match check.protocol {
            Protocol::Https => 443,
            Protocol::Http | Protocol::Tcp => 80,
        });
        let monitor = Monitor {
            protocol: check.protocol,
            port,
            interval,
            failures: check.failures.unwrap_or(FAILURES),
            timeout: usual_timeout(interval),
            statuses: if is_http { vec![STATUSES] } else { Vec::new() },
            path: is_http.then(|| check.path.clone().unwrap_or_else(|| "/".to_owned())),
        };
        Self { monitor, host: check.host.clone().filter(|_| is_http) }
    }
}

impl Monitor {
    /// What a profile must say of checks though none of its addresses is checked.
    #[must_use]
    pub const fn idle() -> Self {
        Self {
            protocol: Protocol::Tcp,
            port: 80,
            interval: INTERVAL,
            failures: FAILURES,
            timeout: usual_timeout(INTERVAL),
            statuses: Vec::new(),
            path: None,
        }
    }
}

/// The longest time that Traffic Manager waits for an answer, in seconds.
const fn usual_timeout(interval: u8) -> u8 {
    if interval == 10 { 9 } else { 10 }
}

/// `https, port 443, every 30 s, threshold 3, host www.example.net, path /health`.
impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Monitor { protocol, port, interval, failures, timeout, statuses, path } = &self.monitor;
        let word = match protocol {
            Protocol::Http => "http",
            Protocol::Https => "https",
            Protocol::Tcp => "tcp",
        };
        write!(f, "{word}, port {port}, every {interval} s, threshold {failures}")?;
        if *timeout != usual_timeout(*interval) {
            write!(f, ", timeout {timeout} s")?;
        }
        if path.is_some() && *statuses != [STATUSES] {
            let ranges: Vec<String> = statuses.iter().map(|(from, to)| format!("{from}-{to}")).collect();
            write!(f, ", status {}", ranges.join("+"))?;
        }
        if let Some(host) = &self.host {
            write!(f, ", host {host}")?;
        }
        path.as_ref().map_or(Ok(()), |path| write!(f, ", path {path}"))
    }
}

/// Words that are no probe's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these words are no health check")]
pub struct NoProbe;

impl FromStr for Probe {
    type Err = NoProbe;

    fn from_str(text: &str) -> Result<Self, NoProbe> {
        // The path comes last, and may hold whatever separates the other words.
        let (words, path) = match text.split_once(", path ") {
            Some((words, path)) => (words, Some(path.to_owned())),
            None => (text, None),
        };
        let mut words = words.split(", ").peekable();
        let protocol = match words.next() {
            Some("http") => Protocol::Http,
            Some("https") => Protocol::Https,
            Some("tcp") => Protocol::Tcp,
            Some(_) | None => return Err(NoProbe),
        };
        let mut next = |before: &str, after: &str| -> Option<String> {
            let word = words.next_if(|word| word.starts_with(before) && word.ends_with(after))?;
            word.strip_prefix(before)?.strip_suffix(after).map(str::to_owned)
        };
        let port = number(next("port ", ""))?.ok_or(NoProbe)?;
        let interval = number(next("every ", " s"))?.ok_or(NoProbe)?;
        let failures = number(next("threshold ", ""))?.ok_or(NoProbe)?;
        let timeout = number(next("timeout ", " s"))?.unwrap_or_else(|| usual_timeout(interval));
        let statuses = match next("status ", "") {
            Some(ranges) => ranges.split('+').map(range).collect::<Result<_, _>>()?,
            None if path.is_some() => vec![STATUSES],
            None => Vec::new(),
        };
        let host = next("host ", "");
        if words.next().is_some() || path.is_some() == (protocol == Protocol::Tcp) {
            return Err(NoProbe);
        }
        let monitor = Monitor { protocol, port, interval, failures, timeout, statuses, path };
        Ok(Self { monitor, host })
    }
}

fn number<N: FromStr>(text: Option<String>) -> Result<Option<N>, NoProbe> {
    text.map(|text| text.parse().map_err(|_| NoProbe)).transpose()
}

fn range(text: &str) -> Result<(u16, u16), NoProbe> {
    let (from, to) = text.split_once('-').ok_or(NoProbe)?;
    Ok((from.parse().map_err(|_| NoProbe)?, to.parse().map_err(|_| NoProbe)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_were_written() {
        for text in [
            "tcp, port 25, every 10 s, threshold 1",
            "tcp, port 25, every 30 s, threshold 10, timeout 5 s",
            "http, port 80, every 30 s, threshold 3, path /",
            "https, port 8443, every 10 s, threshold 2, timeout 7 s, status 200-299+301-301, host a.example, path /x, y?z",
        ] {
            let probe: Probe = text.parse().unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(probe.to_string(), text);
        }
        let usual: Probe = "https, port 443, every 10 s, threshold 3, path /".parse().unwrap();
        assert_eq!((usual.monitor.timeout, usual.monitor.statuses), (9, vec![(200, 399)]));
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "",
            "udp, port 53, every 30 s, threshold 3",
            "http, port 80, every 30 s, threshold 3",
            "tcp, port 80, every 30 s, threshold 3, path /",
            "tcp, port 80, every 30 s",
            "tcp, port 99999, every 30 s, threshold 3",
            "http, port 80, every 30 s, threshold 3, colour blue, path /",
        ] {
            assert_eq!(text.parse::<Probe>(), Err(NoProbe), "{text}");
        }
    }
}
