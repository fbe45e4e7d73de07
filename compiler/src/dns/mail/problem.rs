//! What a reader found in the text of a record.

use std::ops::Range;

use super::fault::Fault;
use crate::diagnostic::{Applicability, Severity};

/// Something wrong, or worth knowing, in the text of a TXT record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The lint that reports it: `spf-syntax`, `dmarc-removed-tag`…
    pub rule: &'static str,
    /// [`Severity::Error`] where receivers discard the record or the term, [`Severity::Warning`] where it has not
    /// the effect that was meant, [`Severity::Info`] where it is only worth knowing.
    pub severity: Severity,
    /// The bytes of the text that it is about.
    pub at: Range<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What those bytes were meant to be.
    pub replacement: Option<String>,
    /// Whether the replacement is certain.
    pub applicability: Applicability,
}

impl Problem {
    /// A problem without advice.
    pub(super) fn new(
        rule: &'static str,
        severity: Severity,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let applicability = Applicability::Suggested;
        Self { rule, severity, at, message: message.into(), help: None, replacement: None, applicability }
    }

    /// A receiver discards the record or the term.
    pub(super) fn error(rule: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, at, message)
    }

    /// It has not the effect that was meant.
    pub(super) fn warning(rule: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, at, message)
    }

    /// It is worth knowing.
    pub(super) fn info(rule: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Info, at, message)
    }

    /// The fault of a value that stands at `value` in the text.
    pub(super) fn of_fault(rule: &'static str, value: &Range<usize>, fault: Fault) -> Self {
        let Fault { at, message, help, correction, applicability } = fault;
        let at = match correction {
            Some(_) => value.clone(),
            None if at.is_empty() => value.clone(),
            None => value.start + at.start..value.start + at.end,
        };
        Self { rule, severity: Severity::Error, at, message, help, replacement: correction, applicability }
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives what was certainly meant in place of the bytes.
    pub(super) fn replace(self, replacement: impl Into<String>) -> Self {
        Self { applicability: Applicability::Certain, ..self.guess(replacement) }
    }

    /// Gives what may have been meant in place of the bytes.
    pub(super) fn guess(mut self, replacement: impl Into<String>) -> Self {
        self.replacement = Some(replacement.into());
        self
    }
}
