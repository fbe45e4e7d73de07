//! Braces: a line after the other, each recovering by itself, and what to do when a brace is missing.

use chumsky::prelude::*;

use super::failure::{Expected, Failure};
use super::item::begins_item;
use super::lexeme::{Kind, Lexeme};
use super::rule::{In, Rule, Steps, by_hand, deep, kind};
use super::session::{MAX_DEPTH, Place, Session};
use super::statement::statement_line;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::Block;

/// `{ statements }`
pub fn block<'t>() -> impl Rule<'t, Block> {
    deep(braced(statement_line).map(|(span, statements)| Block { span, statements }))
}

/// What a line of a block turned out to be.
pub enum Line<T> {
    /// A line of the block.
    Read(T),
    /// A line that shows that the block has ended without its brace.
    Outside,
}

/// `{ lines }`. Fails without an opening brace, and reports whatever is wrong behind it.
pub fn braced<'t, T: 't>(line: fn(&mut In<'t, '_>) -> Line<T>) -> impl Rule<'t, (Span, Vec<T>)> {
    by_hand(move |inp: &mut In<'t, '_>| {
        let start = inp.index();
        let failure = Failure::new(start, Expected::LeftBrace);
        let Some(open) = opening_brace(inp) else {
            return indented_lines(inp, failure, line).ok_or(failure);
        };
        let mut lines = Vec::new();
        if inp.state().depth >= MAX_DEPTH {
            inp.state().too_deep(open.span);
            skip_to_close(inp);
        } else {
            inp.state().depth += 1;
            while let Some(line) = next_line(inp, open, line) {
                lines.push(line);
            }
            inp.state().depth -= 1;
        }
        let end = inp.bytes_since(start).end;
        Ok((Span::new(open.span.start, end.max(open.span.end)), lines))
    })
}

/// Reads the lines of a block without braces, which its indentation shows to be meant, and reports that they lack.
fn indented_lines<'t, T>(
    inp: &mut In<'t, '_>,
    missing: Failure,
    line: fn(&mut In<'t, '_>) -> Line<T>,
) -> Option<(Span, Vec<T>)> {
    let start = inp.index();
    let session = inp.state();
    let head = session.tokens.get(start.checked_sub(1)?)?.span;
    let margin = session.indentation(head.start);
    let newline = session.tokens.get(start).filter(|next| next.kind == Kind::Newline)?;
    let indented = |session: &Session<'_>| {
        let next = session.tokens.get(start + 1)?;
        (next.kind != Kind::RightBrace && session.indentation(next.span.start) > margin).then_some(())
    };
    indented(session)?;
    if session.depth >= MAX_DEPTH {
        return None;
    }
    session.fail(missing);
    session.depth += 1;
    let mut lines = Vec::new();
    while let Some(read) = next_indented_line(inp, margin, line) {
        lines.push(read);
    }
    inp.state().depth -= 1;
    let end = inp.bytes_since(start).end;
    Some((Span::new(newline.span.start, end.max(newline.span.end)), lines))
}

fn next_indented_line<'t, T>(
    inp: &mut In<'t, '_>,
    margin: usize,
    line: fn(&mut In<'t, '_>) -> Line<T>,
) -> Option<T> {
    while inp.take(Kind::Newline).is_some() {}
    let next = inp.peek()?;
    let session = inp.state();
    let indentation = session.indentation(next.span.start);
    if next.kind == Kind::RightBrace && indentation == margin && session.begins_line(next.span.start) {
        // Only the opening brace was forgotten.
        inp.skip();
        return None;
    }
    if session.unclosed || next.kind == Kind::RightBrace || indentation <= margin {
        return None;
    }
    let start = inp.index();
    match line(inp) {
        Line::Read(read) => {
            if inp.index() == start {
                inp.skip();
            }
            Some(read)
        }
        Line::Outside => None,
    }
}

/// Reads a `{`, also one that stands alone on the next line, which is a slip.
fn opening_brace<'t>(inp: &mut In<'t, '_>) -> Option<Lexeme> {
    if let [newline, brace, ..] = inp.ahead()
        && newline.kind == Kind::Newline
        && brace.kind == Kind::LeftBrace
    {
        inp.skip();
        let session = inp.state();
        let end = newline.span.start;
        let found =
            error!("brace-on-next-line", session.at(brace.span), "`{{` stands on the line of its statement")
                .help("a line's end ends a statement: move the brace to the end of the line above")
                .fix("move `{` up", session.at(Span::new(end, brace.span.end)), " {");
        session.report(found);
    }
    inp.take(Kind::LeftBrace)
}

