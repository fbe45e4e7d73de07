//! Writing a change set: batch after batch, each guarded, journalled, and settled before the next.

use std::time::Duration;

use super::client::Account;
use super::errors::{Asked, CallError};
use super::pace::backoff;
use super::room::{self, Room};
use super::routing::HealthIds;
use super::settle::{self, Standing};
use super::wait::{pause, until_served};
use super::{elements, health, refusal};
use crate::desired::HealthCheck;
use crate::diff::Change;
use crate::error::{Failure, FailureKind};
use crate::provider::{ChangeSet, Moved, Observer, Outcome, Progress, Request, Settled};
use crate::record::SetKey;

/// How often a throttled request, or one to a busy zone, is sent: about two minutes.
const TRIES: u32 = 12;
/// How often a request of unknown fate is sent again after it was found undone, and read about if that fails.
const UNKNOWN_TRIES: u32 = 5;

/// Carries out a change set.
pub(super) async fn apply(
    account: &Account,
    set: &ChangeSet<'_>,
    room: Option<Room>,
    observer: &dyn Observer,
) -> Result<Outcome, Failure> {
    if set.changes.is_empty() {
        return Ok(Outcome::NothingToDo);
    }
    let batches = room::batches(set.changes, &set.before.id, room)?;
    let mut push = Push {
        account,
        set,
        observer,
        healths: HealthIds::new(),
        number: 0,
        done: Vec::new(),
        ids: Vec::new(),
        lost: 0,
    };
    push.make_healths().await?;
    for batch in &batches {
        if let Err(stop) = push.write(batch).await {
            return push.stopped(stop);
        }
    }
    Ok(match until_served(account, &push.ids, observer).await {
        Ok(()) => match push.lost {
            0 => Outcome::Applied,
            lost => Outcome::Unasked { note: unasked(lost, batches.len()) },
        },
        Err(error) => Outcome::Unserved { error },
    })
}

/// A push under way.
struct Push<'a> {
    account: &'a Account,
    set: &'a ChangeSet<'a>,
    observer: &'a dyn Observer,
    healths: HealthIds,
    /// The number of requests so far.
    number: u32,
    /// The indices of the changes that are written.
    done: Vec<usize>,
    /// The identifiers of the changes, by which is asked whether they are served.
    ids: Vec<String>,
    /// How many batches have none, since their answer was lost and reading showed that they were done.
    lost: usize,
}

/// Why a push does not go on.
enum Stop {
    /// The zone is not as it was read; of the last batch nothing was written.
    Moved(Moved),
    /// Of the last batch nothing was written.
    Failed(Failure),
    /// It is not known what was written of the last batch.
    Unknown(Failure),
}

/// What to do after a request did not succeed.
enum Next {
    /// It was done all the same.
    Done,
    /// Wait and send it again.
    Again(Duration),
    Stop(Settled, Stop),
}

