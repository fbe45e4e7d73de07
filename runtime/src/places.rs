//! From spans of source files to places as people count them.

use std::cell::OnceCell;
use std::sync::Arc;

use zonal_compiler::source::{FileSpan, LineIndex, Sources};

use crate::record::Place;

/// The lines of a program's files, read when first asked for.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s Sources,
    files: Vec<OnceCell<Lines>>,
}

/// The path and the line starts of one file.
#[derive(Debug)]
struct Lines {
    path: Arc<str>,
    index: LineIndex,
}

impl<'s> Places<'s> {
    /// The places of these sources.
    #[must_use]
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, files: (0..sources.len()).map(|_| OnceCell::new()).collect() }
    }

    /// The sources that the places are in.
    #[must_use]
    pub const fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// The place of a span; the start of a nameless file for a span of other sources.
    #[must_use]
    pub fn of(&self, at: FileSpan) -> Place {
        let Some(cell) = self.files.get(at.file.index()) else {
            return Place { path: Arc::from(""), line: 1, column: 1, end_line: 1, end_column: 1 };
        };
        let source = self.sources.file(at.file);
        let lines = cell.get_or_init(|| Lines {
            path: Arc::from(source.path.as_str()),
            index: LineIndex::new(&source.text),
        });
        let start = lines.index.line_column(&source.text, at.span.start);
        let end = lines.index.line_column(&source.text, at.span.end.max(at.span.start));
        Place {
            path: lines.path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zonal_compiler::source::Span;

    #[test]
    fn columns_count_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a.zonal", "zone\n# ü x\n");
        let place = Places::new(&sources).of(Span::new(10, 11).in_file(file));
        assert_eq!((place.to_string(), place.end_line, place.end_column), ("a.zonal:2:5".to_owned(), 2, 6));
    }
}