/// Reads the next line of a block; nothing at its end.
fn next_line<'t, T>(inp: &mut In<'t, '_>, open: Lexeme, line: fn(&mut In<'t, '_>) -> Line<T>) -> Option<T> {
    while inp.take(Kind::Newline).is_some() {}
    if inp.state().unclosed {
        return None;
    }
    if let Some(close) = inp.take(Kind::RightBrace) {
        note_suspect(inp.state(), open.span, close.span);
        return None;
    }
    let ahead = inp.ahead();
    if ahead.is_empty() || begins_item(inp.state(), ahead) {
        report_unclosed(inp.state(), open.span);
        return None;
    }
    let start = inp.index();
    match line(inp) {
        Line::Read(read) => {
            if inp.index() == start {
                // Never stand still, whatever the line's rule made of it.
                inp.skip();
            }
            Some(read)
        }
        Line::Outside => {
            let session = inp.state();
            if !std::mem::replace(&mut session.leaving, true) {
                report_missing(session, open.span);
            }
            None
        }
    }
}

/// Remembers a block whose `}` begins a line further left than its statement: it may be another block's.
fn note_suspect(session: &mut Session<'_>, open: Span, close: Span) {
    if session.suspect.is_none()
        && session.begins_line(close.start)
        && session.indentation(close.start) < session.indentation(open.start)
    {
        session.suspect = Some(open);
    }
}

/// Reports a missing `}`, once for all the blocks around it.
fn report_unclosed(session: &mut Session<'_>, open: Span) {
    let open = session.suspect.take().unwrap_or(open);
    session.unclosed = true;
    report_missing(session, open);
}

fn report_missing(session: &mut Session<'_>, open: Span) {
    let found = error!("unclosed-brace", session.at(open), "the block is not closed")
        .here("expected a `}` for this")
        .help("close the block with `}` on a line of its own");
    session.report(found);
}

/// Skips what is left of a block, its closing brace included.
fn skip_to_close(inp: &mut In<'_, '_>) {
    let mut open = 0u32;
    while let Some(next) = inp.peek() {
        inp.skip();
        match next.kind {
            Kind::LeftBrace => open += 1,
            Kind::RightBrace if open == 0 => return,
            Kind::RightBrace => open -= 1,
            Kind::Word
            | Kind::Label
            | Kind::Variable
            | Kind::Dots
            | Kind::Str
            | Kind::Template
            | Kind::Broken
            | Kind::LeftParen
            | Kind::RightParen
            | Kind::LeftBracket
            | Kind::RightBracket
            | Kind::Comma
            | Kind::Newline => {}
        }
    }
}

/// Reads a statement's or setting's end. Whatever else stands there is reported and skipped.
pub fn end_line(inp: &mut In<'_, '_>) {
    let before = inp.index().checked_sub(1);
    let before = before.and_then(|before| inp.state().tokens.get(before));
    let ended = before.is_some_and(|before| before.kind == Kind::Newline);
    if !ended && !inp.at_end() {
        let failure = Failure::new(inp.index(), Expected::Newline);
        inp.state().fail(failure);
        skip_line(inp);
    }
    inp.take(Kind::Newline);
}

/// Skips the rest of a broken line. A block that it opens is read for its own errors.
pub fn skip_line(inp: &mut In<'_, '_>) {
    while !inp.at_end() {
        let brace = inp.peek_kind() == Some(Kind::LeftBrace);
        let readable = inp.state().place != Place::Settings && inp.state().depth < MAX_DEPTH;
        if brace && readable && inp.parse(block()).is_ok() {
            continue;
        }
        inp.skip();
        if brace {
            skip_to_close(inp);
        }
    }
}

/// A head and its block. A head that cannot be read is reported, and its block read all the same.
pub fn with_block<'t, H>(head: impl Rule<'t, H>) -> impl Rule<'t, (Option<H>, Block)> {
    recovering(head).then(block())
}

/// A head that, if it cannot be read, is reported and skipped up to the `{` on its line.
pub fn recovering<'t, H>(head: impl Rule<'t, H>) -> impl Rule<'t, Option<H>> {
    let before_brace = any()
        .filter(|next: &Lexeme| !matches!(next.kind, Kind::LeftBrace | Kind::RightBrace | Kind::Newline));
    let brace = kind(Kind::LeftBrace, Expected::LeftBrace).rewind();
    let head = head.map_err_with_state(|failure, _, session: &mut Session<'t>| session.furthest(failure));
    head.map(Some).recover_with(via_parser(before_brace.repeated().then(brace).map(|_| None)))
}
