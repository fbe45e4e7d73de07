//! How far a push has come, and how long a read waits, shown meanwhile; and Ctrl-C.
//!
//! On a terminal there is a bar for each zone and provider. Elsewhere a line is written where a reader of a log would
//! want one: each quarter of a large push, and a wait for quota or for another try.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use zonal_compiler::dns::name::Name;
use zonal_runtime::provider;
use zonal_runtime::watch::Watch;

use crate::console::Console;

/// The number of sets from which a push is large enough to be told of by quarters.
const LARGE: usize = 200;
/// The shortest wait that is told.
const LONG: Duration = Duration::from_secs(5);

/// Watches a push, or reads.
pub struct Progress {
    pressed: Arc<AtomicBool>,
    shown: Shown,
}

enum Shown {
    Bars { all: MultiProgress, bars: Mutex<BTreeMap<String, ProgressBar>> },
    Lines(Mutex<BTreeMap<String, Told>>),
}

/// What has been told of a push in lines.
#[derive(Default)]
struct Told {
    quarters: usize,
    is_waiting: bool,
}

impl Progress {
    /// Begins to watch, and to listen for Ctrl-C: what is being written is finished, nothing more is begun. A second
    /// one ends the process at once.
    pub fn watch(console: &Console) -> Self {
        use signal_hook::consts::{SIGINT, SIGTERM};
        const INTERRUPTED: i32 = 130;
        let pressed = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // If a signal cannot be watched it ends the process, as it does everywhere else; the journal then tells
            // what was sent.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, pressed.clone());
            let _ = signal_hook::flag::register(signal, pressed.clone());
        }
        Self { pressed, shown: Shown::on(console) }
    }

    /// Begins to watch reads, which Ctrl-C ends at once: nothing has been written.
    pub fn of_reads(console: &Console) -> Self {
        Self { pressed: Arc::default(), shown: Shown::on(console) }
    }

    /// Takes the bars away.
    pub fn end(&self) {
        if let Shown::Bars { all, .. } = &self.shown {
            // Bars that cannot be taken away do no harm.
            let _ = all.clear();
        }
    }
}

impl Shown {
    fn on(console: &Console) -> Self {
        if console.shows_progress() {
            Self::Bars { all: MultiProgress::new(), bars: Mutex::default() }
        } else {
            Self::Lines(Mutex::default())
        }
    }
}

impl Watch for Progress {
    fn progress(&self, provider: &str, zone: &Name, progress: provider::Progress) {
        let what = format!("{} at {provider}", zone.undotted());
        match &self.shown {
            Shown::Bars { all, bars } => {
                let mut bars = bars.lock().unwrap_or_else(PoisonError::into_inner);
                let bar = bars.entry(what.clone()).or_insert_with(|| all.add(bar(&what, progress)));
                // A read has no length; the bar of a push keeps its own while the zone is read again.
                if progress.of > 0 {
                    bar.set_length(progress.of as u64);
                    bar.set_position(progress.done as u64);
                }
                bar.set_message(remark(progress));
            }
            Shown::Lines(told) => {
                let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(line) = told.entry(what.clone()).or_default().line(progress) {
                    Console::progress_line(&format!("{what}: {line}\n"));
                }
            }
        }
    }

    fn is_interrupted(&self) -> bool {
        self.pressed.load(Ordering::SeqCst)
    }
}

fn bar(what: &str, progress: provider::Progress) -> ProgressBar {
    let template = if progress.of == 0 { "{prefix}  {msg}" } else { "{prefix}  {bar:30} {pos}/{len}  {msg}" };
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::no_length().with_prefix(what.to_owned());
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

fn remark(progress: provider::Progress) -> String {
    match progress.waiting {
        Some(wait) => format!("waiting for the provider, {} s left", seconds(wait)),
        None if progress.in_flight > 0 => format!("{} in flight", progress.in_flight),
        None => String::new(),
    }
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

impl Told {
    fn line(&mut self, progress: provider::Progress) -> Option<String> {
        let provider::Progress { done, of, waiting, .. } = progress;
        if let Some(wait) = waiting.filter(|wait| *wait >= LONG) {
            let was_waiting = std::mem::replace(&mut self.is_waiting, true);
            let waiting = format!("waiting {} s for the provider", seconds(wait));
            let line = if of == 0 { waiting } else { format!("{done} of {of} written, {waiting}") };
            return (!was_waiting).then_some(line);
        }
        self.is_waiting = false;
        let quarters = (done * 4).checked_div(of).unwrap_or(0);
        let is_new = of >= LARGE && quarters > self.quarters;
        self.quarters = self.quarters.max(quarters);
        is_new.then(|| format!("{done} of {of} written"))
    }
}
