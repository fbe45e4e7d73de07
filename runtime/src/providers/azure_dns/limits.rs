//! How fast Azure lets itself be asked, kept so that it never has to say so.
//!
//! Three layers count, and all apply: Azure DNS for each zone, Azure Resource Manager for each caller, and
//! Microsoft.Network for its writes. What the answers say remains corrects what is counted here, since others ask
//! too. A refusal for its rate pauses the whole zone for exactly as long as Azure asks.

mod bucket;
mod window;

use std::collections::{BTreeMap, VecDeque};
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
    creates: Own,
    updates: Own,
    deletes: Own,
    gets: Own,
    lists: Own,
    /// Microsoft.Network's, over five minutes.
    changes: Window,
    paused_until: Option<Instant>,
}

/// The counts of one action in one zone.
#[derive(Debug)]
struct Own {
    window: Window,
    left: Left,
}

/// What an answer said remains of a limit whose renewal is not known.
#[derive(Debug, Clone, Copy, Default)]
struct Left {
    told: Option<(usize, Instant)>,
    /// Requests that hold a place. Those of them that were not sent yet will be, so they count as well.
    in_flight: usize,
}

/// When to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// At this time.
    Until(Instant),
    /// When a request that is under way has ended, for which it may take until this time.
    ForAnother(Instant),
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

    /// Takes places for requests that belong together, for all of them or none, or says when to ask again. Whoever
    /// held some while waiting for others could wait for ever, for somebody who does the same.
    pub(super) fn take(&self, zone: &Name, actions: &[Action]) -> Result<VecDeque<Permit>, Wait> {
        let now = Instant::now();
        let mut counts = self.counts();
        if let Some(wait) = counts.wait(zone, actions, now) {
            return Err(wait);
        }
        counts.begin(zone, actions);
        let permit = |action: &Action| Permit { limits: self.clone(), zone: zone.clone(), action: *action };
        Ok(actions.iter().map(permit).collect())
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
        let share = self.action.share();
        let header = match share {
            Share::Reads => "x-ms-ratelimit-remaining-subscription-reads",
            Share::Writes => "x-ms-ratelimit-remaining-subscription-writes",
            Share::Deletes => "x-ms-ratelimit-remaining-subscription-deletes",
        };
        let bucket = counts.bucket(share);
        if let Some(left) = number(header) {
            bucket.at_most(left, now);
        }
        let left = number("x-ms-ratelimit-remaining-subscription-resource-requests")
            .or_else(|| number("x-ms-ratelimit-remaining-resource-requests"));
        if let (Some(left), Some(of_zone)) = (left, counts.zones.get_mut(&self.zone)) {
            of_zone.own(self.action).left.told = Some((usize::try_from(left).unwrap_or(usize::MAX), now));
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

impl Counts {
    const fn bucket(&mut self, share: Share) -> &mut Bucket {
        match share {
            Share::Reads => &mut self.reads,
            Share::Writes => &mut self.writes,
            Share::Deletes => &mut self.deletes,
        }
    }

    /// What stands against these requests now.
    fn wait(&mut self, zone: &Name, actions: &[Action], now: Instant) -> Option<Wait> {
        let of_zone = self.zones.entry(zone.clone()).or_default().wait(actions, now);
        let buckets = Share::ALL.map(|share| {
            let more = actions.iter().filter(|action| action.share() == share).count();
            self.bucket(share).wait(more, now).map(Wait::Until)
        });
        buckets.into_iter().chain([of_zone]).flatten().reduce(Wait::and)
    }

    fn begin(&mut self, zone: &Name, actions: &[Action]) {
        for action in actions {
            self.bucket(action.share()).take();
            self.zones.entry(zone.clone()).or_default().begin(*action);
        }
    }
}

impl Share {
    const ALL: [Self; 3] = [Self::Reads, Self::Writes, Self::Deletes];
}

impl Wait {
    /// Both: no sooner than either.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Until(one), Self::Until(other)) => Self::Until(one.max(other)),
            (Self::ForAnother(one) | Self::Until(one), Self::ForAnother(other) | Self::Until(other)) => {
                Self::ForAnother(one.max(other))
            }
        }
    }
}

impl Action {
    const ALL: [Self; 5] = [Self::Create, Self::Update, Self::Delete, Self::Get, Self::List];

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
            creates: Own::new(200),
            updates: Own::new(200),
            deletes: Own::new(200),
            gets: Own::new(2_000),
            lists: Own::new(60),
            changes: Window::new(1_000, MINUTE * 5),
            paused_until: None,
        }
    }
}

impl Own {
    fn new(a_minute: usize) -> Self {
        Self { window: Window::new(a_minute, MINUTE), left: Left::default() }
    }

    /// What stands against so many more requests now.
    fn wait(&mut self, more: usize, now: Instant) -> Option<Wait> {
        if more == 0 {
            return None;
        }
        let (left, window) = (self.left.wait(more, now), self.window.wait(more, now));
        left.into_iter().chain(window).reduce(Wait::and)
    }
}

impl ZoneCounts {
    const fn own(&mut self, action: Action) -> &mut Own {
        match action {
            Action::Create => &mut self.creates,
            Action::Update => &mut self.updates,
            Action::Delete => &mut self.deletes,
            Action::Get => &mut self.gets,
            Action::List => &mut self.lists,
        }
    }

    /// The window that changes share, for one of them.
    fn shared(&mut self, action: Action) -> Option<&mut Window> {
        action.is_change().then_some(&mut self.changes)
    }

    /// What stands against these requests now.
    fn wait(&mut self, actions: &[Action], now: Instant) -> Option<Wait> {
        let changes = actions.iter().filter(|action| action.is_change()).count();
        let paused = self.paused_until.filter(|until| *until > now).map(Wait::Until);
        let own = Action::ALL.map(|action| {
            let more = actions.iter().filter(|other| **other == action).count();
            self.own(action).wait(more, now)
        });
        let shared = self.changes.wait(changes, now);
        own.into_iter().chain([paused, shared]).flatten().reduce(Wait::and)
    }

    fn begin(&mut self, action: Action) {
        let own = self.own(action);
        own.window.begin();
        own.left.in_flight += 1;
        if let Some(window) = self.shared(action) {
            window.begin();
        }
    }

    fn end(&mut self, action: Action, now: Instant) {
        let own = self.own(action);
        own.window.end(now);
        own.left.in_flight = own.left.in_flight.saturating_sub(1);
        if let Some(window) = self.shared(action) {
            window.end(now);
        }
    }
}

impl Left {
    /// No more requests at once than remain, which is believed for as long as Azure counts; where none does, one a
    /// second finds out whether more do.
    fn wait(&self, more: usize, now: Instant) -> Option<Wait> {
        let (left, told) = self.told.filter(|(_, told)| *told + MINUTE > now)?;
        if self.in_flight + more <= left {
            return None;
        }
        match (self.in_flight, more) {
            (0, 1) => (told + PROBE > now).then_some(Wait::Until(told + PROBE)),
            (0, _) => Some(Wait::Until(told + MINUTE)),
            (_, _) => Some(Wait::ForAnother(told + MINUTE)),
        }
    }
}

#[cfg(test)]
mod tests;
