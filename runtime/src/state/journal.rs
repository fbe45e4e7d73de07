//! The journal of one deploy: a line for every request before it is sent, and one when its fate is known.
//!
//! A line that a power cut tore off is a request that was not sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Goal, store};
use crate::deploy::{Report, Status};
use crate::error::Failure;
use crate::plan::document::{PlanDocument, ZoneDocument};
use crate::provider::{Request, Settled};

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

/// One line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Event {
    /// The deploy, or its resumption, began.
    Began {
        /// When.
        at: Timestamp,
        /// The deploy's identifier.
        id: String,
        /// The deploy that it takes back, if it is a rollback.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        takes_back: Option<String>,
    },
    /// A request is about to be sent.
    Sending {
        /// When.
        at: Timestamp,
        /// The zone.
        zone: String,
        /// The provider.
        provider: String,
        /// The request's number at this provider.
        request: u32,
        /// The sets that it writes.
        sets: Vec<String>,
    },
    /// The fate of a request is known.
    Settled {
        /// The zone.
        zone: String,
        /// The provider.
        provider: String,
        /// The request's number at this provider.
        request: u32,
        /// What became of it.
        fate: Fate,
    },
    /// A zone at a provider ended.
    Ended {
        /// When.
        at: Timestamp,
        /// The zone.
        zone: String,
        /// The provider.
        provider: String,
        /// Whether it is as it shall be.
        good: bool,
        /// How it stands, in words.
        status: String,
    },
    /// The deploy ended by itself.
    Finished {
        /// When.
        at: Timestamp,
        /// Whether everything is as it shall be.
        complete: bool,
    },
    /// A later deploy began from what was live, so that nothing is left to finish.
    Superseded {
        /// When.
        at: Timestamp,
    },
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// What it asked for stands.
    Done,
    /// Nothing of it was done.
    NotDone,
    /// It took an earlier request back: its sets stand as before that.
    Undone,
    /// It cannot be told.
    Unknown,
}

/// How far a deploy came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether it ended complete, or a later one took its place.
    pub is_finished: bool,
    /// The zones at their providers, in the plan's order.
    pub zones: Vec<ZoneStanding>,
}

/// How far a deploy came with one zone at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneStanding {
    /// The zone.
    pub zone: String,
    /// The provider.
    pub provider: String,
    /// How it ended, in words; none if it did not.
    pub ended: Option<String>,
    /// The sets whose requests were settled as done.
    pub done: Vec<String>,
    /// The sets of requests whose fate nobody wrote down.
    pub unknown: Vec<String>,
    /// The number of sets that the plan changes.
    pub planned: usize,
}

impl Journal {
    pub(super) fn create(path: &Path, id: &str, goal: &Goal) -> Result<Self, Failure> {
        let file = File::create_new(path).map_err(|error| Failure::io(path, "write", error))?;
        let journal = Self { path: path.to_owned(), file: Mutex::new(file) };
        let takes_back = match goal {
            Goal::Source => None,
            Goal::Before(id) => Some(id.clone()),
        };
        journal.write(&Event::Began { at: Timestamp::now(), id: id.to_owned(), takes_back })?;
        Ok(journal)
    }

    pub(super) fn append(path: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::io(path, "write", error);
        let mut file = OpenOptions::new().append(true).open(path).map_err(failed)?;
        // The end of a line that was torn off must not swallow the next one.
        let text = store::read_torn(path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(failed)?;
        }
        let id = path.parent().and_then(Path::file_name).map(|id| id.to_string_lossy().into_owned());
        let journal = Self { path: path.to_owned(), file: Mutex::new(file) };
        let id = id.unwrap_or_default();
        journal.write(&Event::Began { at: Timestamp::now(), id, takes_back: None })?;
        Ok(journal)
    }

    /// Notes that a request is about to be sent; it is on disk when this returns.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn sending(&self, provider: &str, request: &Request<'_>) -> Result<(), Failure> {
        self.write(&Event::Sending {
            at: Timestamp::now(),
            zone: request.zone.undotted().to_string(),
            provider: provider.to_owned(),
            request: request.number,
            sets: request.sets.iter().map(ToString::to_string).collect(),
        })
    }

    /// Notes the fate of a request. It reaches the disk with the next event that must: whoever never reads it finds
    /// the fate out again, and so it is not waited for while other requests could be sent.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn settled(&self, provider: &str, request: &Request<'_>, fate: Settled) -> Result<(), Failure> {
        self.append_line(&Event::Settled {
            zone: request.zone.undotted().to_string(),
            provider: provider.to_owned(),
            request: request.number,
            fate: match fate {
                Settled::Done => Fate::Done,
                Settled::NotDone => Fate::NotDone,
                Settled::Undone => Fate::Undone,
                Settled::Unknown => Fate::Unknown,
            },
        })
        .map(drop)
    }

    /// Notes how a zone ended at a provider.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn ended(&self, zone: String, provider: String, status: &Status) -> Result<(), Failure> {
        let at = Timestamp::now();
        self.write(&Event::Ended { at, zone, provider, good: status.is_good(), status: status.to_string() })
    }

    /// Notes that the deploy ended.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn finished(&self, report: &Report) -> Result<(), Failure> {
        self.write(&Event::Finished { at: Timestamp::now(), complete: report.is_complete() })
    }

    /// Notes that a later deploy took this one's place.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn superseded(&self) -> Result<(), Failure> {
        self.write(&Event::Superseded { at: Timestamp::now() })
    }

    /// Writes an event that is on disk, with all before it, when this returns.
    fn write(&self, event: &Event) -> Result<(), Failure> {
        self.append_line(event)?.sync_data().map_err(|error| self.unwritten(error))
    }

    fn append_line(&self, event: &Event) -> Result<MutexGuard<'_, File>, Failure> {
        let line = serde_json::to_string(event).unwrap_or_default() + "\n";
        // Nothing is left half-done under this lock, so a thread that died with it did no harm.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes()).map_err(|error| self.unwritten(error))?;
        Ok(file)
    }

    fn unwritten(&self, error: std::io::Error) -> Failure {
        Failure::io(&self.path, "write the journal", error)
    }
}

