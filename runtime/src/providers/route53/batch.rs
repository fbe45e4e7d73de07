//! Batches: as few requests as hold all changes.
//!
//! Route 53 takes at most 1,000 `ResourceRecord` elements and 32,000 characters of values in one request
//! (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>). A replaced set costs its old
//! and its new records, no more than the UPSERT that would overwrite it unseen, which counts double. A request is
//! checked as a whole and applied wholly or not at all, so the SOA and the NS of the zone itself, which must always
//! be there, are replaced like any other set.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use zonal_compiler::dns::rtype::Rtype;

use super::order::Group;
use super::{listed, set};
use crate::diff::Change;
use crate::error::{Failure, FailureKind};

/// The elements of one request, at most.
pub(super) const ELEMENTS: usize = 1000;
/// The characters of all values of one request, at most.
pub(super) const CHARACTERS: usize = 32_000;
/// How many batches are kept open for groups that still fit: what has many records fills up what has long ones.
const OPEN: usize = 128;

/// What changes cost of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Size {
    elements: usize,
    characters: usize,
}

impl Size {
    /// The cost of a change: a DELETE as it is listed, a CREATE as it will be written.
    pub(super) fn of(change: &Change, scratch: &mut String) -> Self {
        let before = change.before().map(|live| listed::size(&live.version)).unwrap_or_default();
        let after = change.after().map(|want| set::size(&want.set, scratch)).unwrap_or_default();
        Self { elements: before.0 + after.0, characters: before.1 + after.1 }
    }

    const fn plus(self, other: Self) -> Self {
        Self { elements: self.elements + other.elements, characters: self.characters + other.characters }
    }

    /// Whether it takes a larger part of the characters than of the elements.
    const fn is_long(self) -> bool {
        self.characters * ELEMENTS > self.elements * CHARACTERS
    }

    const fn fits(self) -> bool {
        self.elements <= ELEMENTS && self.characters <= CHARACTERS
    }
}

/// Packs groups into batches of indices of changes. A group stands in one batch, and in none before those that it
/// needs; only a group that no request can hold is cut, where that does no harm.
pub(super) fn pack(changes: &[Change], groups: &[Group]) -> Result<Vec<Vec<usize>>, Failure> {
    let mut scratch = String::new();
    let sizes: Vec<Size> = changes.iter().map(|change| Size::of(change, &mut scratch)).collect();
    let size =
        |part: &[usize]| part.iter().filter_map(|at| sizes.get(*at)).fold(Size::default(), |a, b| a.plus(*b));
    let wholes: Vec<Size> = groups.iter().map(|group| size(&group.changes)).collect();
    let mut queue = Queue::new(groups, &wholes);
    let mut packing = Packing::default();
    // The last batch of each group.
    let mut last = vec![0; groups.len()];
    while let Some(next) = queue.next(packing.total) {
        let (Some(group), Some(whole)) = (groups.get(next), wholes.get(next)) else { continue };
        let mut floor =
            group.needs.iter().filter_map(|need| last.get(*need)).copied().max().unwrap_or_default();
        if whole.fits() {
            floor = packing.put(&group.changes, *whole, floor);
        } else {
            for part in parts(changes, &group.changes, &size)? {
                floor = packing.put(&part, size(&part), floor);
            }
        }
        if let Some(last) = last.get_mut(next) {
            *last = floor;
        }
        queue.placed(next, &wholes);
    }
    Ok(packing.batches.into_iter().map(|(changes, _)| changes).collect())
}

/// The groups whose needs are placed: by what they have more of, records or characters, and then in their order.
/// Taking of both kinds by turns fills batches in both respects.
struct Queue {
    many: BinaryHeap<Reverse<usize>>,
    long: BinaryHeap<Reverse<usize>>,
    /// For each group, how many that it needs are not placed yet.
    waits: Vec<usize>,
    /// For each group, those that need it.
    needed_by: Vec<Vec<usize>>,
}

impl Queue {
    fn new(groups: &[Group], sizes: &[Size]) -> Self {
        let mut needed_by = vec![Vec::new(); groups.len()];
        for (at, need) in
            groups.iter().enumerate().flat_map(|(at, g)| g.needs.iter().map(move |need| (at, *need)))
        {
            if let Some(needed_by) = needed_by.get_mut(need) {
                needed_by.push(at);
            }
        }
        let waits: Vec<usize> = groups.iter().map(|group| group.needs.len()).collect();
        let mut queue = Self { many: BinaryHeap::new(), long: BinaryHeap::new(), waits, needed_by };
        let ready = groups.iter().enumerate().filter(|(_, group)| group.needs.is_empty());
        ready.for_each(|(at, _)| queue.push(at, sizes));
        queue
    }

