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
use crate::zone::{ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "provider-only-record",
    summary: "a record that one of several providers lacks",
    level: Level::Deny,
    checks: &[Check::Owners(check)],
};

fn check(context: &ZoneContext<'_>, sets: &[SetId], findings: &mut Findings) {
    let zone = context.zone;
    let everywhere = zone.all_providers();
    if zone.providers.len() < 2 || sets.iter().all(|&set| context.set(set).providers == everywhere) {
        return;
    }
    // Of each type, the first set speaks for all.
    let mut told: Vec<Rtype> = Vec::new();
    for &set in sets {
        let rtype = context.set(set).rtype;
        if told.contains(&rtype) || zone.gaps.may_hide(context.set(set).owner) {
            continue;
        }
        told.push(rtype);
        let lacking = everywhere.without(with_something(context, sets, rtype));
        // The A and the AAAA of an ALIAS are one statement.
        let of_alias = rtype == Rtype::AAAA && context.set(set).alias.is_some();
        let also_as_a = of_alias && sets.iter().any(|&a| is_other_half(context, a, set));
        if !lacking.is_empty() && !also_as_a {
            findings.push(finding(context, set, lacking));
        }
    }
}

/// The providers that have the type at this name, or what stands in its place.
fn with_something(context: &ZoneContext<'_>, sets: &[SetId], rtype: Rtype) -> ProviderSet {
    let stands_in = |other: Rtype| match rtype {
        Rtype::CNAME => [Rtype::A, Rtype::AAAA].contains(&other),
        _ => other == Rtype::CNAME,
    };
    let sets = sets.iter().map(|&set| context.set(set));
    sets.filter(|set| set.rtype == rtype || stands_in(set.rtype))
        .fold(ProviderSet::EMPTY, |all, set| all.union(set.providers))
}

fn is_other_half(context: &ZoneContext<'_>, a: SetId, aaaa: SetId) -> bool {
    let (first, second) = (context.set(a), context.set(aaaa));
    first.rtype == Rtype::A && first.alias == second.alias && first.providers == second.providers
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
            "add `on {on} {rtype} …`, drop the `on`, or say why: `allow(provider-only-record: \"…\")`"
        ))
}