impl Push<'_> {
    /// Makes the health checks that the changes name and that are not there.
    async fn make_healths(&mut self) -> Result<(), Failure> {
        let needed = health::needed(self.set.changes);
        self.healths = health::known(self.account, &self.set.before.name, &needed).await?;
        for check in health::missing(&needed, &self.healths, &self.set.desired.healths)? {
            self.make_health(check).await?;
        }
        Ok(())
    }

    async fn make_health(&mut self, check: &HealthCheck) -> Result<(), Failure> {
        if self.observer.is_interrupted() {
            return Err(interrupted());
        }
        self.number += 1;
        let request = Request { zone: &self.set.before.name, number: self.number, sets: &[] };
        self.observer.sending(&request)?;
        let made = health::create(self.account, &self.set.before.name, check).await;
        let fate = match &made {
            Ok(_) => Settled::Done,
            Err(CallError::Unknown(_)) => Settled::Unknown,
            Err(_) => Settled::NotDone,
        };
        self.observer.settled(&request, fate)?;
        self.healths.insert(check.mark.clone(), made.map_err(CallError::into_failure)?);
        Ok(())
    }

    /// Writes a batch and settles it.
    async fn write(&mut self, indices: &[usize]) -> Result<(), Stop> {
        if self.observer.is_interrupted() {
            return Err(Stop::Failed(interrupted()));
        }
        let changes: Vec<&Change> = indices.iter().filter_map(|at| self.set.changes.get(*at)).collect();
        let keys: Vec<SetKey> = changes.iter().map(|change| change.key()).collect();
        let batch = elements::batch(&changes, &self.set.before.id, &self.healths).map_err(Stop::Failed)?;
        self.number += 1;
        let request = Request { zone: &self.set.before.name, number: self.number, sets: &keys };
        self.observer.sending(&request).map_err(Stop::Failed)?;
        let to = format!("write the zone {}", self.set.before.name.undotted());
        let asked = Asked { action: "ChangeResourceRecordSets", to: &to };
        let mut tries = 0;
        let id = loop {
            self.progress(changes.len(), None);
            let error = match self.account.change(asked, &self.set.before.id, &batch).await {
                Ok(id) => {
                    self.account.pace().went_well();
                    break id;
                }
                Err(error) => error,
            };
            match self.next(error, &changes, tries).await {
                Next::Done => break None,
                Next::Stop(fate, stop) => {
                    self.observer.settled(&request, fate).map_err(Stop::Failed)?;
                    return Err(stop);
                }
                Next::Again(wait) => {
                    tries += 1;
                    self.progress(changes.len(), Some(wait));
                    if !pause(wait, self.observer).await {
                        self.observer.settled(&request, Settled::NotDone).map_err(Stop::Failed)?;
                        return Err(Stop::Failed(interrupted()));
                    }
                }
            }
        };
        self.done.extend_from_slice(indices);
        self.lost += usize::from(id.is_none());
        self.ids.extend(id);
        self.observer.settled(&request, Settled::Done).map_err(Stop::Failed)?;
        self.progress(0, None);
        Ok(())
    }

    /// What to do after an error.
    async fn next(&self, error: CallError, changes: &[&Change], tries: u32) -> Next {
        match error {
            CallError::Later(_) if tries < TRIES => {
                self.account.pace().throttled();
                Next::Again(backoff(tries))
            }
            CallError::Later(failure)
            | CallError::Expired(failure)
            | CallError::Unsigned(failure, _)
            | CallError::Refused(failure) => Next::Stop(Settled::NotDone, Stop::Failed(failure)),
            CallError::Invalid(messages) => match self.look(changes).await {
                // A lost answer, or somebody else's equal wish: what was asked for stands.
                Ok(Standing::New) => Next::Done,
                Ok(Standing::Moved { some_new: true, .. }) if tries > 0 => edited_since(),
                Ok(Standing::Moved { sets, .. }) => Next::Stop(Settled::NotDone, Stop::Moved(moved(sets))),
                Ok(Standing::Old) | Err(_) => {
                    Next::Stop(Settled::NotDone, Stop::Failed(refusal::failure(&messages, changes)))
                }
            },
            CallError::Unknown(failure) => match self.look(changes).await {
                Ok(Standing::New) => Next::Done,
                Ok(Standing::Old) if tries < UNKNOWN_TRIES => Next::Again(backoff(tries)),
                Ok(Standing::Old) => Next::Stop(Settled::NotDone, Stop::Failed(failure)),
                Ok(Standing::Moved { sets, some_new: false }) => {
                    Next::Stop(Settled::NotDone, Stop::Moved(moved(sets)))
                }
                Ok(Standing::Moved { .. }) => edited_since(),
                Err(_) => Next::Stop(Settled::Unknown, Stop::Unknown(failure)),
            },
        }
    }

    /// Reads how the sets of a batch stand, several times if that fails.
    async fn look(&self, changes: &[&Change]) -> Result<Standing, Failure> {
        let (mut tries, mut was_mixed) = (0, false);
        loop {
            match settle::look(self.account, self.set.before, changes, &self.healths).await {
                Err(_) if tries < UNKNOWN_TRIES && pause(backoff(tries), self.observer).await => tries += 1,
                // It takes several requests, and the batch may have been applied in their midst.
                Ok(Standing::Moved { some_new: true, .. })
                    if !was_mixed && pause(backoff(0), self.observer).await =>
                {
                    was_mixed = true;
                }
                other => return other,
            }
        }
    }

    fn progress(&self, in_flight: usize, waiting: Option<Duration>) {
        let progress = Progress { done: self.done.len(), in_flight, of: self.set.changes.len(), waiting };
        self.observer.progress(&self.set.before.name, progress);
    }

    /// The outcome of a push that stopped.
    fn stopped(self, stop: Stop) -> Result<Outcome, Failure> {
        let is_first = self.done.is_empty();
        match stop {
            Stop::Unknown(error) => Ok(Outcome::Unknown { error }),
            Stop::Moved(moved) if is_first => Ok(Outcome::Refused { moved }),
            Stop::Failed(failure) if is_first => Err(failure),
            Stop::Moved(moved) => {
                let error = Failure::new(FailureKind::Unavailable, moved.what);
                Ok(self.partial(error.help("run it again: a new plan shows how the sets stand")))
            }
            Stop::Failed(error) => Ok(self.partial(error)),
        }
    }

    fn partial(self, error: Failure) -> Outcome {
        let mut is_done = vec![false; self.set.changes.len()];
        for at in &self.done {
            if let Some(done) = is_done.get_mut(*at) {
                *done = true;
            }
        }
        let of = |wanted: bool| {
            let of_kind = self.set.changes.iter().zip(&is_done).filter(move |(_, done)| **done == wanted);
            of_kind.map(|(change, _)| change.key()).collect()
        };
        Outcome::Partial { done: of(true), pending: of(false), error }
    }
}

/// What to say where the answers to some requests were lost. That the changes of a zone are served in their order is
/// documented nowhere, so a later one does not speak for them.
fn unasked(lost: usize, of: usize) -> String {
    let what =
        if of == 1 { "the answer".to_owned() } else { format!("the answers to {lost} of {of} requests") };
    let was = if of == 1 { "was" } else { "were" };
    format!(
        "{what} of Route 53 {was} lost, and with it the identifier by which to ask whether every name server has the changes: \
         they are accepted, and served within a minute as a rule"
    )
}

fn moved(sets: Vec<SetKey>) -> Moved {
    let shown: Vec<String> = sets.iter().take(3).map(ToString::to_string).collect();
    let more = sets.len().saturating_sub(shown.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Moved {
        what: format!("somebody else has changed {}{more} since the zone was read", shown.join(", ")),
        sets,
    }
}

/// The end of a request that may have been done before somebody else changed its sets.
fn edited_since() -> Next {
    let what = "the answer to a request was lost, and somebody else has changed its record sets since";
    let failure = Failure::new(FailureKind::Unavailable, what);
    let failure = failure.help("run it again: a new plan shows how they stand");
    Next::Stop(Settled::Unknown, Stop::Unknown(failure))
}

fn interrupted() -> Failure {
    Failure::new(FailureKind::Unavailable, "interrupted before everything was written")
        .help("run it again: it goes on where it stopped")
}
