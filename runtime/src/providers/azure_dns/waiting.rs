//! How long to wait before the next try, and how a wait ends early.

use std::collections::VecDeque;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::Instant;

use super::limits::{Action, Limits, Permit, Wait};
use crate::provider::Waits;
use zonal_compiler::dns::name::Name;

/// The longest time that a server is waited for when it asks to be left alone.
pub(super) const LONGEST: Duration = Duration::from_secs(900);
/// How often a wait looks whether it shall end.
const TICK: Duration = Duration::from_millis(100);
/// The shortest wait that is told, and how often one is.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// Who waits, and is told of it.
pub(super) trait Patience: Sync {
    /// So long nothing will be sent; `None` once it goes on.
    fn waits(&self, time: Option<Duration>);

    /// Whether the wait shall end now.
    fn is_over(&self) -> bool;
}

/// Waits without telling anybody, to the end.
pub(super) struct Quietly;

impl Patience for Quietly {
    fn waits(&self, _time: Option<Duration>) {}

    fn is_over(&self) -> bool {
        false
    }
}

/// A read for somebody who wants to know of its waits.
pub(super) struct Reading<'a> {
    pub(super) zone: &'a Name,
    pub(super) waits: &'a dyn Waits,
}

impl Patience for Reading<'_> {
    fn waits(&self, time: Option<Duration>) {
        self.waits.waits(self.zone, time);
    }

    fn is_over(&self) -> bool {
        self.waits.is_over()
    }
}

/// Somebody wants an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interrupted;

/// So many waits, from half a second on, each about twice the one before, of at most 20 s or so.
pub(super) fn backoff(times: usize) -> impl Iterator<Item = Duration> + Send {
    ExponentialBuilder::new()
        .with_min_delay(Duration::from_millis(500))
        .with_max_delay(Duration::from_secs(20))
        .with_max_times(times)
        .with_jitter()
        .build()
}

/// Waits for some time.
pub(super) async fn pause(time: Duration, patience: &dyn Patience) -> Result<(), Interrupted> {
    let until = Instant::now() + time;
    let mut telling = Telling::new(patience);
    telling.until(until, until).await
}

/// Waits for places within the limits, for all of these requests or none.
pub(super) async fn permits(
    limits: &Limits,
    zone: &Name,
    actions: &[Action],
    patience: &dyn Patience,
) -> Result<VecDeque<Permit>, Interrupted> {
    let began = Instant::now();
    let mut telling = Telling::new(patience);
    loop {
        let now = Instant::now();
        match limits.take(zone, actions) {
            Ok(permits) => return Ok(permits),
            Err(Wait::Until(time)) => telling.until(time, time).await?,
            // Others are mostly done at once, which is nothing to tell of.
            Err(Wait::ForAnother(_)) if now - began < WORTH_TELLING => telling.until(now + TICK, now).await?,
            Err(Wait::ForAnother(latest)) => telling.until(now + TICK, latest).await?,
        }
    }
}

/// A wait that is told of while it lasts.
struct Telling<'p> {
    patience: &'p dyn Patience,
    /// When it was told last.
    told: Option<Instant>,
}

impl<'p> Telling<'p> {
    const fn new(patience: &'p dyn Patience) -> Self {
        Self { patience, told: None }
    }

    /// Waits until `time`, and tells that it may last until `latest`.
    async fn until(&mut self, time: Instant, latest: Instant) -> Result<(), Interrupted> {
        loop {
            if self.patience.is_over() {
                return Err(Interrupted);
            }
            let now = Instant::now();
            let left = time.saturating_duration_since(now);
            if left.is_zero() {
                return Ok(());
            }
            self.tell(latest, now);
            tokio::time::sleep(left.min(TICK)).await;
        }
    }

    /// Short waits are part of the work; of long ones people want to know once a second.
    fn tell(&mut self, latest: Instant, now: Instant) {
        let left = latest.saturating_duration_since(now);
        if left >= WORTH_TELLING && self.told.is_none_or(|told| now - told >= WORTH_TELLING) {
            self.patience.waits(Some(left));
            self.told = Some(now);
        }
    }
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        if self.told.is_some() {
            self.patience.waits(None);
        }
    }
}
