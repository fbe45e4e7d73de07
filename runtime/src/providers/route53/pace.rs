//! How fast an account's Route 53 is asked.
//!
//! AWS allows five requests a second to a whole account, the console and everybody's tools included
//! (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>). All providers of one account
//! share one pace, evenly spaced, so that no second ever holds more than the rate and one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The requests a second where the source does not say.
pub(super) const DEFAULT_RATE: u32 = 4;
/// The longest space between two requests after throttling.
const SLOWEST: Duration = Duration::from_secs(2);
/// The bounds of the wait before a throttled request is sent again.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The pace of the requests to one account.
#[derive(Debug)]
pub(super) struct Pace {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the next request may be sent.
    next: Option<Instant>,
    /// The space between two requests now.
    space: Duration,
    /// The space between two requests where nobody throttles.
    least: Duration,
}

impl Pace {
    pub(super) fn new(rate: u32) -> Self {
        let least = Duration::from_secs(1) / rate.max(1);
        Self { state: Mutex::new(State { next: None, space: least, least }) }
    }

    /// The pace of an account, the same for every provider that reaches it; the slowest rate counts.
    pub(super) fn shared(account: String, rate: u32) -> Arc<Self> {
        static PACES: Mutex<BTreeMap<String, Arc<Pace>>> = Mutex::new(BTreeMap::new());
        let mut paces = PACES.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = paces.entry(account).or_insert_with(|| Arc::new(Self::new(rate)));
        pace.change(|state| {
            state.least = state.least.max(Duration::from_secs(1) / rate.max(1));
            state.space = state.space.max(state.least);
        });
        Arc::clone(pace)
    }

    /// Waits until it is this request's turn.
    pub(super) async fn turn(&self) {
        let at = self.change(|state| {
            let now = Instant::now();
            let at = state.next.map_or(now, |next| next.max(now));
            state.next = Some(at + state.space);
            at
        });
        tokio::time::sleep_until(at).await;
    }

    /// A request was throttled: half as fast from now on.
    pub(super) fn throttled(&self) {
        self.change(|state| state.space = (state.space * 2).min(SLOWEST.max(state.least)));
    }

    /// A request went well: a little faster again.
    pub(super) fn went_well(&self) {
        self.change(|state| state.space = (state.space - state.space / 10).max(state.least));
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How long to wait before a request is sent again for the nth time, from 0: anything up to a bound that doubles.
pub(super) fn backoff(times: u32) -> Duration {
    let bound = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(times.min(16))).min(LONGEST_WAIT);
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn seconds_for(pace: &Pace, requests: u32) -> f64 {
        let start = Instant::now();
        for _ in 0..requests {
            pace.turn().await;
        }
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_than_the_rate_and_one() {
        assert!((seconds_for(&Pace::new(4), 9).await - 2.0).abs() < 0.05);
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_slows_it_down_and_success_speeds_it_up_again() {
        let pace = Pace::new(4);
        pace.turn().await;
        pace.throttled();
        pace.turn().await;
        assert!((seconds_for(&pace, 2).await - 1.0).abs() < 0.05);
        (0..20).for_each(|_| pace.went_well());
        pace.turn().await;
        assert!((seconds_for(&pace, 4).await - 1.0).abs() < 0.05);
        (0..20).for_each(|_| pace.throttled());
        pace.turn().await;
        assert!(seconds_for(&pace, 1).await <= 2.0);
    }

    #[tokio::test(start_paused = true)]
    async fn one_account_has_one_pace_and_the_slower_rate_counts() {
        let one = Pace::shared("test-account".to_owned(), 100);
        let other = Pace::shared("test-account".to_owned(), 10);
        assert!(Arc::ptr_eq(&one, &other));
        assert!((seconds_for(&one, 11).await - 1.0).abs() < 0.05);
    }

    #[test]
    fn waits_are_bounded() {
        assert!((0..40).all(|times| backoff(times) <= LONGEST_WAIT));
        assert!((0..40).all(|_| backoff(0) <= FIRST_WAIT));
    }
}
