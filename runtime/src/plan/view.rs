//! A plan in lines, for a renderer that only has to align and colour them.

use std::collections::BTreeSet;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;

use super::{Counts, Plan, ZonePlan};
use crate::diff::{Change, Fate, LeftAlone};
use crate::record::{Origin, RecordSet, Route, SetKey};

/// One zone at one provider, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneView {
    /// The zone's name without its final dot.
    pub zone: String,
    /// The provider's name.
    pub provider: String,
    /// The changes in canonical order.
    pub sets: Vec<SetView>,
    /// How many sets are touched.
    pub counts: Counts,
    /// What else a reader ought to know.
    pub notes: Vec<String>,
    /// Why the zone could not be read.
    pub failure: Option<String>,
    /// What to do about that.
    pub help: Option<String>,
}

/// The change of one record set, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetView {
    /// What happens to the set.
    pub symbol: Symbol,
    /// The owner relative to the zone, `@` for the zone itself.
    pub owner: String,
    /// The type.
    pub rtype: String,
    /// The route's set identifier and fields.
    pub route: Option<String>,
    /// The TTL in seconds, or the old and the new one.
    pub ttl: TtlView,
    /// Whether nothing but the TTL changes.
    pub ttl_only: bool,
    /// Every value, in canonical order.
    pub values: Vec<ValueView>,
    /// The statements that the set comes from; none where it is deleted.
    pub origins: Vec<Origin>,
}

/// One line about one value, or about an old value and the new one that takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueView {
    /// What happens to the value.
    pub symbol: Symbol,
    /// The value as it is or, if it comes, as it will be.
    pub text: String,
    /// The value that takes its place.
    pub becomes: Option<String>,
}

/// What happens, in one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// `+`
    Add,
    /// `~`
    Change,
    /// `-`
    Remove,
    /// A space: it stays.
    Keep,
}

/// A TTL in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TtlView {
    /// There is none: an alias of Route 53 has the TTL of what it stands for.
    None,
    /// It is the same before and after, or there is but one.
    Steady(u32),
    /// It changes.
    Change {
        /// The old one.
        from: u32,
        /// The new one.
        to: u32,
    },
}

impl Symbol {
    /// The character.
    #[must_use]
    pub const fn as_char(self) -> char {
        match self {
            Self::Add => '+',
            Self::Change => '~',
            Self::Remove => '-',
            Self::Keep => ' ',
        }
    }
}

/// The plan's zones in lines, in the plan's order.
#[must_use]
pub fn view(plan: &Plan) -> Vec<ZoneView> {
    plan.zones.iter().map(view_zone).collect()
}

/// One zone at one provider in lines.
#[must_use]
pub fn view_zone(zone: &ZonePlan) -> ZoneView {
    let help = zone.state.as_ref().err().and_then(|failure| failure.advice()).map(str::to_owned);
    let (notes, failure) = match &zone.state {
        Ok(state) => {
            let left = left_alone(&zone.desired.name, &state.diff.left_alone);
            let writes = if state.diff.changes.is_empty() { &[][..] } else { &state.live.write_notes };
            (state.live.notes.iter().chain(writes).cloned().chain(left).collect(), None)
        }
        Err(failure) => (Vec::new(), Some(failure.to_string())),
    };
    ZoneView {
        zone: zone.desired.name.undotted().to_string(),
        provider: zone.desired.provider.clone(),
        sets: zone.changes().iter().map(|change| view_set(&zone.desired.name, change)).collect(),
        counts: zone.counts(),
        notes,
        failure,
        help,
    }
}

/// The sets that are not Zonal's, a note for each reason in order of first appearance.
#[must_use]
pub fn left_alone(zone: &Name, left: &[LeftAlone]) -> Vec<String> {
    const MOST: usize = 5;
    let mut reasons: Vec<(&str, Vec<&SetKey>)> = Vec::new();
    for set in left {
        match reasons.iter_mut().find(|(why, _)| *why == set.why) {
            Some((_, keys)) => keys.push(&set.key),
            None => reasons.push((&set.why, vec![&set.key])),
        }
    }
    let name = |key: &&SetKey| match &key.route {
        Some(route) => format!("{} {} (set {route})", relative(&key.owner, zone), key.rtype),
        None => format!("{} {}", relative(&key.owner, zone), key.rtype),
    };
    let note = |(why, keys): (&str, Vec<&SetKey>)| {
        let mut names = keys.iter().take(MOST).map(name).collect::<Vec<_>>().join(", ");
        if keys.len() > MOST {
            names += &format!(" and {} more", keys.len() - MOST);
        }
        match keys.len() {
            1 => format!("1 record set is left alone: {names}: {why}"),
            count => format!("{count} record sets are left alone: {names}: {why}"),
        }
    };
    reasons.into_iter().map(note).collect()
}

