//! What is wrong with one value, before it is known whether it stands in source or in a record's text.

use std::ops::Range;

use crate::diagnostic::Applicability;

/// A wrong value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The bytes of the value that are wrong.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The whole value as it was meant.
    pub correction: Option<String>,
    /// Whether that is certain.
    pub applicability: Applicability,
}

impl Fault {
    /// A fault in some bytes of a value.
    pub fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        let applicability = Applicability::Suggested;
        Self { at, message: message.into(), help: None, correction: None, applicability }
    }

    /// A fault of the whole value.
    pub fn whole(value: &str, message: impl Into<String>) -> Self {
        Self::new(0..value.len(), message)
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives the value that was certainly meant.
    pub fn correct(self, value: impl Into<String>) -> Self {
        Self { applicability: Applicability::Certain, ..self.guess(value) }
    }

    /// Gives a value that may have been meant.
    pub fn guess(mut self, value: impl Into<String>) -> Self {
        self.correction = Some(value.into());
        self
    }

    /// The same fault, of a value that is a part of a larger one and begins `offset` bytes into it. A correction
    /// of the part is none of the whole, and is dropped.
    pub fn inside(mut self, offset: usize) -> Self {
        self.at = self.at.start + offset..self.at.end + offset;
        self.correction = None;
        self
    }
}
