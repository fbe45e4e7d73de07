//! Who is told how far a run has come, and may end it.

use std::time::Duration;

use zonal_compiler::dns::name::Name;

use crate::provider::{Progress, Waits};

/// Watches a run that reads zones or writes them.
pub trait Watch: Sync {
    /// How far a zone has come at a provider.
    fn progress(&self, provider: &str, zone: &Name, progress: Progress);

    /// Whether somebody wants the run to end.
    fn is_interrupted(&self) -> bool;
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Watch for Nobody {
    fn progress(&self, _provider: &str, _zone: &Name, _progress: Progress) {}

    fn is_interrupted(&self) -> bool {
        false
    }
}

/// What one provider tells of its reads to whoever watches.
pub(crate) struct Reads<'a> {
    pub watch: &'a dyn Watch,
    pub provider: &'a str,
}

impl Waits for Reads<'_> {
    fn waits(&self, zone: &Name, time: Option<Duration>) {
        self.watch.progress(self.provider, zone, Progress { waiting: time, ..Progress::default() });
    }

    fn is_over(&self) -> bool {
        self.watch.is_interrupted()
    }
}
