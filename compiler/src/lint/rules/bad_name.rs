//! # bad-name
//!
//! ## What it does
//! Finds a name that is none for a reason that no other rule is about: a character that no name may hold, a
//! broken escape, a Unicode label that IDNA 2008 rules out, an `xn--` label that does not decode.
//!
//! ## Why it is bad
//! No resolver would ask for it, or every program would write it differently.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   "-café-"  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   café  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 5.1
//! - RFC 5891 section 4.2

use crate::dns::name::NameErrorKind;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "bad-name",
    summary: "a name with characters or escapes that no name may have",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::BadName(error) = &anomaly.kind else { continue };
        match error.kind {
            NameErrorKind::EmptyLabel
            | NameErrorKind::LabelTooLong { .. }
            | NameErrorKind::NameTooLong { .. } => continue,
            NameErrorKind::Empty
            | NameErrorKind::BadEscape
            | NameErrorKind::Forbidden(_)
            | NameErrorKind::Idna(_) => {}
        }
        let word = Written::read(context, anomaly.at);
        let at = word.map_or(anomaly.at, |word| word.part(error.at.clone()));
        let help = error.kind.help().unwrap_or("names are letters, digits, `-` and `_`, with dots between labels");
        findings.push(Finding::new(at, error.to_string()).site(anomaly.site).help(help));
    }
}
