//! The writes of routed sets: a plain answer to hold the name, the profile, and the set that leads to it or no longer
//! does.
//!
//! They are one line of the journal: whoever finds it without a fate knows which sets to look at.

use super::super::limits::Permit;
use super::super::order::{Bond, Operation};
use super::super::settle::{Fate, Metadata};
use super::super::stamp;
use super::super::traffic::{Profile, Profiles, Routed};
use super::{Line, Push, Waiting, Written, moved};
use crate::provider::LiveSet;
use crate::record::{RecordSet, SetKey};

/// A push of the routed sets of one owner and type while it goes on.
struct Steps<'r> {
    routed: &'r Routed,
    bond: Bond,
    /// The set as Azure DNS holds it now.
    stands: Option<LiveSet>,
    /// A place within the limits for the first write of the set.
    reserved: Option<Permit>,
    /// Whether something was written.
    has_begun: bool,
}

impl Push<'_> {
    /// Carries out the change of routed sets.
    pub(super) async fn routed(&self, routed: &Routed, reserved: Option<Permit>, bond: Bond) -> Written {
        let stands = routed.before.clone();
        let mut steps = Steps { routed, bond, stands, reserved, has_begun: false };
        let mut sets = routed.keys.clone();
        let plain = SetKey { owner: routed.owner.clone(), rtype: routed.rtype, route: None };
        if routed.meanwhile.is_some() && !sets.contains(&plain) {
            sets.push(plain);
        }
        let line = Line { sets: &sets, planned: routed.keys.len() };
        let fate = self.request(&line, self.steps(&mut steps)).await;
        Written { keys: routed.keys.clone(), fate }
    }

    async fn steps(&self, steps: &mut Steps<'_>) -> Fate {
        match (self.one_after_another(steps).await, steps.has_begun) {
            (Fate::NotDone(failure), true) => Fate::Half(failure),
            (Fate::Moved, true) => Fate::Half(moved(&steps.routed.keys)),
            (fate, _) => fate,
        }
    }

    async fn one_after_another(&self, steps: &mut Steps<'_>) -> Fate {
        let routed = steps.routed;
        if let Some((set, metadata)) = &routed.meanwhile {
            let fate = self.set(steps, Some(set), metadata.as_ref()).await;
            if !matches!(fate, Fate::Done(_)) {
                return fate;
            }
        }
        let fate = self.profile(steps).await;
        if !matches!(fate, Fate::Done(_)) || steps.is_as_it_shall_be() {
            return fate;
        }
        self.set(steps, routed.after.as_ref(), routed.metadata.as_ref()).await
    }

    /// Writes the set, or deletes it.
    async fn set(
        &self,
        steps: &mut Steps<'_>,
        after: Option<&RecordSet>,
        metadata: Option<&serde_json::Value>,
    ) -> Fate {
        let origins = &steps.routed.origins;
        let stands = steps.stands.take();
        let write = match (&stands, after) {
            (None, None) => return Fate::Done(None),
            (None, Some(after)) => Operation::Create { after, origins },
            (Some(before), Some(after)) => Operation::Update { before, after, origins },
            (Some(before), None) => Operation::Delete { before },
        };
        let patience = Waiting { push: self, bond: steps.bond };
        let to_know = Waiting { push: self, bond: Bond::Whole };
        let metadata = Metadata::Becomes(metadata);
        let reserved = steps.reserved.take();
        let fate = self.writer.carry_out(&write, metadata, reserved, &patience, &to_know).await;
        if let Fate::Done(version) = &fate {
            steps.has_begun = true;
            let live = |set: &RecordSet| {
                let version = version.clone()?;
                Some(LiveSet::managed(set.clone(), version))
            };
            steps.stands = after.and_then(live);
        }
        fate
    }

    /// Writes the profile, or deletes it, unless it stands as it shall.
    async fn profile(&self, steps: &mut Steps<'_>) -> Fate {
        let routed = steps.routed;
        let (group, zone) = (self.writer.group, &self.writer.zone.name);
        let profile = Profile { group, zone, owner: &routed.owner, rtype: routed.rtype };
        let profiles = Profiles { arm: self.writer.arm, profile, routed };
        let patience = Waiting { push: self, bond: steps.bond };
        let to_know = Waiting { push: self, bond: Bond::Whole };
        let fate = match profiles.ready(&patience).await {
            Ok(Some(ready)) => profiles.send(&ready, &patience, &to_know).await,
            Ok(None) => return Fate::Done(None),
            Err(fate) => fate,
        };
        steps.has_begun |= matches!(fate, Fate::Done(_));
        fate
    }
}

impl Steps<'_> {
    /// Whether the set needs no further write.
    fn is_as_it_shall_be(&self) -> bool {
        match (&self.stands, &self.routed.after) {
            (None, None) => true,
            (Some(stands), Some(after)) => {
                stands.set == *after && stamp::metadata(&stands.version) == self.routed.metadata
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}
