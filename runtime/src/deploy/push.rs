//! The push of one zone to its providers, in two passes: everything but the apex NS set, then the apex NS set.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use zonal_compiler::dns::rtype::Rtype;

use super::run::AtProvider;
use super::{Pending, Run, Stands, Status};
use crate::diff::{Change, diff};
use crate::error::{Failure, FailureKind};
use crate::plan::{Compared, Providers, ZonePlan, read_whole};
use crate::provider::{ChangeSet, LiveZone, Outcome, Provider, Waits};
use crate::record::SetKey;

/// The two passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Everything but the apex NS set.
    Body,
    /// The apex NS set.
    NameServers,
}

impl Pass {
    fn holds(self, plan: &ZonePlan, change: &Change) -> bool {
        // Where there are no name servers yet, nobody is sent anywhere; and some zones are nothing without.
        let is_update = change.before().is_some();
        let name_servers = is_update && change.set().is_at_apex(&plan.desired.name, Rtype::NS);
        name_servers == (self == Self::NameServers)
    }

    fn of(self, plan: &ZonePlan, changes: &[Change]) -> Vec<Change> {
        changes.iter().filter(|change| self.holds(plan, change)).cloned().collect()
    }
}

const OTHERS: &str = "somebody else has changed the zone since it was planned";

/// What a pass left of a zone at a provider.
struct Left {
    status: Status,
    /// The zone as it was last read, if it was read since the plan was made.
    live: Option<LiveZone>,
}

/// Pushes a zone to its providers and says how each ended.
pub(super) async fn zone(plans: &[ZonePlan], providers: &Providers, run: &dyn Run) -> Vec<Status> {
    if let Some(unreadable) = plans.iter().find(|plan| plan.state.is_err()) {
        return plans.iter().map(|plan| unread(plan, &unreadable.desired.provider)).collect();
    }
    let mut line = Line { providers, run, stopped: None };
    let mut bodies = Vec::with_capacity(plans.len());
    for plan in plans {
        bodies.push(line.pass(Pass::Body, plan, None).await);
    }
    let mut statuses = Vec::with_capacity(plans.len());
    for (plan, body) in plans.iter().zip(bodies) {
        if body.status.is_good() {
            let last = line.pass(Pass::NameServers, plan, body.live).await;
            statuses.push(together(plan, body.status, last.status));
        } else {
            statuses.push(without_name_servers(plan, body.status));
        }
    }
    statuses
}

fn unread(plan: &ZonePlan, unreadable: &str) -> Status {
    match &plan.state {
        Err(failure) => Status::Failed(failure.again()),
        Ok(_) => {
            Status::NotStarted { because: format!("the zone could not be read at provider `{unreadable}`") }
        }
    }
}

/// What both passes come to.
fn together(plan: &ZonePlan, body: Status, name_servers: Status) -> Status {
    let waits = |why: Failure| Status::Unconfirmed {
        done: keys(&Pass::Body.of(plan, plan.changes())),
        pending: name_servers_of(plan),
        why,
    };
    match (body, name_servers) {
        (Status::NothingToDo, last) | (last, Status::NothingToDo) => last,
        (_, Status::NotStarted { because }) => {
            waits(unavailable(format!("the NS set changes last, but {because}")))
        }
        (_, Status::Refused(moved)) => waits(unavailable(moved.what)),
        (_, Status::Failed(failure)) => waits(failure),
        (_, Status::Unconfirmed { done: last, pending, why }) => {
            let mut done = keys(&Pass::Body.of(plan, plan.changes()));
            done.extend(last);
            done.retain(|key| pending.iter().all(|left| left.change.key() != *key));
            Status::Unconfirmed { done, pending, why }
        }
        (note @ Status::Unasked(_), Status::Done) => note,
        (_, last @ (Status::Done | Status::Unasked(_) | Status::Unserved(_))) => last,
    }
}

