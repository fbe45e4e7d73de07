//! Statements around other statements: `on`, `under`, `for`, `if`; and `let`.

use chumsky::prelude::*;

use super::super::block::{block, recovering, with_block};
use super::super::bracket::{Pair, bracketed, require_element};
use super::super::expression::expression;
use super::super::failure::{Expected, Failure};
use super::super::lexeme::Kind;
use super::super::rule::{
    In, Rule, Steps, by_hand, bytes, comma, declared_name, deep, equals, keyword, leading_word, word,
};
use super::super::session::{MAX_DEPTH, Session};
use super::{owner, statement};
use crate::syntax::ast::{Block, For, If, Let, On, Statement, Under};

/// `on P, Q STATEMENT` or `on P { … }`
pub fn on<'t>() -> impl Rule<'t, Statement> {
    let providers = word(Expected::Provider).separated_by(comma()).at_least(1).collect::<Vec<_>>();
    leading_word().ignore_then(providers).then(on_body()).map_with(|(providers, body), extra| {
        Statement::On(Box::new(On { span: bytes(extra), providers, body }))
    })
}

fn on_body<'t>() -> impl Rule<'t, Block> {
    deep(by_hand(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        match inp.ahead() {
            [brace, ..] if brace.kind == Kind::LeftBrace => inp.parse(block()),
            [newline, brace, ..] if newline.kind == Kind::Newline && brace.kind == Kind::LeftBrace => {
                inp.parse(block())
            }
            [next, ..] if !matches!(next.kind, Kind::Newline | Kind::RightBrace) => Ok(single(inp)),
            [..] => Err(Failure::new(start, Expected::Statement).or(Expected::LeftBrace)),
        }
    }))
}

/// One statement as a block of its own.
fn single(inp: &mut In<'_, '_>) -> Block {
    let start = inp.index();
    nested(inp, |inp| {
        let statements = vec![statement(inp)];
        Block { span: inp.bytes_since(start), statements }
    })
    .unwrap_or_else(|| Block { span: inp.bytes_since(start), statements: Vec::new() })
}

/// Reads something one level deeper, if there is a level left; else skips to the line's end.
fn nested<'t, T>(inp: &mut In<'t, '_>, read: impl FnOnce(&mut In<'t, '_>) -> T) -> Option<T> {
    if inp.state().depth >= MAX_DEPTH {
        if let Some(next) = inp.peek() {
            inp.state().too_deep(next.span);
        }
        super::super::block::skip_line(inp);
        return None;
    }
    inp.state().depth += 1;
    let read = read(inp);
    inp.state().depth -= 1;
    Some(read)
}

/// `under NAME { … }`
pub fn under<'t>() -> impl Rule<'t, Statement> {
    with_block(leading_word().ignore_then(owner())).map_with(|(name, body), extra| {
        let session: &mut Session<'t> = extra.state();
        match name {
            Some(name) => Statement::Under(Box::new(Under { name: session.push(name), body })),
            None => Statement::Error(bytes(extra)),
        }
    })
}

/// `for X in LIST { … }` or `for (X, Y) in LIST { … }`
pub fn for_<'t>() -> impl Rule<'t, Statement> {
    let variable = || declared_name(Expected::Variable);
    let tuple = bracketed(Pair::Round, variable()).map_with(|found, extra| {
        require_element(extra.state(), &found, Expected::Variable);
        (found.elements, true)
    });
    let variables = choice((tuple, variable().map(|name| (vec![name], false))));
    let head = leading_word()
        .ignore_then(variables)
        .then_ignore(keyword("in", Expected::In))
        .then(expression())
        .map_with(|(variables, list), extra| (bytes(extra), variables, list));
    with_block(head).map_with(|(head, body), extra| {
        let Some((head, (variables, destructures), list)) = head else {
            return Statement::Error(bytes(extra));
        };
        let list = extra.state().push(list);
        Statement::For(Box::new(For { head, variables, destructures, list, body }))
    })
}

/// `if COND { … } else { … }`
pub fn if_<'t>() -> impl Rule<'t, Statement> {
    let condition = recovering(leading_word().ignore_then(expression()));
    let otherwise = by_hand(read_else);
    condition.then(block()).then(otherwise.or_not()).map_with(|((condition, then), otherwise), extra| {
        let Some(condition) = condition else { return Statement::Error(bytes(extra)) };
        let condition = extra.state().push(condition);
        Statement::If(Box::new(If { condition, then, otherwise }))
    })
}

fn read_else<'t>(inp: &mut In<'t, '_>) -> Result<Block, Failure> {
    super::slip::else_on_next_line(inp);
    let misspelt = super::slip::misspelt_else_if(inp);
    if !misspelt {
        inp.parse(keyword("else", Expected::Newline))?;
    }
    let start = inp.index();
    let chained = misspelt || inp.peek().is_some_and(|next| inp.state().is_word(next, "if"));
    if !chained {
        return inp.parse(block());
    }
    let chained = nested(inp, |inp| inp.parse(deep(if_())));
    let statements = chained.transpose()?.into_iter().collect();
    Ok(Block { span: inp.bytes_since(start), statements })
}

/// `let NAME = EXPR`
pub fn let_<'t>() -> impl Rule<'t, Let> {
    leading_word()
        .ignore_then(declared_name(Expected::Variable))
        .then_ignore(equals())
        .then(expression())
        .map_with(|(name, value), extra| {
            let value = extra.state().push(value);
            Let { span: bytes(extra), name, value }
        })
}
