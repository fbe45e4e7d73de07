//! So many requests within any stretch of time.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Wait;

/// A sliding window.
///
/// A request counts from when it is sent until the window's length after its end, so that it is counted for at
/// least as long as the server counts it, whenever in between the request arrived there.
#[derive(Debug)]
pub(super) struct Window {
    most: usize,
    length: Duration,
    in_flight: usize,
    ended: VecDeque<Instant>,
}

impl Window {
    pub(super) const fn new(most: usize, length: Duration) -> Self {
        Self { most, length, in_flight: 0, ended: VecDeque::new() }
    }

    /// What stands against so many more requests now.
    pub(super) fn wait(&mut self, more: usize, now: Instant) -> Option<Wait> {
        while self.ended.front().is_some_and(|end| *end + self.length <= now) {
            self.ended.pop_front();
        }
        let over = (self.in_flight + self.ended.len() + more).checked_sub(self.most + 1)?;
        if more == 0 {
            return None;
        }
        let latest = Wait::ForAnother(now + self.length);
        Some(self.ended.get(over).map_or(latest, |end| Wait::Until(*end + self.length)))
    }

    /// A request is sent.
    pub(super) const fn begin(&mut self) {
        self.in_flight += 1;
    }

    /// A request has ended.
    pub(super) fn end(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ended.push_back(now);
    }
}
