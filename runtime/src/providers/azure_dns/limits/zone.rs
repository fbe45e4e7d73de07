//! The counts of one zone: Azure DNS's own limits, and what answers said remains of them.

use std::time::Duration;

use tokio::time::Instant;

use super::window::Window;
use super::{Action, MINUTE, Wait};

/// How long to hold back after an answer said that nothing remains and not for how long.
pub(super) const PROBE: Duration = Duration::from_secs(1);

/// The counts of one zone.
#[derive(Debug)]
pub(super) struct ZoneCounts {
    /// Azure DNS's own, a minute each (learn.microsoft.com, "Azure DNS limits").
    creates: Own,
    updates: Own,
    deletes: Own,
    gets: Own,
    lists: Own,
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

impl Default for ZoneCounts {
    fn default() -> Self {
        Self {
            creates: Own::new(200),
            updates: Own::new(200),
            deletes: Own::new(200),
            gets: Own::new(2_000),
            lists: Own::new(60),
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

    /// What stands against these requests now.
    pub(super) fn wait(&mut self, actions: &[Action], now: Instant) -> Option<Wait> {
        let paused = self.paused_until.filter(|until| *until > now).map(Wait::Until);
        let own = Action::ALL.map(|action| {
            let more = actions.iter().filter(|other| **other == action).count();
            self.own(action).wait(more, now)
        });
        own.into_iter().chain([paused]).flatten().reduce(Wait::and)
    }

    pub(super) fn pause(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// An answer said how many requests remain.
    pub(super) const fn told(&mut self, action: Action, left: usize, now: Instant) {
        self.own(action).left.told = Some((left, now));
    }

    pub(super) fn begin(&mut self, action: Action) {
        let own = self.own(action);
        own.window.begin();
        own.left.in_flight += 1;
    }

    pub(super) fn end(&mut self, action: Action, now: Instant) {
        let own = self.own(action);
        own.window.end(now);
        own.left.in_flight = own.left.in_flight.saturating_sub(1);
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
