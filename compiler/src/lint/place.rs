//! From bytes of a value to the place where they stand in the source.

use std::ops::Range;

use crate::source::FileSpan;

use super::context::ZoneContext;

/// A word or a plain string of the source with what it says.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The value: the text without quotes.
    pub value: &'a str,
    at: FileSpan,
    quotes: usize,
}

impl<'a> Written<'a> {
    /// The value that is written out at a place; none if it is a variable or a string with escapes or `${…}`.
    #[must_use]
    pub fn read(context: &ZoneContext<'a>, at: FileSpan) -> Option<Self> {
        let text = context.text(at);
        let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let value = quoted.unwrap_or(text);
        let plain = !value.is_empty() && !value.contains(['"', '$', '\\', '\n']);
        plain.then_some(Self { value, at, quotes: usize::from(quoted.is_some()) })
    }

    /// Where some bytes of the value stand; the whole place if they are not in it.
    #[must_use]
    pub fn part(&self, bytes: Range<usize>) -> FileSpan {
        if bytes.start >= bytes.end || bytes.end > self.value.len() {
            return self.at;
        }
        self.at.span.part(bytes.start + self.quotes, bytes.end + self.quotes).in_file(self.at.file)
    }

    /// Where the value stands, inside its quotes.
    #[must_use]
    pub fn inside(&self) -> FileSpan {
        self.part(0..self.value.len())
    }
}
