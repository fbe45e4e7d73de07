//! # out-of-zone
//!
//! ## What it does
//! Finds an absolute owner name that is not in the zone.
//!
//! ## Why it is bad
//! A zone holds its own name and the names below it. Servers drop anything else, most of them silently, and
//! providers refuse it.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www.example.net.  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www.example.com.  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 5.2

use crate::dns::name::Name;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "out-of-zone",
    summary: "an owner that is not in its zone",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        if !matches!(anomaly.kind, AnomalyKind::OwnerOutOfZone) {
            continue;
        }
        let zone = context.zone.name.undotted();
        let finding = Finding::new(anomaly.at, format!("this owner is not in the zone {zone}"))
            .site(anomaly.site)
            .here(format!("is not below {zone}"));
        let owner = Written::read(context, anomaly.at).and_then(|word| Name::parse(word.value).ok());
        let home = owner.and_then(|owner| context.program.zone_of(owner.wire()));
        findings.push(match home.and_then(|position| context.program.zones.get(position)) {
            Some(home) => finding
                .label(home.declared_at, "it belongs in this zone")
                .help(format!("move it to the zone {}", home.name.undotted())),
            None => finding
                .help(format!("a name without a final dot is relative to {zone}; for another zone, declare that zone")),
        });
    }
}
