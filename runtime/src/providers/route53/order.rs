//! What has to be written before what.
//!
//! All changes of one owner name go together: between a CNAME that goes and an A that comes there must be no
//! moment without either. An alias of the zone needs its target there before it and gone after it. Owner names
//! that need each other go together as well.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::diff::Change;
use crate::record::{AliasTarget, RecordSet};

/// Changes that one batch has to hold, by their index, and the groups that must not be written after it, by their
/// position in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) changes: Vec<usize>,
    pub(super) needs: Vec<usize>,
}

/// The groups of changes, each behind those that it needs. `changes` are in canonical order. Where nothing else
/// matters, what only comes is written first and what only goes is written last.
pub(super) fn groups(changes: &[Change], hosted_zone: &str) -> Vec<Group> {
    let owners = owners(changes);
    let needs = needs(changes, &owners, hosted_zone);
    let mut order: Vec<usize> = (0..owners.len()).collect();
    let rank = |owner: &usize| owners.get(*owner).map(|owner| rank(owner.of(changes)));
    order.sort_by_key(rank);
    let components = components(&order, &needs);
    let mut position = vec![0; owners.len()];
    for (at, owner) in
        components.iter().enumerate().flat_map(|(at, owners)| owners.iter().map(move |o| (at, *o)))
    {
        if let Some(position) = position.get_mut(owner) {
            *position = at;
        }
    }
    let group = |(at, members): (usize, Vec<usize>)| {
        let own = members.iter().filter_map(|owner| owners.get(*owner));
        let changes = own.flat_map(|owner| owner.start..owner.end).collect();
        let others = members.iter().filter_map(|owner| needs.get(*owner)).flatten();
        let mut needs: Vec<usize> = others.filter_map(|owner| position.get(*owner).copied()).collect();
        needs.retain(|need| *need != at);
        needs.sort_unstable();
        needs.dedup();
        Group { changes, needs }
    };
    components.into_iter().enumerate().map(group).collect()
}

/// The changes of one owner name: a range of indices.
struct Owner<'c> {
    name: &'c Name,
    start: usize,
    end: usize,
}

impl Owner<'_> {
    fn of<'c>(&self, changes: &'c [Change]) -> &'c [Change] {
        changes.get(self.start..self.end).unwrap_or_default()
    }
}

fn owners(changes: &[Change]) -> Vec<Owner<'_>> {
    let mut owners: Vec<Owner<'_>> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        match owners.last_mut() {
            Some(last) if *last.name == change.set().owner => last.end = at + 1,
            _ => owners.push(Owner { name: &change.set().owner, start: at, end: at + 1 }),
        }
    }
    owners
}

/// 0 if sets only come, 2 if they only go, 1 otherwise.
fn rank(changes: &[Change]) -> u8 {
    match (
        changes.iter().any(|change| change.before().is_some()),
        changes.iter().any(|c| c.after().is_some()),
    ) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    }
}

/// For each owner, the owners that must not be written after it.
fn needs(changes: &[Change], owners: &[Owner<'_>], hosted_zone: &str) -> Vec<Vec<usize>> {
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); owners.len()];
    let find = |name: &Name, rtype: Rtype, is: fn(&Change) -> bool| {
        let at = owners.binary_search_by(|owner| owner.name.cmp(name)).ok()?;
        let there = owners.get(at)?.of(changes);
        there.iter().any(|change| change.set().rtype == rtype && is(change)).then_some(at)
    };
    let mut push = |owner: usize, need: usize| {
        if let Some(needs) = needs.get_mut(owner).filter(|_| owner != need) {
            needs.push(need);
        }
    };
    for (at, owner) in owners.iter().enumerate() {
        for change in owner.of(changes) {
            let rtype = change.set().rtype;
            let (before, after) =
                (change.before().map(|live| &live.set), change.after().map(|want| &want.set));
            if let Some(target) = after.and_then(|set| own_target(set, hosted_zone)) {
                find(target, rtype, |change| change.after().is_some())
                    .into_iter()
                    .for_each(|need| push(at, need));
            }
            if let Some(target) = before.and_then(|set| own_target(set, hosted_zone)) {
                find(target, rtype, |change| change.after().is_none())
                    .into_iter()
                    .for_each(|later| push(later, at));
            }
        }
    }
    needs
}

/// The target of an alias to a name of the zone itself.
pub(super) fn own_target<'s>(set: &'s RecordSet, own: &str) -> Option<&'s Name> {
    match set.alias.as_deref()? {
        AliasTarget::Name { target, hosted_zone, .. } => {
            hosted_zone.as_deref().is_none_or(|other| other == own).then_some(target)
        }
        AliasTarget::Resource(_) => None,
    }
}

/// The strongly connected components (Tarjan 1972), each behind those that it needs; without recursion, since a
/// chain of aliases may be long.
fn components(order: &[usize], needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut walk = Walk { number: vec![None; needs.len()], low: vec![0; needs.len()], ..Walk::default() };
    for root in order {
        if walk.number.get(*root) != Some(&None) {
            continue;
        }
        walk.enter(*root);
        while let Some((node, next)) = walk.path.pop() {
            match needs.get(node).and_then(|needs| needs.get(next)) {
                None => walk.leave(node),
                Some(need) => {
                    walk.path.push((node, next + 1));
                    walk.look(node, *need);
                }
            }
        }
    }
    walk.found
}

