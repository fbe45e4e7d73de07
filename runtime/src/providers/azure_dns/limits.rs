//! How fast Azure lets itself be asked, kept so that it never has to say so.
//!
//! Three layers count, and all apply: Azure DNS for each zone, Azure Resource Manager for each caller in a subscription,
//! and Microsoft.Network for each subscription. So all providers of a subscription count together. What the answers say
//! remains corrects what is counted here, since others ask too. A refusal for its rate pauses the whole zone for exactly
//! as long as Azure asks.

mod bucket;
mod window;
mod zone;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use zonal_compiler::dns::name::Name;

use self::bucket::Bucket;
use self::window::Window;
use self::zone::ZoneCounts;
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

/// What is counted in one subscription, seen by one caller from one resource group.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    counts: Arc<Mutex<Counts>>,
    caller: Arc<str>,
    group: Arc<str>,
}

/// What is counted in one subscription.
#[derive(Debug)]
struct Counts {
    callers: BTreeMap<Arc<str>, Buckets>,
    /// Microsoft.Network's, over five minutes: 1,000 changes and 10,000 reads ("Understand how Azure Resource Manager
    /// throttles requests"). That page does not say whether DNS zones are meant, so they are taken to be.
    changes: Window,
    reads: Window,
    /// By resource group and name.
    zones: BTreeMap<(Arc<str>, Name), ZoneCounts>,
}

/// Azure Resource Manager's, for each subscription and caller: reads 250 and 25 a second, writes and deletes 200 and 10
/// a second (learn.microsoft.com, "Understand how Azure Resource Manager throttles requests").
#[derive(Debug)]
struct Buckets {
    reads: Bucket,
    writes: Bucket,
    deletes: Bucket,
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
    /// The limits of a subscription, the same for every provider that reaches it; resource groups and subscriptions are
    /// the same in capitals.
    pub(super) fn shared(subscription: &str, group: &str, caller: &str) -> Self {
        static SUBSCRIPTIONS: Mutex<BTreeMap<String, Arc<Mutex<Counts>>>> = Mutex::new(BTreeMap::new());
        let mut subscriptions = SUBSCRIPTIONS.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = Arc::clone(subscriptions.entry(subscription.to_ascii_lowercase()).or_default());
        Self { counts, caller: caller.into(), group: group.to_ascii_lowercase().into() }
    }

    /// Takes places for requests that belong together, for all of them or none, or says when to ask again. Whoever
    /// held some while waiting for others could wait for ever, for somebody who does the same.
    pub(super) fn take(&self, zone: &Name, actions: &[Action]) -> Result<VecDeque<Permit>, Wait> {
        let now = Instant::now();
        let mut counts = self.counts();
        let of_subscription = counts.wait(actions, now);
        let of_caller = counts.of(&self.caller).wait(actions, now);
        let of_zone = counts.zone(&self.group, zone).wait(actions, now);
        if let Some(wait) = [of_subscription, of_caller, of_zone].into_iter().flatten().reduce(Wait::and) {
            return Err(wait);
        }
        for action in actions {
            counts.window(action.share()).begin();
            counts.of(&self.caller).bucket(action.share()).take();
            counts.zone(&self.group, zone).begin(*action);
        }
        let permit = |action: &Action| Permit { limits: self.clone(), zone: zone.clone(), action: *action };
        Ok(actions.iter().map(permit).collect())
    }

    /// Lets nothing more out for a zone for as long as Azure asked.
    pub(super) fn pause(&self, zone: &Name, time: Duration) {
        self.counts().zone(&self.group, zone).pause(Instant::now() + time);
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing panics while it is held, and counts are counts after a panic too.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Some(left) = number(header) {
            counts.of(&self.limits.caller).bucket(share).at_most(left, now);
        }
        let left = number("x-ms-ratelimit-remaining-subscription-resource-requests")
            .or_else(|| number("x-ms-ratelimit-remaining-resource-requests"));
        if let Some(left) = left.and_then(|left| usize::try_from(left).ok()) {
            counts.zone(&self.limits.group, &self.zone).told(self.action, left, now);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        let mut counts = self.limits.counts();
        counts.window(self.action.share()).end(now);
        counts.zone(&self.limits.group, &self.zone).end(self.action, now);
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            callers: BTreeMap::new(),
            changes: Window::new(1_000, MINUTE * 5),
            reads: Window::new(10_000, MINUTE * 5),
            zones: BTreeMap::new(),
        }
    }
}

impl Counts {
    fn of(&mut self, caller: &Arc<str>) -> &mut Buckets {
        self.callers.entry(Arc::clone(caller)).or_insert_with(|| Buckets::full(Instant::now()))
    }

    fn zone(&mut self, group: &Arc<str>, zone: &Name) -> &mut ZoneCounts {
        self.zones.entry((Arc::clone(group), zone.clone())).or_default()
    }

    /// The window of Microsoft.Network.
    const fn window(&mut self, share: Share) -> &mut Window {
        match share {
            Share::Reads => &mut self.reads,
            Share::Writes | Share::Deletes => &mut self.changes,
        }
    }

    /// What stands against these requests now, whosoever's they are.
    fn wait(&mut self, actions: &[Action], now: Instant) -> Option<Wait> {
        let reads = Share::Reads.of(actions);
        let changes = self.changes.wait(actions.len() - reads, now);
        changes.into_iter().chain(self.reads.wait(reads, now)).reduce(Wait::and)
    }
}

impl Buckets {
    const fn full(now: Instant) -> Self {
        let (reads, writes) = (Bucket::new(250, 25, now), Bucket::new(200, 10, now));
        Self { reads, writes, deletes: Bucket::new(200, 10, now) }
    }

    const fn bucket(&mut self, share: Share) -> &mut Bucket {
        match share {
            Share::Reads => &mut self.reads,
            Share::Writes => &mut self.writes,
            Share::Deletes => &mut self.deletes,
        }
    }

    /// What stands against these requests of a caller now.
    fn wait(&mut self, actions: &[Action], now: Instant) -> Option<Wait> {
        let waits = Share::ALL.map(|share| self.bucket(share).wait(share.of(actions), now));
        waits.into_iter().flatten().max().map(Wait::Until)
    }
}

impl Share {
    const ALL: [Self; 3] = [Self::Reads, Self::Writes, Self::Deletes];

    /// How many of these requests count here.
    fn of(self, actions: &[Action]) -> usize {
        actions.iter().filter(|action| action.share() == self).count()
    }
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
}

#[cfg(test)]
mod tests;
