//! The difference between what a zone shall be and what it is, by record set.
//!
//! Values are compared as canonical RDATA, so case, order, the spelling of an address and the chunks of a text
//! are no differences. What the source ignores and what Zonal does not understand is never changed; where it
//! stands in the way of what is declared, that is a [`Conflict`].

mod conflict;
mod negative;
mod soa;

use std::borrow::Cow;
use std::cmp::Ordering;

use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::rtype::Rtype;

pub use self::conflict::Conflict;
pub use self::negative::negative_ttl;
pub use self::soa::SoaParts;
use crate::desired::{DesiredSet, DesiredZone};
use crate::provider::{LiveSet, LiveZone, Standing};
use crate::record::{AliasTarget, Origin, RecordSet, SetKey};

/// What must be done to a live zone, and what must not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// The changes in canonical order.
    pub changes: Vec<Change>,
    /// What cannot be done.
    pub conflicts: Vec<Conflict>,
    /// The number of managed sets that stay as they are.
    pub unchanged: usize,
    /// Those of them that the provider spells otherwise.
    pub respelled: Vec<Respelled>,
    /// The live sets that are not Zonal's: ignored, kept, opaque.
    pub left_alone: Vec<LeftAlone>,
}

/// A live set that is as the source has it but for the spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respelled {
    /// Which.
    pub key: SetKey,
    /// One of its values, as it stands.
    pub spelled: Box<str>,
    /// The first statement that makes the set.
    pub origin: Option<Origin>,
}

/// A live set that is not changed whatever the source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// Which.
    pub key: SetKey,
    /// Why: the reason of the ignore rule, or of what kind it is.
    pub why: String,
}

/// The change of one record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A set that does not exist yet.
    Create(Box<DesiredSet>),
    /// A set that exists with other values, another TTL or another route.
    Update {
        /// As it stands.
        before: Box<LiveSet>,
        /// As it shall be.
        after: Box<DesiredSet>,
    },
    /// A set that the source does not have.
    Delete(Box<LiveSet>),
}

/// What happens to one value of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It stays.
    Kept,
}

impl Change {
    /// The set as it stands.
    #[must_use]
    pub fn before(&self) -> Option<&LiveSet> {
        match self {
            Self::Create(_) => None,
            Self::Update { before, .. } | Self::Delete(before) => Some(before),
        }
    }

    /// The set as it shall be.
    #[must_use]
    pub fn after(&self) -> Option<&DesiredSet> {
        match self {
            Self::Create(after) | Self::Update { after, .. } => Some(after),
            Self::Delete(_) => None,
        }
    }

    /// The set that speaks for the change: as it shall be or, if it goes, as it is.
    #[must_use]
    pub fn set(&self) -> &RecordSet {
        match self {
            Self::Create(after) | Self::Update { after, .. } => &after.set,
            Self::Delete(before) => &before.set,
        }
    }

    /// The identity of the set.
    #[must_use]
    pub fn key(&self) -> SetKey {
        self.set().key()
    }

    /// The old and the new TTL, if the set stays and they differ.
    #[must_use]
    pub fn ttl_change(&self) -> Option<(u32, u32)> {
        let (before, after) = (self.before()?, self.after()?);
        (before.set.ttl != after.set.ttl).then_some((before.set.ttl, after.set.ttl))
    }

    /// Whether nothing but the TTL changes.
    #[must_use]
    pub fn is_ttl_only(&self) -> bool {
        let (Some(before), Some(after)) = (self.before(), self.after()) else { return false };
        self.ttl_change().is_some()
            && before.set.route == after.set.route
            && before.set.alias == after.set.alias
            && self.values().iter().all(|(fate, _)| *fate == Fate::Kept)
    }

    /// Every value of either side once, in canonical order, with what happens to it.
    #[must_use]
    pub fn values(&self) -> Vec<(Fate, &[u8])> {
        let old = self.before().map_or(&[][..], |live| &live.set.rdata);
        let new = self.after().map_or(&[][..], |desired| &desired.set.rdata);
        if self.set().rtype == Rtype::SOA && soa::same_but_serial(old, new) {
            return old.iter().map(|value| (Fate::Kept, &**value)).collect();
        }
        merge_values(old, new)
    }
}

