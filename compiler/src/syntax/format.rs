//! The one way to write a Zonal file.
//!
//! The formatter works on tokens and knows just enough of the grammar to see lines and columns, so it also formats
//! a file that means nothing yet. It changes blanks, line ends and the blank after a comment's mark, never another
//! token and never an order. Formatting twice is formatting once: every decision depends on what survives it.
//!
//! `grammar/formatting.md` states the rules with their reasons.

use std::fmt;

use crate::source::Span;

mod comment;
mod fill;
mod page;
mod run;
mod scan;
mod source;
mod statement;
mod walk;

/// The indent of a block's statements, and of a statement's further lines.
const INDENT: usize = 2;
/// The column that no line crosses if a comma lets it wrap before.
const LINE_WIDTH: usize = 120;

/// A text whose lines and blocks cannot be told apart, because of an error that the parser reports too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFormattable {
    /// Where the first such error stands.
    pub span: Span,
    /// What is wrong there.
    pub message: &'static str,
}

impl fmt::Display for NotFormattable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for NotFormattable {}

/// Formats a source text. The result ends with one newline, unless it is empty.
///
/// # Errors
///
/// [`NotFormattable`] for brackets that do not pair, nest too deep or hold a block, for a string that its line does
/// not close, for `;`, for a `#` that touches a word, and for a `{` that does not stand on the line of its head.
pub fn format(text: &str) -> Result<String, NotFormattable> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = (text.len() - body.len()) as u32;
    let start = body.trim_start();
    if start.starts_with('\u{feff}') {
        let span = Span::at((text.len() - start.len()) as u32).part(0, '\u{feff}'.len_utf8());
        return Err(NotFormattable { span, message: "expected a word, found a byte order mark" });
    }
    let scan = scan::scan(body).map_err(|error| {
        let span = Span::new(error.span.start + mark, error.span.end + mark);
        NotFormattable { span, ..error }
    })?;
    Ok(walk::write(&source::Source::new(body, &scan)))
}

#[cfg(test)]
mod tests;
