//! Where the engine gathers diagnostics: each place once, and not without end.

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::source::FileSpan;
use crate::zone::SiteId;

/// How many places are told of at most; after them it is no longer a person who reads.
const LIMIT: usize = 10_000;

/// The statement that a finding is about, by its zone's position: each time that a line is reached makes one.
type Origin = Option<(usize, SiteId)>;

/// The diagnostics so far.
#[derive(Default)]
pub(super) struct Reports {
    kept: Vec<Report>,
    places: FxHashMap<(&'static str, FileSpan), usize>,
}

struct Report {
    diagnostic: Diagnostic,
    origin: Origin,
    /// How often more the line was reached and found wrong.
    more: usize,
}

impl Reports {
    /// Adds a diagnostic. A line in a loop, in a template, or of several zones is one line to mend: what a rule finds
    /// there when it is first reached stands for all.
    pub fn push(&mut self, diagnostic: Diagnostic, origin: Origin) {
        let place = (diagnostic.name, diagnostic.primary.at);
        if let Some(first) = self.places.get(&place).and_then(|&position| self.kept.get_mut(position)) {
            // Word for word the same is one record at several providers.
            let same_zone = first.origin.map(|(zone, _)| zone) == origin.map(|(zone, _)| zone);
            if same_zone && first.diagnostic.message == diagnostic.message {
                return;
            }
            if first.origin != origin {
                first.more += 1;
                return;
            }
        }
        if self.kept.len() < LIMIT {
            self.places.entry(place).or_insert(self.kept.len());
            self.kept.push(Report { diagnostic, origin, more: 0 });
        }
    }

    /// The diagnostics, in the order in which they were found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let note = |Report { diagnostic, more, .. }: Report| match more {
            0 => diagnostic,
            1 => diagnostic.note("the same line makes one more such record"),
            more => diagnostic.note(format!("the same line makes {more} more such records")),
        };
        self.kept.into_iter().map(note).collect()
    }
}
