//! Drift: how far live zones have moved away from the source, and from each other.

use std::collections::{BTreeMap, BTreeSet};

use zonal_compiler::dns::name::Name;

use crate::diff::{Change, Conflict, Respelled, negative_ttl};
use crate::error::Failure;
use crate::plan::view::left_alone;
use crate::plan::{Compared, Plan, ZonePlan};
use crate::record::{RecordSet, SetKey};

/// The drift of every zone of a program. It borrows from the plan that would undo it.
#[derive(Debug)]
pub struct Drift<'p> {
    /// Each zone at each provider, in the plan's order.
    pub zones: Vec<ZoneDrift<'p>>,
    /// Sets that the providers of one zone answer differently, though the source wants them alike.
    pub disagreements: Vec<Disagreement<'p>>,
    /// What is no drift but worth knowing.
    pub notes: Vec<String>,
}

/// The drift of one zone at one provider.
#[derive(Debug)]
pub struct ZoneDrift<'p> {
    /// The zone.
    pub zone: &'p Name,
    /// The provider.
    pub provider: &'p str,
    /// What has moved, in canonical order; or why the zone could not be read.
    pub findings: Result<Vec<Finding<'p>>, &'p Failure>,
    /// Declared sets that something in the way keeps from being served, which no deploy would take away.
    pub conflicts: &'p [Conflict],
    /// What was edited in its spelling alone, which is no drift.
    pub respelled: &'p [Respelled],
}

/// One set that is not as the source has it.
#[derive(Debug)]
pub struct Finding<'p> {
    /// In which way.
    pub kind: Kind,
    /// The change that would undo it.
    pub undo: &'p Change,
}

/// The ways in which a set drifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The source has it, the provider does not.
    Missing,
    /// The provider has it, the source does not.
    Extra,
    /// Its values were edited at the provider.
    Edited,
    /// Its TTL alone was edited at the provider.
    TtlEdited,
}

/// One set that is not the same at all providers of its zone.
#[derive(Debug)]
pub struct Disagreement<'p> {
    /// The zone.
    pub zone: &'p Name,
    /// The set.
    pub key: SetKey,
    /// What each provider has; none where it has no such set.
    pub answers: Vec<(&'p str, Option<&'p RecordSet>)>,
}

impl ZoneDrift<'_> {
    /// How many sets are not as the source has them; none where the zone could not be read.
    #[must_use]
    pub fn count(&self) -> usize {
        self.findings.as_ref().map_or(0, Vec::len) + self.conflicts.len()
    }
}

impl Drift<'_> {
    /// How many sets are not as the source has them, over all zones and providers.
    #[must_use]
    pub fn count(&self) -> usize {
        self.zones.iter().map(ZoneDrift::count).sum()
    }

    /// Whether everything could be read and nothing has moved.
    #[must_use]
    pub fn is_none(&self) -> bool {
        !self.is_drifted() && !self.has_failures()
    }

    /// Whether anything that could be read has moved.
    #[must_use]
    pub fn is_drifted(&self) -> bool {
        !self.disagreements.is_empty() || self.count() > 0
    }

    /// Whether some zone could not be read.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.zones.iter().any(|zone| zone.findings.is_err())
    }
}

/// The drift that a plan would undo.
#[must_use]
pub fn drift(plan: &Plan) -> Drift<'_> {
    let zones = plan.zones.iter().map(zone_drift).collect();
    let mut by_zone: BTreeMap<&Name, Vec<(&ZonePlan, &Compared)>> = BTreeMap::new();
    for zone in &plan.zones {
        if let Ok(state) = &zone.state {
            by_zone.entry(&zone.desired.name).or_default().push((zone, state));
        }
    }
    let served_twice: Vec<_> = by_zone.into_iter().filter(|(_, served)| served.len() > 1).collect();
    let disagreements = served_twice.iter().flat_map(|(zone, served)| disagreements(zone, served)).collect();
    let of_zones = plan.zones.iter().flat_map(zone_notes);
    let negative = served_twice.iter().filter_map(|(zone, served)| negative_ttls(zone, served));
    let notes = of_zones.chain(negative).collect();
    Drift { zones, disagreements, notes }
}

