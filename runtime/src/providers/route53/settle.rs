//! What became of a batch, found by reading.
//!
//! A batch is applied wholly or not at all. So if its sets are not all as they were and not all as they shall be,
//! somebody else has changed them.

use std::collections::BTreeMap;

use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::CallError;
use super::read::{PAGE, Start, page};
use super::routing::HealthIds;
use super::{elements, health, set};
use crate::desired::HealthMark;
use crate::diff::Change;
use crate::error::Failure;
use crate::provider::{LiveSet, LiveZone};
use crate::record::SetKey;

/// How the sets of a batch stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// All are as they shall be.
    New,
    /// All are as they were read.
    Old,
    /// These are neither, or some are new and some are old.
    Moved {
        /// The sets that are not as they were read.
        sets: Vec<SetKey>,
        /// Whether some are as they shall be, so that the batch may have been applied before they moved.
        some_new: bool,
    },
}

/// Reads the sets of a batch and tells how they stand.
pub(super) async fn look(
    account: &Account,
    zone: &LiveZone,
    changes: &[&Change],
    healths: &HealthIds,
) -> Result<Standing, Failure> {
    let mut names: Vec<&Name> = changes.iter().map(|change| &change.set().owner).collect();
    names.dedup();
    // Whichever takes fewer requests.
    let mut sets = if names.len() <= zone.sets.len().div_ceil(PAGE) {
        let mut sets = Vec::new();
        for name in names {
            sets.extend(from(account, zone, Start::at(name), |owner| owner == name).await?);
        }
        sets
    } else {
        from(account, zone, Start::default(), |_| true).await?
    };
    let marks: BTreeMap<String, HealthMark> =
        healths.iter().map(|(mark, id)| (id.clone(), mark.clone())).collect();
    health::recognise(&mut sets, &marks);
    let there: BTreeMap<SetKey, LiveSet> = sets.into_iter().map(|live| (live.set.key(), live)).collect();
    Ok(standing(changes, &there))
}

/// The sets from a place on, as long as their owners are of interest.
async fn from(
    account: &Account,
    zone: &LiveZone,
    mut start: Start,
    is_of_interest: impl Fn(&Name) -> bool,
) -> Result<Vec<LiveSet>, Failure> {
    let mut sets = Vec::new();
    loop {
        let page = page(account, &zone.name, &zone.id, &start).await.map_err(CallError::into_failure)?;
        for listed in &page.resource_record_sets {
            let live = set::live(listed, &zone.id)?;
            if !is_of_interest(&live.set.owner) {
                return Ok(sets);
            }
            sets.push(live);
        }
        match Start::after(page) {
            Some(next) => start = next,
            None => return Ok(sets),
        }
    }
}

fn standing(changes: &[&Change], there: &BTreeMap<SetKey, LiveSet>) -> Standing {
    let (mut new, mut old, mut moved) = (0, 0, Vec::new());
    for change in changes {
        let key = change.key();
        let live = there.get(&key);
        let is_new = live.map(|live| &live.set) == elements::wanted(change).as_ref();
        // The same set in other words is as it was: Route 53 compares values, and the guard stands.
        let is_old = live.map(|live| &live.set) == change.before().map(|live| &live.set);
        new += usize::from(is_new);
        old += usize::from(is_old);
        if !is_old {
            moved.push(key);
        }
    }
    if new == changes.len() {
        Standing::New
    } else if old == changes.len() {
        Standing::Old
    } else {
        Standing::Moved { sets: moved, some_new: new > 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{create, delete, live, plain, update};
    use super::*;
    use crate::record::RecordSet;
    use zonal_compiler::dns::rtype::Rtype;

    fn set(owner: &str, last: u8) -> RecordSet {
        plain(owner, Rtype::A, &format!("192.0.2.{last}"))
    }

    fn stands(there: &[RecordSet]) -> Standing {
        let changes = [delete(set("a.z", 1)), update(set("b.z", 1), set("b.z", 2)), create(set("c.z", 1))];
        let there = there.iter().map(|set| (set.key(), live(set))).collect();
        standing(&changes.iter().collect::<Vec<_>>(), &there)
    }

    #[test]
    fn all_new_all_old_or_moved() {
        assert_eq!(stands(&[set("b.z", 2), set("c.z", 1)]), Standing::New);
        assert_eq!(stands(&[set("a.z", 1), set("b.z", 1)]), Standing::Old);
        let moved = |there: &[RecordSet]| match stands(there) {
            Standing::Moved { sets, some_new } => (sets.len(), some_new),
            other @ (Standing::New | Standing::Old) => panic!("{other:?}"),
        };
        assert_eq!(moved(&[set("a.z", 9), set("b.z", 1)]), (1, false));
        assert_eq!(moved(&[set("a.z", 1), set("b.z", 2), set("c.z", 1)]), (2, true));
        assert_eq!(moved(&[]), (2, true));
        let relisted = RecordSet { ttl: 301, ..set("b.z", 1) };
        assert_eq!(moved(&[set("a.z", 1), relisted]), (1, false));
    }
}
