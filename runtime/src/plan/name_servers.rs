//! The apex NS set of a zone at several providers, made of what they really assign.
//!
//! What zonal.lock says of them is good enough offline. Before a plan changes the set it is checked: a name server that
//! does not serve the zone would be handed to a part of all resolvers.

use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::Providers;
use crate::desired::{DesiredSet, DesiredZone, Keeper};
use crate::diff;
use crate::error::Failure;
use crate::provider::{LiveZone, Sharing, Support};
use crate::record::RecordSet;

/// A zone as it shall be and as it was read.
pub(super) struct Read {
    pub desired: Arc<DesiredZone>,
    pub live: Result<LiveZone, Failure>,
}

/// The zone without an NS set that is its only provider's business.
pub(super) fn without_providers_own(mut desired: Arc<DesiredZone>) -> Arc<DesiredZone> {
    if desired.assigned.as_ref().is_some_and(|assigned| assigned.keeper == Keeper::Provider) {
        let zone = Arc::make_mut(&mut desired);
        let name = zone.name.clone();
        zone.sets.retain(|want| !want.set.is_at_apex(&name, Rtype::NS));
    }
    desired
}

/// Puts the true union of name servers into every zone whose NS set would change, or is not known; and into a zone of one
/// provider that names others than it assigned.
pub(super) async fn verify(zones: &mut [Read], providers: &Providers) {
    for of_zone in zones.chunk_by_mut(|a, b| a.desired.name == b.desired.name) {
        if is_doubtful(of_zone) {
            verify_zone(of_zone, providers).await;
        }
        for read in of_zone {
            put_back_own(read, providers).await;
        }
    }
}

/// Has the NS set of a zone that one provider keeps name its own servers alone, as far as it is known which these are. A
/// provider that was left is lame, and whoever makes a zone there anew can answer for this one.
async fn put_back_own(read: &mut Read, providers: &Providers) {
    let assigned = read.desired.assigned.clone().filter(|assigned| assigned.keeper == Keeper::Provider);
    let (Some(assigned), Ok(live)) = (assigned, &read.live) else { return };
    let Some(stands) = live.apex_ns().map(|apex| apex.set.clone()) else { return };
    let own = |names: &[Name]| {
        let rdata = names.iter().map(|name| name.wire().into()).collect();
        RecordSet::new(stands.owner.clone(), Rtype::NS, stands.ttl, rdata)
    };
    let known = assigned.providers.first().map_or(&[][..], |(_, names)| names);
    // What zonal.lock says may be old, so nothing is changed by it alone.
    if known.is_empty() || own(known) == stands {
        return;
    }
    match truth(read, providers).await {
        Ok(Some(real)) if !real.is_empty() && own(&real) != stands => {
            let set = DesiredSet { set: own(&real), origins: vec![assigned.origin] };
            Arc::make_mut(&mut read.desired).sets.push(set);
        }
        Ok(_) => {}
        Err(failure) => {
            if let Ok(live) = &mut read.live {
                live.notes.push(format!("the name servers that it assigned cannot be asked for: {failure}"));
            }
        }
    }
}

/// Takes the NS set out of a plan that does not look at every provider of its zone, where it would change: it sends
/// resolvers to all of them, and changes only when each is known to have the whole zone.
pub(super) fn hold_back(zones: &mut [Read]) {
    for of_zone in zones.chunk_by_mut(|a, b| a.desired.name == b.desired.name) {
        let Some(assigned) = of_zone.first().and_then(|read| read.desired.assigned.clone()) else { continue };
        let is_absent = |name: &String| of_zone.iter().all(|read| read.desired.provider != *name);
        let absent: Vec<String> =
            assigned.providers.into_iter().map(|(name, _)| name).filter(is_absent).collect();
        if absent.is_empty() {
            continue;
        }
        for read in of_zone {
            let Ok(live) = &mut read.live else { continue };
            // Where there are none yet, nobody is sent anywhere.
            if live.apex_ns().is_none() || !diff::changes_name_servers(&read.desired, live) {
                continue;
            }
            let desired = Arc::make_mut(&mut read.desired);
            let name = desired.name.clone();
            desired.sets.retain(|want| !want.set.is_at_apex(&name, Rtype::NS));
            live.notes.push(format!(
                "the NS set stays as it is, as it changes only when every provider is looked at: `{}` is left out",
                absent.join("`, `")
            ));
        }
    }
}

fn is_doubtful(of_zone: &[Read]) -> bool {
    let Some(first) = of_zone.first() else { return false };
    let Some(assigned) = first.desired.assigned.as_ref().filter(|_| first.desired.sharing == Sharing::Shared)
    else {
        return false;
    };
    // A union of those alone that a selection left would take the others' servers away.
    let is_here = |(provider, _): &(String, Vec<Name>)| {
        of_zone.iter().any(|read| read.desired.provider == *provider && read.live.is_ok())
    };
    let is_unknown = assigned.providers.iter().any(|(_, names)| names.is_empty());
    let would_change =
        |read: &Read| read.live.as_ref().is_ok_and(|live| diff::changes_name_servers(&read.desired, live));
    assigned.providers.iter().all(is_here) && (is_unknown || of_zone.iter().any(would_change))
}

async fn verify_zone(of_zone: &mut [Read], providers: &Providers) {
    let Some(mut assigned) = of_zone.first().and_then(|read| read.desired.assigned.clone()) else { return };
    let mut notes = Vec::new();
    for (provider, names) in &mut assigned.providers {
        let Some(read) = of_zone.iter().find(|read| read.desired.provider == *provider) else { continue };
        match truth(read, providers).await {
            Ok(Some(mut real)) => {
                real.sort();
                names.sort();
                if real != *names {
                    let said = if names.is_empty() { "does not have" } else { "has others than" };
                    notes.push(format!(
                        "zonal.lock {said} the name servers that `{provider}` assigned; `zonal zones lock` mends it"
                    ));
                    *names = real;
                }
            }
            Ok(None) => {}
            Err(failure) => notes.push(format!(
                "the name servers that `{provider}` assigned cannot be checked against zonal.lock: {failure}"
            )),
        }
    }
    for read in of_zone.iter_mut() {
        let set = assigned.set(&read.desired.name);
        let desired = Arc::make_mut(&mut read.desired);
        let name = desired.name.clone();
        desired.sets.retain(|want| !want.set.is_at_apex(&name, Rtype::NS));
        desired.sets.extend(set);
    }
    if let Some(live) = of_zone.iter_mut().find_map(|read| read.live.as_mut().ok()) {
        live.notes.extend(notes);
    }
}

/// The name servers that a provider assigned to a zone; none if it assigns none.
async fn truth(read: &Read, providers: &Providers) -> Result<Option<Vec<Name>>, Failure> {
    if let Ok(live) = &read.live
        && !live.pinned_name_servers.is_empty()
    {
        return Ok(Some(live.pinned_name_servers.clone()));
    }
    let provider = crate::providers::named(&read.desired.provider, providers)?;
    if provider.capabilities().assigns_name_servers == Support::No {
        return Ok(None);
    }
    provider.identify(&read.desired.name).await.map(|identity| Some(identity.name_servers))
}
