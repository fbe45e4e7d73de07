//! What a workspace keeps of its deploys: for each the approved plan, a snapshot of what stood before, and a journal.
//!
//! None of it is needed to be right: the live zones are the state, and a plan begins with what is live. It is there so
//! that an interrupted deploy can tell what it was about, be finished as it was approved, or be taken back. The folder
//! is `.zonal` in the workspace unless another is named; it holds no secrets, and keeps itself out of version control.

mod journal;
mod snapshot;
mod store;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

pub use self::journal::{Event, Journal, Standing, ZoneStanding};
pub use self::snapshot::{Snapshot, SnapshotZone};
use crate::error::{Failure, FailureKind};
use crate::plan::document::PlanDocument;

/// The name of the folder in the workspace.
pub const FOLDER: &str = ".zonal";
/// The file that whoever deploys holds.
const LOCK: &str = "lock";
/// How many deploys are kept.
const KEPT: usize = 20;

/// The folder of a workspace's deploys.
#[derive(Debug, Clone)]
pub struct State {
    folder: PathBuf,
}

/// The right to deploy this workspace, given back when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// One deploy as it is kept.
#[derive(Debug)]
pub struct Deploy {
    /// Its identifier: when it began, in UTC.
    pub id: String,
    /// The plan that was approved.
    pub plan: PlanDocument,
    /// What stood before.
    pub snapshot: Snapshot,
    /// What happened, in order.
    pub events: Vec<Event>,
    folder: PathBuf,
}

/// Where a deploy is to bring the zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// To what the source says.
    Source,
    /// To what stood before the deploy of this identifier.
    Before(String),
}

impl State {
    /// The state in a folder, which is made when it is needed.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes the right to deploy, unless another deploy has it.
    ///
    /// # Errors
    /// Fails if another deploy runs, or the folder cannot be made.
    pub fn lock(&self) -> Result<Lock, Failure> {
        fs::create_dir_all(&self.folder)
            .map_err(|error| Failure::io(&self.folder, "make the folder", error))?;
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n").map_err(|error| Failure::io(&ignore, "write", error))?;
        }
        let path = self.folder.join(LOCK);
        let file = File::create(&path).map_err(|error| Failure::io(&path, "write", error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let failure = Failure::new(FailureKind::Unavailable, "another deploy of this workspace runs");
                Err(failure.at(&self.folder).help("wait until it ends, then run this one again"))
            }
            Err(TryLockError::Error(error)) => Err(Failure::io(&path, "lock", error)),
        }
    }

    /// Begins a deploy: what is about to be done, and what stands, is on disk when this returns.
    ///
    /// # Errors
    /// Fails if it cannot be written down; nothing must be pushed then.
    pub fn begin(
        &self,
        _lock: &Lock,
        plan: &PlanDocument,
        snapshot: &Snapshot,
        goal: &Goal,
    ) -> Result<Journal, Failure> {
        let deploys = self.deploys_folder();
        fs::create_dir_all(&deploys).map_err(|error| Failure::io(&deploys, "make the folder", error))?;
        let (id, folder) = store::new_folder(&deploys)?;
        store::write(&folder.join(store::PLAN), &plan.to_text())?;
        store::write(&folder.join(store::SNAPSHOT), &snapshot.to_text())?;
        let journal = Journal::create(&folder.join(store::JOURNAL), &id, goal)?;
        store::make_durable(&folder)?;
        store::make_durable(&deploys)?;
        store::prune(&deploys, KEPT)?;
        Ok(journal)
    }

    /// Goes on with the journal of a deploy that was interrupted.
    ///
    /// # Errors
    /// Fails if it cannot be written to.
    pub fn resume(&self, _lock: &Lock, deploy: &Deploy) -> Result<Journal, Failure> {
        Journal::append(&deploy.folder.join(store::JOURNAL))
    }

    /// Whether a deploy of this workspace runs now.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        File::open(self.folder.join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// The last deploy; none if there was none.
    ///
    /// # Errors
    /// Fails if it cannot be read.
    pub fn last(&self) -> Result<Option<Deploy>, Failure> {
        self.find(|_| true)
    }

    /// The last deploy that did not end; one of a part of the zones may have ended since.
    ///
    /// # Errors
    /// Fails if it, or the last one of all, cannot be read.
    pub fn unfinished(&self) -> Result<Option<Deploy>, Failure> {
        for (age, id) in store::ids(&self.deploys_folder())?.iter().rev().enumerate() {
            match self.events(id) {
                Ok(events) if journal::is_finished(&events) => {}
                Ok(_) => return self.deploy(id).map(Some),
                Err(failure) if age == 0 => return Err(failure),
                // A later one has told what stands since.
                Err(_) => {}
            }
        }
        Ok(None)
    }

    /// The last deploy that is as somebody wants it.
    ///
    /// # Errors
    /// Fails if it, or a later one, cannot be read.
    pub fn find(&self, is_it: impl Fn(&Deploy) -> bool) -> Result<Option<Deploy>, Failure> {
        for id in store::ids(&self.deploys_folder())?.iter().rev() {
            let deploy = self.deploy(id)?;
            if is_it(&deploy) {
                return Ok(Some(deploy));
            }
        }
        Ok(None)
    }

    /// The deploy of an identifier.
    ///
    /// # Errors
    /// Fails if there is no such deploy, or it cannot be read.
    pub fn deploy(&self, id: &str) -> Result<Deploy, Failure> {
        let ids = store::ids(&self.deploys_folder())?;
        if !ids.iter().any(|known| known == id) {
            let what = format!("there is no deploy `{id}` in {}", self.folder.display());
            let help = match ids.last() {
                Some(last) => format!("the last one is `{last}`"),
                None => "nothing has been deployed from here yet".to_owned(),
            };
            return Err(Failure::new(FailureKind::Data, what).help(help));
        }
        let folder = self.deploys_folder().join(id);
        let plan = folder.join(store::PLAN);
        let snapshot = folder.join(store::SNAPSHOT);
        let damaged = |failure: Failure| {
            failure.help("what is kept of a deploy is needed to resume or take it back, and nothing else: `zonal deploy` plans anew from what is live")
        };
        let read = || {
            Ok(Deploy {
                id: id.to_owned(),
                plan: PlanDocument::parse(&store::read(&plan)?, &plan)?,
                snapshot: Snapshot::parse(&store::read(&snapshot)?, &snapshot)?,
                events: self.events(id)?,
                folder: folder.clone(),
            })
        };
        read().map_err(damaged)
    }

    fn events(&self, id: &str) -> Result<Vec<Event>, Failure> {
        journal::read(&self.deploys_folder().join(id).join(store::JOURNAL))
    }

    fn deploys_folder(&self) -> PathBuf {
        self.folder.join("deploys")
    }
}

impl Deploy {
    /// How far it came.
    #[must_use]
    pub fn standing(&self) -> Standing {
        journal::standing(&self.plan, &self.events)
    }

    /// Where it was to bring the zones.
    #[must_use]
    pub fn goal(&self) -> Goal {
        match self.events.first() {
            Some(Event::Began { takes_back: Some(id), .. }) => Goal::Before(id.clone()),
            Some(_) | None => Goal::Source,
        }
    }
}
