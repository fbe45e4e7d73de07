//! # provider-type
//!
//! ## What it does
//! Finds a record of a type that a provider of the zone does not serve.
//!
//! ## Why it is bad
//! The provider refuses it, so the zone cannot be pushed. On the providers that can, the record may stand in an
//! `on`.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   www  HTTPS  1 . alpn [h2, h3]
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   allow(provider-only-record: "Azure DNS has no HTTPS records; browsers do without")
//!   on aws  www  HTTPS  1 . alpn [h2, h3]
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html>
//! - <https://learn.microsoft.com/azure/dns/dns-zones-records>

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{ProviderSet, SetId, Zone};

pub const RULE: Rule = Rule {
    name: "provider-type",
    summary: "a record type that a provider does not serve",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    // What the providers lack is found out once for each type, then looked up for a million sets.
    let mut lacking: Vec<Option<ProviderSet>> = vec![None; COMMON_TYPES];
    for (set, entry) in zone.sets.iter_ids() {
        let without = match lacking.get_mut(usize::from(entry.rtype.0)) {
            Some(known) => *known.get_or_insert_with(|| without_type(zone, entry.rtype)),
            None => without_type(zone, entry.rtype),
        };
        if without.overlaps(entry.providers) {
            findings.push(finding(context, set, without.intersection(entry.providers)));
        }
    }
}

/// The numbers of the types that people use are below this one.
const COMMON_TYPES: usize = 66;

fn without_type(zone: &Zone, rtype: Rtype) -> ProviderSet {
    let lacks = |position: &usize| {
        zone.providers.get(*position).is_some_and(|p| !p.kind.capabilities().types.contains(rtype))
    };
    let positions = zone.all_providers().positions().filter(lacks);
    positions.fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)))
}

fn finding(context: &ZoneContext<'_>, set: SetId, lacking: ProviderSet) -> Finding {
    let (zone, entry) = (context.zone, context.set(set));
    let site = zone.site_of(set);
    let rtype = entry.rtype;
    let names = zone.provider_names(lacking);
    let kinds: Vec<_> = lacking
        .positions()
        .filter_map(|position| zone.providers.get(position))
        .map(|provider| provider.kind.title())
        .collect();
    let verb = if kinds.len() == 1 { "does" } else { "do" };
    let finding = Finding::new(
        zone.sites[site].type_at(),
        format!("{} {verb} not serve {rtype} records", kinds.join(" and ")),
    )
    .site(site)
    .here(format!("for {names}"));
    let rest = entry.providers.without(lacking);
    if rest.is_empty() {
        finding.help("remove the record, or serve the zone by a provider that has the type")
    } else {
        let rest = zone.provider_names(rest).replace(" and ", ", ");
        finding.help(format!(
            "write `on {rest}` in front, and allow `provider-only-record` if the zone may do without it on {names}"
        ))
    }
}
