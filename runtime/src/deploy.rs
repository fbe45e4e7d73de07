//! Carries out an approved plan: zone by zone, provider after provider, each confirmed before the next begins.
//!
//! What a provider says of its write is not believed: the zone is read again and compared with what it shall
//! be. Where a provider does not end confirmed, the line stops: the zone's later providers are not touched, so
//! that one mistake never reaches all of them. Running it again goes on where it stopped, since every plan
//! begins with what is live.
//!
//! The NS set at the apex changes last of all, at every provider: it sends resolvers to servers, which must have the
//! whole zone by then.

mod push;
mod run;

use std::fmt;

use zonal_compiler::dns::name::Name;

pub use self::run::{Journaled, Run, Unwatched};
use crate::diff::Change;
use crate::error::Failure;
use crate::plan::guards::Approved;
use crate::plan::{Counts, Providers, ZonePlan};
use crate::provider::Moved;
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
    /// So it was too, but whether the provider's servers answer so could not be asked, for this reason.
    Unasked(String),
    /// It was as it shall be before.
    NothingToDo,
    /// Nothing was written: the zone has changed since the plan was made.
    Refused(Moved),
    /// Nothing was written: something went wrong before.
    Failed(Failure),
    /// It was written at least in part, and is not as it shall be, or that cannot be told.
    Unconfirmed {
        /// The sets that were written and are as they shall be.
        done: Vec<SetKey>,
        /// The sets that are not yet as they shall be; empty where that cannot be told.
        pending: Vec<Pending>,
        /// What went wrong.
        why: Failure,
    },
    /// It was written and stands as it shall, but the provider's servers may not answer so yet.
    Unserved(Failure),
    /// It was not touched, since the line stopped before it.
    NotStarted {
        /// Where it stopped.
        because: String,
    },
}

/// A set that is not as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What is left to do.
    pub change: Change,
    /// How the set stands.
    pub stands: Stands,
}

/// How a set stands that is not as it shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// As the plan found it.
    AsPlanned,
    /// Otherwise: in between, or as somebody else made it.
    Otherwise,
}

/// How a whole deploy ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Every zone is as it shall be at every provider.
    Complete,
    /// Nothing was written, since somebody else has changed a zone since it was planned.
    Refused,
    /// Nothing was written, since something went wrong before.
    Failed,
    /// A part was written.
    Partial,
    /// What was sent may all stand, but a provider does not confirm it, or does not serve it yet.
    Unconfirmed,
}

impl Report {
    /// How it ended as a whole.
    #[must_use]
    pub fn end(&self) -> End {
        let any = |is: fn(&Status) -> bool| self.zones.iter().any(|zone| is(&zone.status));
        if self.is_complete() {
            End::Complete
        } else if any(|status| matches!(status, Status::Unconfirmed { pending, .. } if !pending.is_empty())) {
            End::Partial
        } else if any(|status| matches!(status, Status::Unconfirmed { .. } | Status::Unserved(_))) {
            End::Unconfirmed
        } else if any(|status| matches!(status, Status::Done | Status::Unasked(_))) {
            End::Partial
        } else if any(|status| matches!(status, Status::Refused(_))) {
            End::Refused
        } else {
            End::Failed
        }
    }

    /// Whether anything was written, or may have been.
    #[must_use]
    pub fn has_written(&self) -> bool {
        let wrote = |status: &Status| {
            matches!(
                status,
                Status::Done | Status::Unasked(_) | Status::Unconfirmed { .. } | Status::Unserved(_)
            )
        };
        self.zones.iter().any(|zone| wrote(&zone.status))
    }

    /// Whether every zone is as it shall be at every provider.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.zones.iter().all(|zone| zone.status.is_good())
    }
}

impl Status {
    /// What to do about it, if something is known to help.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Failed(failure) | Self::Unserved(failure) => failure.advice(),
            Self::Unconfirmed { why, .. } => why.advice(),
            Self::Done
            | Self::Unasked(_)
            | Self::NothingToDo
            | Self::Refused(_)
            | Self::NotStarted { .. } => None,
        }
    }

    /// Whether the zone is as it shall be.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Done | Self::Unasked(_) | Self::NothingToDo)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::Unasked(note) => write!(f, "done; {note}"),
            Self::NothingToDo => f.write_str("nothing to do"),
            Self::Refused(moved) => write!(f, "refused, nothing written: {}", moved.what),
            Self::Failed(failure) => write!(f, "failed, nothing written: {failure}"),
            Self::Unconfirmed { pending, why, .. } if pending.is_empty() => write!(f, "not confirmed: {why}"),
            Self::Unconfirmed { pending, why, .. } => {
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
pub async fn deploy(approved: &Approved, providers: &Providers, run: &dyn Run) -> Report {
    let plans = &approved.plan().zones;
    let mut zones: Vec<ZoneReport> = Vec::with_capacity(plans.len());
    // The plans of one zone stand together.
    for of_zone in plans.chunk_by(|a, b| a.desired.name == b.desired.name) {
        let statuses = push::zone(of_zone, providers, run).await;
        zones.extend(of_zone.iter().zip(statuses).map(|(plan, status)| report(plan, status, run)));
    }
    Report { zones }
}

fn report(plan: &ZonePlan, status: Status, run: &dyn Run) -> ZoneReport {
    let (zone, provider) = (plan.desired.name.clone(), plan.desired.provider.clone());
    // What cannot be written down at the end is known all the same: it is told to whoever ran the deploy.
    let _ = run.ended(&zone, &provider, &status);
    ZoneReport { zone, provider, counts: plan.counts(), status }
}
