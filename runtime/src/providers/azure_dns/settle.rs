//! One guarded write, carried to where its outcome is known.
//!
//! An answer that was lost or that blames the server says nothing of what was done, so the set is read: if it is as
//! wanted the write is done, if its etag is the old one the write is sent again with the same guard, and if it is
//! anything else then somebody else was there.

use reqwest::Method;
use serde_json::Value;

use super::arm::{Arm, Ask, Guard, Trouble};
use super::explain::{Deed, Doing};
use super::limits::{Action, Permit};
use super::order::Operation;
use super::place::{self, Group};
use super::read;
use super::records::encode;
use super::refusal::Class;
use super::stamp;
use super::transport::{Answer, Lost, Sent};
use super::waiting::{self, Patience};
use super::wanted::{is_as, wanted};
use crate::error::{Failure, FailureKind};
use crate::provider::{LiveZone, Version};
use crate::record::{Origin, RecordSet};

/// How often a write is sent again whose outcome was not known.
const RESENDS: usize = 5;

/// What became of a write.
#[derive(Debug)]
pub(super) enum Fate {
    /// What was written stands as wanted; the version is that of a set that is there.
    Done(Option<Version>),
    /// The set stands otherwise than it was read: somebody else wrote it.
    Moved,
    /// It was not done.
    NotDone(Failure),
    /// Of several writes that belong together the first were done.
    Half(Failure),
    /// It cannot be told.
    Unknown(Failure),
}

/// What becomes of a set's metadata.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Metadata<'a> {
    /// It stays.
    Kept,
    /// It becomes this.
    Becomes(Option<&'a Value>),
}

/// How a set stands, seen from a write of it.
enum Stands {
    AsWanted(Option<Version>),
    AsBefore,
    Otherwise,
}

/// Writes the sets of one zone.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) arm: &'a Arm,
    pub(super) group: &'a Group,
    pub(super) zone: &'a LiveZone,
    /// The version of the interface that the zone was read by.
    pub(super) version: place::Version,
}