fn merge_values<'a>(old: &'a [Box<[u8]>], new: &'a [Box<[u8]>]) -> Vec<(Fate, &'a [u8])> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    let mut merged = Vec::with_capacity(old.len().max(new.len()));
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return merged,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => before.cmp(after),
        };
        let fate = match order {
            Ordering::Less => Fate::Removed,
            Ordering::Equal => Fate::Kept,
            Ordering::Greater => Fate::Added,
        };
        let from_old = if order == Ordering::Greater { None } else { old.next() };
        let from_new = if order == Ordering::Less { None } else { new.next() };
        merged.extend(from_old.or(from_new).map(|value| (fate, &**value)));
    }
}

/// Compares a zone as it shall be with the zone as it is.
#[must_use]
pub fn diff(desired: &DesiredZone, live: &LiveZone) -> Diff {
    let is_ours = |want: &DesiredSet| desired.ignores(&want.set.owner, want.set.rtype).is_none();
    let declared = desired.sets.iter().filter(|want| is_ours(want)).map(|want| as_there(want, live));
    let aligned = negative::aligned(desired, live).filter(is_ours).map(Cow::Owned);
    let mut wanted: Vec<Cow<'_, DesiredSet>> = declared.chain(aligned).collect();
    sort_canonically(&mut wanted, |want| &want.set);
    let mut standing: Vec<&LiveSet> = live.sets.iter().collect();
    sort_canonically(&mut standing, |live| &live.set);

    let conflicts = conflict::find(desired, &wanted, &standing);
    let mut found = Diff { conflicts, ..Diff::default() };
    let (mut wanted, mut standing) = (wanted.into_iter().peekable(), standing.into_iter().peekable());
    loop {
        let order = match (wanted.peek(), standing.peek()) {
            (None, None) => return found,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(want), Some(stands)) => want.set.sort_key().cmp(&stands.set.sort_key()),
        };
        let after = if order == Ordering::Greater { None } else { wanted.next() };
        let before = if order == Ordering::Less { None } else { standing.next() };
        match (before, after) {
            (None, Some(after)) => found.changes.push(Change::Create(Box::new(after.into_owned()))),
            (Some(before), Some(after)) => found.compare(before, after),
            (Some(before), None) => found.superfluous(desired, before),
            (None, None) => return found,
        }
    }
}

/// Puts sets into canonical order. What a provider lists is in it already, and a large zone's owners are compared by
/// keys that are made once.
fn sort_canonically<T>(sets: &mut [T], set: impl Fn(&T) -> &RecordSet) {
    if sets.is_sorted_by(|a, b| set(a).sort_key() <= set(b).sort_key()) {
        return;
    }
    sets.sort_by_cached_key(|it| {
        let set = set(it);
        let mut owner = Vec::with_capacity(set.owner.wire().len());
        name::push_sort_key(set.owner.wire(), &mut owner);
        (owner, set.rtype, set.route.as_ref().map(|route| route.set.clone()))
    });
}

impl Diff {
    fn compare(&mut self, before: &LiveSet, after: Cow<'_, DesiredSet>) {
        if is_same(&before.set, &after.set) {
            self.unchanged += 1;
            if let Some(spelled) = before.spelled.clone() {
                let origin = after.origins.first().cloned();
                self.respelled.push(Respelled { key: before.set.key(), spelled, origin });
            }
        } else if let Standing::Opaque { why } = &before.standing {
            self.left_alone.push(LeftAlone { key: before.set.key(), why: why.clone() });
        } else {
            self.changes.push(Change::Update {
                before: Box::new(before.clone()),
                after: Box::new(after.into_owned()),
            });
        }
    }

    fn superfluous(&mut self, desired: &DesiredZone, before: &LiveSet) {
        if let Some(why) = why_not_ours(desired, before) {
            self.left_alone.push(LeftAlone { key: before.set.key(), why });
        } else if before.set.is_apex_furniture(&desired.name) {
            self.unchanged += 1;
        } else {
            self.changes.push(Change::Delete(Box::new(before.clone())));
        }
    }
}

