//! The rest of an approved plan: what an interrupted deploy left undone needs no second approval.

use std::collections::BTreeMap;

use zonal_compiler::dns::rtype::Rtype;

use super::Approved;
use crate::diff::{Change, SoaParts};
use crate::plan::document::{ChangeDocument, PlanDocument, SetDocument, ZoneDocument};
use crate::plan::{Plan, ZonePlan};
use crate::provider::Standing;
use crate::record::RecordSet;

/// A plan that is not the rest of another.
#[derive(Debug)]
pub struct NotTheRest {
    /// The plan, to be shown or judged by itself.
    pub plan: Plan,
    /// What it would do that was not approved, a line each.
    pub foreign: Vec<String>,
}

/// Approves a plan that does nothing but what is left of an approved one.
///
/// # Errors
/// Gives the plan back with what it would do besides: what somebody changed since the approved plan was made.
pub fn approve_rest(plan: Plan, approved: &PlanDocument) -> Result<Approved, Box<NotTheRest>> {
    let foreign = foreign(&plan, approved);
    if foreign.is_empty() { Ok(Approved(plan)) } else { Err(Box::new(NotTheRest { plan, foreign })) }
}

/// What a plan would do that an approved one does not have, a line each; nothing if it is the rest of it.
#[must_use]
pub fn foreign(plan: &Plan, approved: &PlanDocument) -> Vec<String> {
    let mut foreign = Vec::new();
    for zone in plan.zones.iter().filter(|zone| !zone.changes().is_empty()) {
        let (name, provider) = (zone.desired.name.undotted().to_string(), &zone.desired.provider);
        let place = format!("{name} at provider `{provider}`");
        match approved.zones.iter().find(|other| other.zone == name && other.provider == *provider) {
            Some(other) => {
                foreign.extend(foreign_changes(zone, other).map(|what| format!("{place}: {what}")))
            }
            None => foreign.push(format!("{place} is not in the approved plan")),
        }
    }
    foreign
}

fn foreign_changes<'p>(zone: &'p ZonePlan, approved: &'p ZoneDocument) -> impl Iterator<Item = String> + 'p {
    let known: BTreeMap<_, &ChangeDocument> =
        approved.changes.iter().filter_map(|change| Some((key(change.set()?), change))).collect();
    zone.changes().iter().filter_map(move |change| {
        let set = change.key();
        let is_interim = change.before().is_some_and(|before| before.standing == Standing::Interim);
        // What an approved push itself left between its writes goes with the rest of it.
        if is_interim && change.after().is_none() {
            return None;
        }
        match known.get(&key(&SetDocument::new(change.set()))) {
            None => Some(format!("{set} has been changed since the plan was approved")),
            Some(approved) if is_same(change, approved) => None,
            Some(_) => {
                Some(format!("{set} is neither as it was nor as it shall be: somebody else changed it"))
            }
        }
    })
}

fn key(set: &SetDocument) -> (String, String, Option<String>) {
    (set.owner.clone(), set.r#type.clone(), set.route.as_ref().map(|route| route.set.clone()))
}

fn is_same(change: &Change, approved: &ChangeDocument) -> bool {
    let document = |set: &RecordSet| SetDocument::new(&without_serial(set));
    let before = change.before().map(|before| document(&before.set));
    let after = change.after().map(|after| document(&after.set));
    let approved_set = |set: &Option<SetDocument>| set.as_ref().and_then(|set| set.set().ok());
    before == approved_set(&approved.before).map(|set| document(&set))
        && after == approved_set(&approved.after).map(|set| document(&set))
}

/// An SOA without its serial, which the provider raises as it likes; any other set as it is.
fn without_serial(set: &RecordSet) -> RecordSet {
    let mut set = set.clone();
    if set.rtype == Rtype::SOA {
        for value in &mut set.rdata {
            if let Some(soa) = SoaParts::of(value) {
                *value = soa.with_serial(0);
            }
        }
    }
    set
}
