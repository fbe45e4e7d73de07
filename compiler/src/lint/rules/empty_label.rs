//! # empty-label
//!
//! ## What it does
//! Finds a name with nothing between two dots, or with a dot in front.
//!
//! ## Why it is bad
//! The empty label is the root's, at the end of every name. It cannot stand anywhere else.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  app..example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  app.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 3.1

use crate::dns::name::NameErrorKind;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "empty-label",
    summary: "a name with nothing between two dots",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::BadName(error) = &anomaly.kind else { continue };
        if error.kind != NameErrorKind::EmptyLabel {
            continue;
        }
        let mut finding = Finding::new(anomaly.at, "a label of this name is empty")
            .site(anomaly.site)
            .help("write one dot between two labels and none in front");
        if let Some(word) = Written::read(context, anomaly.at) {
            let dot = word.part(error.at.clone());
            if context.text(dot) == "." {
                finding = finding.suggest("remove the dot", dot, "");
            }
        }
        findings.push(finding);
    }
}
