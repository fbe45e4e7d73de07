//! The small rules that all others are made of, and what hand-written rules need to look ahead.

use chumsky::extra;
use chumsky::input::{InputRef, MapExtra};
use chumsky::prelude::*;
use chumsky::primitive::select;

use super::failure::{Expected, Failure, Tokens};
use super::lexeme::{Kind, Lexeme, split};
use super::reader::{declared_with_dollar, is_name, kebab, name_case};
use super::session::{Session, atom};
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

/// What every rule carries: cheap failures and the session.
pub type Extra<'t> = extra::Full<Failure, Session<'t>, ()>;
/// The input as a hand-written rule sees it.
pub type In<'t, 'p> = InputRef<'t, 'p, Tokens<'t>, Extra<'t>>;

/// A rule of the grammar that yields an `O`.
pub trait Rule<'t, O>: Parser<'t, Tokens<'t>, O, Extra<'t>> + Clone {}
impl<'t, O, P: Parser<'t, Tokens<'t>, O, Extra<'t>> + Clone> Rule<'t, O> for P {}

/// Looking ahead and stepping on, for hand-written rules.
pub trait Steps<'t> {
    /// Every token that is left.
    fn ahead(&mut self) -> Tokens<'t>;
    /// The number of tokens that have been read.
    fn index(&self) -> usize;
    /// Reads a token if it is of this kind.
    fn take(&mut self, kind: Kind) -> Option<Lexeme>;
    /// Reads this many tokens.
    fn advance(&mut self, count: usize);
    /// The bytes from a token up to the last one that has been read.
    fn bytes_since(&mut self, index: usize) -> Span;
    /// The kind of the next token.
    fn peek_kind(&mut self) -> Option<Kind>;
    /// Whether a statement can end here.
    fn at_end(&mut self) -> bool;
}

impl<'t> Steps<'t> for In<'t, '_> {
    fn ahead(&mut self) -> Tokens<'t> {
        let here = self.cursor();
        self.slice_from(&here..)
    }

    fn index(&self) -> usize {
        *self.cursor().inner()
    }

    fn take(&mut self, kind: Kind) -> Option<Lexeme> {
        let next = self.peek().filter(|next| next.kind == kind)?;
        self.skip();
        Some(next)
    }

    fn advance(&mut self, count: usize) {
        for _ in 0..count {
            self.skip();
        }
    }

    fn bytes_since(&mut self, index: usize) -> Span {
        let range = SimpleSpan::from(index..self.index().max(index));
        self.state().bytes(range)
    }

    fn peek_kind(&mut self) -> Option<Kind> {
        self.peek().map(|next| next.kind)
    }

    fn at_end(&mut self) -> bool {
        matches!(self.peek_kind(), None | Some(Kind::Newline | Kind::RightBrace))
    }
}

/// A rule that may contain itself, on a stack that grows as it does.
pub fn deep<'t, O: 't>(rule: impl Rule<'t, O> + 't) -> impl Rule<'t, O> {
    recursive(|_| rule)
}

/// A hand-written rule. Its failures are noted, because chumsky would take them to lie where the rule begins.
pub fn by_hand<'t, O>(read: impl Fn(&mut In<'t, '_>) -> Result<O, Failure> + Clone) -> impl Rule<'t, O> {
    custom(move |inp: &mut In<'t, '_>| {
        let result = read(inp);
        if let Err(failure) = result {
            inp.state().note(failure);
        }
        result
    })
}

/// The bytes that a rule has read.
pub fn bytes<'t>(extra: &mut MapExtra<'t, '_, Tokens<'t>, Extra<'t>>) -> Span {
    let range = extra.span();
    extra.state().bytes(range)
}

/// A token of one kind.
pub fn kind<'t>(kind: Kind, expected: Expected) -> impl Rule<'t, Lexeme> {
    any().filter(move |lexeme: &Lexeme| lexeme.kind == kind).labelled(expected)
}

/// The word that chose the current rule.
pub fn leading_word<'t>() -> impl Rule<'t, ()> {
    any().ignored()
}