/// Why a live set that the source does not declare stays, if it is not Zonal's to delete.
fn why_not_ours(desired: &DesiredZone, live: &LiveSet) -> Option<String> {
    if let Some(rule) = desired.ignores(&live.set.owner, live.set.rtype) {
        return Some(rule.reason.clone());
    }
    match &live.standing {
        Standing::Managed | Standing::Interim => None,
        Standing::Kept { why } | Standing::Opaque { why } => Some(why.clone()),
    }
}

/// Whether two sets of one identity are the same; the SOA's serial is the provider's own.
fn is_same(live: &RecordSet, desired: &RecordSet) -> bool {
    let same_values = live.rdata == desired.rdata
        || (live.rtype == Rtype::SOA && soa::same_but_serial(&live.rdata, &desired.rdata));
    same_values && live.ttl == desired.ttl && live.route == desired.route && live.alias == desired.alias
}

/// Whether the NS set at a zone's apex would change.
pub(crate) fn changes_name_servers(desired: &DesiredZone, live: &LiveZone) -> bool {
    let wanted = desired.sets.iter().find(|want| want.set.is_at_apex(&desired.name, Rtype::NS));
    let Some(wanted) = wanted else { return false };
    let wanted = with_pinned(wanted, live);
    live.apex_ns().is_none_or(|stands| !is_same(&stands.set, &wanted.set))
}

/// The set as it shall be at a provider whose zone is known.
fn as_there<'d>(desired: &'d DesiredSet, live: &LiveZone) -> Cow<'d, DesiredSet> {
    match desired.set.alias.as_deref() {
        // A target in the zone itself is the same with and without the zone's identifier.
        Some(AliasTarget::Name { target, hosted_zone: Some(id), evaluates_health }) if **id == *live.id => {
            let (target, evaluates_health) = (target.clone(), *evaluates_health);
            let alias = AliasTarget::Name { target, hosted_zone: None, evaluates_health };
            let set = RecordSet { alias: Some(Box::new(alias)), ..desired.set.clone() };
            Cow::Owned(DesiredSet { set, origins: desired.origins.clone() })
        }
        Some(_) | None => with_pinned(desired, live),
    }
}

/// The set as it shall be, with the name servers that this provider does not let go of: they stay in the apex NS set,
/// and in the SOA the one that is the primary.
fn with_pinned<'d>(desired: &'d DesiredSet, live: &LiveZone) -> Cow<'d, DesiredSet> {
    if live.pinned_name_servers.is_empty() || !desired.set.is_apex_furniture(&live.name) {
        return Cow::Borrowed(desired);
    }
    let mut wanted = desired.clone();
    if desired.set.rtype == Rtype::SOA {
        let stands = live.soa().and_then(|soa| soa.set.rdata.first());
        let primary = stands.and_then(|rdata| SoaParts::of(rdata)).map(|parts| parts.mname().to_vec());
        let is_pinned = |name: &[u8]| live.pinned_name_servers.iter().any(|server| server.wire() == name);
        if let Some(primary) = primary.filter(|name| is_pinned(name)) {
            let with_primary = |rdata: &[u8]| SoaParts::of(rdata).map(|parts| parts.with_mname(&primary));
            wanted.set.rdata = desired.set.rdata.iter().filter_map(|rdata| with_primary(rdata)).collect();
        }
        return Cow::Owned(wanted);
    }
    wanted.set.rdata.extend(live.pinned_name_servers.iter().map(ns_rdata));
    wanted.set.rdata.sort_unstable();
    wanted.set.rdata.dedup();
    Cow::Owned(wanted)
}

fn ns_rdata(server: &Name) -> Box<[u8]> {
    server.wire().into()
}

/// Sets after a change set, whose changes are in canonical order; the reverse of [`diff`].
#[must_use]
pub fn apply(sets: impl IntoIterator<Item = RecordSet>, changes: &[Change]) -> Vec<RecordSet> {
    let untouched = |set: &RecordSet| {
        changes.binary_search_by(|change| change.set().sort_key().cmp(&set.sort_key())).is_err()
    };
    let kept = sets.into_iter().filter(untouched);
    let written = changes.iter().filter_map(Change::after).map(|after| after.set.clone());
    let mut all: Vec<RecordSet> = kept.chain(written).collect();
    all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    all
}
