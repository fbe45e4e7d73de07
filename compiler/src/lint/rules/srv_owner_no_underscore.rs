//! # srv-owner-no-underscore
//!
//! ## What it does
//! Finds an SRV whose owner does not begin with `_service._protocol`.
//!
//! ## Why it is bad
//! Clients ask for `_sip._tcp.example.com`. An SRV at another name is never asked for.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   sip.tcp  SRV  10 60 5060 sip.example.net.
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
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "srv-owner-no-underscore",
    summary: "an SRV whose owner is not `_service._protocol`",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::SRV], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let owner = zone.names.name(context.set(set).owner);
    let mut labels = owner.labels();
    let (service, protocol) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    if (service.starts_with(b"_") || service == b"*") && protocol.starts_with(b"_") {
        return;
    }
    let site = zone.site_of(set);
    let at = zone.sites[site].owner_at();
    let message = format!("the SRV owner `{}` does not begin with `_service._protocol`", owner.unicode());
    let finding = Finding::new(at, message)
        .site(site)
        .here("no client asks for this name")
        .help("write the service and the protocol with an underscore each: `_sip._tcp`");
    let underscored = Written::read(context, at).and_then(|word| Some((word, underscored(word.value)?)));
    findings.push(match underscored {
        Some((word, better)) => finding.suggest(format!("write `{better}`"), word.inside(), better),
        None => finding,
    });
}

/// The owner with its underscores, if its second label is a protocol.
fn underscored(written: &str) -> Option<String> {
    let (service, rest) = written.split_once('.')?;
    let protocol = rest.split('.').next().unwrap_or_default();
    let known = ["tcp", "udp", "tls", "sctp"].contains(&protocol.trim_start_matches('_'));
    let better = format!("_{}._{}", service.trim_start_matches('_'), rest.trim_start_matches('_'));
    known.then_some(better)
}
