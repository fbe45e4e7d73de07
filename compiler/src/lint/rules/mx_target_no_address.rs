//! # mx-target-no-address
//!
//! ## What it does
//! Finds an MX whose exchange lies in a zone of the program and has neither an A nor an AAAA there.
//!
//! ## Why it is bad
//! Senders find no host to deliver to: after some days of trying, the mail bounces.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @     MX   10 mail
//!   mail  TXT  "the mail server"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @     MX   10 mail
//!   mail  A    93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 5321 section 5.1

use crate::dns::rtype::Rtype;
use crate::lint::{Answer, Check, Finding, Findings, Level, Rule, ZoneContext, show, spelling};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "mx-target-no-address",
    summary: "a mail exchange of your own without an address",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::MX], check)],
};

/// What an exchange may have so that no address is missing; an alias is `mx-target-cname`'s business.
const ENOUGH: [Rtype; 3] = [Rtype::A, Rtype::AAAA, Rtype::CNAME];

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::MX, record) else { continue };
        let failing = target.failing(context.authoritative(set), |answer, one| {
            answer != Answer::Elsewhere && !target.has(answer, &ENOUGH, one) && !target.may_hide(&ENOUGH, one)
        });
        if failing.is_empty() {
            continue;
        }
        let suffix = if target.own { context.for_providers(failing) } else { String::new() };
        let name = show(target.wire());
        let finding = Finding::new(
            zone.target_at(record),
            format!("the mail exchange `{name}` has no address{suffix}"),
        )
        .site(zone.records[record].site)
        .here(format!("no A or AAAA in the zone {}", target.context.zone.name.unicode()))
        .help(format!("add its address, `{name}. A …`, or name a host that has one"));
        findings.push(spelling::suggest_name(context, &target, context.set(set).owner, zone.target_at(record), finding));
    }
}
