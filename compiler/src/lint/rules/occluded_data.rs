//! # occluded-data
//!
//! ## What it does
//! Finds records at or below a delegation that are not part of it: everything but the NS and DS at the
//! delegation and the addresses of its name servers.
//!
//! ## Why it is bad
//! Below a delegation another zone answers. These records are never served; whoever edits them changes nothing.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   lab      NS  ns1.example.net., ns2.example.net.
//!   www.lab  A   93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   lab      NS  ns1.lab.@, ns2.example.net.
//!   ns1.lab  A   93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 6
//! - RFC 9499 section 7

use rustc_hash::FxHashMap;

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "occluded-data",
    summary: "records below a delegation, which are never served",
    level: Level::Deny,
    checks: &[Check::Zone(check)],
};

/// What a delegation itself consists of.
const OF_DELEGATION: [Rtype; 3] = [Rtype::NS, Rtype::DS, Rtype::NSEC];
/// What stands at a name server of a delegation: glue, or the alias that `ns-target-cname` reports.
const OF_NAME_SERVER: [Rtype; 3] = [Rtype::A, Rtype::AAAA, Rtype::CNAME];

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    if !context.structure.has_delegations() {
        return;
    }
    // One slip is one delegation too many: what it hides is told together.
    let mut hidden: Vec<(SetId, Vec<SetId>)> = Vec::new();
    let mut by_cut: FxHashMap<SetId, usize> = FxHashMap::default();
    for (set, _) in context.zone.sets.iter_ids() {
        if let Some(cut) = hiding(context, set) {
            let position = *by_cut.entry(cut).or_insert_with(|| {
                hidden.push((cut, Vec::new()));
                hidden.len() - 1
            });
            if let Some((_, sets)) = hidden.get_mut(position) {
                sets.push(set);
            }
        }
    }
    findings.extend(hidden.iter().filter_map(|(cut, sets)| finding(context, *cut, sets)));
}

/// The delegation that hides a set, if one does.
fn hiding(context: &ZoneContext<'_>, set: SetId) -> Option<SetId> {
    let (zone, entry) = (context.zone, context.set(set));
    let delegated = context.structure.delegated(entry.owner).intersection(entry.providers);
    if delegated.is_empty() {
        return None;
    }
    let above = zone.names.parent(entry.owner).map_or(ProviderSet::EMPTY, |p| context.structure.delegated(p));
    let is_at_cut = !above.overlaps(delegated);
    // A CNAME at the delegation itself stands beside its NS, which is `cname-coexists`.
    if is_at_cut && (OF_DELEGATION.contains(&entry.rtype) || entry.rtype == Rtype::CNAME) {
        return None;
    }
    if OF_NAME_SERVER.contains(&entry.rtype) && context.structure.is_glue(entry.owner) {
        return None;
    }
    let cut = context.delegation_at_or_above(entry.owner, delegated)?;
    // Where a name server is in error, its addresses cannot be told from other data.
    let is_unsure = OF_NAME_SERVER.contains(&entry.rtype) && zone.gaps.may_hide(context.set(cut).owner);
    (!is_unsure).then_some(cut)
}

fn finding(context: &ZoneContext<'_>, cut: SetId, sets: &[SetId]) -> Option<Finding> {
    let zone = context.zone;
    let (&first, more) = sets.split_first()?;
    let (cut_name, owner) = (context.owner(cut), context.owner(first));
    let place = if context.set(first).owner == context.set(cut).owner { "at" } else { "below" };
    let site = zone.site_of(first);
    let rtype = context.set(first).rtype;
    let message = format!("the {rtype} of `{owner}` is {place} the delegation of `{cut_name}` and never served");
    let mut finding = Finding::new(zone.sites[site].type_at(), message)
        .here("another zone answers here")
        .label(zone.sites[zone.site_of(cut)].type_at(), "delegated here")
        .help(format!("move the record to the zone {cut_name}, or remove the NS if that is not a zone of its own"));
    for &set in sets {
        finding = finding.site(zone.site_of(set));
    }
    for &set in more.iter().take(4) {
        finding = finding.label(zone.sites[zone.site_of(set)].type_at(), "never served either");
    }
    if more.len() > 4 {
        finding = finding.note(format!("{} more record sets are hidden by this delegation", more.len() - 4));
    }
    Some(finding)
}
