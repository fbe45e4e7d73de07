//! How long to wait before the next try, and how a wait ends early.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::Instant;

use super::limits::{Action, Limits, Permit, Wait};
use zonal_compiler::dns::name::Name;

/// The longest time that a server is waited for when it asks to be left alone.
pub(super) const LONGEST: Duration = Duration::from_secs(900);
/// How often a wait looks whether it shall end.
const TICK: Duration = Duration::from_millis(100);

/// Who waits, and is told of it.
pub(super) trait Patience: Sync {
    /// So long nothing will be sent.
    fn waits(&self, time: Duration);

    /// Whether the wait shall end now.
    fn is_over(&self) -> bool;
}

/// Waits without telling anybody, to the end.
pub(super) struct Quietly;

impl Patience for Quietly {
    fn waits(&self, _time: Duration) {}

    fn is_over(&self) -> bool {
        false
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
    until(Instant::now() + time, patience).await
}

/// Waits for a place within the limits.
pub(super) async fn permit(
    limits: &Limits,
    zone: &Name,
    action: Action,
    patience: &dyn Patience,
) -> Result<Permit, Interrupted> {
    loop {
        match limits.take(zone, action) {
            Ok(permit) => return Ok(permit),
            Err(Wait::Until(time)) => until(time, patience).await?,
            Err(Wait::ForAnother) => until(Instant::now() + TICK, patience).await?,
        }
    }
}

async fn until(time: Instant, patience: &dyn Patience) -> Result<(), Interrupted> {
    let mut told = Duration::MAX;
    loop {
        if patience.is_over() {
            return Err(Interrupted);
        }
        let left = time.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        // Short waits are part of the work; of long ones people want to know once a second.
        if left >= Duration::from_secs(1) && told.saturating_sub(left) >= Duration::from_secs(1) {
            patience.waits(left);
            told = left;
        }
        tokio::time::sleep(left.min(TICK)).await;
    }
}