fn zone_drift(plan: &ZonePlan) -> ZoneDrift<'_> {
    let findings = plan
        .state
        .as_ref()
        .map(|state| state.diff.changes.iter().map(|undo| Finding { kind: kind(undo), undo }).collect());
    let diff = plan.state.as_ref().ok().map(|state| &state.diff);
    ZoneDrift {
        zone: &plan.desired.name,
        provider: &plan.desired.provider,
        findings,
        conflicts: diff.map_or(&[], |diff| &diff.conflicts),
        respelled: diff.map_or(&[], |diff| &diff.respelled),
    }
}

/// What is known of a zone besides: from its provider, and of the sets that are not Zonal's.
fn zone_notes(plan: &ZonePlan) -> Vec<String> {
    let Ok(state) = &plan.state else { return Vec::new() };
    let left_alone = left_alone(&plan.desired.name, &state.diff.left_alone).into_iter();
    let place = format!("{} at {}", plan.desired.name.undotted(), plan.desired.provider);
    state.live.notes.iter().cloned().chain(left_alone.map(|note| format!("{place}: {note}"))).collect()
}

fn kind(undo: &Change) -> Kind {
    match undo {
        Change::Create(_) => Kind::Missing,
        Change::Delete(_) => Kind::Extra,
        Change::Update { .. } if undo.is_ttl_only() => Kind::TtlEdited,
        Change::Update { .. } => Kind::Edited,
    }
}

/// Providers can disagree on a set only where one of them has drifted, so only those sets are looked at.
fn disagreements<'p>(zone: &'p Name, served: &[(&'p ZonePlan, &'p Compared)]) -> Vec<Disagreement<'p>> {
    let drifted: BTreeSet<SetKey> =
        served.iter().flat_map(|(_, state)| state.diff.changes.iter().map(Change::key)).collect();
    if drifted.is_empty() {
        return Vec::new();
    }
    let sides: Vec<Side<'p>> = served.iter().map(|(plan, state)| Side::of(plan, state)).collect();
    drifted
        .into_iter()
        .filter_map(|key| {
            let wanted_alike = all_equal(sides.iter().map(|side| side.desired.get(&key)));
            let answers: Vec<_> =
                sides.iter().map(|side| (side.provider, side.live.get(&key).copied())).collect();
            let answered_alike = all_equal(answers.iter().map(|(_, set)| *set));
            (wanted_alike && !answered_alike).then_some(Disagreement { zone, key, answers })
        })
        .collect()
}

/// One provider's sets by identity.
struct Side<'p> {
    provider: &'p str,
    desired: BTreeMap<SetKey, &'p RecordSet>,
    live: BTreeMap<SetKey, &'p RecordSet>,
}

impl<'p> Side<'p> {
    fn of(plan: &'p ZonePlan, state: &'p Compared) -> Self {
        Self {
            provider: &plan.desired.provider,
            desired: plan.desired.sets.iter().map(|want| (want.set.key(), &want.set)).collect(),
            live: state.live.sets.iter().map(|live| (live.set.key(), &live.set)).collect(),
        }
    }
}

fn all_equal<T: PartialEq>(mut items: impl Iterator<Item = T>) -> bool {
    let Some(first) = items.next() else { return true };
    items.all(|item| item == first)
}

/// A note if negative answers are cached for different times (RFC 2308 section 5): the lower of the SOA's TTL
/// and its MINIMUM.
fn negative_ttls(zone: &Name, served: &[(&ZonePlan, &Compared)]) -> Option<String> {
    let of = |state: &Compared| negative_ttl(&state.live.soa()?.set);
    let times: Vec<(&str, u32)> = served
        .iter()
        .filter_map(|(plan, state)| of(state).map(|ttl| (plan.desired.provider.as_str(), ttl)))
        .collect();
    if all_equal(times.iter().map(|(_, ttl)| ttl)) {
        return None;
    }
    let each: Vec<String> = times.iter().map(|(provider, ttl)| format!("{ttl} s at `{provider}`")).collect();
    Some(format!("absence in {} is cached for different times: {}", zone.undotted(), each.join(", ")))
}
