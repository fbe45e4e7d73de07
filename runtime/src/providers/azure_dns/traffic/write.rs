//! Writing a profile, guarded by reading it first, and carried to where its outcome is known.
//!
//! There is nothing between the read and the write that Azure could hold the write to, so somebody who edits the same
//! profile in that moment is overwritten; everybody who came before is not.

use serde_json::{Map, Value, json};

use super::super::arm::{Arm, Ask, Trouble};
use super::super::explain::{Deed, Doing};
use super::super::limits::Action;
use super::super::push::moved;
use super::super::read::garbled;
use super::super::refusal::Class;
use super::super::settle::{Certainty, Fate, certainty, located_at};
use super::super::transport::{Lost, Sent};
use super::super::waiting::{self, Patience};
use super::decode::{CARRIED, Seen};
use super::groups::Routed;
use super::place::Profile;
use super::{encode, tags};
use crate::error::{Failure, FailureKind};

/// How often a write is sent again whose outcome was not known.
const RESENDS: usize = 5;

/// Writes the profiles of one zone.
#[derive(Clone, Copy)]
pub(in super::super) struct Profiles<'a> {
    pub(in super::super) arm: &'a Arm,
    pub(in super::super) profile: Profile<'a>,
    pub(in super::super) routed: &'a Routed,
}

/// A write that may be sent.
#[derive(Debug)]
pub(in super::super) struct Ready {
    /// The body of a PUT; none to delete.
    body: Option<Value>,
    /// What stood when it was made ready; none where nothing did.
    before: Option<String>,
}

