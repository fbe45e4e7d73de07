//! The lines of source that a message shows, ready for ariadne.
//!
//! What is shown is the source with everything replaced that would act on a terminal or that ariadne would take
//! for a line's end, byte for byte, so that lines and columns stay true. Overlong lines are cropped around what
//! is pointed at.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ariadne::{Cache, Source};
use zonal_compiler::source::{FileId, FileSpan, Sources, Span};

use super::style::acts_on_a_terminal;

/// The longest line that is shown whole, in bytes.
const LONGEST_LINE: usize = 400;
/// How much of a longer line is shown around what is pointed at, in bytes on each side.
const AROUND: usize = 120;

/// The source files as far as they have been shown.
#[derive(Debug)]
pub struct Snippets<'s> {
    sources: &'s Sources,
    files: BTreeMap<FileId, Shown>,
}

/// One file as it is shown.
#[derive(Debug)]
struct Shown {
    source: Source<String>,
    has_long_lines: bool,
    is_ascii: bool,
}

impl<'s> Snippets<'s> {
    /// Nothing has been shown of these sources yet.
    #[must_use]
    pub const fn new(sources: &'s Sources) -> Self {
        Self { sources, files: BTreeMap::new() }
    }

    fn shown(&mut self, file: FileId) -> &Shown {
        let sources = self.sources;
        self.files.entry(file).or_insert_with(|| {
            let text = harmless_lines(&sources.file(file).text);
            let has_long_lines = text.split('\n').any(|line| line.len() > LONGEST_LINE);
            Shown { is_ascii: text.is_ascii(), source: Source::from(text.into_owned()), has_long_lines }
        })
    }

    /// What to show of the files in which some spans lie.
    #[must_use]
    pub fn around(&mut self, spans: &[FileSpan]) -> Excerpt<'_> {
        let mut cropped = BTreeMap::new();
        for at in spans {
            if self.shown(at.file).has_long_lines && !cropped.contains_key(&at.file) {
                let here = spans.iter().filter(|other| other.file == at.file).map(|other| other.span);
                cropped
                    .extend(Crop::new(self.shown(at.file).source.text(), here).map(|crop| (at.file, crop)));
            }
        }
        Excerpt { sources: self.sources, whole: &self.files, cropped }
    }
}

/// The files of one message.
#[derive(Debug)]
pub struct Excerpt<'a> {
    sources: &'a Sources,
    whole: &'a BTreeMap<FileId, Shown>,
    cropped: BTreeMap<FileId, Crop>,
}

impl Excerpt<'_> {
    /// A span in characters of what is shown, kept within it.
    #[must_use]
    pub fn characters(&self, at: FileSpan) -> (FileId, std::ops::Range<usize>) {
        let range = match self.cropped.get(&at.file) {
            Some(crop) => {
                let (start, end) = (crop.shift(at.span.start), crop.shift(at.span.end));
                character(&crop.source, start)..character(&crop.source, end)
            }
            None => self.whole.get(&at.file).map_or(0..0, |shown| shown.characters(at.span)),
        };
        (at.file, range.start..range.end.max(range.start))
    }

    /// The columns, from 1, of a place as ariadne counts them in a cropped line, and as they are.
    #[must_use]
    pub fn true_column(&self, at: FileSpan) -> Option<(usize, usize)> {
        let crop = self.cropped.get(&at.file)?;
        let text = &self.sources.file(at.file).text;
        let column = |text: &str, byte: usize| {
            let before = text.get(..byte).unwrap_or_default();
            let start = before.rfind('\n').map_or(0, |newline| newline + 1);
            before.get(start..).map_or(1, |line| line.chars().count() + 1)
        };
        let shown = column(crop.source.text(), crop.shift(at.span.start));
        Some((shown, column(text, at.span.start as usize)))
    }
}

