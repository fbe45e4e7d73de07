//! Carries out an approved plan: zone by zone, provider after provider, each confirmed before the next begins.
//!
//! What a provider says of its write is not believed: the zone is read again and compared with what it shall
//! be. Where a provider does not end confirmed, the line stops: the zone's later providers are not touched, so
//! that one mistake never reaches all of them. Running it again goes on where it stopped, since every plan
//! begins with what is live.

use std::fmt;

use zonal_compiler::dns::name::Name;

use crate::diff::diff;
use crate::error::Failure;
use crate::plan::guards::Approved;
use crate::plan::{Compared, Counts, Providers, ZonePlan, read};
use crate::provider::{ChangeSet, Moved, Observer, Outcome};
use crate::record::SetKey;

/// What a deploy did, in the plan's order.
#[derive(Debug)]
pub struct Report {
    /// One entry for each zone and provider of the plan.
    pub zones: Vec<ZoneReport>,
}

/// What a deploy did to one zone at one provider.
#[derive(Debug)]
pub struct ZoneReport {
    /// The zone.
    pub zone: Name,
    /// The provider.
    pub provider: String,
    /// What was planned.
    pub counts: Counts,
    /// How it stands now.
    pub status: Status,
}

/// How a zone stands at a provider after a deploy.
#[derive(Debug)]
pub enum Status {
    /// It was written, read again, and is as it shall be.
    Done,
    /// It was as it shall be before.
    NothingToDo,
    /// Nothing was written: the zone has changed since the plan was made.
    Refused(Moved),
    /// Nothing was written: something went wrong before.
    Failed(Failure),
    /// It was written at least in part, and is not as it shall be, or that cannot be told.
    Unconfirmed {
        /// The sets that are not yet as they shall be; empty where that cannot be told.
        pending: Vec<SetKey>,
        /// What went wrong.
        why: String,
    },
    /// It was written and stands as it shall, but the provider's servers may not answer so yet.
    Unserved(Failure),
    /// It was not touched, since the line stopped before it.
    NotStarted {
        /// Where it stopped.
        because: String,
    },
}

impl Report {
    /// Whether every zone is as it shall be at every provider.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.zones.iter().all(|zone| zone.status.is_good())
    }
}

impl Status {
    /// Whether the zone is as it shall be.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Done | Self::NothingToDo)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::NothingToDo => f.write_str("nothing to do"),
            Self::Refused(moved) => write!(f, "refused, nothing written: {}", moved.what),
            Self::Failed(failure) => write!(f, "failed, nothing written: {failure}"),
            Self::Unconfirmed { pending, why } if pending.is_empty() => write!(f, "not confirmed: {why}"),
            Self::Unconfirmed { pending, why } => {
                let left = pending.len();
                let sets =
                    if left == 1 { "set is not as it shall be" } else { "sets are not as they shall be" };
                write!(f, "not confirmed, {left} {sets}: {why}")
            }
            Self::Unserved(failure) => write!(f, "written, not yet served: {failure}"),
            Self::NotStarted { because } => write!(f, "not started: {because}"),
        }
    }
}

/// Carries out a plan.
pub async fn deploy(approved: &Approved, providers: &Providers, observer: &dyn Observer) -> Report {
    let plans = &approved.plan().zones;
    let mut zones: Vec<ZoneReport> = Vec::with_capacity(plans.len());
    for plan in plans {
        let interrupted = observer.is_interrupted().then(|| "the run was interrupted".to_owned());
        let status = match (&plan.state, stopped_before(plan, plans, &zones).or(interrupted)) {
            (Err(failure), _) => Status::Failed(failure.again()),
            (Ok(_), Some(because)) => Status::NotStarted { because },
            (Ok(state), None) => push(plan, state, providers, observer).await,
        };
        zones.push(ZoneReport {
            zone: plan.desired.name.clone(),
            provider: plan.desired.provider.clone(),
            counts: plan.counts(),
            status,
        });
    }
    Report { zones }
}

/// Why a zone must not be touched at this provider, if the line has stopped: another of its providers did not
/// end well, or could not be read to begin with.
fn stopped_before(plan: &ZonePlan, plans: &[ZonePlan], reports: &[ZoneReport]) -> Option<String> {
    let zone = &plan.desired.name;
    let unreadable = plans.iter().find(|other| other.desired.name == *zone && other.state.is_err());
    if let Some(other) = unreadable {
        return Some(format!("the zone could not be read at provider `{}`", other.desired.provider));
    }
    let bad = reports.iter().find(|report| report.zone == *zone && !report.status.is_good())?;
    Some(format!("the zone did not end confirmed at provider `{}`", bad.provider))
}

async fn push(plan: &ZonePlan, state: &Compared, providers: &Providers, observer: &dyn Observer) -> Status {
    if state.diff.changes.is_empty() {
        return Status::NothingToDo;
    }
    let provider = match crate::providers::named(&plan.desired.provider, providers) {
        Ok(provider) => provider,
        Err(failure) => return Status::Failed(failure),
    };
    let changes = ChangeSet { before: &state.live, desired: &plan.desired, changes: &state.diff.changes };
    match provider.apply(&changes, observer).await {
        Err(failure) => Status::Failed(failure),
        Ok(Outcome::Refused { moved }) => Status::Refused(moved),
        Ok(Outcome::Applied | Outcome::NothingToDo) => {
            settle(plan, providers, "the provider took the changes, but does not have them").await
        }
        Ok(Outcome::Unserved { error }) => Status::Unserved(error),
        Ok(Outcome::Partial { error, .. } | Outcome::Unknown { error }) => {
            settle(plan, providers, &error.to_string()).await
        }
    }
}

/// Reads a zone again and compares it with what it shall be; `otherwise` is what to say if it differs.
async fn settle(plan: &ZonePlan, providers: &Providers, otherwise: &str) -> Status {
    let live = match read(&plan.desired.name, &plan.desired.provider, providers).await {
        Ok(live) => live,
        Err(failure) => {
            let why = format!("the zone cannot be read again: {failure}");
            return Status::Unconfirmed { pending: Vec::new(), why };
        }
    };
    let left = diff(&plan.desired, &live).changes;
    if left.is_empty() {
        return Status::Done;
    }
    let pending = left.iter().map(crate::diff::Change::key).collect();
    Status::Unconfirmed { pending, why: otherwise.to_owned() }
}
