//! What stands between `( )` or `[ ]`: elements with commas between them, over as many lines as it takes.

use super::failure::{Expected, Failure};
use super::lexeme::Kind;
use super::rule::{In, Rule, Steps, by_hand};
use super::session::{MAX_DEPTH, Session};
use crate::error;
use crate::source::Span;

/// A pair of brackets.
#[derive(Debug, Clone, Copy)]
pub enum Pair {
    /// `( )`
    Round,
    /// `[ ]`
    Square,
}

impl Pair {
    const fn open(self) -> (Kind, Expected) {
        match self {
            Self::Round => (Kind::LeftParen, Expected::LeftParen),
            Self::Square => (Kind::LeftBracket, Expected::LeftBracket),
        }
    }

    const fn close(self) -> (Kind, Expected, &'static str) {
        match self {
            Self::Round => (Kind::RightParen, Expected::RightParen, ")"),
            Self::Square => (Kind::RightBracket, Expected::RightBracket, "]"),
        }
    }
}

/// The elements between two brackets.
#[derive(Debug, Clone)]
pub struct Bracketed<T> {
    /// The elements, without those that could not be read.
    pub elements: Vec<T>,
    /// From bracket to bracket.
    pub span: Span,
    /// Whether something between them could not be read.
    pub broken: bool,
    /// Whether a comma stands before the closing bracket.
    pub trailing_comma: bool,
}

/// Elements between brackets. Fails without an opening bracket, and reports whatever is wrong behind it.
pub fn bracketed<'t, T>(pair: Pair, element: impl Rule<'t, T>) -> impl Rule<'t, Bracketed<T>> {
    by_hand(move |inp: &mut In<'t, '_>| {
        let start = inp.index();
        let (open, expected) = pair.open();
        let Some(open) = inp.take(open) else { return Err(Failure::new(start, expected)) };
        let mut found =
            Bracketed { elements: Vec::new(), span: open.span, broken: false, trailing_comma: false };
        if inp.state().depth >= MAX_DEPTH {
            inp.state().too_deep(open.span);
            found.broken = true;
            skip_to_close(inp);
        } else {
            inp.state().depth += 1;
            read_elements(inp, pair, open.span, &element, &mut found);
            inp.state().depth -= 1;
        }
        found.span = inp.bytes_since(start);
        Ok(found)
    })
}

/// Reports brackets with nothing between them, where something belongs.
pub fn require_element<T>(session: &mut Session<'_>, found: &Bracketed<T>, expected: Expected) {
    if found.elements.is_empty() && !found.broken {
        let close = Span::new(found.span.end.saturating_sub(1), found.span.end);
        let at = session.tokens.partition_point(|token| token.span.start < close.start);
        session.fail(Failure::new(at, expected));
    }
}

fn read_elements<'t, T>(
    inp: &mut In<'t, '_>,
    pair: Pair,
    open: Span,
    element: &impl Rule<'t, T>,
    found: &mut Bracketed<T>,
) {
    let (close, expected, _) = pair.close();
    loop {
        if inp.take(close).is_some() {
            return;
        }
        if is_cut_off(inp) {
            found.broken = true;
            return report_unclosed(inp, pair, open);
        }
        let before = inp.save();
        match inp.parse(element) {
            Ok(read) => found.elements.push(read),
            Err(failure) => {
                inp.rewind(before);
                inp.state().fail(failure);
                found.broken = true;
                return skip_to_close(inp);
            }
        }
        found.trailing_comma = inp.take(Kind::Comma).is_some();
        let separated = found.trailing_comma || inp.peek_kind() == Some(close) || is_cut_off(inp);
        if !separated {
            let at = inp.index();
            inp.state().fail(Failure::new(at, Expected::Comma).or(expected));
            found.broken = true;
            return skip_to_close(inp);
        }
    }
}

/// Whether an open bracket can no longer be closed.
fn is_cut_off(inp: &mut In<'_, '_>) -> bool {
    inp.at_end() || inp.peek_kind() == Some(Kind::LeftBrace)
}

fn report_unclosed(inp: &mut In<'_, '_>, pair: Pair, open: Span) {
    let (_, _, close) = pair.close();
    let here = inp.index();
    let session = inp.state();
    if session.cut_off.replace(here) == Some(here) {
        // What cut off a bracket inside this one, and was reported there, has cut off this one too.
        return;
    }
    let found = error!("unclosed-bracket", session.at(open), "the bracket is not closed")
        .here(format!("expected a `{close}` for this"))
        .help(format!("close it with `{close}` before the next statement"));
    session.follow_up(found);
}

/// Skips what is left of a broken bracket, its closing one included.
fn skip_to_close(inp: &mut In<'_, '_>) {
    let mut open = 0u32;
    while let Some(next) = inp.peek() {
        match next.kind {
            Kind::LeftParen | Kind::LeftBracket => open += 1,
            Kind::RightParen | Kind::RightBracket if open == 0 => return inp.skip(),
            Kind::RightParen | Kind::RightBracket => open -= 1,
            Kind::Newline | Kind::LeftBrace | Kind::RightBrace => break,
            Kind::Word
            | Kind::Label
            | Kind::Variable
            | Kind::Dots
            | Kind::Str
            | Kind::Template
            | Kind::Broken
            | Kind::Comma => {}
        }
        inp.skip();
    }
    let here = inp.index();
    inp.state().cut_off = Some(here);
}
