//! Where diagnostics gather, each once.

use rustc_hash::FxHashSet;

use crate::diagnostic::Diagnostic;
use crate::source::FileSpan;

/// How many diagnostics one program is told at most; after them it is no longer a person who reads.
pub const MOST_DIAGNOSTICS: usize = 10_000;

/// Diagnostics without repetition: a template that is included ten times has its mistake told once.
#[derive(Debug, Default)]
pub struct Sink {
    told: FxHashSet<(&'static str, FileSpan)>,
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// Adds a diagnostic, unless one of this name has been told of this very place.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < MOST_DIAGNOSTICS
            && self.told.insert((diagnostic.name, diagnostic.primary.at))
        {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The diagnostics, in the order in which they were found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