    fn push(&mut self, at: usize, sizes: &[Size]) {
        let is_long = sizes.get(at).is_some_and(|size| size.is_long());
        let kind = if is_long { &mut self.long } else { &mut self.many };
        kind.push(Reverse(at));
    }

    /// The next group, where so much is placed.
    fn next(&mut self, total: Size) -> Option<usize> {
        let (first, second) =
            if total.is_long() { (&mut self.many, &mut self.long) } else { (&mut self.long, &mut self.many) };
        first.pop().or_else(|| second.pop()).map(|Reverse(at)| at)
    }

    fn placed(&mut self, at: usize, sizes: &[Size]) {
        for next in self.needed_by.get_mut(at).map(std::mem::take).unwrap_or_default() {
            let Some(waits) = self.waits.get_mut(next) else { continue };
            *waits -= 1;
            if *waits == 0 {
                self.push(next, sizes);
            }
        }
    }
}

#[derive(Default)]
struct Packing {
    batches: Vec<(Vec<usize>, Size)>,
    open: VecDeque<usize>,
    total: Size,
}

impl Packing {
    /// Puts changes into the first open batch from `floor` on that has room; which one it was.
    fn put(&mut self, part: &[usize], size: Size, floor: usize) -> usize {
        let fits = |at: &usize| {
            *at >= floor && self.batches.get(*at).is_some_and(|(_, filled)| filled.plus(size).fits())
        };
        let at = match self.open.iter().copied().find(fits) {
            Some(at) => at,
            None => {
                self.batches.push((Vec::new(), Size::default()));
                self.open.push_back(self.batches.len() - 1);
                if self.open.len() > OPEN {
                    self.open.pop_front();
                }
                self.batches.len() - 1
            }
        };
        self.total = self.total.plus(size);
        if let Some((changes, filled)) = self.batches.get_mut(at) {
            changes.extend_from_slice(part);
            *filled = filled.plus(size);
        }
        at
    }
}

/// Cuts a group that is too large for one request: by type, and within a type by set, if no name is without an
/// answer in between.
fn parts(
    changes: &[Change],
    group: &[usize],
    size: &impl Fn(&[usize]) -> Size,
) -> Result<Vec<Vec<usize>>, Failure> {
    let change = |at: &usize| changes.get(*at);
    let rtypes =
        |part: &[usize]| part.iter().filter_map(change).map(|change| change.set().rtype).collect::<Vec<_>>();
    let kinds = rtypes(group);
    let switches = kinds.contains(&Rtype::CNAME) && kinds.iter().any(|rtype| *rtype != Rtype::CNAME);
    let mut parts = Vec::new();
    for part in group.chunk_by(|one, other| key(change(one)) == key(change(other))) {
        if size(part).fits() {
            parts.push(part.to_vec());
            continue;
        }
        let routed: Vec<bool> = part.iter().filter_map(change).flat_map(routings).collect();
        let mixes = routed.contains(&true) && routed.contains(&false);
        let too_large = part.iter().find(|at| !size(&[**at]).fits());
        if let Some(one) = too_large.or(part.first().filter(|_| mixes)).and_then(change) {
            return Err(too_much(one));
        }
        parts.extend(part.iter().map(|at| vec![*at]));
    }
    match group.first().and_then(change) {
        Some(first) if switches => Err(too_much(first)),
        _ => Ok(parts),
    }
}

fn key(change: Option<&Change>) -> Option<(&zonal_compiler::dns::name::Name, Rtype)> {
    change.map(|change| (&change.set().owner, change.set().rtype))
}

/// Whether the set of a change is routed, before and after it.
fn routings(change: &Change) -> impl Iterator<Item = bool> {
    let before = change.before().map(|live| live.set.route.is_some());
    before.into_iter().chain(change.after().map(|want| want.set.route.is_some()))
}

fn too_much(change: &Change) -> Failure {
    let what = format!(
        "{} cannot be replaced in one request, and must not be without an answer in between: Route 53 takes {ELEMENTS} \
         records and {CHARACTERS} characters at once, the old and the new ones together",
        change.key()
    );
    Failure::new(FailureKind::Unsupported, what).help(
        "change it in several deploys of which each adds or removes a part, or spread it over several names",
    )
}

#[cfg(test)]
mod tests;
