//! # srv-target-cname
//!
//! ## What it does
//! Finds an SRV whose target is an alias in the program's own zones.
//!
//! ## Why it is bad
//! The target must have addresses of its own; clients need not follow a CNAME there, and many do not.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _sip._tcp  SRV    10 60 5060 sip
//!   sip        CNAME  sip.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _sip._tcp  SRV  10 60 5060 sip.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 2782

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext, show};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "srv-target-cname",
    summary: "an SRV target that is an alias",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::SRV], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::SRV, record) else { continue };
        let Some((failing, cname)) = target.cname(context.authoritative(set)) else { continue };
        let suffix = context.for_providers(failing);
        findings.push(
            Finding::new(
                zone.target_at(record),
                format!("the SRV target `{}` is an alias{suffix}", show(target.wire())),
            )
            .site(zone.records[record].site)
            .here("needs addresses of its own")
            .label(cname, "the CNAME is here")
            .help("name the host that the alias stands for, or give the target A and AAAA records"),
        );
    }
}