#[derive(Default)]
struct Walk {
    number: Vec<Option<usize>>,
    low: Vec<usize>,
    count: usize,
    /// The nodes from the root to here, with the index of the need to look at next.
    path: Vec<(usize, usize)>,
    /// The nodes that belong to no component yet.
    open: Vec<usize>,
    is_open: Vec<bool>,
    found: Vec<Vec<usize>>,
}

impl Walk {
    fn enter(&mut self, node: usize) {
        if self.is_open.len() < self.number.len() {
            self.is_open.resize(self.number.len(), false);
        }
        set(&mut self.number, node, Some(self.count));
        set(&mut self.low, node, self.count);
        set(&mut self.is_open, node, true);
        self.count += 1;
        self.open.push(node);
        self.path.push((node, 0));
    }

    fn look(&mut self, node: usize, need: usize) {
        match self.number.get(need).copied().flatten() {
            None => self.enter(need),
            Some(number) if self.is_open.get(need) == Some(&true) => self.lower(node, number),
            Some(_) => {}
        }
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    fn leave(&mut self, node: usize) {
        let low = self.low.get(node).copied().unwrap_or_default();
        if let Some(&(parent, _)) = self.path.last() {
            self.lower(parent, low);
        }
        if self.number.get(node).copied().flatten() != Some(low) {
            return;
        }
        let start = self.open.iter().rposition(|open| *open == node).unwrap_or_default();
        let component = self.open.split_off(start);
        component.iter().for_each(|member| set(&mut self.is_open, *member, false));
        self.found.push(component);
    }
}

fn set<T>(items: &mut [T], at: usize, value: T) {
    if let Some(item) = items.get_mut(at) {
        *item = value;
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{alias, create, delete, plain, update};
    use super::*;

    fn owners_of(changes: &[Change]) -> Vec<Vec<String>> {
        let groups = groups(changes, "Z1");
        for (at, group) in groups.iter().enumerate() {
            assert!(group.needs.iter().all(|need| *need < at), "{groups:?}");
        }
        let name = |at: &usize| changes[*at].set().owner.undotted().to_string();
        groups.iter().map(|group| group.changes.iter().map(name).collect()).collect()
    }

    #[test]
    fn changes_of_one_name_go_together_and_what_goes_goes_last() {
        let changes = [
            delete(plain("a.z", Rtype::A, "192.0.2.1")),
            delete(plain("b.z", Rtype::A, "192.0.2.1")),
            create(plain("b.z", Rtype::CNAME, "c.z.")),
            create(plain("c.z", Rtype::A, "192.0.2.1")),
        ];
        assert_eq!(owners_of(&changes), [vec!["c.z"], vec!["b.z", "b.z"], vec!["a.z"]]);
    }

    #[test]
    fn a_target_comes_before_its_alias_and_goes_after_it() {
        let changes = [create(alias("a.z", Rtype::A, "b.z")), create(plain("b.z", Rtype::A, "192.0.2.1"))];
        assert_eq!(owners_of(&changes), [["b.z"], ["a.z"]]);
        let changes = [delete(plain("a.z", Rtype::A, "192.0.2.1")), delete(alias("b.z", Rtype::A, "a.z"))];
        assert_eq!(owners_of(&changes), [["b.z"], ["a.z"]]);
        let changes = [
            delete(plain("a.z", Rtype::A, "192.0.2.1")),
            update(alias("b.z", Rtype::A, "a.z"), alias("b.z", Rtype::A, "c.z")),
            create(plain("c.z", Rtype::A, "192.0.2.1")),
        ];
        assert_eq!(owners_of(&changes), [["c.z"], ["b.z"], ["a.z"]]);
    }

    #[test]
    fn names_that_need_each_other_go_together() {
        let changes = [
            create(alias("a.z", Rtype::A, "b.z")),
            create(plain("a.z", Rtype::AAAA, "2001:db8::1")),
            create(plain("b.z", Rtype::A, "192.0.2.1")),
            create(alias("b.z", Rtype::AAAA, "a.z")),
            create(alias("c.z", Rtype::A, "b.z")),
        ];
        let found = owners_of(&changes);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1], ["c.z"]);
    }

    #[test]
    fn a_long_chain_is_no_trouble() {
        let name = |at: usize| format!("a{at:05}.z");
        let mut changes: Vec<Change> =
            (0..20_000).map(|at| create(alias(&name(at), Rtype::A, &name(at + 1)))).collect();
        changes.push(create(plain(&name(20_000), Rtype::A, "192.0.2.1")));
        let found = owners_of(&changes);
        assert_eq!(found.first(), Some(&vec![name(20_000)]));
        assert_eq!(found.last(), Some(&vec![name(0)]));
    }
}
