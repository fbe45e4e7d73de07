//! An `ALIAS name` of another name of the zone: what stands at its target.
//!
//! Route 53 takes such an alias if the target owns a set of the same type, and makes the target before the alias: a name
//! that comes back to itself is never made.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dns::name::{self, Name};
use crate::dns::rtype::Rtype;
use crate::lower::ProviderKind;
use crate::zone::names::Lookup;
use crate::zone::{AliasKind, NodeId, ProviderSet, SetId};

use super::{Finding, Findings, ZoneContext, show};

/// What is wrong with the target of a set's alias at one provider, if it is a name of the zone.
pub(super) fn finding(context: &ZoneContext<'_>, set: SetId, position: usize) -> Option<Finding> {
    let one = ProviderSet::one(position);
    let target = target(context, set)?;
    let (owner, rtype) = (context.set(set).owner, context.set(set).rtype);
    let at = match context.zone.names.find(target.wire()) {
        Lookup::OutOfZone => return None,
        Lookup::Found(node) if node == owner => {
            let what = format!("`{}` is an ALIAS of itself", context.owner(set));
            return Some(
                about(context, set, what).help("point it at a name that has addresses, or write them"),
            );
        }
        Lookup::Found(node) if context.set_at(node, rtype, one).is_some() => return None,
        Lookup::Found(node) => Some(node),
        Lookup::Absent { .. } => None,
    };
    if is_unknown(context, &target, at, rtype, one) {
        return None;
    }
    Some(missing(context, set, &target, at, one))
}

/// The target of an alias that has no hosted zone of its own.
fn target(context: &ZoneContext<'_>, set: SetId) -> Option<Name> {
    let alias = &context.zone.aliases[context.set(set).alias?];
    let is_own = alias.kind == AliasKind::Name && alias.hosted_zone.is_none();
    is_own.then(|| Name::parse_master_file(alias.target.as_bytes()).ok()).flatten()
}

/// Whether records of the target may be there that the model does not have: after an error, or as others own them.
fn is_unknown(
    context: &ZoneContext<'_>,
    target: &Name,
    at: Option<NodeId>,
    rtype: Rtype,
    one: ProviderSet,
) -> bool {
    let gaps = &context.zone.gaps;
    let is_ignored = context.zone.ignores.iter().any(|ignore| {
        ignore.providers.overlaps(one)
            && (ignore.types.is_empty() || ignore.types.contains(&rtype))
            && ignore.pattern.matches(target.wire())
    });
    is_ignored || at.map_or_else(|| gaps.may_hide_anything(), |node| gaps.may_hide(node))
}

fn missing(
    context: &ZoneContext<'_>,
    set: SetId,
    target: &Name,
    at: Option<NodeId>,
    one: ProviderSet,
) -> Finding {
    let rtype = context.set(set).rtype;
    let name = show(target.wire());
    let (other, word) = if rtype == Rtype::AAAA { (Rtype::A, "ipv4") } else { (Rtype::AAAA, "ipv6") };
    let has = |rtype| at.and_then(|node| context.set_at(node, rtype, one));
    let short = match name::strip_suffix(target.wire(), context.zone.name.wire()) {
        Some([]) | None => "@".to_owned(),
        Some(labels) => show(labels),
    };
    if let Some(cname) = has(Rtype::CNAME) {
        let what = format!("`{name}` is a CNAME, and an ALIAS of it needs {rtype} records");
        let site = context.zone.sites[context.zone.site_of(cname)];
        return about(context, set, what).label(site.type_at(), "the CNAME").help(
            if context.set(set).owner == context.zone.names.apex() {
                "point the ALIAS at a name that has addresses, or write them"
            } else {
                "write a CNAME here too, or point the ALIAS at a name that has addresses"
            },
        );
    }
    let what = format!("`{name}` has no {rtype} records for the ALIAS");
    about(context, set, what).help(if has(other).is_some() {
        format!("add them, or write `ALIAS {word} name {short}`")
    } else {
        "add them, or point it at a name that has addresses".to_owned()
    })
}

/// Finds aliases that lead back to themselves through others, each ring told of at its first statement.
pub(super) fn check_rings(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.aliases.iter().next().is_none() {
        return;
    }
    let mut told = FxHashSet::default();
    for (position, provider) in zone.providers.iter().enumerate() {
        if provider.kind != ProviderKind::Route53 {
            continue;
        }
        let mut rings = Rings { context, one: ProviderSet::one(position), walks: FxHashMap::default() };
        for (set, entry) in zone.sets.iter_ids() {
            if entry.alias.is_some() && entry.providers.contains(position) {
                let ring = rings.walk(set);
                // The A and the AAAA of a statement are in one ring each; so are those of another provider.
                let first = ring.first().map(|set| zone.sites[zone.site_of(*set)].type_at());
                if first.is_some_and(|first| told.insert(first)) {
                    findings.extend(ring_finding(context, &ring));
                }
            }
        }
    }
}

/// The walks from alias to target at one provider: each set is passed once.
struct Rings<'a> {
    context: &'a ZoneContext<'a>,
    one: ProviderSet,
    /// By set, from which set the walk that passed it began.
    walks: FxHashMap<SetId, SetId>,
}

impl Rings<'_> {
    /// The ring that a walk from a set ends in, its first statement first; empty if an earlier walk has passed it, or
    /// there is none.
    fn walk(&mut self, from: SetId) -> Vec<SetId> {
        let mut passed = Vec::new();
        let mut at = from;
        loop {
            if let Some(&walk) = self.walks.get(&at) {
                if walk != from {
                    return Vec::new();
                }
                break;
            }
            self.walks.insert(at, from);
            passed.push(at);
            match self.next(at) {
                Some(next) => at = next,
                None => return Vec::new(),
            }
        }
        let mut ring: Vec<_> = passed.into_iter().skip_while(|set| *set != at).collect();
        let first = ring.iter().enumerate().min_by_key(|(_, set)| **set).map_or(0, |(place, _)| place);
        ring.rotate_left(first);
        ring
    }

    /// The set that an alias leads to.
    fn next(&self, set: SetId) -> Option<SetId> {
        let target = target(self.context, set)?;
        let Lookup::Found(node) = self.context.zone.names.find(target.wire()) else { return None };
        let next = self.context.set_at(node, self.context.set(set).rtype, self.one)?;
        // Of routed sets another may answer.
        self.context.set(next).route.is_none().then_some(next)
    }
}

/// How many names of a ring are told of beside the first.
const RING_SHOWN: usize = 5;

/// A finding about a ring of several; one that is its own target is told of as such.
fn ring_finding(context: &ZoneContext<'_>, ring: &[SetId]) -> Option<Finding> {
    let (first, others) = ring.split_first().filter(|(_, others)| !others.is_empty())?;
    let (shown, rest) = others.split_at_checked(RING_SHOWN).unwrap_or((others, &[]));
    let mut names: Vec<_> = shown.iter().map(|set| format!("`{}`", context.owner(*set))).collect();
    if !rest.is_empty() {
        names.push(format!("and {} more", rest.len()));
    }
    let what = format!("`{}` is an ALIAS of itself, through {}", context.owner(*first), names.join(", "));
    let mut finding = about(context, *first, what);
    for other in shown {
        let site = context.zone.site_of(*other);
        finding = finding.site(site).label(context.zone.sites[site].type_at(), "leads on");
    }
    Some(finding.help("point one of them at a name that has addresses"))
}

fn about(context: &ZoneContext<'_>, set: SetId, what: String) -> Finding {
    let site = context.zone.site_of(set);
    Finding::new(context.zone.sites[site].type_at(), what).site(site)
}
