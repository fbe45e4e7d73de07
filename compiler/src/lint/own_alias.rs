//! An `ALIAS name` of another name of the zone: what stands at its target.
//!
//! Route 53 takes such an alias if the target owns a set of the same type, and makes the target before the alias: a name
//! that comes back to itself is never made.

use crate::dns::name::{self, Name};
use crate::dns::rtype::Rtype;
use crate::zone::names::Lookup;
use crate::zone::{AliasKind, NodeId, ProviderSet, SetId};

use super::{Finding, ZoneContext, show};

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
        Lookup::Found(node) if context.set_at(node, rtype, one).is_some() => return cycle(context, set, one),
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

/// Finds an alias that leads back to itself through others, told at the first of them.
fn cycle(context: &ZoneContext<'_>, set: SetId, one: ProviderSet) -> Option<Finding> {
    let rtype = context.set(set).rtype;
    let mut passed = vec![set];
    loop {
        let last = *passed.last()?;
        let Lookup::Found(node) = context.zone.names.find(target(context, last)?.wire()) else { return None };
        let next = context.set_at(node, rtype, one)?;
        if next == set {
            break;
        }
        // A cycle further on is told of there, and an earlier statement tells of this one.
        if passed.contains(&next) || next < set {
            return None;
        }
        passed.push(next);
    }
    let names: Vec<_> = passed.iter().skip(1).map(|set| format!("`{}`", context.owner(*set))).collect();
    let what = format!("`{}` is an ALIAS of itself, through {}", context.owner(set), names.join(", "));
    let mut finding = about(context, set, what);
    for other in passed.iter().skip(1) {
        let site = context.zone.site_of(*other);
        finding = finding.site(site).label(context.zone.sites[site].type_at(), "leads on");
    }
    Some(finding.help("point one of them at a name that has addresses"))
}

fn about(context: &ZoneContext<'_>, set: SetId, what: String) -> Finding {
    let site = context.zone.site_of(set);
    Finding::new(context.zone.sites[site].type_at(), what).site(site)
}
