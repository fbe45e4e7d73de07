//! # glue-missing
//!
//! ## What it does
//! Finds a name server inside the zone without an address: of a delegation, or of a `nameservers` statement.
//!
//! ## Why it is bad
//! To ask a name server for its own address, a resolver would have to know it already. The parent zone has to
//! hand the address over, as glue; without it the delegated zone cannot be reached.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   lab  NS  ns1.lab.@, ns.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   lab      NS  ns1.lab.@, ns.example.net.
//!   ns1.lab  A   93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 4.2.1
//! - RFC 9471

use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::lint::{Answer, Check, Finding, Findings, Level, Rule, ZoneContext, show};
use crate::source::FileSpan;
use crate::zone::names::Lookup;
use crate::zone::{NodeId, ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "glue-missing",
    summary: "a name server of your own without an address",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::NS], in_delegation), Check::Zone(in_nameservers)],
};

/// What a name server may have so that nothing is missing; that it is an alias is `ns-target-cname`'s business.
const ENOUGH: [Rtype; 3] = [Rtype::A, Rtype::AAAA, Rtype::CNAME];

fn in_delegation(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    if entry.owner == zone.names.apex() {
        return;
    }
    for record in zone.records_of(set) {
        let wire = zone.rdata(record);
        if !name::is_within(wire, zone.name.wire()) {
            continue;
        }
        let failing = match below_cut(context, wire, entry.owner) {
            Some(node) => without_glue(context, node, entry.providers),
            None => without_address(context, wire, entry.providers),
        };
        if !failing.is_empty() {
            let at = zone.target_at(record);
            findings.push(finding(context, wire, at, failing).site(zone.records[record].site));
        }
    }
}

fn in_nameservers(context: &ZoneContext<'_>, findings: &mut Findings) {
    let Some(nameservers) = &context.zone.nameservers else { return };
    for (name, at) in &nameservers.names {
        if name.is_within(&context.zone.name) {
            let failing = without_address(context, name.wire(), context.zone.all_providers());
            if !failing.is_empty() {
                findings.push(finding(context, name.wire(), *at, failing));
            }
        }
    }
}

/// If the name stands at or below the delegation: its place in the tree, if it has one.
fn below_cut(context: &ZoneContext<'_>, wire: &[u8], cut: NodeId) -> Option<Option<NodeId>> {
    let names = &context.zone.names;
    let (nearest, node) = match names.find(wire) {
        Lookup::Found(node) => (node, Some(node)),
        Lookup::Absent { encloser } => (encloser, None),
        Lookup::OutOfZone => return None,
    };
    let is_below = nearest == cut || names.ancestors(nearest).any(|above| above == cut);
    is_below.then_some(node)
}

fn without_glue(context: &ZoneContext<'_>, node: Option<NodeId>, providers: ProviderSet) -> ProviderSet {
    let gaps = &context.zone.gaps;
    if node.map_or(gaps.may_hide_anything(), |node| gaps.may_hide(node)) {
        return ProviderSet::EMPTY;
    }
    providers.without(node.map_or(ProviderSet::EMPTY, |node| context.providers_with(node, &ENOUGH)))
}

fn without_address(context: &ZoneContext<'_>, wire: &[u8], providers: ProviderSet) -> ProviderSet {
    let Some(target) = context.target(wire).filter(|target| target.own) else { return ProviderSet::EMPTY };
    target.failing(providers, |answer, one| {
        answer != Answer::Elsewhere && !target.has(answer, &ENOUGH, one) && !target.may_hide(&ENOUGH, one)
    })
}

fn finding(context: &ZoneContext<'_>, wire: &[u8], at: FileSpan, failing: ProviderSet) -> Finding {
    let name = show(wire);
    let suffix = context.for_providers(failing);
    Finding::new(at, format!("the name server `{name}` has no address{suffix}"))
        .here("lies in this zone, which has no A or AAAA for it")
        .help(format!("add its address, `{name}. A …`, or name a server that has one"))
}
