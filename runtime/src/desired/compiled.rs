//! From a compiled zone to what one of its providers shall serve.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::eval::HealthCheck as Declared;
use zonal_compiler::lower::{self, ProviderKind};
use zonal_compiler::source::FileSpan;
use zonal_compiler::zone::policy::NAME_SERVER_TTL;
use zonal_compiler::zone::{self, AliasKind, RecordId, SetId, SiteId, Zone};

use super::{
    AssignedNameServers, DesiredSet, DesiredZone, Guards, HealthCheck, IgnoreRule, Keeper, NegativeCaching,
    Percent, Probe,
};
use crate::places::Places;
use crate::provider::Sharing;
use crate::record::{AliasTarget, Frame, Origin, RecordSet, ResourceId, Route};

/// For how long absence may be cached in a zone at several clouds whose policy does not say: five minutes, in seconds.
const NEGATIVE_TTL: u32 = 300;

/// What the provider at a position of [`Zone::providers`] shall serve, with those of a program's health checks
/// that its routes name; `None` if there is no such position.
#[must_use]
pub fn compiled(
    zone: &Zone,
    position: usize,
    healths: &[Declared],
    places: &Places<'_>,
) -> Option<DesiredZone> {
    let provider = zone.providers.get(position)?;
    let healths: Vec<HealthCheck> = healths
        .iter()
        .filter(|check| is_used(zone, position, check))
        .map(|check| HealthCheck::of(check, &zone.name))
        .collect();
    let mut sets = Vec::new();
    for (id, set) in zone.sets.iter_ids().filter(|(_, set)| set.providers.contains(position)) {
        let alias = set.alias.map(|alias| Box::new(target_of(&zone.aliases[alias], &zone.name)));
        // Only Azure's aliases have a TTL of their own.
        let has_ttl = !matches!(alias.as_deref(), Some(AliasTarget::Name { .. }));
        let rdata = if alias.is_some() { Vec::new() } else { values(zone, id) };
        let plain =
            RecordSet::new(zone.names.name(set.owner), set.rtype, if has_ttl { set.ttl } else { 0 }, rdata);
        let route = set.route.map(|route| route_of(&zone.routes[route], provider.kind, &healths));
        sets.push(DesiredSet {
            set: RecordSet { route, alias, ..plain },
            origins: origins(zone, id, places),
        });
    }
    let (name_servers, assigned) = name_servers(zone, places);
    sets.extend(name_servers);
    let ignores = zone.ignores.iter().filter(|rule| rule.providers.contains(position));
    Some(DesiredZone {
        name: zone.name.clone(),
        provider: provider.name.clone(),
        sharing: if zone.providers.len() > 1 { Sharing::Shared } else { Sharing::Alone },
        sets,
        assigned,
        ignores: ignores.map(ignore_rule).collect(),
        healths,
        negative: negative(zone, places),
        guards: guards(zone),
    })
}

fn is_used(zone: &Zone, position: usize, check: &Declared) -> bool {
    let names = |route: &zone::Route| {
        route.arguments.iter().any(|(field, value)| field == "health" && *value == check.name)
    };
    let at_provider = zone.sets.iter().filter(|set| set.providers.contains(position));
    at_provider.filter_map(|set| set.route).any(|route| names(&zone.routes[route]))
}

/// What an alias points at, with the hosted zone that the kind of target or the source gives.
fn target_of(alias: &zone::Alias, zone: &Name) -> AliasTarget {
    if alias.kind == AliasKind::Azure {
        return AliasTarget::Resource(ResourceId::new(&alias.target));
    }
    let known = lower::route53::hosted_zone(alias.kind, &alias.target).map(str::to_owned);
    AliasTarget::Name {
        // The compiler wrote the text of a name that it had read.
        target: Name::parse_master_file(alias.target.as_bytes()).unwrap_or_else(|_| zone.clone()),
        hosted_zone: alias.hosted_zone.clone().or(known).map(Box::from),
        evaluates_health: alias.kind == AliasKind::LoadBalancer,
    }
}

fn values(zone: &Zone, set: SetId) -> Vec<Box<[u8]>> {
    zone.records_of(set).map(|record| zone.rdata(record).into()).collect()
}