/// One change in lines.
#[must_use]
pub fn view_set(zone: &Name, change: &Change) -> SetView {
    let set = change.set();
    SetView {
        symbol: match change {
            Change::Create(_) => Symbol::Add,
            Change::Update { .. } => Symbol::Change,
            Change::Delete(_) => Symbol::Remove,
        },
        owner: relative(&set.owner, zone),
        rtype: set.rtype.to_string(),
        route: view_route(change),
        ttl: view_ttl(change),
        ttl_only: change.is_ttl_only(),
        values: view_values(change),
        origins: change.after().map_or_else(Vec::new, |after| after.origins.clone()),
    }
}

fn view_ttl(change: &Change) -> TtlView {
    let of = |set: Option<&RecordSet>| set.and_then(RecordSet::own_ttl);
    let from = of(change.before().map(|before| &before.set));
    let to = of(change.after().map(|after| &after.set));
    match (from, to) {
        (Some(from), Some(to)) if from != to => TtlView::Change { from, to },
        (from, to) => to.or(from).map_or(TtlView::None, TtlView::Steady),
    }
}

/// The owner as people write it in the zone: `@` for the zone itself, else without the zone's name.
#[must_use]
pub fn relative(owner: &Name, zone: &Name) -> String {
    let text = owner.undotted().to_string();
    if owner == zone {
        return "@".to_owned();
    }
    if zone.is_root() || !owner.is_within(zone) {
        return text;
    }
    let suffix = format!(".{}", zone.undotted());
    text.strip_suffix(&suffix).map_or(text.clone(), str::to_owned)
}

fn view_route(change: &Change) -> Option<String> {
    let old = change.before().and_then(|before| before.set.route.as_ref());
    let new = change.after().and_then(|after| after.set.route.as_ref());
    match (old, new) {
        (Some(old), Some(new)) if old != new => Some(changed_route_text(old, new)),
        (old, new) => new.or(old).map(route_text),
    }
}

/// Every field once: the old and the new value where they differ.
fn changed_route_text(old: &Route, new: &Route) -> String {
    // The digest of a health check's settings is told only where it is all that changes.
    let is_digest_told = route_text(old) == route_text(new);
    let value = |route: &Route, name: &str| {
        route.fields.iter().find(|(field, _)| &**field == name).map(|(_, value)| value.to_string())
    };
    let names: BTreeSet<&str> = old.fields.iter().chain(&new.fields).map(|(field, _)| &**field).collect();
    let mut text = format!("set: {}", new.set);
    for name in names.into_iter().filter(|name| is_digest_told || *name != "health-settings") {
        let [old, new] =
            [value(old, name), value(new, name)].map(|it| it.unwrap_or_else(|| "none".to_owned()));
        text += &if old == new { format!(", {name}: {new}") } else { format!(", {name}: {old} → {new}") };
    }
    text
}

/// A route as people write it, without `route(…)` around it.
#[must_use]
pub fn route_text(route: &Route) -> String {
    let mut shown = route.clone();
    shown.fields.retain(|(field, _)| &**field != "health-settings");
    let fields = shown.fields.iter().map(|(field, value)| format!(", {field}: {value}"));
    format!("set: {}{}", route.set, fields.collect::<String>())
}

/// Pairs what goes with what comes so that a change reads old → new; what is left over stands alone.
fn view_values(change: &Change) -> Vec<ValueView> {
    let set = change.set();
    let values = change.values().into_iter().map(|(fate, value)| (fate, present(set.rtype, value)));
    let values: Vec<(Fate, String)> = values.chain(targets(change)).collect();
    let with = |fate: Fate| values.iter().filter(move |(has, _)| *has == fate).map(|(_, text)| text.clone());
    let mut added = with(Fate::Added);
    let is_change = with(Fate::Removed).next().is_some() && with(Fate::Added).next().is_some();
    let mut lines: Vec<ValueView> =
        with(Fate::Kept).map(|text| ValueView { symbol: Symbol::Keep, text, becomes: None }).collect();
    for text in with(Fate::Removed) {
        let becomes = if is_change { added.next() } else { None };
        let symbol = if becomes.is_some() { Symbol::Change } else { Symbol::Remove };
        lines.push(ValueView { symbol, text, becomes });
    }
    lines.extend(added.map(|text| ValueView { symbol: Symbol::Add, text, becomes: None }));
    lines
}

/// The alias targets of either side, with what happens to them.
fn targets(change: &Change) -> Vec<(Fate, String)> {
    let old = change.before().and_then(|before| before.set.alias.as_deref());
    let new = change.after().and_then(|after| after.set.alias.as_deref());
    if old == new {
        return old.map(|target| (Fate::Kept, target.to_string())).into_iter().collect();
    }
    let removed = old.map(|target| (Fate::Removed, target.to_string()));
    removed.into_iter().chain(new.map(|target| (Fate::Added, target.to_string()))).collect()
}

/// RDATA in presentation form, as far as a reader of a plan wants it.
fn present(rtype: Rtype, value: &[u8]) -> String {
    rdata::display(rtype, value).to_string()
}
