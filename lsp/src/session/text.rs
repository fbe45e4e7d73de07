//! Places in a text as the protocol counts them, and the edits of an open document.

use std::sync::Arc;

use ropey::{Rope, RopeSlice};

/// What the `character` of a [`Position`] counts, as client and server agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, which every client knows.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text: a line and a character in it, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character in the line, counted as the [`Encoding`] says.
    pub character: u32,
}

/// One change of an open document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced; everything if absent.
    pub range: Option<(Position, Position)>,
    /// The new text.
    pub text: String,
}

/// The text of an open document, cheap to edit however long it is.
#[derive(Debug, Clone, Default)]
pub struct EditedText {
    rope: Rope,
    whole: Option<Arc<String>>,
}

impl EditedText {
    /// A document that was just opened.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self { rope: Rope::from_str(&text), whole: Some(Arc::new(text)) }
    }

    /// Applies a change. A range outside the text is taken to its nearest place inside.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        self.whole = None;
        let Some((from, to)) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let (from, to) = (self.char_at(from, encoding), self.char_at(to, encoding));
        let (from, to) = (from.min(to), from.max(to));
        self.rope.remove(from..to);
        self.rope.insert(from, &change.text);
    }

    /// The text as one piece; made once for each version that is asked for.
    pub fn whole(&mut self) -> Arc<String> {
        self.whole.get_or_insert_with(|| Arc::new(self.rope.to_string())).clone()
    }

    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let slice = self.rope.line(line);
        let inside = char_in_line(slice, position.character as usize, encoding);
        self.rope.line_to_char(line) + inside.min(content_len(slice))
    }
}

/// The characters of a line, without its end.
fn content_len(line: RopeSlice<'_>) -> usize {
    let ends = line.chars_at(line.len_chars()).reversed().take_while(|c| matches!(c, '\n' | '\r')).count();
    line.len_chars() - ends
}

fn char_in_line(line: RopeSlice<'_>, character: usize, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => line.byte_to_char(character.min(line.len_bytes())),
        Encoding::Utf16 => line.utf16_cu_to_char(character.min(line.len_utf16_cu())),
        Encoding::Utf32 => character,
    }
}

/// The line starts of one text, for turning bytes into positions and back. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Reads the line starts of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes
            .iter()
            .enumerate()
            .filter(|&(at, &byte)| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        Self { starts }
    }

    /// The position of a byte offset of the text that the lines are of; of its nearest place for any other offset.
    #[must_use]
    pub fn position(&self, text: &str, byte: u32, encoding: Encoding) -> Position {
        let byte = byte.min(text.len() as u32);
        let line = self.starts.partition_point(|&start| start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0) as usize;
        let mut end = byte as usize;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or_default();
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => before.chars().count(),
        };
        Position { line: line as u32, character: character as u32 }
    }

    /// The byte offset of a position; that of the nearest place inside the text for one outside.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> u32 {
        let Some(line) = self.line(text, position.line) else { return text.len() as u32 };
        let start = self.starts.get(position.line as usize).copied().unwrap_or(0);
        let mut left = position.character as usize;
        let inside = line.char_indices().find(|(_, c)| {
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            let is_here = left < width;
            left = left.saturating_sub(width);
            is_here
        });
        start + inside.map_or(line.len(), |(at, _)| at) as u32
    }

    /// The text of a line, counted from 0, without its end.
    #[must_use]
    pub fn line<'t>(&self, text: &'t str, line: u32) -> Option<&'t str> {
        let start = *self.starts.get(line as usize)? as usize;
        let end = self.starts.get(line as usize + 1).map_or(text.len(), |&next| next as usize);
        text.get(start..end).map(|line| line.trim_end_matches(['\n', '\r']))
    }

    /// The byte offset at which a line, counted from 0, begins.
    #[must_use]
    pub fn start(&self, line: u32) -> Option<u32> {
        self.starts.get(line as usize).copied()
    }

    /// The number of lines; every text has at least one.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a ü 𝒙 b\r\nsecond\rthird\n";

    fn edit(range: Option<((u32, u32), (u32, u32))>, text: &str, encoding: Encoding) -> String {
        let place = |(line, character)| Position { line, character };
        let range = range.map(|(from, to)| (place(from), place(to)));
        let mut edited = EditedText::new(TEXT.to_owned());
        edited.apply(&Change { range, text: text.to_owned() }, encoding);
        edited.whole().as_ref().clone()
    }

    #[test]
    fn each_encoding_counts_in_its_own_units() {
        for (encoding, character) in [(Encoding::Utf8, 10), (Encoding::Utf16, 7), (Encoding::Utf32, 6)] {
            let lines = Lines::new(TEXT);
            let position = Position { line: 0, character };
            let offset = lines.offset(TEXT, position, encoding);
            assert_eq!(&TEXT[offset as usize..=offset as usize], "b", "{encoding:?}");
            assert_eq!(lines.position(TEXT, offset, encoding), position, "{encoding:?}");
            let range = Some(((0, character), (0, character + 1)));
            assert_eq!(edit(range, "c", encoding), TEXT.replace('b', "c"), "{encoding:?}");
        }
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let lines = Lines::new(TEXT);
        let read: Vec<_> = (0..lines.count()).filter_map(|line| lines.line(TEXT, line)).collect();
        assert_eq!(read, ["a ü 𝒙 b", "second", "third", ""]);
        assert_eq!(edit(Some(((2, 0), (2, 5))), "3", Encoding::Utf16), TEXT.replace("third", "3"));
    }

    #[test]
    fn a_range_outside_the_text_is_taken_inside() {
        let far = 4_000_000_000;
        assert_eq!(edit(Some(((far, far), (far, far))), "!", Encoding::Utf16), format!("{TEXT}!"));
        assert_eq!(edit(Some(((1, far), (1, far))), "!", Encoding::Utf8), TEXT.replace("second", "second!"));
        assert_eq!(edit(Some(((2, 5), (2, 0))), "", Encoding::Utf32), TEXT.replace("third", ""));
        assert_eq!(edit(None, "new", Encoding::Utf16), "new");
    }
}
