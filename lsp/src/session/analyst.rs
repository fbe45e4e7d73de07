//! The one thread that analyses.
//!
//! An analysis of a large workspace takes and gives back many megabytes. On one thread the allocator uses them again
//! for the next; spread over a pool of threads, each would keep its own.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc;

use super::analysis::Analysis;
use super::snapshot::Snapshot;

/// What becomes of an analysis; `None` if it panicked.
type Done = Box<dyn FnOnce(Option<Arc<Analysis>>) + Send>;

/// Hands snapshots to the thread.
#[derive(Debug, Clone)]
pub struct Analyst {
    work: mpsc::Sender<Work>,
}

struct Work {
    snapshot: Arc<Snapshot>,
    done: Done,
}

impl Analyst {
    /// Starts the thread, which ends with the last that can hand it something.
    #[must_use]
    pub fn start() -> Self {
        let (work, queue) = mpsc::channel::<Work>();
        std::thread::spawn(move || {
            for Work { snapshot, done } in queue {
                let analyse = AssertUnwindSafe(|| Arc::new(Analysis::of(snapshot)));
                done(std::panic::catch_unwind(analyse).ok());
            }
        });
        Self { work }
    }

    /// Has a snapshot analysed.
    pub fn analyse(
        &self,
        snapshot: Arc<Snapshot>,
        done: impl FnOnce(Option<Arc<Analysis>>) + Send + 'static,
    ) {
        // The thread outlives every panic of an analysis.
        let _ = self.work.send(Work { snapshot, done: Box::new(done) });
    }
}