/// How a zone stands whose NS set was not come to, since the rest did not end as it shall.
fn without_name_servers(plan: &ZonePlan, body: Status) -> Status {
    let mut left = name_servers_of(plan);
    match body {
        Status::Unconfirmed { done, mut pending, why } if !pending.is_empty() => {
            left.retain(|set| pending.iter().all(|told| told.change.key() != set.change.key()));
            pending.append(&mut left);
            pending.sort_by(|a, b| a.change.set().sort_key().cmp(&b.change.set().sort_key()));
            Status::Unconfirmed { done, pending, why }
        }
        Status::Unserved(failure) if !left.is_empty() => {
            let what = format!("the NS set changes last, but the rest may not be served yet: {failure}");
            let why = failure.advice().iter().fold(unavailable(what), |why, advice| why.help(*advice));
            Status::Unconfirmed { done: keys(&Pass::Body.of(plan, plan.changes())), pending: left, why }
        }
        other @ (Status::Done
        | Status::Unasked(_)
        | Status::NothingToDo
        | Status::Refused(_)
        | Status::Failed(_)
        | Status::Unconfirmed { .. }
        | Status::Unserved(_)
        | Status::NotStarted { .. }) => other,
    }
}

/// The change of the apex NS set, if the plan has one, as not yet made.
fn name_servers_of(plan: &ZonePlan) -> Vec<Pending> {
    let changes = Pass::NameServers.of(plan, plan.changes());
    changes.into_iter().map(|change| Pending { change, stands: Stands::AsPlanned }).collect()
}

fn keys(changes: &[Change]) -> Vec<SetKey> {
    changes.iter().map(Change::key).collect()
}

/// The order in which providers are written, and why it has stopped.
struct Line<'a> {
    providers: &'a Providers,
    run: &'a dyn Run,
    stopped: Option<String>,
}

impl Line<'_> {
    /// One pass over one provider, unless the line has stopped; `live` is the zone if it was read since it was planned.
    async fn pass(&mut self, pass: Pass, plan: &ZonePlan, live: Option<LiveZone>) -> Left {
        let state = match &plan.state {
            Ok(state) => state,
            Err(failure) => return Left { status: Status::Failed(failure.again()), live },
        };
        let (before, changes) = what_to_write(pass, plan, state, live);
        if changes.is_empty() {
            return Left { status: Status::NothingToDo, live: Some(before.into_owned()) };
        }
        if self.stopped.is_none() && self.run.is_interrupted() {
            self.stopped = Some("the run was interrupted".to_owned());
        }
        if let Some(because) = &self.stopped {
            return Left { status: Status::NotStarted { because: because.clone() }, live: None };
        }
        let left = self.write(pass, plan, &before, &changes).await;
        if !left.status.is_good() {
            let at = &plan.desired.provider;
            self.stopped = Some(format!("the zone did not end confirmed at provider `{at}`"));
        }
        left
    }

    async fn write(&self, pass: Pass, plan: &ZonePlan, before: &LiveZone, changes: &[Change]) -> Left {
        let unread = |status| Left { status, live: None };
        let provider = match crate::providers::named(&plan.desired.provider, self.providers) {
            Ok(provider) => provider,
            Err(failure) => return unread(Status::Failed(failure)),
        };
        let observer = AtProvider { run: self.run, provider: &plan.desired.provider };
        let set = ChangeSet { before, desired: &plan.desired, changes };
        let lag = provider.capabilities().read_lag;
        match provider.apply(&set, &observer).await {
            Err(failure) => unread(Status::Failed(failure)),
            Ok(Outcome::Refused { moved }) => unread(Status::Refused(moved)),
            Ok(Outcome::Applied | Outcome::NothingToDo) => {
                let otherwise = unavailable("the provider took the changes, but does not have them");
                settle(pass, plan, provider, &observer, changes, otherwise, lag).await
            }
            Ok(Outcome::Unasked { note }) => {
                let otherwise = unavailable("the provider took the changes, but does not have them");
                let left = settle(pass, plan, provider, &observer, changes, otherwise, lag).await;
                let status = if left.status.is_good() { Status::Unasked(note) } else { left.status };
                Left { status, ..left }
            }
            Ok(Outcome::Unserved { error }) => {
                let left = settle(pass, plan, provider, &observer, changes, error.again(), lag).await;
                let status = if left.status.is_good() { Status::Unserved(error) } else { left.status };
                Left { status, ..left }
            }
            Ok(Outcome::Partial { error, .. } | Outcome::Unknown { error }) => {
                settle(pass, plan, provider, &observer, changes, error, Duration::ZERO).await
            }
        }
    }
}