/// Reads a journal.
pub(super) fn read(path: &Path) -> Result<Vec<Event>, Failure> {
    let text = store::read_torn(path)?;
    let mut events = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        match serde_json::from_str(line) {
            Ok(event) => events.push(event),
            // A torn line is the last one of a run, and the next run begins a new line.
            Err(_) if is_torn(line, &lines, index) => {}
            Err(error) => {
                let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                let what = format!("this is no line of a journal: {error}");
                return Err(Failure::data_at(path, number, 1, what)
                    .help("`zonal deploy` plans anew from what is live, whatever the journal says"));
            }
        }
    }
    Ok(events)
}

fn is_torn(line: &str, lines: &[&str], index: usize) -> bool {
    let next = lines.get(index + 1);
    let is_a_start = next.is_none_or(|next| next.starts_with("{\"event\":\"began\""));
    is_a_start && !line.ends_with('}') || line.is_empty()
}

/// Whether a deploy ended complete, or a later one took its place.
pub(super) fn is_finished(events: &[Event]) -> bool {
    let told = events.iter().rev().find_map(|event| match event {
        Event::Began { .. } => Some(false),
        Event::Finished { complete, .. } => Some(*complete),
        Event::Superseded { .. } => Some(true),
        Event::Sending { .. } | Event::Settled { .. } | Event::Ended { .. } => None,
    });
    told.unwrap_or(false)
}

/// How far a deploy came, by its plan and journal.
pub(super) fn standing(plan: &PlanDocument, events: &[Event]) -> Standing {
    let mut zones: Vec<ZoneStanding> = plan
        .zones
        .iter()
        .filter(|zone| !zone.changes.is_empty())
        .map(|zone| ZoneStanding {
            zone: zone.zone.clone(),
            provider: zone.provider.clone(),
            ended: None,
            done: Vec::new(),
            unknown: Vec::new(),
            planned: zone.changes.len(),
        })
        .collect();
    let planned = |zone: &ZoneDocument| -> BTreeSet<String> {
        zone.changes.iter().filter_map(|change| Some(change.set()?.key())).collect()
    };
    let planned: BTreeMap<(&str, &str), BTreeSet<String>> =
        plan.zones.iter().map(|zone| ((zone.zone.as_str(), zone.provider.as_str()), planned(zone))).collect();
    let mut open: BTreeMap<(&str, &str, u32), &[String]> = BTreeMap::new();
    for event in events {
        match event {
            Event::Began { .. } | Event::Finished { .. } | Event::Superseded { .. } => {}
            Event::Sending { zone, provider, request, sets, .. } => {
                // A number that comes again is a later run's: the fate of the earlier request stays unknown.
                if let Some(lost) = open.insert((zone, provider, *request), sets) {
                    at(&mut zones, zone, provider, |it| it.unknown.extend_from_slice(lost));
                }
            }
            Event::Settled { zone, provider, request, fate } => {
                let sets = open.remove(&(zone.as_str(), provider.as_str(), *request)).unwrap_or_default();
                let planned = planned.get(&(zone.as_str(), provider.as_str()));
                // A request may touch more than the plan changes, for as long as it takes.
                let is_planned = |set: &&String| planned.is_some_and(|planned| planned.contains(*set));
                at(&mut zones, zone, provider, |it| match fate {
                    Fate::Done => it.done.extend(sets.iter().filter(is_planned).cloned()),
                    Fate::Unknown => it.unknown.extend_from_slice(sets),
                    Fate::NotDone => {}
                    Fate::Undone => it.done.retain(|done| !sets.contains(done)),
                });
            }
            Event::Ended { zone, provider, status, good, .. } => {
                at(&mut zones, zone, provider, |it| {
                    it.ended = Some(status.clone());
                    if *good {
                        it.unknown.clear();
                    }
                });
            }
        }
    }
    for ((zone, provider, _), sets) in open {
        at(&mut zones, zone, provider, |it| it.unknown.extend_from_slice(sets));
    }
    Standing { is_finished: is_finished(events), zones }
}

fn at(zones: &mut [ZoneStanding], zone: &str, provider: &str, change: impl FnOnce(&mut ZoneStanding)) {
    if let Some(it) = zones.iter_mut().find(|it| it.zone == zone && it.provider == provider) {
        change(it);
    }
}
