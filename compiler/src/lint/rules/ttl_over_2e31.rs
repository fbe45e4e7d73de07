//! # ttl-over-2e31
//!
//! ## What it does
//! Finds a TTL of more than 2³¹−1 seconds, about 68 years.
//!
//! ## Why it is bad
//! The protocol has 31 bits for a TTL. What is greater, resolvers take for zero.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14  ttl 30000d
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14  ttl 1d
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 8

use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "ttl-over-2e31",
    summary: "a TTL that the protocol cannot carry",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TtlTooLarge { seconds } = anomaly.kind else { continue };
        findings.push(
            Finding::new(anomaly.at, format!("a TTL of {seconds} seconds is over 2147483647"))
                .site(anomaly.site)
                .here("resolvers would take it for zero")
                .help("a day, `1d`, is long for a TTL"),
        );
    }
}
