//! # rrset-ttl-mismatch
//!
//! ## What it does
//! Finds statements of one record set that give it different TTLs at the same level: two records with a `ttl` of
//! their own, or two blocks of equal standing.
//!
//! ## Why it is bad
//! A record set has one TTL. Servers that are given two take one of them, and which one differs.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14  ttl 5m
//!   www  A  93.184.215.15  ttl 1h
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14, 93.184.215.15  ttl 5m
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 5.2

use crate::dns::duration;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "rrset-ttl-mismatch",
    summary: "different TTLs in one record set",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    for anomaly in &zone.anomalies {
        let AnomalyKind::TtlConflict { other, this_ttl, other_ttl } = anomaly.kind else { continue };
        let (this_ttl, other_ttl) = (duration::display(this_ttl), duration::display(other_ttl));
        let other_site = zone.records[other].site;
        findings.push(
            Finding::new(anomaly.at, format!("this record set has the TTLs {other_ttl} and {this_ttl}"))
                .site(anomaly.site)
                .site(other_site)
                .here(format!("{this_ttl} here"))
                .label(zone.record_at(other), format!("{other_ttl} here"))
                .help("a record set has one TTL: give one of them, or the same"),
        );
    }
}
