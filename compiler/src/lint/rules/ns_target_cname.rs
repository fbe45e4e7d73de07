//! # ns-target-cname
//!
//! ## What it does
//! Finds an NS, or a name of a `nameservers` statement, that is an alias in the program's own zones.
//!
//! ## Why it is bad
//! A name server's name must have addresses of its own. Resolvers that find a CNAME there give the server up, and
//! glue cannot be given for it.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   lab  NS     ns1, ns.example.net.
//!   ns1  CNAME  ns2.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   lab  NS  ns1, ns.example.net.
//!   ns1  A   93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 10.3

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext, show};
use crate::source::FileSpan;
use crate::zone::names::Lookup;
use crate::zone::{ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "ns-target-cname",
    summary: "a name server that is an alias",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::NS], in_delegation), Check::Zone(in_nameservers)],
};

fn in_delegation(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    if context.set(set).owner == zone.names.apex() {
        return;
    }
    for record in zone.records_of(set) {
        let at = zone.target_at(record);
        if let Some(finding) = finding(context, zone.rdata(record), at, context.set(set).providers) {
            findings.push(finding.site(zone.records[record].site));
        }
    }
}

fn in_nameservers(context: &ZoneContext<'_>, findings: &mut Findings) {
    let Some(nameservers) = &context.zone.nameservers else { return };
    for (name, at) in &nameservers.names {
        findings.extend(finding(context, name.wire(), *at, context.zone.all_providers()));
    }
}

fn finding(context: &ZoneContext<'_>, name: &[u8], at: FileSpan, providers: ProviderSet) -> Option<Finding> {
    let (failing, cname) = cname(context, name, providers)?;
    let suffix = context.for_providers(failing);
    Some(
        Finding::new(at, format!("the name server `{}` is an alias{suffix}", show(name)))
            .here("needs addresses of its own")
            .label(cname, "the CNAME is here")
            .help("give the name server A and AAAA records, or name the server that the alias stands for"),
    )
}

/// The CNAME of a name server. Below the very delegation that names it, it would be glue.
fn cname(context: &ZoneContext<'_>, name: &[u8], providers: ProviderSet) -> Option<(ProviderSet, FileSpan)> {
    let zone = context.zone;
    if let Lookup::Found(node) = zone.names.find(name)
        && let Some(set) = context.set_at(node, Rtype::CNAME, providers)
    {
        let both = context.set(set).providers.intersection(providers);
        return Some((both, zone.sites[zone.site_of(set)].type_at()));
    }
    context.target(name)?.cname(providers)
}
