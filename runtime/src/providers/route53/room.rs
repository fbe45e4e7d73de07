//! The room in a hosted zone, and what it means for the order of a push.
//!
//! What comes is written before what goes, so that a name that moves is never without an answer. Meanwhile the zone holds
//! both, which may be more than its quota. Only where it would be, what goes is written first, as far as nothing that
//! stays needs it.

use super::batch;
use super::order::{self, Group};
use crate::diff::Change;
use crate::error::Failure;

/// How many record sets a hosted zone holds, and how many it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) now: usize,
    pub(super) most: usize,
}

/// The batches of changes, in their order, as indices.
pub(super) fn batches(
    changes: &[Change],
    hosted_zone: &str,
    room: Option<Room>,
) -> Result<Vec<Vec<usize>>, Failure> {
    let groups = order::groups(changes, hosted_zone);
    let usual = batch::pack(changes, &groups)?;
    if room.is_none_or(|room| peak(changes, &usual, room.now) <= room.most) {
        return Ok(usual);
    }
    let (going, others) = going_first(changes, groups);
    let mut batches = batch::pack(changes, &going)?;
    batches.extend(batch::pack(changes, &others)?);
    Ok(batches)
}

/// The most record sets that a zone holds behind any batch, where it holds `now` before the first.
pub(super) fn peak(changes: &[Change], batches: &[Vec<usize>], now: usize) -> usize {
    let (mut holds, mut peak) = (now, now);
    for batch in batches {
        for change in batch.iter().filter_map(|at| changes.get(*at)) {
            match change {
                Change::Create(_) => holds += 1,
                Change::Update { .. } => {}
                Change::Delete(_) => holds = holds.saturating_sub(1),
            }
        }
        peak = peak.max(holds);
    }
    peak
}

/// The groups that only take sets away and need nothing but such groups, and the others.
fn going_first(changes: &[Change], groups: Vec<Group>) -> (Vec<Group>, Vec<Group>) {
    let only_goes = |group: &Group| {
        group.changes.iter().filter_map(|at| changes.get(*at)).all(|change| change.after().is_none())
    };
    // For each group, whether it goes first and its position there.
    let mut placed: Vec<(bool, usize)> = Vec::with_capacity(groups.len());
    let (mut going, mut others) = (Vec::new(), Vec::new());
    for mut group in groups {
        let needs: Vec<(bool, usize)> =
            group.needs.iter().filter_map(|need| placed.get(*need).copied()).collect();
        let goes = only_goes(&group) && needs.iter().all(|(goes, _)| *goes);
        let side = if goes { &mut going } else { &mut others };
        // What the others need of the going is there before all of them.
        group.needs = needs.into_iter().filter(|(other, _)| *other == goes).map(|(_, at)| at).collect();
        placed.push((goes, side.len()));
        side.push(group);
    }
    (going, others)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{alias, create, delete, plain, update};
    use super::*;
    use zonal_compiler::dns::rtype::Rtype;

    fn text(owner: &str) -> crate::record::RecordSet {
        plain(owner, Rtype::TXT, &vec![format!("\"{}\"", "x".repeat(250)); 12].join(" "))
    }

    fn peak_of(changes: &[Change], room: Option<Room>) -> usize {
        let batches = batches(changes, "Z1", room).unwrap();
        let mut all: Vec<usize> = batches.concat();
        all.sort_unstable();
        assert!(all.iter().copied().eq(0..changes.len()));
        peak(changes, &batches, 52)
    }

    #[test]
    fn only_where_room_is_short_what_goes_is_first() {
        let olds = (0..50).map(|at| delete(text(&format!("a{at:02}.z"))));
        let changes: Vec<Change> =
            olds.chain((0..50).map(|at| create(text(&format!("b{at:02}.z"))))).collect();
        assert_eq!(peak_of(&changes, None), 102);
        assert_eq!(peak_of(&changes, Some(Room { now: 52, most: 102 })), 102);
        assert_eq!(peak_of(&changes, Some(Room { now: 52, most: 60 })), 52);
    }

    #[test]
    fn what_something_needs_until_later_stays() {
        // `b` goes, and `c`, which pointed at it, must point elsewhere before.
        let mut changes: Vec<Change> = (0..12).map(|at| delete(text(&format!("a{at:02}.z")))).collect();
        changes.push(delete(plain("b.z", Rtype::A, "192.0.2.1")));
        changes.push(update(alias("c.z", Rtype::A, "b.z"), alias("c.z", Rtype::A, "d.z")));
        changes.push(create(plain("d.z", Rtype::A, "192.0.2.1")));
        changes.extend((0..12).map(|at| create(text(&format!("e{at:02}.z")))));
        let batches = batches(&changes, "Z1", Some(Room { now: 52, most: 53 })).unwrap();
        let batch_of = |owner: &str| {
            let at = changes.iter().position(|change| change.set().owner.undotted().to_string() == owner);
            batches.iter().position(|batch| batch.contains(&at.unwrap())).unwrap()
        };
        assert_eq!(batch_of("a00.z"), 0);
        assert!(batch_of("c.z") <= batch_of("b.z") && batch_of("d.z") <= batch_of("c.z"));
        assert!(peak(&changes, &batches, 52) <= 53);
    }
}
