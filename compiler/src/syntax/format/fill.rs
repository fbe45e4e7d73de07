//! One statement on its line, or on as many as it needs.
//!
//! A line ends where the author ended it after a comma or an opening bracket, behind a comment, and after the last
//! comma that keeps it within its width. A break that was chosen for the width is one that the author made when
//! the result is formatted again; all that follows a break depends on the break and not on its reason.

use std::ops::Range;

use super::page::Page;
use super::source::{Source, closes, opens};
use super::{INDENT, LINE_WIDTH};
use crate::syntax::token::TokenKind;

/// The widths of a run's first columns; later ones are not aligned.
pub(super) type Columns = [usize; 6];

/// The blanks between two columns.
const COLUMN_GAP: usize = 2;

/// Writes a statement, from its first to its last token with a meaning, and the comment behind it.
pub(super) fn fill<'t>(
    source: &Source<'t>,
    page: &mut Page<'t>,
    statement: Range<usize>,
    indent: usize,
    columns: (&[usize], &Columns),
    comment: Option<usize>,
) {
    let (stops, widths) = columns;
    let end = statement.end;
    page.start_line(indent);
    let mut filler = Filler {
        source,
        page,
        indent,
        line_indent: indent,
        end,
        stops,
        widths,
        wrapped: false,
        open: Vec::new(),
    };
    let mut previous = None;
    for at in statement.filter(|&at| source.is_code(at)) {
        if let Some(previous) = previous {
            filler.separate(previous, at);
        }
        filler.put(at);
        previous = Some(at);
    }
    page.end_line(comment.map(|comment| source.text(comment)));
}

struct Filler<'a, 't> {
    source: &'a Source<'t>,
    page: &'a mut Page<'t>,
    /// The statement's indent.
    indent: usize,
    /// The current line's indent.
    line_indent: usize,
    /// Where the statement's tokens end.
    end: usize,
    /// The first token of every column but the first.
    stops: &'a [usize],
    widths: &'a Columns,
    /// Whether the current line is not the statement's first.
    wrapped: bool,
    open: Vec<Bracket>,
}

/// A list or parentheses that the current line stands in.
#[derive(Clone, Copy)]
struct Bracket {
    /// The indent of the line that opened it.
    indent: usize,
    /// Whether its first element stands on the next line; then its end stands on a line of its own.
    broken: bool,
}

impl Filler<'_, '_> {
    fn put(&mut self, at: usize) {
        self.page.push(self.source.text(at), self.source.width(at));
        let Some(kind) = self.source.kind(at) else { return };
        if opens(kind) {
            self.open.push(Bracket { indent: self.line_indent, broken: false });
        } else if closes(kind) {
            self.open.pop();
        }
    }

    /// Writes what stands between two neighbours: blanks, or comments and a line's end.
    fn separate(&mut self, previous: usize, at: usize) {
        let breaks = self.has_comment(previous, at) || self.author_breaks(previous, at, 0);
        let wraps = self.source.is(previous, TokenKind::Comma) && self.is_too_wide(previous, at);
        if !breaks && !wraps {
            self.pad(previous, at);
            return;
        }
        if self.source.kind(previous).is_some_and(opens)
            && let Some(bracket) = self.open.last_mut()
        {
            bracket.broken = true;
        }
        self.comments(previous, at);
        self.start_line(at);
    }

    fn pad(&mut self, previous: usize, at: usize) {
        let gap = self.gap(previous, at, self.page.column());
        self.page.pad(gap);
    }

    fn start_line(&mut self, at: usize) {
        self.line_indent = match self.open.last() {
            Some(bracket) if self.source.kind(at).is_some_and(closes) => bracket.indent,
            _ => self.inner_indent(),
        };
        self.wrapped = true;
        self.page.start_line(self.line_indent);
    }

    fn inner_indent(&self) -> usize {
        self.open.last().map_or(self.indent, |bracket| bracket.indent) + INDENT
    }