/// A route in the fields of its provider: Route 53 refers to a health check, Azure is told it.
fn route_of(route: &zone::Route, kind: ProviderKind, healths: &[HealthCheck]) -> Route {
    let mut fields: Vec<(Box<str>, Box<str>)> = Vec::new();
    for (field, value) in &route.arguments {
        let check = healths.iter().find(|check| field == "health" && *value == check.name);
        match check {
            Some(check) if kind == ProviderKind::AzureDns => {
                fields.push(("health".into(), Probe::of(check).to_string().into_boxed_str()));
            }
            Some(check) => fields.extend(check.mark.fields()),
            None => fields.push((Box::from(field.as_str()), Box::from(value.as_str()))),
        }
    }
    fields.sort();
    Route { set: Box::from(route.set.as_str()), fields }
}

fn ignore_rule(ignore: &zone::Ignore) -> IgnoreRule {
    IgnoreRule { owners: ignore.pattern.clone(), types: ignore.types.clone(), reason: ignore.reason.clone() }
}

fn guards(zone: &Zone) -> Guards {
    let max_change = zone.policy.max_change.map(|max| Percent(u32::from(max.percent)));
    Guards {
        max_change,
        max_updates: zone.policy.max_updates.map(|most| most.sets),
        max_deletes: zone.policy.max_deletes.map(|most| most.sets),
        confirm: zone.policy.confirm.clone(),
    }
}

/// For how long absence may be cached: as the policy has it, else alike wherever several providers bring SOAs of their
/// own.
fn negative(zone: &Zone, places: &Places<'_>) -> Option<NegativeCaching> {
    let (seconds, at) = match zone.policy.negative_ttl {
        Some(stated) => (stated.seconds, stated.at),
        None => {
            let brings_one = |provider: &zone::ZoneProvider| provider.kind != ProviderKind::Zonefile;
            let several = zone.providers.len() > 1 && zone.providers.iter().any(brings_one);
            several.then_some((NEGATIVE_TTL, zone.declared_at))?
        }
    };
    Some(NegativeCaching { seconds, origin: Origin { place: places.of(at), via: Vec::new() } })
}

/// One origin for each statement that made a record of the set, from its type to its last value.
fn origins(zone: &Zone, set: SetId, places: &Places<'_>) -> Vec<Origin> {
    let mut sites: Vec<(SiteId, RecordId)> = Vec::new();
    for record in zone.records_of(set) {
        let site = zone.records[record].site;
        match sites.last_mut() {
            Some((last, end)) if *last == site => *end = record,
            _ => sites.push((site, record)),
        }
    }
    let origin = |(site, last): (SiteId, RecordId)| {
        let site = zone.sites[site];
        let span = site.rtype.to(zone.records[last].at);
        Origin { place: places.of(span.in_file(site.file)), via: frames(zone, site.frame, places) }
    };
    sites.into_iter().map(origin).collect()
}

fn frames(zone: &Zone, innermost: Option<zone::FrameId>, places: &Places<'_>) -> Vec<Frame> {
    let ancestors = std::iter::successors(innermost, |frame| zone.frames[*frame].parent);
    let step = |id: zone::FrameId| {
        let frame = &zone.frames[id];
        Frame { template: frame.template.as_str().into(), place: places.of(frame.at) }
    };
    ancestors.map(step).collect()
}

/// The apex NS set: the names that the zone states, else what its providers assign.
fn name_servers(zone: &Zone, places: &Places<'_>) -> (Option<DesiredSet>, Option<AssignedNameServers>) {
    let ttl = zone.nameservers_ttl;
    let origin = |at: FileSpan| Origin { place: places.of(at), via: Vec::new() };
    if let Some(stated) = &zone.nameservers {
        let rdata = stated.names.iter().map(|(name, _)| name.wire().into()).collect();
        let set = RecordSet::new(zone.name.clone(), Rtype::NS, ttl, rdata);
        return (Some(DesiredSet { set, origins: vec![origin(stated.at)] }), None);
    }
    let known = |provider: &zone::ZoneProvider| (provider.name.clone(), provider.nameservers.clone());
    let providers = zone.providers.iter().map(known).collect();
    let origin = origin(zone.declared_at);
    let assigned = AssignedNameServers { providers, ttl, origin, keeper: keeper(zone) };
    (assigned.set(&zone.name), Some(assigned))
}

fn keeper(zone: &Zone) -> Keeper {
    let assigns = |provider: &zone::ZoneProvider| provider.kind != ProviderKind::Zonefile;
    let asks = zone.policy.class_for(Rtype::NS).is_some() || zone.nameservers_ttl != NAME_SERVER_TTL;
    match zone.providers.as_slice() {
        [only] if assigns(only) && !asks => Keeper::Provider,
        _ => Keeper::Source,
    }
}
