//! From tokens to statements and blocks, and their lines in order.

use std::ops::Range;

use super::fill::{Columns, fill};
use super::page::Page;
use super::run::Run;
use super::source::{Source, closes, opens};
use super::statement::Place;
use super::{INDENT, LINE_WIDTH};
use crate::syntax::token::TokenKind;

/// The formatted text.
pub(super) fn write(source: &Source<'_>) -> String {
    let mut walk =
        Walk { source, at: 0, blocks: Vec::new(), run: Run::default(), page: Page::new(source.len()) };
    while let Some(kind) = source.kind(walk.at) {
        if kind == TokenKind::Newline {
            walk.line_ends();
        } else if kind == TokenKind::RightBrace {
            walk.close_block();
        } else if source.is_comment(walk.at) {
            walk.own_comment();
        } else {
            walk.statement();
        }
    }
    walk.end_run();
    walk.page.finish()
}

struct Walk<'a, 't> {
    source: &'a Source<'t>,
    at: usize,
    /// The open blocks, outermost first.
    blocks: Vec<Block>,
    run: Run,
    page: Page<'t>,
}

#[derive(Clone, Copy)]
struct Block {
    place: Place,
    /// Whether `else` may follow.
    of_if: bool,
}

impl Walk<'_, '_> {
    fn line_ends(&mut self) {
        let begin = self.at;
        while self.source.is(self.at, TokenKind::Newline) {
            self.at += 1;
        }
        if self.at - begin > 1 {
            self.end_run();
            self.page.blank_line();
        }
    }

    fn own_comment(&mut self) {
        self.end_run();
        self.page.comment_line(self.indent(), self.source.text(self.at));
        self.at += 1;
        // The comment's own line end is not a blank line's.
        self.skip_line_end();
    }

    fn statement(&mut self) {
        let start = self.at;
        if let Some(end) = self.one_line_block(start) {
            self.end_run();
            self.plain(start..end);
            return;
        }
        let (end, opens_block) = self.statement_end(start);
        if opens_block {
            self.open_block(start..end);
        } else if (start..end).any(|at| self.source.is(at, TokenKind::LeftBrace)) {
            self.end_run();
            self.plain(start..end);
        } else {
            self.at = end;
            let comment = self.trailing_comment();
            self.run.add(self.source, self.place(), start..end, comment);
            self.skip_line_end();
        }
    }

    /// Where a statement ends, and whether it ends with the `{` of a block that holds something.
    fn statement_end(&self, start: usize) -> (usize, bool) {
        let mut depth = 0_usize;
        let mut end = start;
        let mut at = start;
        while let Some(kind) = self.source.kind(at) {
            let continues = depth > 0 || (end > start && self.source.is(end - 1, TokenKind::Comma));
            if kind == TokenKind::RightBrace && at > start {
                return (end, false);
            } else if kind == TokenKind::LeftBrace {
                let Some(close) = self.empty_block(at) else { return (at + 1, true) };
                if !self.source.is_word(close + 1, "else") {
                    return (close + 1, false);
                }
                at = close;
                end = close + 1;
            } else if self.source.is_code(at) {
                if opens(kind) {
                    depth += 1;
                } else if closes(kind) {
                    depth = depth.saturating_sub(1);
                }
                end = at + 1;
            } else if !continues {
                return (end, false);
            }
            at += 1;
        }
        (end, false)
    }

    /// The `}` of a block that holds nothing but line ends.
    fn empty_block(&self, brace: usize) -> Option<usize> {
        let mut next = brace + 1;
        while self.source.is(next, TokenKind::Newline) {
            next += 1;
        }
        self.source.is(next, TokenKind::RightBrace).then_some(next)
    }

    /// The end of a statement whose blocks hold one statement each and stand with it on one line that fits.
    fn one_line_block(&self, start: usize) -> Option<usize> {
        let end = self.whole_line_end(start)?;
        let width = self.indent() + self.source.flat_width(start..end);
        (width <= LINE_WIDTH).then_some(end)
    }

    fn whole_line_end(&self, start: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let mut at = start;
        loop {
            let kind = self.source.kind(at)?;
            if !self.source.is_code(at) {
                return None;
            } else if kind == TokenKind::LeftBrace {
                depth += 1;
            } else if kind == TokenKind::RightBrace {
                depth = depth.checked_sub(1)?;
                let more = self.source.is_word(at + 1, "else");
                if depth == 0 && !more {
                    return Some(at + 1);
                }
                if !more && !self.source.is(at + 1, TokenKind::RightBrace) {
                    return None;
                }
            }
            at += 1;
        }
    }

    /// Writes a statement without columns, whose end is behind a `}`.
    fn plain(&mut self, statement: Range<usize>) {
        self.at = statement.end;
        self.fill(statement);
        self.skip_line_end();
    }

    fn open_block(&mut self, head: Range<usize>) {
        let place = self.place().inside(self.source, head.start);
        let of_if = self.begins_if(head.start);
        self.end_run();
        self.page.end_section();
        self.plain(head);
        self.page.end_section();
        self.page.no_blank_line();
        self.blocks.push(Block { place, of_if });
    }

    /// Whether a head is that of an `if`, or of an `else` with another `if`.
    fn begins_if(&self, head: usize) -> bool {
        let source = self.source;
        source.is_word(head, "if")
            || (source.is(head, TokenKind::RightBrace) && source.is_word(head + 2, "if"))
    }

    fn close_block(&mut self) {
        self.end_run();
        self.page.end_section();
        self.page.no_blank_line();
        let brace = self.at;
        let closed = self.blocks.pop();
        let goes_on = closed.is_some_and(|block| block.of_if) && self.source.is_word(brace + 1, "else");
        let (end, opens_block) = if goes_on { self.statement_end(brace) } else { (brace + 1, false) };
        if opens_block {
            self.open_block(brace..end);
        } else {
            self.plain(brace..end);
            self.page.end_section();
        }
    }

    fn fill(&mut self, statement: Range<usize>) {
        let comment = self.trailing_comment();
        let indent = self.indent();
        fill(self.source, &mut self.page, statement, indent, (&[], &Columns::default()), comment);
    }

    /// Takes the comment on the line of what was just read.
    fn trailing_comment(&mut self) -> Option<usize> {
        let comment = self.source.is_comment(self.at).then_some(self.at)?;
        self.at += 1;
        Some(comment)
    }

    /// Takes the line's end that belongs to what was just read.
    fn skip_line_end(&mut self) {
        if self.source.is(self.at, TokenKind::Newline) {
            let more = self.source.is(self.at + 1, TokenKind::Newline);
            // A second one makes a blank line.
            self.at += usize::from(!more);
        }
    }

    fn end_run(&mut self) {
        let indent = self.indent();
        self.run.end(self.source, &mut self.page, indent);
    }

    fn indent(&self) -> usize {
        self.blocks.len() * INDENT
    }

    fn place(&self) -> Place {
        self.blocks.last().map_or(Place::File, |block| block.place)
    }
}
