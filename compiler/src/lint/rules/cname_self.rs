//! # cname-self
//!
//! ## What it does
//! Finds a CNAME that points at its own name, directly or through the wildcard that it is.
//!
//! ## Why it is bad
//! A resolver that follows it is back where it began, and answers with an error.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  www
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  web.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 3.6.2

use crate::dns::rtype::Rtype;
use crate::lint::{Answer, Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "cname-self",
    summary: "a CNAME that points at itself",
    level: Level::Forbid,
    checks: &[Check::Sets(&[Rtype::CNAME], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let owner = context.set(set).owner;
    // At the apex it may be no CNAME at all.
    if owner == zone.names.apex() {
        return;
    }
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::CNAME, record).filter(|target| target.own) else { continue };
        let points_here = target.node() == Some(owner);
        let back = target.failing(context.authoritative(set), |answer, _| answer == Answer::Wildcard(owner));
        if !points_here && back.is_empty() {
            continue;
        }
        let here = if points_here { "points at its own name" } else { "is answered by this very wildcard" };
        findings.push(
            Finding::new(zone.target_at(record), format!("the CNAME of `{}` points at itself", context.owner(set)))
                .site(zone.records[record].site)
                .here(here)
                .help("point it at the name that has the addresses; a name outside the zone ends with a dot"),
        );
    }
}
