//! # mx-target-cname
//!
//! ## What it does
//! Finds an MX whose exchange is an alias in the program's own zones.
//!
//! ## Why it is bad
//! The exchange must have addresses of its own. Some senders follow the CNAME, some bounce the mail, some rewrite
//! the recipient's domain: mail gets lost only now and then, which is hard to find.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @     MX     10 mail
//!   mail  CNAME  mx.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  MX  10 mx.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 10.3
//! - RFC 5321 section 5.1

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext, show};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "mx-target-cname",
    summary: "a mail exchange that is an alias",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::MX], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::MX, record) else { continue };
        let Some((failing, cname)) = target.cname(context.authoritative(set)) else { continue };
        let suffix = context.for_providers(failing);
        findings.push(
            Finding::new(
                zone.target_at(record),
                format!("the mail exchange `{}` is an alias{suffix}", show(target.wire())),
            )
            .site(zone.records[record].site)
            .here("needs addresses of its own")
            .label(cname, "the CNAME is here")
            .help("name the host that the alias stands for, or give the exchange A and AAAA records"),
        );
    }
}
