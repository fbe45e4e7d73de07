//! What a name server is asked about a zone, and what it shall answer.

use std::collections::{BTreeMap, BTreeSet};

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::{Found, Wanted};
use crate::desired::{DesiredZone, Keeper};
use crate::exchange::Recursion;
use crate::record::RecordSet;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) owner: Name,
    pub(super) rtype: Rtype,
    pub(super) expected: Expected,
    place: Place,
}

/// What shall be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// This set.
    Set(RecordSet),
    /// Any set.
    Any,
    /// That there is no such name.
    NoName,
}

/// Where in the zone the owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    /// Where another zone begins.
    Cut,
}

impl Question {
    /// Whether it is for the name servers of a zone that begins here.
    pub(super) fn is_cut(&self) -> bool {
        self.place == Place::Cut
    }
}

impl Expected {
    pub(super) fn wanted(&self) -> Wanted {
        match self {
            Self::Set(set) => Wanted::Set(set.clone()),
            Self::Any => Wanted::Any,
            Self::NoName => Wanted::NoName,
        }
    }

    /// Whether the answer is what was expected. A resolver counts the TTL down, and a zone's own server does not.
    pub(super) fn is_met(&self, found: &Found, recursion: Recursion) -> bool {
        match (self, found) {
            (Self::Set(wanted), Found::Set(set)) => {
                let same_ttl = match recursion {
                    Recursion::On => set.ttl <= wanted.ttl,
                    Recursion::Off => set.ttl == wanted.ttl,
                };
                set.rdata == wanted.rdata && same_ttl
            }
            (Self::Any, Found::Set(_)) | (Self::NoName, Found::NoName) => true,
            (Self::Set(_) | Self::Any | Self::NoName, _) => false,
        }
    }
}

/// Everything that a zone's servers are asked: first its SOA, then its sets in canonical order, then a name that it
/// does not have.
pub(super) fn of(zone: &DesiredZone) -> Vec<Question> {
    let inside = |owner: &Name, rtype, expected| Question {
        owner: owner.clone(),
        rtype,
        expected,
        place: Place::Inside,
    };
    let mut questions = vec![inside(&zone.name, Rtype::SOA, Expected::Any)];
    let cuts = cuts(zone);
    let mut sets: BTreeMap<(&Name, Rtype), Expected> = BTreeMap::new();
    sets.insert((&zone.name, Rtype::NS), Expected::Any);
    for set in zone.sets.iter().map(|want| &want.set) {
        if set.rtype == Rtype::SOA || is_hidden(set, &cuts) {
            continue;
        }
        // Who is the only provider keeps its own name servers, at a TTL of its own.
        let is_providers = set.is_at_apex(&zone.name, Rtype::NS)
            && zone.assigned.as_ref().is_none_or(|assigned| assigned.keeper == Keeper::Provider);
        let is_chosen = set.route.is_some() || set.alias.is_some() || is_providers;
        let expected = if is_chosen { Expected::Any } else { Expected::Set(set.clone()) };
        sets.insert((&set.owner, set.rtype), expected);
    }
    questions.extend(sets.into_iter().map(|((owner, rtype), expected)| {
        let place = if rtype == Rtype::NS && cuts.contains(owner) { Place::Cut } else { Place::Inside };
        Question { place, ..inside(owner, rtype, expected) }
    }));
    questions.extend(absent(zone).map(|owner| inside(&owner, Rtype::A, Expected::NoName)));
    questions
}

/// The names at which other zones begin.
fn cuts(zone: &DesiredZone) -> BTreeSet<Name> {
    let sets = zone.sets.iter().map(|want| &want.set);
    let cuts = sets.filter(|set| set.rtype == Rtype::NS && set.owner != zone.name);
    cuts.map(|set| set.owner.clone()).collect()
}

/// Whether a set belongs to a zone below: a server refers to it instead of answering.
fn is_hidden(set: &RecordSet, cuts: &BTreeSet<Name>) -> bool {
    let is_parents = matches!(set.rtype, Rtype::NS | Rtype::DS);
    cuts.iter().any(|cut| set.owner.is_within(cut) && !(set.owner == *cut && is_parents))
}

/// A name that the zone does not have, and that nobody else has asked for; none where a wildcard has every name.
fn absent(zone: &DesiredZone) -> Option<Name> {
    let has_wildcard = zone.sets.iter().any(|want| {
        want.set.owner.parent().as_ref() == Some(&zone.name) && want.set.owner.to_string().starts_with("*.")
    });
    if has_wildcard {
        return None;
    }
    Name::parse(&format!("no-such-name-{:08x}.{}", fastrand::u32(..), zone.name.undotted())).ok()
}
