//! Carrying out a change set: stage after stage, up to eight writes at once, to the first failure.
//!
//! After a failure, or when somebody wants an end, nothing more is begun; what is under way is finished and settled.
//! Every write is in the journal before it is sent.

mod put_back;
mod routed;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::limits::{Action, Permit};
use super::order::{Bond, Operation, Unit, stages};
use super::settle::{Fate, Metadata, Writer};
use super::traffic::Lowered;
use super::waiting::Patience;
use crate::diff::Change;
use crate::error::{Failure, FailureKind};
use crate::provider::{Moved, Observer, Outcome, Progress, Request, Settled};
use crate::record::SetKey;

/// Writes under way at once. A write takes up to a second, and 200 a minute are allowed.
const AT_ONCE: usize = 8;

/// A push while it runs.
pub(super) struct Push<'a> {
    writer: Writer<'a>,
    lowered: &'a Lowered<'a>,
    observer: &'a dyn Observer,
    number: AtomicU32,
    of: usize,
    done: AtomicUsize,
    in_flight: AtomicUsize,
    is_stopped: AtomicBool,
}

/// Whose wait it is: the push tells of it, and ends it if somebody wants an end and it may be left undone.
struct Waiting<'a> {
    push: &'a Push<'a>,
    bond: Bond,
}

/// Sets of the plan and what became of their write: one, or those that are routed together.
struct Written {
    keys: Vec<SetKey>,
    fate: Fate,
}

/// A line of the journal: the sets that a request may write, those that the plan changes first.
struct Line<'k> {
    sets: &'k [SetKey],
    /// How many of them the plan changes; none if they are put back.
    planned: usize,
}

impl<'a> Push<'a> {
    /// A push of a plan's changes, which Azure takes as `lowered` has them.
    pub(super) fn new(
        writer: Writer<'a>,
        lowered: &'a Lowered<'a>,
        observer: &'a dyn Observer,
        changes: &[Change],
    ) -> Self {
        Self {
            writer,
            lowered,
            observer,
            number: AtomicU32::new(0),
            of: changes.len(),
            done: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Writes the changes.
    pub(super) async fn run(&self, changes: &[Change]) -> Result<Outcome, Failure> {
        let mut written = Vec::with_capacity(changes.len());
        for units in stages(&self.lowered.changes, self.writer.zone) {
            let mut waiting: VecDeque<Unit<'_>> = units.into();
            let mut under_way = FuturesUnordered::new();
            loop {
                while under_way.len() < AT_ONCE && !self.shall_stop() {
                    let Some(unit) = waiting.pop_front() else { break };
                    under_way.push(self.unit(unit));
                }
                match under_way.next().await {
                    Some(mut of_unit) => written.append(&mut of_unit),
                    None => break,
                }
            }
            if self.shall_stop() {
                break;
            }
        }
        outcome(written, changes)
    }

    fn shall_stop(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed) || self.observer.is_interrupted()
    }

    /// Carries out the operations of one name as far as it goes.
    async fn unit(&self, unit: Unit<'_>) -> Vec<Written> {
        let mut written = Vec::with_capacity(unit.operations.len());
        let mut reserved = match self.reserve(&unit).await {
            Ok(reserved) => reserved,
            Err(failure) => {
                self.is_stopped.store(true, Ordering::Relaxed);
                let first = unit.operations.first().map(Operation::key);
                written.extend(first.map(|key| Written::one(key, Fate::NotDone(failure))));
                return written;
            }
        };
        for (index, operation) in unit.operations.iter().enumerate() {
            let bond = if index == 0 { Bond::Loose } else { unit.bond };
            if bond == Bond::Loose && self.shall_stop() {
                break;
            }
            let reserved = reserved.pop_front();
            let of_one = match self.lowered.routed(operation.set()) {
                Some(routed) => self.routed(routed, reserved, bond).await,
                None => self.plain(operation, reserved, bond).await,
            };
            let is_done = matches!(of_one.fate, Fate::Done(_));
            written.push(of_one);
            if !is_done {
                self.is_stopped.store(true, Ordering::Relaxed);
                return match unit.bond {
                    Bond::Loose => written,
                    Bond::Whole => {
                        self.put_back(unit.operations.get(..=index).unwrap_or_default(), written).await
                    }
                };
            }
        }
        written
    }

    /// Places for all that a unit does, where it must not wait in its midst: a name without records for a minute
    /// is an outage.
    async fn reserve(&self, unit: &Unit<'_>) -> Result<VecDeque<Permit>, Failure> {
        if unit.bond == Bond::Loose {
            return Ok(VecDeque::new());
        }
        let actions: Vec<Action> = unit.operations.iter().map(Writer::action).collect();
        let patience = Waiting { push: self, bond: Bond::Loose };
        self.writer.arm.reserve(&self.writer.zone.name, &actions, &patience).await
    }

    /// One write of a set that is not routed.
    async fn plain(&self, operation: &Operation<'_>, reserved: Option<Permit>, bond: Bond) -> Written {
        let sets = [operation.key()];
        let patience = Waiting { push: self, bond };
        let to_know = Waiting { push: self, bond: Bond::Whole };
        let write = self.writer.carry_out(operation, Metadata::Kept, reserved, &patience, &to_know);
        let fate = self.request(&Line { sets: &sets, planned: 1 }, write).await;
        Written::one(operation.key(), fate)
    }

    /// A request, in the journal before it is sent and when its fate is known.
    async fn request(&self, line: &Line<'_>, write: impl Future<Output = Fate>) -> Fate {
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        let request = Request { zone: &self.writer.zone.name, number, sets: line.sets };
        if let Err(failure) = self.observer.sending(&request) {
            return Fate::NotDone(failure);
        }
        self.in_flight.fetch_add(line.planned, Ordering::Relaxed);
        self.tell(None);
        let fate = write.await;
        self.in_flight.fetch_sub(line.planned, Ordering::Relaxed);
        let settled = match &fate {
            Fate::Done(_) => {
                self.done.fetch_add(line.planned, Ordering::Relaxed);
                if line.planned == 0 { Settled::Undone } else { Settled::Done }
            }
            Fate::Moved | Fate::NotDone(_) => Settled::NotDone,
            Fate::Half(_) | Fate::Unknown(_) => Settled::Unknown,
        };
        self.tell(None);
        match (self.observer.settled(&request, settled), fate) {
            // The write stands, but without a journal nothing more may be sent.
            (Err(failure), Fate::Done(_)) => Fate::Unknown(failure),
            (_, fate) => fate,
        }
    }

    fn tell(&self, waiting: Option<Duration>) {
        let (done, in_flight) = (self.done.load(Ordering::Relaxed), self.in_flight.load(Ordering::Relaxed));
        self.observer.progress(&self.writer.zone.name, Progress { done, in_flight, of: self.of, waiting });
    }
}

impl Written {
    fn one(key: SetKey, fate: Fate) -> Self {
        Self { keys: vec![key], fate }
    }
}

impl Patience for Waiting<'_> {
    fn waits(&self, time: Option<Duration>) {
        self.push.tell(time);
    }