/// Any one word.
pub fn word<'t>(expected: Expected) -> impl Rule<'t, Span> {
    select(|lexeme: Lexeme, _| matches!(lexeme.kind, Kind::Word | Kind::Broken).then_some(lexeme.span))
        .labelled(expected)
}

/// This very word.
pub fn keyword<'t>(text: &'static str, expected: Expected) -> impl Rule<'t, Span> {
    select(move |lexeme: Lexeme, extra: &mut MapExtra<'t, '_, Tokens<'t>, Extra<'t>>| {
        extra.state().is_word(lexeme, text).then_some(lexeme.span)
    })
    .labelled(expected)
}

/// A declared name: lower-case letters, digits and `-`.
pub fn declared_name<'t>(expected: Expected) -> impl Rule<'t, Span> {
    by_hand(move |inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), expected);
        let next = inp.peek().ok_or(failure)?;
        if !matches!(next.kind, Kind::Word | Kind::Broken | Kind::Variable) {
            return Err(failure);
        }
        let session = inp.state();
        let (dollar, span) = split(next.span, usize::from(next.kind == Kind::Variable));
        let word = span.of(session.text);
        let right = kebab(word);
        let colon = word.strip_suffix(':').filter(|name| is_name(name));
        if let Some(name) = colon.filter(|_| expected == Expected::Variable) {
            let found = error!("stray-equals", session.at(span), "expected `=` behind `{name}`, found `:`")
                .help(format!("a declaration is `let {name} = VALUE`"))
                .fix("write `=`", session.at(split(span, name.len()).1), " =");
            session.report(found);
            return Err(failure);
        }
        if next.kind != Kind::Broken && !is_name(&right) {
            return Err(failure);
        }
        if !dollar.is_empty() {
            session.report(declared_with_dollar(session.at(dollar)));
        }
        if next.kind != Kind::Broken && right != word {
            session.report(name_case(session.at(span), word, right));
        }
        inp.skip();
        Ok(span)
    })
}

/// The `=` of a declaration.
pub fn equals<'t>() -> impl Rule<'t, ()> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Equals);
        let sign = inp.peek().filter(|sign| sign.kind == Kind::Word).ok_or(failure)?;
        let session = inp.state();
        let word = session.word(sign);
        if word != "=" {
            if !matches!(word, ":=" | "==" | ":" | "=>" | "->") {
                return Err(failure);
            }
            let found = error!("stray-equals", session.at(sign.span), "expected `=`, found `{word}`")
                .help("a declaration is `NAME = VALUE`")
                .fix("write `=`", session.at(sign.span), "=");
            session.report(found);
        }
        inp.skip();
        Ok(())
    })
}

/// A word, string or variable, by itself.
pub fn simple<'t>(expected: Expected) -> impl Rule<'t, Expr> {
    select(|lexeme: Lexeme, _| atom(lexeme)).labelled(expected)
}

/// A quoted reason.
pub fn reason<'t>() -> impl Rule<'t, Expr> {
    simple(Expected::Reason)
        .filter(|expr: &Expr| matches!(expr.kind, ExprKind::Str | ExprKind::Template | ExprKind::Error))
        .labelled(Expected::Reason)
}

/// A comma between two parts of a statement; one with nothing behind it is reported.
pub fn comma<'t>() -> impl Rule<'t, Lexeme> {
    by_hand(|inp: &mut In<'t, '_>| {
        let Some(comma) = inp.take(Kind::Comma) else {
            return Err(Failure::new(inp.index(), Expected::Comma));
        };
        if inp.at_end() {
            dangling_comma(inp.state(), comma.span);
        }
        Ok(comma)
    })
}

/// Reports a comma that nothing follows.
pub fn dangling_comma(session: &mut Session<'_>, comma: Span) {
    let found = error!("dangling-comma", session.at(comma), "nothing follows the comma")
        .here("expected a value behind this comma")
        .help("remove the comma, or write what it announces")
        .fix("remove the comma", session.at(comma), "");
    session.follow_up(found);
}

/// Words with commas between them.
pub fn words<'t>(expected: Expected) -> impl Rule<'t, Vec<Span>> {
    word(expected).separated_by(comma()).at_least(1).collect()
}
