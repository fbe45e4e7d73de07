//! From a compiled zone to what one of its providers shall serve.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::source::FileSpan;
use zonal_compiler::zone::{self, Alias, RecordId, SetId, SiteId, Zone};

use super::{DesiredSet, DesiredZone, Guards, IgnoreRule, Percent};
use crate::places::Places;
use crate::record::{Frame, Origin, RecordSet, Route};

/// What one provider shall serve for one zone, with what is not made of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The record sets and their rules.
    pub zone: DesiredZone,
    /// The sets that the provider answers by itself.
    pub aliases: Vec<DesiredAlias>,
}

/// A set without records of its own: the provider looks up what to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredAlias {
    /// The owner, the type, the route and the TTL; it has no values.
    pub set: RecordSet,
    /// What the answers are taken from.
    pub alias: Alias,
    /// The statements, in source order.
    pub origins: Vec<Origin>,
}

/// What the provider at a position of [`Zone::providers`] shall serve; `None` if there is no such position.
#[must_use]
pub fn compiled(zone: &Zone, position: usize, places: &Places<'_>) -> Option<Compiled> {
    let provider = zone.providers.get(position)?;
    let (mut sets, mut aliases) = (Vec::new(), Vec::new());
    for (id, set) in zone.sets.iter_ids().filter(|(_, set)| set.providers.contains(position)) {
        let origins = origins(zone, id, places);
        let alias = set.alias.map(|alias| zone.aliases[alias].clone());
        let rdata = if alias.is_some() { Vec::new() } else { values(zone, id) };
        let route = set.route.map(|route| route_of(&zone.routes[route]));
        let made =
            RecordSet { route, ..RecordSet::new(zone.names.name(set.owner), set.rtype, set.ttl, rdata) };
        match alias {
            Some(alias) => aliases.push(DesiredAlias { set: made, alias, origins }),
            None => sets.push(DesiredSet { set: made, origins }),
        }
    }
    sets.extend(name_servers(zone, places));
    let ignores = zone.ignores.iter().filter(|rule| rule.providers.contains(position));
    let desired = DesiredZone {
        name: zone.name.clone(),
        provider: provider.name.clone(),
        sets,
        ignores: ignores.map(ignore_rule).collect(),
        guards: guards(zone),
    };
    Some(Compiled { zone: desired, aliases })
}

fn values(zone: &Zone, set: SetId) -> Vec<Box<[u8]>> {
    zone.records_of(set).map(|record| zone.rdata(record).into()).collect()
}

fn route_of(route: &zone::Route) -> Route {
    let field = |(field, value): &(String, String)| (Box::from(field.as_str()), Box::from(value.as_str()));
    let mut fields: Vec<_> = route.arguments.iter().map(field).collect();
    fields.sort();
    Route { set: Box::from(route.set.as_str()), fields }
}

fn ignore_rule(ignore: &zone::Ignore) -> IgnoreRule {
    IgnoreRule { owners: ignore.pattern.clone(), types: ignore.types.clone(), reason: ignore.reason.clone() }
}

fn guards(zone: &Zone) -> Guards {
    let max_change = zone.policy.max_change.map(|max| Percent(u32::from(max.percent)));
    Guards { max_change, confirm: zone.policy.confirm.clone() }
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

/// The apex NS set: the names that the zone states, else the union of all providers' own if every provider's
/// are known. A part of the union would take away servers that answer.
fn name_servers(zone: &Zone, places: &Places<'_>) -> Option<DesiredSet> {
    let (names, at): (Vec<&Name>, FileSpan) = match &zone.nameservers {
        Some(stated) => (stated.names.iter().map(|(name, _)| name).collect(), stated.at),
        None => {
            let every_one_known = zone.providers.iter().all(|provider| !provider.nameservers.is_empty());
            let union = zone.providers.iter().flat_map(|provider| &provider.nameservers);
            (if every_one_known { union.collect() } else { Vec::new() }, zone.declared_at)
        }
    };
    if names.is_empty() {
        return None;
    }
    let rdata = names.into_iter().map(|name| name.wire().into()).collect();
    let set = RecordSet::new(zone.name.clone(), Rtype::NS, zone.nameservers_ttl, rdata);
    Some(DesiredSet { set, origins: vec![Origin { place: places.of(at), via: Vec::new() }] })
}
