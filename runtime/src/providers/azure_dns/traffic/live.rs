//! Reading: sets that profiles answer for, shown as the routed sets that these stand for.

use serde::Deserialize;
use serde_json::Value;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::super::arm::Arm;
use super::super::explain::{Deed, Doing};
use super::super::place::Group;
use super::super::read::garbled;
use super::super::stamp::{self, Answering, Stamp};
use super::super::waiting::Patience;
use super::decode::Seen;
use super::place::{Profile, list};
use super::{GONE, HELD, INTERIM, tags};
use crate::error::Failure;
use crate::provider::{LiveSet, LiveZone, Standing, Version};
use crate::record::{AliasTarget, RecordSet, Route};

#[derive(Deserialize)]
struct Listed {
    value: Vec<Value>,
}

/// How a set is connected to the profile of its owner and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// It leads to it.
    Linked,
    /// It answers by itself while the profile is made or deleted.
    Held,
}

/// The tie of a set; none if it has nothing to do with a profile of Zonal's.
pub(super) fn tie(live: &LiveSet, profile: &Profile<'_>) -> Option<Tie> {
    if !matches!(live.set.rtype, Rtype::A | Rtype::AAAA) || live.set.route.is_some() {
        return None;
    }
    match live.set.alias.as_deref() {
        Some(AliasTarget::Resource(id)) if *id == profile.id() => return Some(Tie::Linked),
        Some(_) | None => {}
    }
    held(&live.version).is_some_and(|name| name == profile.name()).then_some(Tie::Held)
}

/// The profile that metadata names.
fn held(version: &Version) -> Option<String> {
    stamp::metadata(version)?.get(HELD)?.as_str().map(str::to_owned)
}

/// Puts routed sets in the place of those that profiles answer for. A zone without such costs nothing.
///
/// # Errors
/// Fails if the profiles cannot be read.
pub(in super::super) async fn expand(
    arm: &Arm,
    group: &Group,
    zone: &mut LiveZone,
    patience: &dyn Patience,
) -> Result<(), Failure> {
    let name = zone.name.clone();
    let profile = |live: &LiveSet, owner: &mut Name| -> Option<Tie> {
        *owner = live.set.owner.clone();
        tie(live, &Profile { group, zone: &name, owner, rtype: live.set.rtype })
    };
    let mut owner = name.clone();
    let ties: Vec<Option<Tie>> = zone.sets.iter().map(|live| profile(live, &mut owner)).collect();
    if ties.iter().all(Option::is_none) {
        return Ok(());
    }
    let profiles = listed(arm, group, &name, patience).await?;
    let mut sets = Vec::with_capacity(zone.sets.len());
    for (live, tie) in std::mem::take(&mut zone.sets).into_iter().zip(ties) {
        let owner = live.set.owner.clone();
        let profile = Profile { group, zone: &name, owner: &owner, rtype: live.set.rtype };
        let called = profile.name();
        let seen = profiles.iter().find(|seen| seen.name.eq_ignore_ascii_case(&called));
        match (tie, seen) {
            (Some(tie), Some(seen)) => routed(live, tie, &profile, seen, &mut sets, &mut zone.notes),
            (Some(Tie::Held), None) => {
                sets.push(remainder(&live, &called));
                sets.push(held_answer(live));
            }
            // Where the profile is gone the set is what it is.
            (Some(Tie::Linked), None) | (None, _) => sets.push(live),
        }
    }
    sets.sort_by(|a, b| a.set.sort_key().cmp(&b.set.sort_key()));
    zone.sets = sets;
    Ok(())
}

async fn listed(
    arm: &Arm,
    group: &Group,
    zone: &Name,
    patience: &dyn Patience,
) -> Result<Vec<Seen>, Failure> {
    let doing = Doing { group, zone, deed: Deed::ReadProfiles };
    let answer = arm.read(&list(group, zone), patience).await.map_err(|trouble| doing.failure(trouble))?;
    let listed: Listed =
        serde_json::from_slice(&answer.body).map_err(|error| garbled(zone, &error.to_string()))?;
    Ok(listed.value.iter().filter_map(Seen::of).collect())
}

/// One set in the words of its profile.
fn routed(
    live: LiveSet,
    tie: Tie,
    profile: &Profile<'_>,
    seen: &Seen,
    sets: &mut Vec<LiveSet>,
    notes: &mut Vec<String>,
) {
    let opaque = |live: LiveSet, why: String| LiveSet {
        standing: Standing::Opaque { why: format!("its Traffic Manager profile `{}` {why}", seen.name) },
        // A plan is bound to what stands, and so to what there are no words for.
        version: Version(format!("{}\n{}", live.version.0, seen.digest()).into_boxed_str()),
        ..live
    };
    if live.standing != Standing::Managed {
        return sets.push(live);
    }
    if !tags::is_marked(profile, &seen.tags) {
        return sets.push(opaque(live, "bears no tags that say it is Zonal's".to_owned()));
    }
    let of_profile = match seen.sets(profile) {
        Ok(of_profile) => of_profile,
        Err(why) => return sets.push(opaque(live, why)),
    };
    if seen.is_edited(profile) {
        let (owner, rtype) = (profile.owner.undotted(), profile.rtype);
        notes.push(format!(
            "the Traffic Manager profile `{}` of {owner} {rtype} has been edited outside Zonal",
            seen.name
        ));
    }
    let is_linked = tie == Tie::Linked;
    let version = version(&live, Some(seen.digest()), is_linked);
    let live_of = |set| LiveSet::managed(set, version.clone());
    sets.extend(of_profile.into_iter().map(live_of));
    if !is_linked {
        sets.push(held_answer(live));
    }
}

/// The set that answers while its profile is made or deleted.
fn held_answer(live: LiveSet) -> LiveSet {
    let is_interim = stamp::metadata(&live.version).is_some_and(|metadata| metadata.get(INTERIM).is_some());
    if is_interim && live.standing == Standing::Managed {
        return LiveSet { standing: Standing::Interim, ..live };
    }
    live
}

/// What is left of a push that ended after the profile was deleted, or before it was made: the name of the profile in
/// the set's metadata. It is shown as a routed set, so that it goes with the next push.
fn remainder(live: &LiveSet, profile: &str) -> LiveSet {
    let route = Route { set: profile.into(), fields: vec![(GONE.0.into(), GONE.1.into())] };
    let set = RecordSet { route: Some(route), ..live.set.clone() };
    LiveSet { standing: Standing::Interim, ..LiveSet::managed(set, version(live, None, false)) }
}

fn version(live: &LiveSet, digest: Option<String>, is_linked: bool) -> Version {
    let metadata = stamp::metadata(&live.version);
    let stamp = Stamp { etag: stamp::etag(&live.version), metadata: metadata.as_ref() };
    stamp.routed(&Answering { digest, ttl: live.set.ttl, is_linked })
}
