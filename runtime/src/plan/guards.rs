//! The rules that refuse a plan.
//!
//! `max-change P%`: let *base* be the managed sets that are live before the change, without the SOA and the
//! apex NS, and *changed* the updates and deletes among them. The plan is refused if
//! `changed > max(3, ⌈base × P / 100⌉)`. Creates count on neither side, so they can hide no delete; the floor
//! of three sets keeps small zones workable. TTL-only updates count: they reach every cache as well.
//!
//! `max-updates N` and `max-deletes N` refuse a plan that updates or deletes more than N sets, counted in the same way.
//!
//! Whatever the percentage, a plan that deletes every managed set of a zone is refused. A change to a set of a
//! `confirm` type is refused. Each of these may be consented to. Filling a zone that holds nothing but SOA and
//! NS is exempt from all of them.
//!
//! A set that the provider cannot serve, or that something which is not Zonal's stands in the way of, is
//! refused without appeal.

mod rest;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

pub use self::rest::{NotTheRest, approve_rest, foreign};
use super::consent::{Consent, Grant, Permission};
use super::{Compared, Plan, ZonePlan};
use crate::desired::Percent;
use crate::diff::Change;
use crate::plan::Providers;
use crate::provider::{Capabilities, Objection, Standing, Support};
use crate::record::{Place, RecordSet, SetKey};

/// The number of sets that `max-change` always lets through.
pub const MAX_CHANGE_FLOOR: usize = 3;

/// Why a zone's plan must not be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule.
    pub rule: Rule,
    /// The zone.
    pub zone: Name,
    /// The provider.
    pub provider: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The sets that it is about, in canonical order.
    pub sets: Vec<SetKey>,
    /// Where the first of them is written.
    pub place: Option<Place>,
    /// The consent that would lift it, if any would.
    pub consent: Option<Grant>,
}

/// A rule that refuses plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Too large a part of the zone changes.
    MaxChange,
    /// Too many sets are updated.
    MaxUpdates,
    /// Too many sets are deleted.
    MaxDeletes,
    /// The zone would be left empty.
    EmptyZone,
    /// A type that needs consent changes.
    Confirm(Rtype),
    /// Something that is not Zonal's stands in the way.
    Conflict,
    /// The provider cannot serve it.
    Unserved,
    /// The provider has something against it.
    Provider,
}

/// A plan that no rule refuses, or whose refusals have been consented to: what alone can be deployed.
#[derive(Debug)]
pub struct Approved(Plan);

/// A plan that was refused, with the reasons.
#[derive(Debug)]
pub struct Refused {
    /// The plan, to be shown or judged again.
    pub plan: Plan,
    /// Why.
    pub refusals: Vec<Refusal>,
}

impl Approved {
    /// The plan.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.0
    }
}

/// Approves a plan for deployment.
///
/// # Errors
/// Gives the plan back with every rule that refuses it.
pub fn approve(plan: Plan, providers: &Providers, consent: &Consent) -> Result<Approved, Box<Refused>> {
    let refusals = judge(&plan, providers, consent);
    if refusals.is_empty() { Ok(Approved(plan)) } else { Err(Box::new(Refused { plan, refusals })) }
}

/// Judges a plan. A plan is safe if nothing comes back.
#[must_use]
pub fn judge(plan: &Plan, providers: &Providers, consent: &Consent) -> Vec<Refusal> {
    let judge_zone = |zone: &ZonePlan| {
        let capabilities = providers.get(&zone.desired.provider).map(|provider| provider.capabilities());
        judge_zone(zone, capabilities, consent)
    };
    plan.zones.iter().flat_map(judge_zone).collect()
}

fn judge_zone(zone: &ZonePlan, capabilities: Option<&Capabilities>, consent: &Consent) -> Vec<Refusal> {
    let Ok(state) = &zone.state else { return Vec::new() };
    let mut refusals = conflicts(zone, state);
    refusals.extend(objections(zone, state));
    if let Some(capabilities) = capabilities {
        refusals.extend(unserved(zone, state, capabilities));
    }
    if !state.live.is_bare() {
        refusals.extend(empty_zone(zone, state));
        refusals.extend(zone.desired.guards.max_change.and_then(|percent| max_change(zone, state, percent)));
        refusals.extend(absolute(zone, state));
        refusals.extend(confirm(zone, state));
    }
    let consented = |refusal: &Refusal| {
        refusal
            .consent
            .as_ref()
            .is_some_and(|grant| consent.covers(&zone.desired.name, &zone.desired.provider, grant.what))
    };
    refusals.retain(|refusal| !consented(refusal));
    refusals
}

