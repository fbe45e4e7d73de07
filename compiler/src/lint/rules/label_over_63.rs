//! # label-over-63
//!
//! ## What it does
//! Finds a label, the part of a name between two dots, of more than 63 octets.
//!
//! ## Why it is bad
//! The protocol has six bits for a label's length: such a name cannot be asked for. A Unicode label counts in its
//! `xn--` form.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   verification-3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fda  CNAME  verify.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   verification-3f786850e387550fdab836ed7e6dc881de23001b  CNAME  verify.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 2.3.4

use crate::dns::name::NameErrorKind;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "label-over-63",
    summary: "a label of more than 63 octets",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::BadName(error) = &anomaly.kind else { continue };
        let NameErrorKind::LabelTooLong { octets } = error.kind else { continue };
        let word = Written::read(context, anomaly.at);
        let at = word.map_or(anomaly.at, |word| word.part(error.at.clone()));
        findings.push(
            Finding::new(at, format!("this label has {octets} octets; a label has at most 63"))
                .site(anomaly.site)
                .here(format!("{} too many", octets.saturating_sub(63)))
                .help("shorten it, or put a dot where two labels were meant"),
        );
    }
}
