//! A token bucket: a store of requests that refills at a steady rate.

use std::time::Duration;

use tokio::time::Instant;

/// The tokens are counted in thousandths, of which a rate of whole tokens a second gives whole ones a millisecond.
#[derive(Debug)]
pub(super) struct Bucket {
    capacity: u64,
    per_second: u64,
    thousandths: u64,
    at: Instant,
}

const TOKEN: u64 = 1_000;

impl Bucket {
    /// A full bucket.
    pub(super) const fn new(capacity: u64, per_second: u64, now: Instant) -> Self {
        Self { capacity, per_second, thousandths: capacity * TOKEN, at: now }
    }

    /// When there will be so many tokens, if there are fewer now.
    pub(super) fn wait(&mut self, tokens: usize, now: Instant) -> Option<Instant> {
        self.refill(now);
        let wanted = u64::try_from(tokens).unwrap_or(u64::MAX).saturating_mul(TOKEN);
        let missing = wanted.checked_sub(self.thousandths).filter(|missing| *missing > 0)?;
        Some(self.at + Duration::from_millis(missing.div_ceil(self.per_second)))
    }

    /// Takes a token that is there.
    pub(super) const fn take(&mut self) {
        self.thousandths = self.thousandths.saturating_sub(TOKEN);
    }

    /// Learns that there are no more tokens than these.
    pub(super) fn at_most(&mut self, tokens: u32, now: Instant) {
        self.refill(now);
        self.thousandths = self.thousandths.min(u64::from(tokens) * TOKEN);
    }

    /// Adds what whole milliseconds give.
    fn refill(&mut self, now: Instant) {
        let millis = u64::try_from(now.saturating_duration_since(self.at).as_millis()).unwrap_or(u64::MAX);
        self.at += Duration::from_millis(millis);
        let more = millis.saturating_mul(self.per_second);
        self.thousandths = self.thousandths.saturating_add(more).min(self.capacity * TOKEN);
    }
}
