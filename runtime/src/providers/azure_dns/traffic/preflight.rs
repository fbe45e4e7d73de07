//! What stands against the profiles that a change set needs.

use serde::Deserialize;
use serde_json::json;

use super::super::arm::{Arm, Trouble};
use super::super::explain::{Deed, Doing};
use super::super::place::Group;
use super::super::refusal::Class;
use super::super::waiting::Patience;
use super::groups::{Lowered, Routed};
use super::place::{Profile, is_free};
use super::tags;
use super::write::Profiles;
use crate::error::Failure;
use crate::provider::{LiveZone, Objection};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Availability {
    name_available: Option<bool>,
}

/// Asks after each profile that would be made. It costs two calls for each, and nothing for those that are there.
///
/// # Errors
/// Fails if it cannot be told.
pub(in super::super) async fn objections(
    arm: &Arm,
    group: &Group,
    zone: &LiveZone,
    lowered: &Lowered<'_>,
    patience: &dyn Patience,
) -> Result<Vec<Objection>, Failure> {
    let mut objections = Vec::new();
    for routed in lowered.routed.iter().filter(|routed| !routed.sets.is_empty()) {
        let profile = Profile { group, zone: &zone.name, owner: &routed.owner, rtype: routed.rtype };
        let profiles = Profiles { arm, profile, routed };
        let object = |failure: &Failure| Objection {
            what: failure.what().to_owned(),
            help: failure.advice().unwrap_or_default().to_owned(),
            sets: routed.keys.clone(),
        };
        if let Err(failure) = profiles.properties() {
            objections.push(object(&failure));
        }
        if routed.known.is_some() {
            continue;
        }
        match profiles.read(patience).await? {
            Some(seen) if !tags::is_marked(&profile, &seen.tags) => {
                objections.push(object(&profiles.foreign()))
            }
            Some(seen) if seen.is_edited(&profile) => objections.push(object(&profiles.edited())),
            Some(_) => {}
            None => objections.extend(taken(arm, &profile, routed, patience).await?),
        }
    }
    Ok(objections)
}

/// The name below `trafficmanager.net` is somebody's, perhaps in another subscription.
async fn taken(
    arm: &Arm,
    profile: &Profile<'_>,
    routed: &Routed,
    patience: &dyn Patience,
) -> Result<Option<Objection>, Failure> {
    let name = profile.name();
    let body = json!({ "name": name, "type": "Microsoft.Network/trafficManagerProfiles" });
    let answer = match arm.read(&is_free(profile.group, profile.zone, &body), patience).await {
        Ok(answer) => answer,
        // Who may not ask finds out when the profile is made.
        Err(Trouble::Refused(refusal)) if matches!(refusal.class(), Class::Refused | Class::Missing) => {
            return Ok(None);
        }
        Err(trouble) => {
            let doing = Doing { group: profile.group, zone: profile.zone, deed: Deed::ReadProfiles };
            return Err(doing.failure(trouble));
        }
    };
    let available = serde_json::from_slice::<Availability>(&answer.body).ok();
    if available.and_then(|available| available.name_available) != Some(false) {
        return Ok(None);
    }
    let (owner, rtype) = (profile.owner.undotted(), profile.rtype);
    let what =
        format!("the name `{name}.trafficmanager.net`, which the profile of {owner} {rtype} needs, is taken");
    let help = "it follows from the subscription, the resource group, the zone and the name: delete the profile that has it, perhaps left in another resource group, or move the zone to another".to_owned();
    Ok(Some(Objection { what, help, sets: routed.keys.clone() }))
}