    fn is_over(&self) -> bool {
        match self.bond {
            Bond::Loose => self.push.observer.is_interrupted(),
            Bond::Whole => false,
        }
    }
}

/// What became of the whole.
fn outcome(written: Vec<Written>, changes: &[Change]) -> Result<Outcome, Failure> {
    let (mut done, mut moved) = (Vec::new(), Vec::new());
    let (mut failed, mut unknown) = (None, None);
    let mut is_half_done = false;
    for Written { mut keys, fate } in written {
        match fate {
            Fate::Done(_) => done.append(&mut keys),
            Fate::Moved => moved.append(&mut keys),
            Fate::NotDone(failure) => failed = failed.or(Some(failure)),
            Fate::Half(failure) => {
                is_half_done = true;
                failed = failed.or(Some(failure));
            }
            Fate::Unknown(failure) => unknown = unknown.or(Some(failure)),
        }
    }
    if let Some(error) = unknown {
        return Ok(Outcome::Unknown { error });
    }
    if done.len() == changes.len() {
        return Ok(Outcome::Applied);
    }
    done.sort();
    moved.sort();
    let what = (!moved.is_empty()).then(|| moved_words(&moved));
    if done.is_empty() && !is_half_done {
        return match (failed, what) {
            (Some(failure), _) => Err(failure),
            (None, Some(what)) => Ok(Outcome::Refused { moved: Moved { what, sets: moved } }),
            (None, None) => Err(interrupted()),
        };
    }
    let pending = changes.iter().map(Change::key).filter(|key| done.binary_search(key).is_err()).collect();
    let error = failed.unwrap_or_else(|| match what {
        Some(_) => self::moved(&moved),
        None => interrupted(),
    });
    Ok(Outcome::Partial { done, pending, error })
}

/// The failure of a write that came upon somebody else's.
pub(super) fn moved(sets: &[SetKey]) -> Failure {
    Failure::new(FailureKind::Unavailable, moved_words(sets))
        .help("run `zonal plan` again: it shows what somebody else wrote")
}

fn moved_words(moved: &[SetKey]) -> String {
    let first = moved.first().map(SetKey::to_string).unwrap_or_default();
    match moved.len() {
        0 | 1 => format!("{first} has been changed since it was read"),
        many => format!("{first} and {} more have been changed since they were read", many - 1),
    }
}

fn interrupted() -> Failure {
    Failure::new(FailureKind::Unavailable, "the run was interrupted")
        .help("run it again: it goes on where it stopped")
}
