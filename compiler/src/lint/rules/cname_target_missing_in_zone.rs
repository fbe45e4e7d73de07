//! # cname-target-missing-in-zone
//!
//! ## What it does
//! Finds a CNAME whose target lies in a zone of the program and has no records there, nor a wildcard that
//! answers for it.
//!
//! ## Why it is bad
//! The alias answers "no such name". It is a typing error, or what is left of a host that was removed.
//!
//! Names below a delegation or under an `ignore` are left alone: what they hold is not known here.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   web  A      93.184.215.14
//!   www  CNAME  wbe
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   web  A      93.184.215.14
//!   www  CNAME  web
//! }
//! ```
//!
//! ## References
//! - RFC 1912 section 2.4

use crate::dns::rtype::Rtype;
use crate::lint::{Answer, Check, Finding, Findings, Level, Rule, ZoneContext, show, spelling};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "cname-target-missing-in-zone",
    summary: "a CNAME to a name of your own that does not exist",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::CNAME], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    // An alias that may not be one points nowhere in particular.
    if context.set(set).owner == zone.names.apex() {
        return;
    }
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::CNAME, record) else { continue };
        let is_nothing = |answer, _| matches!(answer, Answer::Missing | Answer::Empty);
        let failing = target.failing(context.authoritative(set), is_nothing);
        if failing.is_empty() {
            continue;
        }
        let suffix = if target.own { context.for_providers(failing) } else { String::new() };
        let message = format!("the target `{}` has no records{suffix}", show(target.wire()));
        let mut finding = Finding::new(zone.target_at(record), message)
            .site(zone.records[record].site)
            .here(format!("not in the zone {}", target.context.zone.name.unicode()))
            .help("add the records of that name, or point at a name that has some; a name outside ends with a dot");
        finding = spelling::suggest_name(context, &target, context.set(set).owner, zone.target_at(record), finding);
        findings.push(finding);
    }
}