impl Profiles<'_> {
    /// Looks at what stands and makes the write ready; `Ok(None)` if there is nothing to write.
    ///
    /// # Errors
    /// Gives the fate where nothing may be written.
    pub(in super::super) async fn ready(&self, patience: &dyn Patience) -> Result<Option<Ready>, Fate> {
        let stands = self.read(patience).await.map_err(Fate::NotDone)?;
        let before = stands.as_ref().map(Seen::digest);
        let (is_mine, is_edited) = stands.as_ref().map_or((true, false), |seen| {
            (tags::is_marked(&self.profile, &seen.tags), seen.is_edited(&self.profile))
        });
        match (&stands, &self.routed.known) {
            (Some(_), _) if !is_mine => return Err(Fate::NotDone(self.foreign())),
            (Some(_), Some(known)) if before.as_ref() != Some(known) && !self.is_wanted(stands.as_ref()) => {
                return Err(Fate::Moved);
            }
            // What an earlier push left behind may be replaced, unless somebody has changed it since.
            (Some(_), None) if is_edited => return Err(Fate::NotDone(self.edited())),
            (None, Some(_)) if !self.routed.sets.is_empty() => return Err(Fate::Moved),
            _ => {}
        }
        if self.is_wanted(stands.as_ref()) {
            return Ok(None);
        }
        let body = if self.routed.sets.is_empty() {
            None
        } else {
            Some(self.body(stands.as_ref()).map_err(Fate::NotDone)?)
        };
        Ok(Some(Ready { body, before }))
    }

    /// Sends a write that is ready.
    pub(in super::super) async fn send(
        &self,
        ready: &Ready,
        patience: &dyn Patience,
        to_know: &dyn Patience,
    ) -> Fate {
        let ask = self.ask(ready);
        let doing = self.doing(ready);
        let mut delays = waiting::backoff(RESENDS);
        loop {
            let trouble = match self.arm.exchange(&ask, None, patience).await {
                Ok(answer) if self.says_done(ready, &answer.body) => return Fate::Done(None),
                Ok(_) => Trouble::Lost(Lost {
                    sent: Sent::Perhaps,
                    why: "what answered is not Azure, but a proxy perhaps".to_owned(),
                }),
                Err(trouble) => trouble,
            };
            let delay = match certainty(&trouble) {
                Certainty::NotDone => return Fate::NotDone(self.located(doing.failure(trouble))),
                Certainty::Rejected => None,
                Certainty::None => delays.next(),
            };
            if let Some(delay) = delay {
                // Somebody who wants an end wants to know all the sooner.
                let _ = waiting::pause(delay, patience).await;
            }
            match self.read(to_know).await {
                Err(failure) => return Fate::Unknown(self.unknown(failure)),
                Ok(stands) if self.is_wanted(stands.as_ref()) => return Fate::Done(None),
                Ok(stands) if stands.as_ref().map(Seen::digest) != ready.before => {
                    return match certainty(&trouble) {
                        Certainty::NotDone | Certainty::Rejected => Fate::Moved,
                        // Whoever edits a profile leaves the rest of it, which may be what was just written.
                        Certainty::None => Fate::Half(moved(&self.routed.keys)),
                    };
                }
                Ok(_) if delay.is_none() => return Fate::NotDone(self.located(doing.failure(trouble))),
                Ok(_) => {}
            }
        }
    }

    /// The profile as it stands.
    pub(super) async fn read(&self, patience: &dyn Patience) -> Result<Option<Seen>, Failure> {
        let doing = self.doing_of(Deed::ReadProfiles);
        match self.arm.read(&self.profile.get(), patience).await {
            Ok(answer) => {
                let value: Option<Value> = serde_json::from_slice(&answer.body).ok();
                let seen = value.as_ref().and_then(Seen::of);
                seen.map(Some).ok_or_else(|| garbled(self.profile.zone, "it is no Traffic Manager profile"))
            }
            Err(Trouble::Refused(refusal))
                if refusal.class() == Class::Missing && !refusal.is("ResourceGroupNotFound") =>
            {
                Ok(None)
            }
            Err(trouble) => Err(doing.failure(trouble)),
        }
    }

    /// Whether the profile stands as it shall.
    fn is_wanted(&self, stands: Option<&Seen>) -> bool {
        match stands {
            None => self.routed.sets.is_empty(),
            Some(_) if self.routed.sets.is_empty() => false,
            Some(seen) => {
                tags::is_marked(&self.profile, &seen.tags)
                    && seen.sets(&self.profile).is_ok_and(|sets| sets == self.routed.sets)
                    && !seen.is_edited(&self.profile)
            }
        }
    }

    /// The properties that shall be written.
    pub(super) fn properties(&self) -> Result<Map<String, Value>, Failure> {
        encode::properties(&self.profile.name(), &self.routed.sets).map_err(|why| {
            let (owner, rtype) = (self.profile.owner.undotted(), self.profile.rtype);
            let what = format!("no Traffic Manager profile can hold {owner} {rtype}: {why}");
            let help = "leave the sets out at this provider: `on` names those that shall have them";
            self.located(Failure::new(FailureKind::Data, what).help(help))
        })
    }

    fn body(&self, stands: Option<&Seen>) -> Result<Value, Failure> {
        let mut properties = self.properties()?;
        let digest = encode::digest(&properties);
        let none = Map::new();
        let tags = tags::with_mark(&self.profile, &digest, stands.map_or(&none, |seen| &seen.tags));
        for (name, value) in stands.iter().flat_map(|seen| &seen.properties) {
            if CARRIED.contains(&name.as_str()) && !value.is_null() {
                properties.insert(name.clone(), value.clone());
            }
        }
        Ok(json!({ "location": "global", "tags": tags, "properties": properties }))
    }

    fn ask<'s>(&'s self, ready: &'s Ready) -> Ask<'s> {
        let action = if ready.before.is_some() { Action::Update } else { Action::Create };
        match &ready.body {
            Some(body) => self.profile.put(action, body),
            None => self.profile.delete(),
        }
    }

    /// Whether an answer of success is Azure's: it shows the profile, or says nothing of one that is gone.
    fn says_done(&self, ready: &Ready, body: &[u8]) -> bool {
        let value: Option<Value> = serde_json::from_slice(body).ok();
        match ready.body {
            Some(_) => value
                .as_ref()
                .and_then(Seen::of)
                .is_some_and(|seen| seen.name.eq_ignore_ascii_case(&self.profile.name())),
            None => body.is_empty() || value.is_some_and(|value| value.is_object()),
        }
    }

    fn doing(&self, ready: &Ready) -> Doing<'_> {
        let (owner, rtype) = (self.profile.owner, self.profile.rtype);
        self.doing_of(match ready.body {
            Some(_) => Deed::WriteProfile(owner, rtype),
            None => Deed::DeleteProfile(owner, rtype),
        })
    }

    fn doing_of<'s>(&'s self, deed: Deed<'s>) -> Doing<'s> {
        Doing { group: self.profile.group, zone: self.profile.zone, deed }
    }

    fn located(&self, failure: Failure) -> Failure {
        located_at(self.routed.origins.first(), failure)
    }

    fn words(&self) -> String {
        format!("the Traffic Manager profile of {} {}", self.profile.owner.undotted(), self.profile.rtype)
    }

    fn unknown(&self, failure: Failure) -> Failure {
        let what = format!("whether {} was written is not known: {}", self.words(), failure.what());
        let help = "run it again: it begins with what stands";
        Failure::new(FailureKind::Unavailable, what).help(help).cause(failure)
    }

    /// Somebody else's profile has the name.
    pub(super) fn foreign(&self) -> Failure {
        let (name, group) = (self.profile.name(), &self.profile.group.name);
        let what = format!(
            "the resource group `{group}` holds a Traffic Manager profile `{name}` without tags that say it is Zonal's"
        );
        let help = "have its owner delete it, or leave the routed sets out at this provider with `on`";
        Failure::new(FailureKind::Data, what).help(help)
    }

    /// What an earlier push left behind is no longer what it wrote.
    pub(super) fn edited(&self) -> Failure {
        let what = format!(
            "{}, `{}`, has been edited outside Zonal, and no record set leads to it",
            self.words(),
            self.profile.name()
        );
        Failure::new(FailureKind::Data, what).help("delete it in the Azure portal, then run it again")
    }
}