impl Writer<'_> {
    /// Carries one write out, in its reserved place if it has one. The first patience is for what may be left
    /// undone, the second for finding out what was done.
    pub(super) async fn carry_out(
        &self,
        operation: &Operation<'_>,
        metadata: Metadata<'_>,
        reserved: Option<Permit>,
        patience: &dyn Patience,
        to_know: &dyn Patience,
    ) -> Fate {
        let wanted = wanted(operation, self.zone);
        let body = match self.body(operation, metadata, wanted.as_deref()) {
            Ok(body) => body,
            Err(failure) => return Fate::NotDone(failure),
        };
        let ask = self.ask(operation, body.as_ref());
        let doing = self.doing(operation);
        let mut delays = waiting::backoff(RESENDS);
        let mut reserved = reserved;
        loop {
            let trouble = match self.arm.exchange(&ask, reserved.take(), patience).await {
                Ok(answer) => match self.done(&answer, wanted.as_deref()) {
                    Some(done) => return done,
                    None => Trouble::Lost(Lost {
                        sent: Sent::Perhaps,
                        why: "what answered is not Azure, but a proxy perhaps".to_owned(),
                    }),
                },
                Err(trouble) => trouble,
            };
            // A guard's rejection is looked into at once; a server in trouble gets some time first.
            let delay = match certainty(&trouble) {
                Certainty::NotDone => return Fate::NotDone(located(operation, doing.failure(trouble))),
                Certainty::Rejected => None,
                Certainty::None => delays.next(),
            };
            if let Some(delay) = delay {
                // Somebody who wants an end wants to know all the sooner.
                let _ = waiting::pause(delay, patience).await;
            }
            match self.look(operation, metadata, wanted.as_deref(), to_know).await {
                Err(failure) => return Fate::Unknown(failure),
                Ok(Stands::AsWanted(version)) => return Fate::Done(version),
                Ok(Stands::Otherwise) => return Fate::Moved,
                Ok(Stands::AsBefore) if delay.is_none() => {
                    return Fate::NotDone(located(operation, doing.failure(trouble)));
                }
                Ok(Stands::AsBefore) => {}
            }
        }
    }

    /// What an answer of success says, if it is Azure's: it shows the set with its new etag, or nothing of one that is
    /// gone. Whether Azure took the data as it was meant shows when the zone is read again.
    fn done(&self, answer: &Answer, wanted: Option<&RecordSet>) -> Option<Fate> {
        let Some(wanted) = wanted else { return answer.body.is_empty().then_some(Fate::Done(None)) };
        let live = read::one(&self.zone.name, &answer.body).ok()?;
        let is_it = live.set.key() == wanted.key() && !stamp::etag(&live.version).is_empty();
        is_it.then_some(Fate::Done(Some(live.version)))
    }

    /// The zone's action that an operation counts as.
    pub(super) const fn action(operation: &Operation<'_>) -> Action {
        match operation {
            Operation::Create { .. } => Action::Create,
            Operation::Update { .. } => Action::Update,
            Operation::Delete { .. } => Action::Delete,
        }
    }

    fn body(
        &self,
        operation: &Operation<'_>,
        metadata: Metadata<'_>,
        wanted: Option<&RecordSet>,
    ) -> Result<Option<Value>, Failure> {
        let Some(wanted) = wanted else { return Ok(None) };
        let metadata = match metadata {
            Metadata::Kept => operation.before().and_then(|before| stamp::metadata(&before.version)),
            Metadata::Becomes(metadata) => metadata.cloned(),
        };
        let body = encode::body(wanted, metadata).ok_or_else(|| {
            let (owner, rtype) = (wanted.owner.undotted(), wanted.rtype);
            let what = format!("Azure DNS has no words for {owner} {rtype} as the source has it");
            let help = "leave the set out at this provider: `on` names those that shall have it";
            located(operation, Failure::new(FailureKind::Data, what).help(help))
        })?;
        Ok(Some(body))
    }

    fn ask<'s>(&'s self, operation: &Operation<'s>, body: Option<&'s Value>) -> Ask<'s> {
        let set = operation.set();
        let method = if body.is_some() { Method::PUT } else { Method::DELETE };
        let guard = match operation.before() {
            None => Guard::Absent,
            Some(before) => Guard::Etag(stamp::etag(&before.version)),
        };
        let version = place::Version::for_type(set.rtype);
        let get = self.group.set(&self.zone.name, &set.owner, set.rtype, version);
        Ask { action: Self::action(operation), method, guard: Some(guard), body, ..get }
    }

    fn doing<'s>(&'s self, operation: &Operation<'s>) -> Doing<'s> {
        let set = operation.set();
        let deed = match operation {
            Operation::Create { .. } | Operation::Update { .. } => Deed::WriteSet(&set.owner, set.rtype),
            Operation::Delete { .. } => Deed::DeleteSet(&set.owner, set.rtype),
        };
        Doing { group: self.group, zone: &self.zone.name, deed }
    }

    /// Reads the set and compares it.
    async fn look(
        &self,
        operation: &Operation<'_>,
        metadata: Metadata<'_>,
        wanted: Option<&RecordSet>,
        patience: &dyn Patience,
    ) -> Result<Stands, Failure> {
        let set = operation.set();
        let get = self.group.set(&self.zone.name, &set.owner, set.rtype, self.version);
        let stands = match self.arm.read(&get, patience).await {
            Ok(answer) => Some(read::one(&self.zone.name, &answer.body)?),
            Err(Trouble::Refused(refusal)) if refusal.class() == Class::Missing => None,
            Err(trouble) => {
                let doing = Doing { deed: Deed::ReadSets, ..self.doing(operation) };
                let failure = doing.failure(trouble);
                let (owner, rtype) = (set.owner.undotted(), set.rtype);
                let what = format!("whether {owner} {rtype} was written is not known: {}", failure.what());
                let help = "run it again: it begins with what stands";
                return Err(Failure::new(FailureKind::Unavailable, what).help(help).cause(failure));
            }
        };
        Ok(match (stands, wanted, operation.before()) {
            (None, None, _) => Stands::AsWanted(None),
            (Some(stands), Some(wanted), _)
                if is_as(&stands.set, wanted) && metadata.is_that_of(&stands.version) =>
            {
                Stands::AsWanted(Some(stands.version))
            }
            (None, _, None) => Stands::AsBefore,
            (Some(stands), _, Some(before))
                if stamp::etag(&stands.version) == stamp::etag(&before.version) =>
            {
                Stands::AsBefore
            }
            (None | Some(_), _, _) => Stands::Otherwise,
        })
    }
}

impl Metadata<'_> {
    fn is_that_of(self, version: &Version) -> bool {
        match self {
            Self::Kept => true,
            Self::Becomes(metadata) => stamp::metadata(version).as_ref() == metadata,
        }
    }
}

/// What trouble with a write says of whether it was done.
pub(super) enum Certainty {
    /// It was not.
    NotDone,
    /// It was not, since the set was not as the guard wanted it; it may be as wanted already.
    Rejected,
    /// Nothing.
    None,
}

pub(super) fn certainty(trouble: &Trouble) -> Certainty {
    match trouble {
        Trouble::Halted(_) | Trouble::Lost(Lost { sent: Sent::No, .. }) => Certainty::NotDone,
        Trouble::Lost(Lost { sent: Sent::Perhaps, .. }) => Certainty::None,
        Trouble::Refused(refusal) => match refusal.class() {
            Class::Broken => Certainty::None,
            Class::Precondition | Class::Conflict => Certainty::Rejected,
            // A set that is not there need not be deleted; that a zone is missing shows when it is read.
            Class::Missing if refusal.is("NotFound") => Certainty::Rejected,
            Class::Missing | Class::Throttled | Class::Busy | Class::Unauthorized | Class::Refused => {
                Certainty::NotDone
            }
        },
    }
}

/// A refusal of data, at the statement that the data is from.
fn located(operation: &Operation<'_>, failure: Failure) -> Failure {
    located_at(operation.origin(), failure)
}

/// A refusal of data, at a statement.
pub(super) fn located_at(origin: Option<&Origin>, failure: Failure) -> Failure {
    let Some(origin) = origin.filter(|_| failure.kind() == FailureKind::Data) else {
        return failure;
    };
    let place = &origin.place;
    let path = std::path::Path::new(&*place.path);
    let located = Failure::data_at(path, place.line, place.column, failure.what());
    match failure.advice() {
        Some(help) => located.help(help),
        None => located,
    }
}
