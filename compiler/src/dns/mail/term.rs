//! The terms that a builder is given, and what it says about a wrong one.

use std::ops::Range;

use super::fault::Fault;
use crate::diagnostic::Applicability;

/// One word of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermWord<'a> {
    /// Its text, without quotes and with escapes and variables resolved.
    pub text: &'a str,
    /// Whether it was written as a string.
    pub quoted: bool,
}

/// One term: the words between two commas of a builder's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// Its words; never empty when it came from source.
    pub words: Vec<TermWord<'a>>,
}

/// What is wrong with a builder's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermError {
    /// The index of the term; none where the statement as a whole is wrong.
    pub term: Option<usize>,
    /// The index of the word in that term; none for the whole term.
    pub word: Option<usize>,
    /// The bytes of the word's text that are wrong; none for the whole word.
    pub at: Option<Range<usize>>,
    /// The index of another term that this one collides with.
    pub other: Option<usize>,
    /// The diagnostic's name: `unknown-term`, `invalid-term-value`, `missing-term-value`,
    /// `unexpected-term-value`, `missing-term`, `duplicate-term`, `conflicting-terms`, `term-order` or `weak-key`.
    pub name: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Source text in the place of that word, with quotes where it needs them; may be empty or several words.
    pub suggestion: Option<String>,
    /// Whether the suggestion is certain.
    pub applicability: Applicability,
}

impl TermError {
    /// An error about the statement as a whole.
    pub(super) fn statement(name: &'static str, message: impl Into<String>) -> Self {
        Self {
            term: None,
            word: None,
            at: None,
            other: None,
            name,
            message: message.into(),
            help: None,
            suggestion: None,
            applicability: Applicability::Suggested,
        }
    }

    /// An error about a whole term.
    pub(super) fn term(name: &'static str, term: usize, message: impl Into<String>) -> Self {
        Self { term: Some(term), ..Self::statement(name, message) }
    }

    /// An error about one word of a term.
    pub(super) fn word(name: &'static str, term: usize, word: usize, message: impl Into<String>) -> Self {
        Self { word: Some(word), ..Self::term(name, term, message) }
    }

    /// The fault of a value that is one word.
    pub(super) fn of_fault(term: usize, word: usize, fault: Fault) -> Self {
        let Fault { at, message, help, correction, applicability } = fault;
        Self {
            at: Some(at),
            help,
            suggestion: correction.map(|value| as_source(&value)),
            applicability,
            ..Self::word("invalid-term-value", term, word, message)
        }
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives the source text that was certainly meant.
    pub(super) fn correct(self, source: impl Into<String>) -> Self {
        Self { applicability: Applicability::Certain, ..self.guess(source) }
    }

    /// Gives source text that may have been meant.
    pub(super) fn guess(mut self, source: impl Into<String>) -> Self {
        self.suggestion = Some(source.into());
        self
    }

    /// Points at the term that this one collides with.
    pub(super) fn beside(mut self, other: usize) -> Self {
        self.other = Some(other);
        self
    }
}

/// A value as it is written in source: bare where a bare word can hold it, else as a string.
fn as_source(value: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if !value.is_empty() && value.chars().all(bare) {
        return value.to_owned();
    }
    let mut source = String::with_capacity(value.len() + 2);
    source.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$') {
            source.push('\\');
        }
        source.push(c);
    }
    source.push('"');
    source
}

/// The words of a list as a sentence names them: "`a`, `b` or `c`".
pub(super) fn alternatives<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    enumerated(words, "or")
}

/// The same with another last joint: "`a`, `b` and `c`".
pub(super) fn enumerated<'w>(words: impl IntoIterator<Item = &'w str>, joint: &str) -> String {
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let Some(last) = quoted.pop() else { return String::new() };
    if quoted.is_empty() {
        return last;
    }
    format!("{} {joint} {last}", quoted.join(", "))
}