/// The changes of a pass, and the zone that they are made against: as planned or, if the zone was read again since,
/// as it stands now.
fn what_to_write<'p>(
    pass: Pass,
    plan: &ZonePlan,
    state: &'p Compared,
    live: Option<LiveZone>,
) -> (Cow<'p, LiveZone>, Vec<Change>) {
    match live {
        None => (Cow::Borrowed(&state.live), pass.of(plan, &state.diff.changes)),
        Some(live) => {
            let changes = pass.of(plan, &diff(&plan.desired, &live).changes);
            (Cow::Owned(live), changes)
        }
    }
}

/// Reads a zone again and compares it with what it shall be, for as long as the provider's reads may lag behind its
/// writes; `otherwise` is what to say if one of the sets that were written differs.
async fn settle(
    pass: Pass,
    plan: &ZonePlan,
    provider: &dyn Provider,
    waits: &dyn Waits,
    written: &[Change],
    otherwise: Failure,
    mut lag: Duration,
) -> Left {
    let written: BTreeSet<SetKey> = written.iter().map(Change::key).collect();
    let mut pause = Duration::from_millis(500);
    loop {
        let live = match read_whole(&plan.desired, provider, waits).await {
            Ok(live) => live,
            Err(failure) => return Left { status: unreadable_again(&failure), live: None },
        };
        let pending = pending(pass, plan, &live);
        if pending.is_empty() {
            return Left { status: Status::Done, live: Some(live) };
        }
        let left: BTreeSet<SetKey> = pending.iter().map(|left| left.change.key()).collect();
        // What was not written here differs because somebody else wrote it, and waiting changes nothing.
        let are_others = left.is_disjoint(&written);
        if are_others || lag.is_zero() {
            let why = if are_others { unavailable(OTHERS) } else { otherwise };
            let done = written.difference(&left).cloned().collect();
            return Left { status: Status::Unconfirmed { done, pending, why }, live: Some(live) };
        }
        pause = pause.min(lag);
        tokio::time::sleep(pause).await;
        lag = lag.saturating_sub(pause);
        pause *= 2;
    }
}

/// Every set of a zone that is not as it shall be after a pass; in the end none may be, whoever wrote it. What a later
/// pass is to change stands as it was planned until then.
fn pending(pass: Pass, plan: &ZonePlan, live: &LiveZone) -> Vec<Pending> {
    let left = diff(&plan.desired, live).changes.into_iter().map(|change| {
        let planned = plan.changes().iter().find(|planned| planned.key() == change.key());
        let found = |change: &Change| change.before().map(|before| before.set.clone());
        let stands = match planned.is_some_and(|planned| found(planned) == found(&change)) {
            true => Stands::AsPlanned,
            false => Stands::Otherwise,
        };
        Pending { change, stands }
    });
    let comes_later = |left: &Pending| {
        pass == Pass::Body && Pass::NameServers.holds(plan, &left.change) && left.stands == Stands::AsPlanned
    };
    left.filter(|left| !comes_later(left)).collect()
}

fn unreadable_again(failure: &Failure) -> Status {
    let why = unavailable(format!("the zone cannot be read again: {failure}"));
    let why = match failure.advice() {
        Some(advice) => why.help(advice),
        None => why,
    };
    Status::Unconfirmed { done: Vec::new(), pending: Vec::new(), why }
}

fn unavailable(what: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Unavailable, what)
}
