//! A switch of a name that ended in its midst: what had to go before is put back, so that the name answers as before.
//!
//! Only where it is certain that nothing new stands at the name. What cannot be put back is said: nobody would otherwise
//! look for a name without records behind a write that was refused.

use super::super::order::{Bond, Operation};
use super::super::settle::{Fate, Metadata};
use super::super::stamp;
use super::{Line, Push, Waiting, Written};
use crate::error::Failure;
use crate::provider::LiveSet;

impl Push<'_> {
    /// What became of the operations of a unit whose last one here was not done.
    pub(super) async fn put_back(
        &self,
        operations: &[Operation<'_>],
        mut written: Vec<Written>,
    ) -> Vec<Written> {
        let Some((Written { keys, fate }, refused, gone)) = ended(operations, &mut written) else {
            return written;
        };
        let failure = match fate {
            Fate::NotDone(failure) => failure,
            // Somebody else's old set at the name is no reason to take away what stood beside it.
            Fate::Moved if matches!(refused, Operation::Delete { .. }) => super::moved(&keys),
            fate @ (Fate::Done(_) | Fate::Moved | Fate::Half(_) | Fate::Unknown(_)) => {
                written.push(Written { keys, fate });
                return written;
            }
        };
        let (mut back, mut lost) = (Vec::new(), Vec::new());
        for before in gone {
            match self.put_back_one(before).await {
                Ok(()) => back.push(before),
                Err(failure) => lost.push((before, failure)),
            }
        }
        written.retain(|written| !back.iter().any(|before| written.keys == [before.set.key()]));
        let failure = failure.and(&words(&back, &lost, refused));
        written.push(Written { keys, fate: Fate::Half(failure) });
        written
    }

    async fn put_back_one(&self, before: &LiveSet) -> Result<(), Failure> {
        if self.lowered.routed(&before.set).is_some() {
            let what = "its Traffic Manager profile is gone";
            return Err(Failure::new(crate::error::FailureKind::Unavailable, what));
        }
        let again = Operation::Create { after: &before.set, origins: &[] };
        let metadata = stamp::metadata(&before.version);
        let patience = Waiting { push: self, bond: Bond::Whole };
        let metadata = Metadata::Becomes(metadata.as_ref());
        let write = self.writer.carry_out(&again, metadata, None, &patience, &patience);
        match self.request(&Line { sets: &[again.key()], planned: 0 }, write).await {
            Fate::Done(_) => {
                self.done.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
                Ok(())
            }
            Fate::Moved => Err(super::moved(&[again.key()])),
            Fate::NotDone(failure) | Fate::Half(failure) | Fate::Unknown(failure) => Err(failure),
        }
    }
}

/// What the unit ended with, the operation that was, and the sets that are gone for it; none if nothing is, or if
/// something new stands.
fn ended<'o, 'c>(
    operations: &'o [Operation<'c>],
    written: &mut Vec<Written>,
) -> Option<(Written, &'o Operation<'c>, Vec<&'c LiveSet>)> {
    let (refused, done) = operations.split_last().filter(|(_, done)| !done.is_empty())?;
    let gone = done.iter().map(|operation| match operation {
        Operation::Delete { before } => Some(*before),
        Operation::Create { .. } | Operation::Update { .. } => None,
    });
    let gone = gone.collect::<Option<Vec<_>>>()?;
    Some((written.pop()?, refused, gone))
}

/// What stands now, in words.
fn words(back: &[&LiveSet], lost: &[(&LiveSet, Failure)], refused: &Operation<'_>) -> String {
    let types = |sets: &[&LiveSet]| {
        sets.iter().map(|before| before.set.rtype.to_string()).collect::<Vec<_>>().join(", ")
    };
    let owner = refused.set().owner.undotted();
    let Some((_, why)) = lost.first() else {
        return format!("{owner} {} had gone before and is put back", types(back));
    };
    let missing: Vec<&LiveSet> = lost.iter().map(|(before, _)| *before).collect();
    let missing = format!("{} had gone before and cannot be put back: {why}", types(&missing));
    match (back, refused) {
        ([], Operation::Create { .. }) => format!("{owner} has no records now, since {missing}"),
        (_, _) => format!("{owner} {missing}"),
    }
}