fn refusal<'a>(
    zone: &ZonePlan,
    rule: Rule,
    changes: impl Iterator<Item = &'a Change> + Clone,
    message: String,
) -> Refusal {
    let origins = changes.clone().filter_map(Change::after).flat_map(|after| &after.origins);
    Refusal {
        rule,
        zone: zone.desired.name.clone(),
        provider: zone.desired.provider.clone(),
        message,
        help: String::new(),
        sets: changes.map(Change::key).collect(),
        place: origins.map(|origin| origin.place.clone()).next(),
        consent: None,
    }
}

impl Refusal {
    fn unless(mut self, what: Permission) -> Self {
        let grant = Grant { zone: Some(self.zone.clone()), provider: None, what };
        self.help = format!("if this is what you want, add `--confirm {grant}`");
        self.consent = Some(grant);
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// The changes that `max-change` counts: updates and deletes, without the SOA and the apex NS.
fn counted<'a>(zone: &'a ZonePlan, state: &'a Compared) -> impl Iterator<Item = &'a Change> + Clone {
    state
        .diff
        .changes
        .iter()
        .filter(|change| change.before().is_some_and(|before| before.standing != Standing::Interim))
        .filter(|change| !change.set().is_apex_furniture(&zone.desired.name))
}

/// The managed sets that are live, without the SOA and the apex NS.
fn base(zone: &ZonePlan, state: &Compared) -> usize {
    let apex = state.live.sets.iter().filter(|live| live.set.is_apex_furniture(&zone.desired.name));
    let left_alone = state.diff.left_alone.iter().filter(|left| {
        !(matches!(left.key.rtype, Rtype::SOA | Rtype::NS) && left.key.owner == zone.desired.name)
    });
    let interim = state.live.sets.iter().filter(|live| live.standing == Standing::Interim);
    let not_counted = apex.count() + left_alone.count() + interim.count();
    state.live.sets.len().saturating_sub(not_counted)
}

fn max_change(zone: &ZonePlan, state: &Compared, percent: Percent) -> Option<Refusal> {
    let (base, changed) = (base(zone, state), counted(zone, state).count());
    let allowed = percent.of(base).max(MAX_CHANGE_FLOOR);
    if changed <= allowed {
        return None;
    }
    let deletes = counted(zone, state).filter(|change| change.after().is_none()).count();
    let updates = changed - deletes;
    let Percent(percent) = percent;
    let message = format!(
        "{changed} of the {base} record sets of {} would change ({updates} updated, {deletes} deleted), but \
         max-change {percent}% allows {allowed}: the larger of {MAX_CHANGE_FLOOR} and {percent}% of {base}",
        described(zone)
    );
    Some(refusal(zone, Rule::MaxChange, counted(zone, state), message).unless(Permission::MaxChange))
}

/// The limits in numbers of sets.
fn absolute<'a>(zone: &'a ZonePlan, state: &'a Compared) -> impl Iterator<Item = Refusal> + 'a {
    let guards = &zone.desired.guards;
    let limits = [
        (guards.max_updates, "updated", Rule::MaxUpdates, Permission::MaxUpdates),
        (guards.max_deletes, "deleted", Rule::MaxDeletes, Permission::MaxDeletes),
    ];
    limits.into_iter().filter_map(move |(most, done, rule, permission)| {
        let goes = |change: &&Change| change.after().is_none() == (permission == Permission::MaxDeletes);
        let touched = counted(zone, state).filter(goes);
        let (most, count) = (most?, touched.clone().count());
        let allowed = usize::try_from(most).unwrap_or(usize::MAX);
        let message = format!(
            "{count} record sets of {} would be {done}, but {permission} allows {most}",
            described(zone)
        );
        (count > allowed).then(|| refusal(zone, rule, touched, message).unless(permission))
    })
}

fn empty_zone(zone: &ZonePlan, state: &Compared) -> Option<Refusal> {
    let base = base(zone, state);
    let deletes = || counted(zone, state).filter(|change| change.after().is_none());
    let left = zone.desired.sets.iter().any(|want| !want.set.is_apex_furniture(&zone.desired.name));
    if base == 0 || left || deletes().count() < base {
        return None;
    }
    let all = if base == 1 { "the only record set".to_owned() } else { format!("all {base} record sets") };
    let message = format!("{all} of {} would be deleted", described(zone));
    Some(refusal(zone, Rule::EmptyZone, deletes(), message).unless(Permission::EmptyZone))
}

fn confirm<'a>(zone: &'a ZonePlan, state: &'a Compared) -> impl Iterator<Item = Refusal> + 'a {
    let mut types = zone.desired.guards.confirm.clone();
    types.sort_unstable();
    types.dedup();
    types.into_iter().filter_map(move |rtype| {
        let touched = state.diff.changes.iter().filter(move |change| change.set().rtype == rtype);
        let owners: Vec<String> =
            touched.clone().map(|change| change.set().owner.undotted().to_string()).collect();
        let (first, more) = owners.split_first()?;
        let others = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let message = format!(
            "{rtype} of {first}{others} would change at provider `{}`, and {rtype} needs confirmation",
            zone.desired.provider
        );
        Some(refusal(zone, Rule::Confirm(rtype), touched, message).unless(Permission::Type(rtype)))
    })
}

fn conflicts(zone: &ZonePlan, state: &Compared) -> Vec<Refusal> {
    let refuse = |conflict: &crate::diff::Conflict| Refusal {
        sets: vec![conflict.declared.clone()],
        place: conflict.origins.first().map(|origin| origin.place.clone()),
        ..refusal(zone, Rule::Conflict, std::iter::empty(), {
            format!("{} at provider `{}`: {}", conflict.declared, zone.desired.provider, conflict.what)
        })
        .help("remove the one or the other, or move one to another name")
    };
    state.diff.conflicts.iter().map(refuse).collect()
}

fn objections(zone: &ZonePlan, state: &Compared) -> Vec<Refusal> {
    let refuse = |objection: &Objection| Refusal {
        sets: objection.sets.clone(),
        ..refusal(zone, Rule::Provider, std::iter::empty(), {
            format!("{}: {}", described(zone), objection.what)
        })
        .help(objection.help.clone())
    };
    state.objections.iter().map(refuse).collect()
}

fn unserved(zone: &ZonePlan, state: &Compared, capabilities: &Capabilities) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let named = |set: &RecordSet| set.is_at_apex(&zone.desired.name, Rtype::NS);
    let has_name_servers =
        state.live.apex_ns().is_some() || zone.desired.sets.iter().any(|want| named(&want.set));
    if capabilities.assigns_name_servers == Support::No && !has_name_servers {
        let message = format!("{} has no name servers, and the provider assigns none", described(zone));
        let help = "name them in the zone: `nameservers ns1.example.net., ns2.example.net.`";
        refusals.push(refusal(zone, Rule::Unserved, std::iter::empty(), message).help(help));
    }
    let written = state.diff.changes.iter().filter(|change| change.after().is_some());
    let unserved = written.filter_map(|change| {
        let why = cannot_serve(change, capabilities)?;
        let message = format!("provider `{}` cannot serve {}: {why}", zone.desired.provider, change.key());
        let help = "declare it `on` another provider, or leave it out";
        Some(refusal(zone, Rule::Unserved, std::iter::once(change), message).help(help))
    });
    refusals.extend(unserved);
    refusals
}

fn cannot_serve(change: &Change, capabilities: &Capabilities) -> Option<String> {
    let set = change.set();
    if !capabilities.types.contains(set.rtype) {
        return Some(format!("it has no {} records", set.rtype));
    }
    if set.alias.is_some() && capabilities.alias == Support::No {
        return Some("it cannot answer for another name's sake".to_owned());
    }
    if set.route.is_some() && capabilities.routing == Support::No {
        return Some("it cannot choose between several sets of one name and type".to_owned());
    }
    if let Some(most) = capabilities.limits.records_per_set.filter(|most| set.rdata.len() > *most) {
        return Some(format!(
            "it holds at most {most} records in a set, and this one has {}",
            set.rdata.len()
        ));
    }
    let least = capabilities.limits.least_ttl.filter(|least| set.ttl < *least)?;
    Some(format!("its smallest TTL is {least} s, and this one is {} s", set.ttl))
}

fn described(zone: &ZonePlan) -> String {
    format!("{} at provider `{}`", zone.desired.name.undotted(), zone.desired.provider)
}