    /// Ends the line, with the comments and the blank line that stand between two neighbours.
    fn comments(&mut self, previous: usize, at: usize) {
        let mut newlines = 0;
        let mut line_is_open = true;
        let mut after_opener = self.source.kind(previous).is_some_and(opens);
        for between in previous + 1..at {
            if !self.source.is_comment(between) {
                newlines += 1;
                continue;
            }
            let comment = self.source.text(between);
            if newlines == 0 {
                self.page.end_line(Some(comment));
            } else {
                if line_is_open {
                    self.page.end_line(None);
                }
                self.blank_line(newlines, after_opener);
                self.page.comment_line(self.inner_indent(), comment);
            }
            (newlines, line_is_open, after_opener) = (0, false, false);
        }
        if line_is_open {
            self.page.end_line(None);
        }
        self.blank_line(newlines, after_opener || self.source.kind(at).is_some_and(closes));
    }

    /// Keeps a blank line between the elements of a list.
    fn blank_line(&mut self, newlines: usize, at_edge: bool) {
        if newlines > 1 && !at_edge && !self.open.is_empty() {
            self.page.blank_line();
        }
    }

    fn has_comment(&self, previous: usize, at: usize) -> bool {
        (previous + 1..at).any(|between| self.source.is_comment(between))
    }

    /// Whether the author's line end between two neighbours stays. `closed` brackets of those open here have been
    /// closed before the second.
    fn author_breaks(&self, previous: usize, at: usize, closed: usize) -> bool {
        let (Some(before), Some(after)) = (self.source.kind(previous), self.source.kind(at)) else {
            return false;
        };
        if closes(after) {
            let bracket = self.open.iter().rev().nth(closed);
            return bracket.is_some_and(|bracket| bracket.broken);
        }
        (before == TokenKind::Comma || opens(before)) && self.has_newline(previous, at)
    }

    fn has_newline(&self, previous: usize, at: usize) -> bool {
        (previous + 1..at).any(|between| self.source.is(between, TokenKind::Newline))
    }

    /// The blanks between two neighbours on one line, of which the first ends at a column.
    fn gap(&self, previous: usize, at: usize, column: usize) -> usize {
        let Ok(stop) = self.stops.binary_search(&at) else {
            return self.source.gap(previous, at);
        };
        if self.wrapped {
            return COLUMN_GAP;
        }
        let before = self.widths.get(..=stop).unwrap_or_default();
        let target = self.indent + before.iter().map(|width| width + COLUMN_GAP).sum::<usize>();
        target.saturating_sub(column).max(COLUMN_GAP)
    }

    /// Whether the tokens from `at` to where the line could next end do not fit behind a comma.
    fn is_too_wide(&self, comma: usize, at: usize) -> bool {
        if !self.may_begin_line(at) {
            return false;
        }
        let (mut previous, mut at, mut column) = (comma, at, self.page.column());
        let (mut opened, mut closed) = (0_usize, 0_usize);
        loop {
            column += self.gap(previous, at, column) + self.source.width(at);
            if column > LINE_WIDTH {
                return true;
            }
            match self.source.kind(at) {
                Some(kind) if opens(kind) => opened += 1,
                Some(kind) if closes(kind) && opened > 0 => opened -= 1,
                Some(kind) if closes(kind) => closed += 1,
                _ => {}
            }
            let Some(next) = self.source.next_code(at, self.end) else { return false };
            let own = opened > 0 && self.source.kind(next).is_some_and(closes);
            if self.has_comment(at, next)
                || (!own && self.author_breaks(at, next, closed))
                || (self.source.is(at, TokenKind::Comma) && self.may_begin_line(next))
            {
                return false;
            }
            (previous, at) = (at, next);
        }
    }

    /// Whether a line may begin with a token: no bracket that belongs to what is before it, and nothing that would
    /// look like a new statement, which ends an open list.
    fn may_begin_line(&self, at: usize) -> bool {
        if self.source.is(at, TokenKind::LeftBrace) || self.source.kind(at).is_some_and(closes) {
            return false;
        }
        let last =
            if self.source.is_call(at) { self.source.closing(at + 1, self.end).unwrap_or(at) } else { at };
        let Some(second) = self.source.next_code(last, self.end) else { return true };
        if self.source.is_type(at) || self.source.is_keyword(at) {
            return self.source.is(second, TokenKind::Comma) || self.source.kind(second).is_some_and(closes);
        }
        !self.source.is_type(second)
    }
}
