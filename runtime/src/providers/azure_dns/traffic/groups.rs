//! From changes of routed sets to changes of the sets that Azure DNS holds.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::super::place::Group;
use super::super::stamp::{self, Answering, Stamp};
use super::live::{Tie, tie};
use super::place::Profile;
use super::{GONE, HELD, INTERIM};
use crate::desired::DesiredSet;
use crate::diff::Change;
use crate::provider::{ChangeSet, LiveSet, LiveZone};
use crate::record::{AliasTarget, Origin, RecordSet, SetKey};

/// Changes of sets as Azure DNS holds them, in canonical order, and what is behind those of routed ones.
#[derive(Debug)]
pub(in super::super) struct Lowered<'c> {
    pub(in super::super) changes: Cow<'c, [Change]>,
    pub(in super::super) routed: Vec<Routed>,
}

/// What becomes of the routed sets of one owner and type, and of the plain set beside them if there is one.
#[derive(Debug)]
pub(in super::super) struct Routed {
    pub(in super::super) owner: Name,
    pub(in super::super) rtype: Rtype,
    /// The sets that change, as the plan has them.
    pub(in super::super) keys: Vec<SetKey>,
    pub(in super::super) origins: Vec<Origin>,
    /// The set as Azure DNS holds it.
    pub(in super::super) before: Option<LiveSet>,
    /// The digest of the profile that was read; none if none was.
    pub(in super::super) known: Option<String>,
    /// The routed sets as they shall be; none of them if the profile goes.
    pub(in super::super) sets: Vec<RecordSet>,
    /// The set as Azure DNS shall hold it.
    pub(in super::super) after: Option<RecordSet>,
    /// Its metadata then.
    pub(in super::super) metadata: Option<Value>,
    /// What it holds while the profile is made or deleted, and its metadata then; none if it may stay as it is.
    pub(in super::super) meanwhile: Option<(RecordSet, Option<Value>)>,
}

impl Lowered<'_> {
    /// What is behind the change of a set, if that is routed.
    pub(in super::super) fn routed(&self, set: &RecordSet) -> Option<&Routed> {
        self.routed.iter().find(|routed| routed.rtype == set.rtype && routed.owner == set.owner)
    }
}

/// The changes as Azure DNS takes them. Without routed sets they are those of the plan.
pub(in super::super) fn lower<'c>(group: &Group, set: &ChangeSet<'c>) -> Lowered<'c> {
    let ours = places(set);
    if ours.is_empty() {
        return Lowered { changes: Cow::Borrowed(set.changes), routed: Vec::new() };
    }
    let is_ours = |change: &&Change| ours.contains(&(&change.set().owner, change.set().rtype));
    let mut changes: Vec<Change> = set.changes.iter().filter(|change| !is_ours(change)).cloned().collect();
    let mut routed = Vec::with_capacity(ours.len());
    for (owner, rtype) in &ours {
        let here = of_place(set.changes, |change| change.set(), owner, *rtype);
        let live = of_place(&set.before.sets, |live| &live.set, owner, *rtype);
        let one = Routed::new(group, set.before, &here, &live, (owner, *rtype));
        changes.extend(one.change());
        routed.push(one);
    }
    changes.sort_by(|a, b| a.set().sort_key().cmp(&b.set().sort_key()));
    Lowered { changes: Cow::Owned(changes), routed }
}

/// Those of one owner and type, of many in canonical order.
fn of_place<'t, T>(all: &'t [T], set: impl Fn(&T) -> &RecordSet, owner: &Name, rtype: Rtype) -> Vec<&'t T> {
    let first = all.partition_point(|it| set(it).owner < *owner);
    let of_owner = all.iter().skip(first).take_while(|it| set(it).owner == *owner);
    of_owner.filter(|it| set(it).rtype == rtype).collect()
}

/// Owners and types with routed sets that change, or with a changing set beside routed ones.
fn places<'c>(set: &ChangeSet<'c>) -> BTreeSet<(&'c Name, Rtype)> {
    let place = |set: &'c RecordSet| (&set.owner, set.rtype);
    let is_routed = |set: &RecordSet| set.route.is_some();
    let standing = set.before.sets.iter().map(|live| &live.set).filter(|set| is_routed(set)).map(place);
    let standing: BTreeSet<_> = standing.collect();
    let changing = set.changes.iter().flat_map(|change| {
        [change.before().map(|before| &before.set), change.after().map(|after| &after.set)]
    });
    let changing = changing.flatten();
    changing.filter(|set| is_routed(set) || standing.contains(&place(set))).map(place).collect()
}

