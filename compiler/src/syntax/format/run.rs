//! A run: neighbouring statements that share their columns.

use std::ops::Range;

use super::fill::{Columns, fill};
use super::page::Page;
use super::source::Source;
use super::statement::{Form, Place, classify};

/// A wider cell does not widen its column: one long owner must not move a hundred lines.
const CELL_LIMIT: usize = 24;

/// The statements of a run that is not yet written.
#[derive(Default)]
pub(super) struct Run {
    lines: Vec<Line>,
    /// The first token of every column but the first, line after line.
    stops: Vec<usize>,
    widths: [Columns; Form::COUNT],
}

struct Line {
    tokens: Range<usize>,
    form: Form,
    /// Where its stops end in the run's.
    stops_end: usize,
    /// The comment behind it.
    comment: Option<usize>,
}

impl Run {
    /// Adds a statement without a block.
    pub(super) fn add(
        &mut self,
        source: &Source<'_>,
        place: Place,
        tokens: Range<usize>,
        comment: Option<usize>,
    ) {
        let first_stop = self.stops.len();
        let form = classify(source, place, tokens.clone(), &mut self.stops);
        let stops = self.stops.get(first_stop..).unwrap_or_default();
        // A line's last cell has nothing to push away. A duration's column is narrow enough to be one at all lines.
        let last = (form == Form::TtlClass).then_some(tokens.end);
        let mut start = tokens.start;
        if let Some(widths) = self.widths.get_mut(form as usize) {
            for (widest, stop) in widths.iter_mut().zip(stops.iter().copied().chain(last)) {
                let width = source.flat_width(start..stop);
                if width <= CELL_LIMIT {
                    *widest = (*widest).max(width);
                }
                start = stop;
            }
        }
        self.lines.push(Line { tokens, form, stops_end: self.stops.len(), comment });
    }

    /// Writes the run and begins the next.
    pub(super) fn end<'t>(&mut self, source: &Source<'t>, page: &mut Page<'t>, indent: usize) {
        let mut stops_done = 0;
        for line in self.lines.drain(..) {
            let stops = self.stops.get(stops_done..line.stops_end).unwrap_or_default();
            let widths = self.widths.get(line.form as usize).copied().unwrap_or_default();
            fill(source, page, line.tokens, indent, (stops, &widths), line.comment);
            stops_done = line.stops_end;
        }
        self.stops.clear();
        self.widths = Default::default();
    }
}
