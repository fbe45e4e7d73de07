//! Source files, byte spans, and the way from a byte to a line and column.

use std::ops::Range;
use std::sync::Arc;

use crate::arena::{Arena, Id};

/// A half-open range of byte offsets into one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, but without, `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at a byte.
    #[must_use]
    pub const fn at(byte: u32) -> Self {
        Self::new(byte, byte)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether a byte offset lies inside or at the end.
    #[must_use]
    pub const fn touches(self, byte: u32) -> bool {
        self.start <= byte && byte <= self.end
    }

    /// The span in `usize`, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text under the span; empty if the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The part of this span from `start` up to `end`, both counted from this span's start.
    #[must_use]
    pub const fn part(self, start: usize, end: usize) -> Self {
        Self::new(self.start + start as u32, self.start + end as u32)
    }

    /// The same span in a file.
    #[must_use]
    pub const fn in_file(self, file: FileId) -> FileSpan {
        FileSpan { file, span: self }
    }
}

/// Names a [`SourceFile`] of [`Sources`].
pub type FileId = Id<SourceFile>;

/// A span together with the file it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileSpan {
    /// The file.
    pub file: FileId,
    /// The bytes within it.
    pub span: Span,
}

/// One file of a workspace: its name and its whole text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the workspace root, with `/` between its parts on every system.
    pub path: String,
    /// The text. Spans count its bytes. It is shared, as a long-lived caller compiles most texts many times.
    pub text: Arc<String>,
}

/// Every source file of one program.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Arena<SourceFile>,
}

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and names it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_shared(path, Arc::new(text.into()))
    }

    /// Adds a file whose text is held elsewhere as well, and names it.
    pub fn add_shared(&mut self, path: impl Into<String>, text: Arc<String>) -> FileId {
        self.files.push(SourceFile { path: path.into(), text })
    }

    /// The file with this identifier.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id]
    }

    /// The text under a span.
    #[must_use]
    pub fn text(&self, at: FileSpan) -> &str {
        at.span.of(&self.file(at.file).text)
    }

    /// Every file with its identifier, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter_ids()
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// A place in a text as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
}

/// The line starts of one text, for turning byte offsets into lines and columns.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the line starts of a text. Lines end with `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after_newline = |(at, byte)| (byte == b'\n').then_some(at as u32 + 1);
        let starts = std::iter::once(0).chain(text.bytes().enumerate().filter_map(after_newline)).collect();
        Self { starts }
    }

    /// The line, from 0, that holds a byte offset.
    #[must_use]
    pub fn line(&self, byte: u32) -> u32 {
        (self.starts.partition_point(|&start| start <= byte) as u32).saturating_sub(1)
    }

    /// The byte offset at which a line, counted from 0, begins.
    #[must_use]
    pub fn start(&self, line: u32) -> Option<u32> {
        self.starts.get(line as usize).copied()
    }

    /// The number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: every text has at least one line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line and column of a byte offset of the text that this index was made from.
    #[must_use]
    pub fn line_column(&self, text: &str, byte: u32) -> LineColumn {
        let line = self.line(byte);
        let start = self.start(line).unwrap_or(0) as usize;
        let column = text.get(start..byte as usize).map_or(0, |before| before.chars().count());
        LineColumn { line: line + 1, column: column as u32 + 1 }
    }
}
