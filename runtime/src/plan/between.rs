//! The plan from one version of the source to another, without a look at what is live: what a pull request means in
//! records, for whoever has no credentials.

use std::sync::Arc;

use super::{Compared, Plan, ZonePlan, name_servers};
use crate::desired::DesiredZone;
use crate::diff::{Diff, diff};
use crate::provider::{LiveSet, LiveZone, Version};

impl Plan {
    /// What a deploy would change if every provider served just what the source said before.
    #[must_use]
    pub fn between(before: Vec<Arc<DesiredZone>>, after: Vec<Arc<DesiredZone>>) -> Self {
        let own = |zones: Vec<Arc<DesiredZone>>| -> Vec<Arc<DesiredZone>> {
            zones.into_iter().map(name_servers::without_providers_own).collect()
        };
        let (before, after) = (own(before), own(after));
        let same = |a: &DesiredZone, b: &DesiredZone| a.name == b.name && a.provider == b.provider;
        let gone = before.iter().filter(|old| !after.iter().any(|new| same(old, new)));
        let mut zones: Vec<ZonePlan> = after
            .iter()
            .map(|new| change(before.iter().find(|old| same(old, new)), new))
            .chain(gone.map(|old| leave(old, &after)))
            .collect();
        zones.sort_by(|a, b| a.desired.name.cmp(&b.desired.name));
        Self { zones }
    }
}

fn change(old: Option<&Arc<DesiredZone>>, new: &Arc<DesiredZone>) -> ZonePlan {
    let mut live = as_if_live(old.map_or(new, |old| old));
    match old {
        None => {
            live.sets.clear();
            live.notes.push("the zone is new here; `zonal zones create` makes it at its provider".to_owned());
        }
        Some(old) => {
            let (was, will_be) = (seconds(old), seconds(new));
            if was != will_be {
                live.notes.push(format!("absence is cached for {will_be} instead of {was}"));
            }
        }
    }
    let diff = diff(new, &live);
    ZonePlan { desired: new.clone(), state: Ok(Compared { live, diff, objections: Vec::new() }) }
}

fn seconds(zone: &DesiredZone) -> String {
    zone.negative.as_ref().map_or_else(
        || "as long as the provider has it".to_owned(),
        |negative| format!("{} s", negative.seconds),
    )
}

/// A zone that the source no longer has at a provider: a deploy does not look at it any more.
fn leave(old: &Arc<DesiredZone>, after: &[Arc<DesiredZone>]) -> ZonePlan {
    let mut live = as_if_live(old);
    let what = if after.iter().any(|new| new.name == old.name) {
        "the source no longer has the zone at this provider"
    } else {
        "the source no longer has the zone"
    };
    live.notes.push(format!("{what}; a deploy leaves what is served there as it is"));
    let diff = Diff { unchanged: live.sets.len(), ..Diff::default() };
    ZonePlan { desired: old.clone(), state: Ok(Compared { live, diff, objections: Vec::new() }) }
}

/// A zone as it would be read from a provider that serves just what the source says.
fn as_if_live(zone: &DesiredZone) -> LiveZone {
    let ours = zone.sets.iter().filter(|want| zone.ignores(&want.set.owner, want.set.rtype).is_none());
    let live = |want: &crate::desired::DesiredSet| LiveSet::managed(want.set.clone(), Version::default());
    let mut sets: Vec<LiveSet> = ours.map(live).collect();
    sets.sort_by(|a, b| a.set.sort_key().cmp(&b.set.sort_key()));
    LiveZone {
        name: zone.name.clone(),
        id: Box::default(),
        sets,
        pinned_name_servers: Vec::new(),
        version: Version::default(),
        notes: Vec::new(),
        write_notes: Vec::new(),
    }
}
