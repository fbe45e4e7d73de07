//! # provider-only-record
//!
//! ## What it does
//! Finds, in a zone on several providers, a record set that some provider lacks while it has nothing in its place
//! either: not the same type, and neither a CNAME or ALIAS nor, for a CNAME, addresses.
//!
//! ## Why it is bad
//! Resolvers ask any of the providers. With the record missing at one of two, half of the look-ups answer "no such
//! name", and that answer is cached.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   on aws  api  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   on aws    api  A      93.184.215.14
//!   on azure  api  CNAME  api.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 4.3.5
//! - RFC 2182 section 3

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{ProviderSet, RecordSet, SetId};

pub const RULE: Rule = Rule {
    name: "provider-only-record",
    summary: "a record that one of several providers lacks",
    level: Level::Deny,
    checks: &[Check::Sets(&[], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let everywhere = zone.all_providers();
    if entry.providers == everywhere || zone.gaps.may_hide(entry.owner) {
        return;
    }
    // A CNAME at the apex should not be there at all.
    if entry.rtype == Rtype::CNAME && entry.owner == zone.names.apex() {
        return;
    }
    // The first set of a type at a name speaks for all; the AAAA of an ALIAS is told of with its A.
    let mut earlier = zone.sets_at(entry.owner).take_while(|&other| other != set);
    if earlier.any(|other| context.set(other).rtype == entry.rtype || is_other_half(context, other, set)) {
        return;
    }
    let lacking = everywhere.without(with_something(context, entry));
    if !lacking.is_empty() {
        findings.push(finding(context, set, lacking));
    }
}

/// The providers that have the type at this name, or what stands in its place.
fn with_something(context: &ZoneContext<'_>, entry: &RecordSet) -> ProviderSet {
    let stands_in = |other: Rtype| match entry.rtype {
        Rtype::CNAME => [Rtype::A, Rtype::AAAA].contains(&other),
        _ => other == Rtype::CNAME,
    };
    let sets = context.zone.sets_at(entry.owner).map(|set| context.set(set));
    sets.filter(|set| set.rtype == entry.rtype || stands_in(set.rtype))
        .fold(ProviderSet::EMPTY, |all, set| all.union(set.providers))
}

fn is_other_half(context: &ZoneContext<'_>, a: SetId, aaaa: SetId) -> bool {
    let (first, second) = (context.set(a), context.set(aaaa));
    first.rtype == Rtype::A && second.alias.is_some() && context.zone.site_of(a) == context.zone.site_of(aaaa)
}

fn finding(context: &ZoneContext<'_>, set: SetId, lacking: ProviderSet) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let (owner, rtype) = (context.owner(set), context.set(set).rtype);
    let names = zone.provider_names(lacking);
    let on = names.replace(" and ", ", ");
    Finding::new(zone.sites[site].type_at(), format!("the {rtype} of `{owner}` is missing on {names}"))
        .site(site)
        .here(format!("for {} alone", zone.provider_names(context.set(set).providers)))
        .help(format!(
            "add `on {on} {rtype} …`, or drop the `on`"
        )).excuse("; if it is meant, say why: `allow(provider-only-record: \"…\")`")
}