impl Cache<FileId> for &Excerpt<'_> {
    type Storage = String;

    fn fetch(&mut self, file: &FileId) -> Result<&Source<String>, impl std::fmt::Debug> {
        let cropped = self.cropped.get(file).map(|crop| &crop.source);
        cropped.or_else(|| self.whole.get(file).map(|shown| &shown.source)).ok_or("no such file")
    }

    fn display<'a>(&self, file: &'a FileId) -> Option<impl std::fmt::Display + 'a> {
        Some(self.sources.file(*file).path.clone())
    }
}

impl Shown {
    fn characters(&self, span: Span) -> std::ops::Range<usize> {
        let (start, end) = (span.start as usize, span.end as usize);
        if self.is_ascii {
            let len = self.source.len();
            return start.min(len)..end.min(len);
        }
        character(&self.source, start)..character(&self.source, end)
    }
}

/// The number of characters before a byte, which is moved to the start of a character and into the text.
fn character(source: &Source<String>, byte: usize) -> usize {
    let text = source.text();
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let Some((line, _, column)) = source.get_byte_line(byte) else { return source.len() };
    let before = source.get_line_text(line).and_then(|line| line.get(..column));
    line.offset() + before.map_or(0, |before| before.chars().count())
}

/// The text with every character replaced, by one of the same length, that a terminal would obey or that
/// ariadne, but not we, would take for the end of a line.
fn harmless_lines(text: &str) -> Cow<'_, str> {
    let must_go = |character: char| {
        acts_on_a_terminal(character) || matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    if !text.contains(must_go) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_a_line = character == '\r' && characters.peek() == Some(&'\n');
        shown.push(match character.len_utf8() {
            _ if ends_a_line || !must_go(character) => character,
            1 => '?',
            2 => '\u{bf}',
            _ => '\u{fffd}',
        });
    }
    Cow::Owned(shown)
}

/// A file of which only some lines are shown, cropped; the others are empty.
#[derive(Debug)]
struct Crop {
    source: Source<String>,
    /// The shown pieces: where each begins in the file and in the crop, and its length.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    original: usize,
    shown: usize,
    len: usize,
}

impl Crop {
    /// Crops a text around spans; `None` if no line that they touch is overlong.
    fn new(text: &str, spans: impl Iterator<Item = Span> + Clone) -> Option<Self> {
        let mut crop = (String::new(), Vec::new());
        let mut any = false;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches(['\n', '\r']);
            let end = start + body.len();
            let touching =
                spans.clone().filter(|span| (span.start as usize) <= end && (span.end as usize) >= start);
            let touched = touching
                .map(|span| (span.start as usize, span.end as usize))
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            if let Some(touched) = touched {
                any |= body.len() > LONGEST_LINE;
                push_line(&mut crop, text, (start, end), touched);
            }
            if line.ends_with('\n') {
                crop.0.push('\n');
            }
            start += line.len();
        }
        let (text, pieces) = crop;
        any.then(|| Self { source: Source::from(text), pieces })
    }

    /// Where a byte of the file is in the crop.
    fn shift(&self, byte: u32) -> usize {
        let byte = byte as usize;
        let after = self.pieces.partition_point(|piece| piece.original <= byte);
        let Some(piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return 0 };
        piece.shown + (byte - piece.original).min(piece.len)
    }
}

/// Adds what is shown of a line, given the bytes of it that are pointed at.
fn push_line(crop: &mut (String, Vec<Piece>), text: &str, line: (usize, usize), touched: (usize, usize)) {
    let (shown, pieces) = crop;
    let (mut from, mut to) = line;
    if to - from > LONGEST_LINE {
        from = text.floor_char_boundary(touched.0.saturating_sub(AROUND).clamp(line.0, line.1));
        let last = touched.1.min(touched.0 + AROUND);
        to = text.floor_char_boundary((last + AROUND).clamp(from, line.1));
    }
    if from > line.0 {
        shown.push('…');
    }
    pieces.push(Piece { original: from, shown: shown.len(), len: to - from });
    shown.push_str(text.get(from..to).unwrap_or_default());
    if to < line.1 {
        shown.push('…');
    }
}
