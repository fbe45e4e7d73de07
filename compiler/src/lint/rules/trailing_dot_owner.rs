//! # trailing-dot-owner
//!
//! ## What it does
//! Finds a relative owner name that ends with the zone's own name.
//!
//! ## Why it is bad
//! An owner without a final dot is relative to the zone: in example.com, `www.example.com` would be
//! `www.example.com.example.com`. The record is served where nobody looks for it, and the one that was meant is
//! missing.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www.example.com  A  93.184.215.14
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
//! - RFC 1035 section 5.1
//! - RFC 1912 section 2

use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "trailing-dot-owner",
    summary: "a relative owner that repeats the zone's name",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::OwnerRepeatsZone { relative } = &anomaly.kind else { continue };
        let zone = context.zone.name.undotted();
        // Under another origin than the apex, what was meant can only be written absolute.
        let absolute = relative.ends_with('.');
        let full = match relative.as_str() {
            "@" => zone.to_string(),
            relative if absolute => relative.trim_end_matches('.').to_owned(),
            relative => format!("{relative}.{zone}"),
        };
        let help = if absolute {
            format!("write `{relative}`, with a final dot")
        } else {
            format!("write `{relative}`, or `{full}.` with a final dot")
        };
        let mut finding = Finding::new(anomaly.at, format!("this owner repeats the zone's name {zone}"))
            .site(anomaly.site)
            .here(format!("relative, it ends with {zone} twice"))
            .help(help);
        let written = Written::read(context, anomaly.at);
        if let Some(word) = written.filter(|word| word.value.eq_ignore_ascii_case(&full)) {
            finding = finding.fix(format!("write `{relative}`"), word.inside(), relative.clone());
        }
        findings.push(finding);
    }
}
