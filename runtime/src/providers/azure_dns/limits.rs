//! How fast Azure lets itself be asked, kept so that it never has to say so.
//!
//! Three layers count, and all apply: Azure DNS for each zone, Azure Resource Manager for each caller, and
//! Microsoft.Network for its writes. What the answers say remains corrects what is counted here, since others ask
//! too. A refusal for its rate pauses the whole zone for exactly as long as Azure asks.

mod bucket;
mod window;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use zonal_compiler::dns::name::Name;

use self::bucket::Bucket;
use self::window::Window;
use super::transport::Answer;

/// What a request does, as far as the limits tell requests apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Create,
    Update,
    Delete,
    Get,
    List,
}

/// The resource manager's buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    Reads,
    Writes,
    Deletes,
}

const MINUTE: Duration = Duration::from_secs(60);
/// How long to hold back after an answer said that nothing remains and not for how long.
const PROBE: Duration = Duration::from_secs(1);

/// What is counted, for one login.
#[derive(Debug, Clone)]
pub(super) struct Limits(Arc<Mutex<Counts>>);

#[derive(Debug)]
struct Counts {
    /// Azure Resource Manager's, for each subscription and caller: reads 250 and 25 a second, writes and deletes
    /// 200 and 10 a second (learn.microsoft.com, "Understand how Azure Resource Manager throttles requests").
    reads: Bucket,
    writes: Bucket,
    deletes: Bucket,
    zones: BTreeMap<Name, ZoneCounts>,
}

/// The counts of one zone.
#[derive(Debug)]
struct ZoneCounts {
    /// Azure DNS's own, a minute each (learn.microsoft.com, "Azure DNS limits").
    creates: Window,
    updates: Window,
    deletes: Window,
    gets: Window,
    lists: Window,
    /// Microsoft.Network's, over five minutes.
    changes: Window,
    paused_until: Option<Instant>,
    reads_left: Left,
    changes_left: Left,
}

/// What an answer said remains of a limit whose renewal is not known.
#[derive(Debug, Clone, Copy, Default)]
struct Left {
    told: Option<(u32, Instant)>,
    in_flight: u32,
}

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// At this time.
    Until(Instant),
    /// When a request that is under way has ended.
    ForAnother,
}

/// A request's place within the limits. It is taken until some time after this is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Permit {
    limits: Limits,
    zone: Name,
    action: Action,
}

