//! The routed sets of one owner and type at one provider, and what they may be beside each other.

use std::collections::BTreeMap;

use crate::dns::duration;
use crate::dns::rtype::Rtype;
use crate::lower::{Group, Limit, Routing};
use crate::zone::{NodeId, Route, SetId, ZoneProvider};

use super::{Finding, Findings, ZoneContext};

/// The way in which a route shares the answers, and what it says of the set.
pub(super) fn policy(route: &Route) -> (&str, &str) {
    let mut arguments = route.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    arguments.find(|(name, _)| *name != "health").unwrap_or_default()
}

/// A routed set.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) id: SetId,
    pub(super) route: &'a Route,
}

/// The routed sets of one owner and type at one provider, in source order.
pub(super) struct Members<'a> {
    pub(super) provider: &'a ZoneProvider,
    pub(super) group: &'static Group,
    routing: &'static Routing,
    pub(super) sets: Vec<Member<'a>>,
}

/// The groups of a zone at every provider that has rules for them.
pub(super) fn all<'a>(context: &ZoneContext<'a>) -> Vec<Members<'a>> {
    let zone = context.zone;
    let mut all = Vec::new();
    if zone.routes.is_empty() {
        return all;
    }
    for (position, provider) in zone.providers.iter().enumerate() {
        let Some(routing) = &provider.kind.capabilities().routing else { continue };
        let Some(group) = &routing.group else { continue };
        let mut by_name: BTreeMap<(NodeId, Rtype), Vec<Member<'a>>> = BTreeMap::new();
        for (id, set) in zone.sets.iter_ids() {
            let Some(route) = set.route.map(|route| &zone.routes[route]) else { continue };
            if set.providers.contains(position) && routing.types.contains(set.rtype) {
                by_name.entry((set.owner, set.rtype)).or_default().push(Member { id, route });
            }
        }
        all.extend(by_name.into_values().map(|sets| Members { provider, group, routing, sets }));
    }
    all
}

/// Finds routed sets that their provider refuses beside each other.
pub(super) fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for members in all(context) {
        let first = [single_record, same_ttl, distinct, data_alone, count];
        findings.extend(first.into_iter().filter_map(|rule| rule(&members, context)));
    }
}

impl<'a> Members<'a> {
    /// Those whose policy is one of these.
    fn by(&self, policies: &'static [&'static str]) -> impl Iterator<Item = Member<'a>> + use<'_, 'a> {
        self.sets.iter().copied().filter(|member| policies.contains(&policy(member.route).0))
    }

    fn finding(&self, context: &ZoneContext<'_>, member: Member<'_>, what: String) -> Finding {
        let verified = &self.routing.verified;
        let site = context.zone.site_of(member.id);
        Finding::new(at(context, member), what)
            .site(site)
            .here(format!("for `{}`", self.provider.name))
            .note(format!("as of {}: {}", verified.date, verified.page))
    }
}

/// Where the `route(…)` of a set stands.
pub(super) fn at(context: &ZoneContext<'_>, member: Member<'_>) -> crate::source::FileSpan {
    let zone = context.zone;
    member.route.at.unwrap_or_else(|| zone.sites[zone.site_of(member.id)].type_at())
}

fn single_record(members: &Members<'_>, context: &ZoneContext<'_>) -> Option<Finding> {
    let member = members.by(members.group.single_record).find(|member| context.set(member.id).len > 1)?;
    let (kind, _) = policy(member.route);
    let (title, count) = (members.provider.kind.title(), context.set(member.id).len);
    let what =
        format!("a set routed by `{kind}` has one record at {title}, and `{}` has {count}", member.route.set);
    Some(members.finding(context, member, what).help(match kind {
        "weight" => "give each record a set of its own, with its share of the weight",
        _ => "keep one record, or route by `location` or `multivalue`",
    }))
}

fn same_ttl(members: &Members<'_>, context: &ZoneContext<'_>) -> Option<Finding> {
    // An ALIAS has the TTL of its target.
    let mut sets = members.by(members.group.same_ttl).filter(|member| context.set(member.id).alias.is_none());
    let first = sets.next()?;
    let ttl = |member: Member<'_>| context.set(member.id).ttl;
    let other = sets.find(|member| ttl(*member) != ttl(first))?;
    let (one, two) = (duration::display(ttl(first)), duration::display(ttl(other)));
    let (kind, _) = policy(other.route);
    let title = members.provider.kind.title();
    let what = format!("sets routed by `{kind}` have one TTL at {title}, and these have {one} and {two}");
    let finding = members.finding(context, other, what).label(at(context, first), format!("{one} here"));
    Some(finding.help("give all routed sets of the name the same TTL"))
}

fn distinct(members: &Members<'_>, context: &ZoneContext<'_>) -> Option<Finding> {
    let mut known: BTreeMap<(&str, &str), Member<'_>> = BTreeMap::new();
    for member in members.by(members.group.distinct) {
        let (kind, value) = policy(member.route);
        let Some(first) = known.insert((kind, value), member) else { continue };
        let what =
            format!("`{}` and `{}` are both routed by `{kind}: {value}`", first.route.set, member.route.set);
        let finding = members.finding(context, member, what).label(at(context, first), "the other set");
        return Some(finding.help(match (kind, value) {
            ("failover", "primary") => {
                "there is one primary and one secondary set: make one of them the secondary"
            }
            ("failover", _) => "there is one primary and one secondary set: put the records of both into one",
            ("location", _) => "give each set a location of its own, or put the records into one set",
            _ => "give each set a value of its own, or keep one of them",
        }));
    }
    None
}

fn data_alone(members: &Members<'_>, context: &ZoneContext<'_>) -> Option<Finding> {
    let mut sets = members.by(members.group.data_alone);
    let member = sets.find(|member| {
        let set = context.set(member.id);
        set.alias.is_some() || set.rtype == Rtype::CNAME
    })?;
    let (kind, _) = policy(member.route);
    let (title, set) = (members.provider.kind.title(), context.set(member.id));
    let found = if set.alias.is_some() { "an ALIAS".to_owned() } else { format!("a {}", set.rtype) };
    let what = format!("{title} cannot route {found} by `{kind}`");
    Some(members.finding(context, member, what).help("write the addresses, or route it by `weight`"))
}

fn count(members: &Members<'_>, context: &ZoneContext<'_>) -> Option<Finding> {
    let Limit { value: most, .. } = members.group.sets;
    let over = *members.sets.get(most as usize)?;
    let (title, count) = (members.provider.kind.title(), members.sets.len());
    let what = format!(
        "{count} sets share the {} answers of a name, {title} takes {most}",
        context.set(over.id).rtype
    );
    Some(
        members
            .finding(context, over, what)
            .help("put the records into fewer sets, or spread them over several names"),
    )
}