impl Routed {
    fn new(
        group: &Group,
        zone: &LiveZone,
        changes: &[&Change],
        live: &[&LiveSet],
        (owner, rtype): (&Name, Rtype),
    ) -> Self {
        let profile = Profile { group, zone: &zone.name, owner, rtype };
        let answering = live.iter().find_map(|live| stamp::answering(&live.version));
        let before = physical(live, answering.as_ref(), &profile);
        let mut after: BTreeMap<Option<&str>, &RecordSet> = BTreeMap::new();
        for set in live.iter().map(|live| &live.set) {
            after.insert(set.route.as_ref().map(|route| &*route.set), set);
        }
        for change in changes {
            let key = change.set().route.as_ref().map(|route| &*route.set);
            match change.after() {
                Some(wanted) => drop(after.insert(key, &wanted.set)),
                None => drop(after.remove(&key)),
            }
        }
        let plain = after.remove(&None).cloned();
        let sets: Vec<RecordSet> = after.into_values().filter(|set| !is_gone(set)).cloned().collect();
        let own = before.as_ref().and_then(|before| stamp::metadata(&before.version));
        let stays_held = plain.is_some() && !sets.is_empty();
        let after = match (plain, sets.first()) {
            (None, Some(first)) => {
                let alias = Some(Box::new(AliasTarget::Resource(profile.id())));
                Some(RecordSet { alias, ..RecordSet::new(owner.clone(), rtype, first.ttl, Vec::new()) })
            }
            (plain, _) => plain,
        };
        let metadata = if stays_held {
            marked(own.as_ref(), &profile.name(), Answer::Planned)
        } else {
            unmarked(own.clone())
        };
        let is_held = before.as_ref().is_some_and(|before| tie(before, &profile) == Some(Tie::Held));
        let known = answering.and_then(|answering| answering.digest);
        let comes_or_goes = known.is_some() == sets.is_empty();
        let old: Vec<&RecordSet> =
            live.iter().map(|live| &live.set).filter(|set| set.route.is_some()).collect();
        let meanwhile = (comes_or_goes && !is_held)
            .then(|| meanwhile(before.as_ref(), after.as_ref(), &sets, &old))
            .flatten()
            .map(|(set, answer)| (set, marked(own.as_ref(), &profile.name(), answer)));
        let origins =
            changes.iter().filter_map(|change| change.after()).flat_map(|after| after.origins.clone());
        Self {
            owner: owner.clone(),
            rtype,
            keys: changes.iter().map(|change| change.key()).collect(),
            origins: origins.collect(),
            known,
            before,
            sets,
            after,
            metadata,
            meanwhile,
        }
    }

    /// The change of the set that Azure DNS holds.
    fn change(&self) -> Option<Change> {
        let after = self.after.clone().map(|set| Box::new(DesiredSet { set, origins: self.origins.clone() }));
        match (self.before.clone().map(Box::new), after) {
            (None, None) => None,
            (None, Some(after)) => Some(Change::Create(after)),
            (Some(before), Some(after)) => Some(Change::Update { before, after }),
            (Some(before), None) => Some(Change::Delete(before)),
        }
    }
}

/// The set as Azure DNS holds it, behind what was read of it.
fn physical(live: &[&LiveSet], answering: Option<&Answering>, profile: &Profile<'_>) -> Option<LiveSet> {
    if let Some(plain) = live.iter().find(|live| live.set.route.is_none()) {
        return Some((*plain).clone());
    }
    let (first, answering) = (live.first()?, answering?);
    let metadata = stamp::metadata(&first.version);
    let stamp = Stamp { etag: stamp::etag(&first.version), metadata: metadata.as_ref() };
    let plain = RecordSet::new(profile.owner.clone(), profile.rtype, answering.ttl, Vec::new());
    let set = RecordSet { alias: Some(Box::new(AliasTarget::Resource(profile.id()))), ..plain };
    Some(LiveSet::managed(set, stamp.version()))
}

/// What a plain set is that answers while a profile is made or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// It stood before, or stands afterwards.
    Planned,
    /// It stands for the time in between alone.
    Interim,
}

/// A plain set that answers while the profile is made or deleted: what stands, what shall stand, or the best of the
/// routed sets.
fn meanwhile(
    before: Option<&LiveSet>,
    after: Option<&RecordSet>,
    sets: &[RecordSet],
    old: &[&RecordSet],
) -> Option<(RecordSet, Answer)> {
    if let Some(after) = after.filter(|_| sets.is_empty()) {
        return Some((after.clone(), Answer::Planned));
    }
    let answers = |set: &&RecordSet| !set.rdata.is_empty() || set.alias.is_some();
    if let Some(before) = before.map(|before| &before.set).filter(answers).filter(|_| !sets.is_empty()) {
        return Some((before.clone(), Answer::Planned));
    }
    let best = sets.iter().max_by_key(|set| rank(set));
    let best = best.or_else(|| old.iter().copied().max_by_key(|set| rank(set)))?;
    Some((RecordSet { route: None, ..best.clone() }, Answer::Interim))
}

/// Whether a set stands for metadata alone.
fn is_gone(set: &RecordSet) -> bool {
    let is_it = |(field, value): &(Box<str>, Box<str>)| (&**field, &**value) == GONE;
    set.route.as_ref().is_some_and(|route| route.fields.iter().any(is_it))
}

/// How much of the answers a routed set has: the first, or the most.
fn rank(set: &RecordSet) -> u64 {
    let field = |name: &str| {
        let route = set.route.as_ref()?;
        route.fields.iter().find(|(field, _)| &**field == name).map(|(_, value)| &**value)
    };
    match (field("failover"), field("weight")) {
        (Some("primary"), _) => 1,
        (_, Some(weight)) => weight.parse().unwrap_or(0),
        (_, None) => 0,
    }
}

fn marked(metadata: Option<&Value>, profile: &str, answer: Answer) -> Option<Value> {
    let mut members = metadata.and_then(Value::as_object).cloned().unwrap_or_default();
    members.insert(HELD.to_owned(), json!(profile));
    if answer == Answer::Interim {
        members.insert(INTERIM.to_owned(), json!("true"));
    }
    Some(Value::Object(members))
}

fn unmarked(metadata: Option<Value>) -> Option<Value> {
    let mut members: Map<String, Value> = metadata?.as_object()?.clone();
    members.retain(|name, _| ![HELD, INTERIM].contains(&name.as_str()));
    (!members.is_empty()).then_some(Value::Object(members))
}
