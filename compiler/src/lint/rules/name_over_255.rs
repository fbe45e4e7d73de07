//! # name-over-255
//!
//! ## What it does
//! Finds a name of more than 255 octets, its zone included.
//!
//! ## Why it is bad
//! No DNS message can carry it. The octets are those of the wire form: one for each label's length, the label, and
//! one for the root.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   department-of-very-long-and-entirely-official-names-1.department-of-very-long-and-entirely-official-names-2.department-of-very-long-and-entirely-official-names-3.department-of-very-long-and-entirely-official-names-4.department-of-very-long-and-entirely-official-names-5  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 2.3.4

use crate::dns::name::{NameError, NameErrorKind};
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "name-over-255",
    summary: "a name of more than 255 octets",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let Some(octets) = octets(&anomaly.kind) else { continue };
        findings.push(
            Finding::new(anomaly.at, format!("this name has {octets} octets; a name has at most 255"))
                .site(anomaly.site)
                .here(format!("{} too many, with its origin", octets.saturating_sub(255)))
                .help("shorten its labels, or leave some out"),
        );
    }
}

/// The length of the name in wire form, if it is too great.
const fn octets(kind: &AnomalyKind) -> Option<usize> {
    if let AnomalyKind::NameTooLong { octets }
    | AnomalyKind::BadName(NameError { kind: NameErrorKind::NameTooLong { octets }, .. }) = kind
    {
        return Some(*octets);
    }
    None
}
