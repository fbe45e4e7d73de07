//! The flat run of a record's or a setting's values: fields, commas between records, modifiers.

mod slip;

use chumsky::prelude::*;

use super::expression::choose;
use super::failure::{Expected, Failure, Tokens};
use super::lexeme::{Kind, Lexeme};
use super::rule::{In, Rule, Steps, by_hand, dangling_comma};
use super::session::{Session, atom};
use crate::error;
use crate::syntax::ast::{Expr, ExprKind, ExprRange};

/// One or more values up to the statement's end.
pub fn values<'t>() -> impl Rule<'t, ExprRange> {
    by_hand(|inp: &mut In<'t, '_>| {
        let mut run = Vec::new();
        let mut continued = 0u32;
        while !inp.at_end() && inp.peek_kind() != Some(Kind::LeftBrace) {
            if let Some(comma) = inp.take(Kind::Comma) {
                add_comma(inp, &mut run, Expr { span: comma.span, kind: ExprKind::Comma });
            } else if slip::open_continuation(inp) {
                continued += 1;
            } else if continued > 0 && inp.take(Kind::RightParen).is_some() {
                continued -= 1;
            } else if !skip_stray_bracket(inp) {
                run.push(inp.parse(value())?);
            }
        }
        if run.is_empty() {
            return Err(Failure::new(inp.index(), Expected::Value));
        }
        Ok(inp.state().push_run(run))
    })
}

/// Adds a comma, if values stand on both of its sides.
fn add_comma(inp: &mut In<'_, '_>, run: &mut Vec<Expr>, comma: Expr) {
    let follows = run.last().is_some_and(|last| last.kind != ExprKind::Comma);
    if inp.at_end() {
        dangling_comma(inp.state(), comma.span);
    } else if follows {
        run.push(comma);
    } else {
        let at = inp.index().saturating_sub(1);
        inp.state().fail(Failure::new(at, Expected::Value));
    }
}

/// Reports and skips a closing bracket that nothing opened.
fn skip_stray_bracket(inp: &mut In<'_, '_>) -> bool {
    let stray = inp.take(Kind::RightParen).or_else(|| inp.take(Kind::RightBracket));
    if let Some(stray) = stray {
        let session = inp.state();
        let found = error!("unopened-bracket", session.at(stray.span), "nothing opens this bracket")
            .help("remove it, or write the opening bracket")
            .suggest("remove the bracket", session.at(stray.span), "");
        session.follow_up(found);
    }
    stray.is_some()
}

/// One value or modifier.
pub fn value<'t>() -> impl Rule<'t, Expr> {
    choose(choice((ttl_modifier(), word_or_string())))
}

/// `ttl X` among values
fn ttl_modifier<'t>() -> impl Rule<'t, Expr> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Value);
        let ttl = inp.peek().ok_or(failure)?;
        if !inp.state().is_word(ttl, "ttl") {
            return slip::misspelt_ttl(inp, ttl).ok_or(failure);
        }
        inp.skip();
        let value = match inp.peek_kind() {
            None | Some(Kind::Newline | Kind::RightBrace | Kind::Comma) => {
                let missing = Failure::new(inp.index(), Expected::Ttl);
                inp.state().fail(missing);
                return Ok(Expr { span: ttl.span, kind: ExprKind::Error });
            }
            Some(_) => inp.parse(choose(word_or_string()))?,
        };
        let span = ttl.span.to(value.span);
        let value = inp.state().push(value);
        Ok(Expr { span, kind: ExprKind::Ttl(value) })
    })
}

/// A token by itself. A range is put together again: between values it is an ordinary word.
pub fn word_or_string<'t>() -> impl Rule<'t, Expr> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Value);
        let first = inp.peek().ok_or(failure)?;
        let whole = inp.ahead().iter().zip(inp.ahead().iter().skip(1)).take_while(|(left, right)| {
            let glued = left.kind == Kind::Dots || right.kind == Kind::Dots;
            let fits = |kind| matches!(kind, Kind::Word | Kind::Variable | Kind::Dots);
            left.touches(**right) && glued && fits(left.kind) && fits(right.kind)
        });
        let joined = whole.count();
        let expr = match (atom(first), joined) {
            (Some(expr), 0) => expr,
            (None, 0) if first.kind != Kind::Dots => return Err(failure),
            (_, joined) => {
                let last = inp.ahead().get(joined).copied().unwrap_or(first);
                Expr { span: first.span.to(last.span), kind: ExprKind::Word }
            }
        };
        inp.advance(joined + 1);
        Ok(expr)
    })
}

/// Values that need no rule of their own.
#[derive(Debug, Clone, Copy)]
pub struct PlainValues {
    /// The number of tokens that are atoms and single commas.
    pub length: usize,
    /// The words `ttl` and X behind them.
    pub ttl: Option<(Lexeme, Lexeme)>,
}

/// Finds plain values at the head of some tokens, up to a statement's end: atoms and single commas, and a `ttl X`
/// behind them. Adds nothing; anything else is left to [`values`].
pub fn plain_values(session: &Session<'_>, tokens: Tokens<'_>) -> Option<PlainValues> {
    let mut after_value = false;
    for (length, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Newline | Kind::RightBrace => {
                return after_value.then_some(PlainValues { length, ttl: None });
            }
            Kind::Comma if after_value => after_value = false,
            Kind::Word if begins_with_t(session, *token) && session.is_word(*token, "ttl") => {
                let value = tokens.get(length + 1).filter(|_| after_value && ends(tokens.get(length + 2)))?;
                let ttl = (value.kind == Kind::Word).then_some((*token, *value))?;
                return Some(PlainValues { length, ttl: Some(ttl) });
            }
            Kind::Word if begins_with_t(session, *token) && slip::is_ttl_like(session.word(*token)) => {
                return None;
            }
            Kind::Word | Kind::Str | Kind::Variable | Kind::Template => after_value = true,
            Kind::Comma
            | Kind::Broken
            | Kind::Label
            | Kind::Dots
            | Kind::LeftBrace
            | Kind::LeftParen
            | Kind::RightParen
            | Kind::LeftBracket
            | Kind::RightBracket => return None,
        }
    }
    after_value.then_some(PlainValues { length: tokens.len(), ttl: None })
}

/// Whether a look at the word is worth it: it may be `ttl`, or meant as it.
fn begins_with_t(session: &Session<'_>, token: Lexeme) -> bool {
    matches!(session.text.as_bytes().get(token.span.start as usize), Some(b't' | b'T'))
}

/// Whether a statement ends at a token.
fn ends(token: Option<&Lexeme>) -> bool {
    token.is_none_or(|token| matches!(token.kind, Kind::Newline | Kind::RightBrace))
}
