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
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "cname-multiple",
    summary: "two CNAMEs at one name",
    level: Level::Forbid,
    checks: &[Check::Several(&[Rtype::CNAME], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    // At the apex and below a delegation, one CNAME is already too many.
    if entry.owner == zone.names.apex() || context.authoritative(set).is_empty() {
        return;
    }
    let first = entry.first;
    // An equal one is a duplicate, which is another rule's business.
    for record in zone.records_of(set).filter(|&record| zone.rdata(record) != zone.rdata(first)) {
        findings.push(
            Finding::new(zone.record_at(record), format!("`{}` has a second CNAME", context.owner(set)))
                .site(zone.records[record].site)
                .site(zone.records[first].site)
                .here("a name has one CNAME at most")
                .label(zone.record_at(first), "the first one is here")
                .help("keep one of them; to share the load, point it at a name with several addresses"),
        );
    }
}
