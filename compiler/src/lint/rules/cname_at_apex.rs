//! # cname-at-apex
//!
//! ## What it does
//! Finds a CNAME at the zone's own name.
//!
//! ## Why it is bad
//! The apex always owns the SOA and NS sets, and a name with a CNAME may own nothing else. No provider accepts
//! it, and a server that did would make the zone's mail and delegation unpredictable.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  CNAME  d111111abcdef8.cloudfront.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  d111111abcdef8.cloudfront.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 3.6.2
//! - RFC 1912 section 2.4

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "cname-at-apex",
    summary: "a CNAME at the zone's own name",
    level: Level::Forbid,
    checks: &[Check::Sets(&[Rtype::CNAME], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    if context.set(set).owner != zone.names.apex() {
        return;
    }
    let site = zone.site_of(set);
    let message = format!("the apex of {} cannot have a CNAME", zone.name.unicode());
    findings.push(
        Finding::new(zone.sites[site].type_at(), message)
            .site(site)
            .here("the apex owns SOA and NS, so it can be no alias")
            .help("write the addresses as A and AAAA, or an ALIAS where the provider can answer one"),
    );
}
