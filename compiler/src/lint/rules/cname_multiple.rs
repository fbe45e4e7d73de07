//! # cname-multiple
//!
//! ## What it does
//! Finds a name with two different CNAMEs at one provider.
//!
//! ## Why it is bad
//! An alias stands for one name. Providers refuse the second, some tools keep one of the two and do not say which.
//! To share the load, point the CNAME at a name with several addresses, or give each its `route(…)` where the
//! provider can weigh answers.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  web-1.example.net.
//!   www  CNAME  web-2.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   on aws    www  CNAME  web-1.example.net.
//!   on azure  www  CNAME  web-2.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 10.1

use crate::dns::rtype::Rtype;
use crate::lint::siblings;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "cname-multiple",
    summary: "two CNAMEs at one name",
    level: Level::Forbid,
    checks: &[Check::Sets(&[Rtype::CNAME], within), Check::Owners(across)],
};

/// The records of one set.
fn within(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if context.set(set).len > 1 {
        report_others(context, set, set, findings);
    }
}

/// Sets that are one for some provider.
fn across(context: &ZoneContext<'_>, sets: &[SetId], findings: &mut Findings) {
    if sets.len() < 2 || sets.iter().all(|&set| context.set(set).rtype != Rtype::CNAME) {
        return;
    }
    siblings::pairs(context.zone, sets, |earlier, later| {
        let (a, b) = (context.set(earlier), context.set(later));
        if a.rtype == Rtype::CNAME && siblings::joins(context.zone, a, b) {
            report_others(context, earlier, later, findings);
        }
    });
}

/// Reports the records of `later` that point elsewhere than the first of `earlier`. An equal one is a duplicate,
/// which is another rule's business.
fn report_others(context: &ZoneContext<'_>, earlier: SetId, later: SetId, findings: &mut Findings) {
    let zone = context.zone;
    // At the apex and below a delegation, one CNAME is already too many.
    if context.set(later).owner == zone.names.apex() || context.authoritative(later).is_empty() {
        return;
    }
    let first = zone.sets[earlier].first;
    for record in zone.records_of(later).filter(|&record| zone.rdata(record) != zone.rdata(first)) {
        findings.push(finding(context, later, first, record));
    }
}

fn finding(context: &ZoneContext<'_>, set: SetId, first: RecordId, record: RecordId) -> Finding {
    let zone = context.zone;
    Finding::new(zone.record_at(record), format!("`{}` has a second CNAME", context.owner(set)))
        .site(zone.records[record].site)
        .site(zone.records[first].site)
        .here("a name has one CNAME at most")
        .label(zone.record_at(first), "the first one is here")
        .help("keep one of them; to share the load, point it at a name with several addresses")
}
