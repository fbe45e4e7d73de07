//! Who is told of a deploy while it runs.

use std::time::Duration;

use zonal_compiler::dns::name::Name;

use super::Status;
use crate::error::Failure;
use crate::provider::{Observer, Progress, Request, Settled, Waits};
use crate::state::Journal;
use crate::watch::Watch;

/// Keeps the journal of a deploy, shows how far it has come, and may ask for its end.
pub trait Run: Sync {
    /// A request that writes is about to be sent; see [`Observer::sending`].
    ///
    /// # Errors
    /// Fails if that could not be written down.
    fn sending(&self, provider: &str, request: &Request<'_>) -> Result<(), Failure>;

    /// What became of a request; see [`Observer::settled`].
    ///
    /// # Errors
    /// Fails if that could not be written down.
    fn settled(&self, provider: &str, request: &Request<'_>, fate: Settled) -> Result<(), Failure>;

    /// A zone has ended at a provider.
    ///
    /// # Errors
    /// Fails if that could not be written down.
    fn ended(&self, zone: &Name, provider: &str, status: &Status) -> Result<(), Failure>;

    /// How far the push of a zone to a provider has come.
    fn progress(&self, provider: &str, zone: &Name, progress: Progress);

    /// Whether somebody wants the deploy to end.
    fn is_interrupted(&self) -> bool;
}

/// A deploy that nobody watches and that keeps no journal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Run for Unwatched {
    fn sending(&self, _provider: &str, _request: &Request<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn settled(&self, _provider: &str, _request: &Request<'_>, _fate: Settled) -> Result<(), Failure> {
        Ok(())
    }

    fn ended(&self, _zone: &Name, _provider: &str, _status: &Status) -> Result<(), Failure> {
        Ok(())
    }

    fn progress(&self, _provider: &str, _zone: &Name, _progress: Progress) {}

    fn is_interrupted(&self) -> bool {
        false
    }
}

/// A deploy that keeps a journal.
pub struct Journaled<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// Who watches.
    pub watch: &'a dyn Watch,
}

impl Run for Journaled<'_> {
    fn sending(&self, provider: &str, request: &Request<'_>) -> Result<(), Failure> {
        self.journal.sending(provider, request)
    }

    fn settled(&self, provider: &str, request: &Request<'_>, fate: Settled) -> Result<(), Failure> {
        self.journal.settled(provider, request, fate)
    }

    fn ended(&self, zone: &Name, provider: &str, status: &Status) -> Result<(), Failure> {
        self.journal.ended(zone.undotted().to_string(), provider.to_owned(), status)
    }

    fn progress(&self, provider: &str, zone: &Name, progress: Progress) {
        self.watch.progress(provider, zone, progress);
    }

    fn is_interrupted(&self) -> bool {
        self.watch.is_interrupted()
    }
}

/// A deploy as one provider sees it.
pub(super) struct AtProvider<'a> {
    pub run: &'a dyn Run,
    pub provider: &'a str,
}

impl Observer for AtProvider<'_> {
    fn sending(&self, request: &Request<'_>) -> Result<(), Failure> {
        self.run.sending(self.provider, request)
    }

    fn settled(&self, request: &Request<'_>, fate: Settled) -> Result<(), Failure> {
        self.run.settled(self.provider, request, fate)
    }

    fn progress(&self, zone: &Name, progress: Progress) {
        self.run.progress(self.provider, zone, progress);
    }

    fn is_interrupted(&self) -> bool {
        self.run.is_interrupted()
    }
}

impl Waits for AtProvider<'_> {
    fn waits(&self, zone: &Name, time: Option<Duration>) {
        self.run.progress(self.provider, zone, Progress { waiting: time, ..Progress::default() });
    }

    fn is_over(&self) -> bool {
        self.run.is_interrupted()
    }
}