impl Limits {
    /// Limits of which nothing is used yet.
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(Counts {
            reads: Bucket::new(250, 25, now),
            writes: Bucket::new(200, 10, now),
            deletes: Bucket::new(200, 10, now),
            zones: BTreeMap::new(),
        })))
    }

    /// Takes a place for one request, or says when to ask again.
    pub(super) fn take(&self, zone: &Name, action: Action) -> Result<Permit, Wait> {
        let now = Instant::now();
        let mut counts = self.counts();
        let counts = &mut *counts;
        let (of_zone, bucket) = (counts.zones.entry(zone.clone()).or_default(), action.share());
        let bucket = match bucket {
            Share::Reads => &mut counts.reads,
            Share::Writes => &mut counts.writes,
            Share::Deletes => &mut counts.deletes,
        };
        of_zone.wait(action, now).map_or(Ok(()), Err)?;
        bucket.take(now).map_err(Wait::Until)?;
        of_zone.begin(action);
        Ok(Permit { limits: self.clone(), zone: zone.clone(), action })
    }

    /// Lets nothing more out for a zone for as long as Azure asked.
    pub(super) fn pause(&self, zone: &Name, time: Duration) {
        let until = Instant::now() + time;
        let mut counts = self.counts();
        let of_zone = counts.zones.entry(zone.clone()).or_default();
        of_zone.paused_until = of_zone.paused_until.max(Some(until));
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing panics while it is held, and counts are counts after a panic too.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// Learns from an answer what remains.
    pub(super) fn answered(&self, answer: &Answer) {
        let number = |name: &str| answer.header(name).and_then(|text| text.trim().parse::<u32>().ok());
        let now = Instant::now();
        let mut counts = self.limits.counts();
        let (bucket, header) = match self.action.share() {
            Share::Reads => (&mut counts.reads, "x-ms-ratelimit-remaining-subscription-reads"),
            Share::Writes => (&mut counts.writes, "x-ms-ratelimit-remaining-subscription-writes"),
            Share::Deletes => (&mut counts.deletes, "x-ms-ratelimit-remaining-subscription-deletes"),
        };
        if let Some(left) = number(header) {
            bucket.at_most(left, now);
        }
        let left = number("x-ms-ratelimit-remaining-subscription-resource-requests")
            .or_else(|| number("x-ms-ratelimit-remaining-resource-requests"));
        if let (Some(left), Some(of_zone)) = (left, counts.zones.get_mut(&self.zone)) {
            of_zone.left(self.action).told = Some((left, now));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        if let Some(of_zone) = self.limits.counts().zones.get_mut(&self.zone) {
            of_zone.end(self.action, now);
        }
    }
}

impl Action {
    const fn share(self) -> Share {
        match self {
            Self::Get | Self::List => Share::Reads,
            Self::Create | Self::Update => Share::Writes,
            Self::Delete => Share::Deletes,
        }
    }

    const fn is_change(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }
}

impl Default for ZoneCounts {
    fn default() -> Self {
        Self {
            creates: Window::new(200, MINUTE),
            updates: Window::new(200, MINUTE),
            deletes: Window::new(200, MINUTE),
            gets: Window::new(2_000, MINUTE),
            lists: Window::new(60, MINUTE),
            changes: Window::new(1_000, MINUTE * 5),
            paused_until: None,
            reads_left: Left::default(),
            changes_left: Left::default(),
        }
    }
}

impl ZoneCounts {
    /// The windows that a request is counted in.
    fn windows(&mut self, action: Action) -> impl Iterator<Item = &mut Window> {
        let own = match action {
            Action::Create => &mut self.creates,
            Action::Update => &mut self.updates,
            Action::Delete => &mut self.deletes,
            Action::Get => &mut self.gets,
            Action::List => &mut self.lists,
        };
        std::iter::once(own).chain(action.is_change().then_some(&mut self.changes))
    }

    const fn left(&mut self, action: Action) -> &mut Left {
        if action.is_change() { &mut self.changes_left } else { &mut self.reads_left }
    }

    /// What stands against one more request now.
    fn wait(&mut self, action: Action, now: Instant) -> Option<Wait> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Some(Wait::Until(until));
        }
        if let Some(wait) = self.left(action).wait(now) {
            return Some(wait);
        }
        let mut longest = None;
        for window in self.windows(action) {
            match (window.wait(now), longest) {
                (Some(Wait::ForAnother), _) => return Some(Wait::ForAnother),
                (Some(Wait::Until(until)), Some(Wait::Until(longer))) if until < longer => {}
                (Some(wait), _) => longest = Some(wait),
                (None, _) => {}
            }
        }
        longest
    }

    fn begin(&mut self, action: Action) {
        self.windows(action).for_each(Window::begin);
        self.left(action).in_flight += 1;
    }

    fn end(&mut self, action: Action, now: Instant) {
        self.windows(action).for_each(|window| window.end(now));
        let left = self.left(action);
        left.in_flight = left.in_flight.saturating_sub(1);
    }
}

impl Left {
    /// No more requests at once than remain; where none does, one a second finds out whether more do.
    fn wait(&self, now: Instant) -> Option<Wait> {
        let (left, told) = self.told?;
        if self.in_flight >= left.max(1) {
            return Some(Wait::ForAnother);
        }
        (left == 0 && told + PROBE > now).then_some(Wait::Until(told + PROBE))
    }
}

#[cfg(test)]
mod tests;
