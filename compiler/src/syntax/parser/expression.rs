//! Expressions: values, and the operators that `let`, `if`, `for` and brackets have.

use chumsky::prelude::*;

use super::bracket::{Bracketed, Pair, bracketed, require_element};
use super::failure::{Expected, Failure};
use super::lexeme::{Kind, Lexeme, split};
use super::reader::is_name;
use super::rule::{In, Rule, Steps, by_hand, deep, kind, simple};
use super::session::{MAX_DEPTH, Session};
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Argument, Binary, Call, Expr, ExprKind, Operator};

/// An expression with operators.
pub fn expression<'t>() -> impl Rule<'t, Expr> {
    deep(by_hand(|inp: &mut In<'t, '_>| {
        // What is around an operand counts towards its depth; its neighbours do not.
        let around = inp.state().operators;
        let read = climb(inp, LOOSEST);
        inp.state().operators = around;
        read
    }))
}

const LOOSEST: u8 = 1;
/// `not` binds looser than a comparison, and tighter than `and`.
const NEGATION: u8 = 3;

/// How tight an operator binds.
const fn power(operator: Operator) -> u8 {
    match operator {
        Operator::Or => LOOSEST,
        Operator::And => 2,
        Operator::Equal | Operator::NotEqual => 4,
        Operator::In => 5,
        Operator::Range => 6,
        Operator::Add | Operator::Subtract => 7,
    }
}

/// Precedence climbing: an operand, and the operators behind it that bind at least as tight as `least`.
fn climb(inp: &mut In<'_, '_>, least: u8) -> Result<Expr, Failure> {
    let mut left = if least <= NEGATION { negation(inp)? } else { inp.parse(operand())? };
    while let Some((operator, at)) = peek_operator(inp).filter(|(operator, _)| power(*operator) >= least) {
        count_operator(inp, at)?;
        report_foreign(inp, at);
        inp.skip();
        let right = climb(inp, power(operator) + 1)?;
        let session = inp.state();
        let (span, left_id, right_id) = (left.span.to(right.span), session.push(left), session.push(right));
        let binary = Binary { operator, operator_span: at, left: left_id, right: right_id };
        left = Expr { span, kind: ExprKind::Binary(session.tree.binaries.push(binary)) };
    }
    Ok(left)
}

/// `not X`, any number of times
fn negation(inp: &mut In<'_, '_>) -> Result<Expr, Failure> {
    let mut signs = Vec::new();
    while let Some(next) = inp.peek().filter(|next| inp.state().is_word(*next, "not")) {
        count_operator(inp, next.span)?;
        inp.skip();
        signs.push(next.span);
    }
    let mut expr = if signs.is_empty() { inp.parse(operand())? } else { climb(inp, NEGATION + 1)? };
    for sign in signs.into_iter().rev() {
        let span = sign.to(expr.span);
        expr = Expr { span, kind: ExprKind::Not(inp.state().push(expr)) };
    }
    Ok(expr)
}

/// The words that are operators between brackets and in heads.
const OPERATOR_WORDS: [(&str, Operator); 7] = [
    ("or", Operator::Or),
    ("and", Operator::And),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("in", Operator::In),
    ("+", Operator::Add),
    ("-", Operator::Subtract),
];

fn operator_of(word: &str) -> Option<Operator> {
    if word.len() > 3 {
        return None;
    }
    OPERATOR_WORDS.iter().find(|(text, _)| *text == word).map(|&(_, operator)| operator)
}

/// The operators of other languages, with what is written instead.
fn foreign_operator(word: &str) -> Option<(Operator, &'static str)> {
    match word {
        "&&" => Some((Operator::And, "and")),
        "||" => Some((Operator::Or, "or")),
        "=" | "===" => Some((Operator::Equal, "==")),
        "<>" | "!==" => Some((Operator::NotEqual, "!=")),
        _ => None,
    }
}

/// Reports an operator of another language, which is read as the one that was meant.
fn report_foreign(inp: &mut In<'_, '_>, at: Span) {
    let session = inp.state();
    let word = at.of(session.text);
    let Some((_, right)) = foreign_operator(word) else { return };
    let found = error!("foreign-operator", session.at(at), "expected an operator, found `{word}`")
        .help("the operators are `==`, `!=`, `in`, `and`, `or`, `not`, `+`, `-` and `..`")
        .fix(format!("write `{right}`"), session.at(at), right);
    session.report(found);
}

fn peek_operator(inp: &mut In<'_, '_>) -> Option<(Operator, Span)> {
    let next = inp.peek()?;
    match next.kind {
        Kind::Dots => Some((Operator::Range, next.span)),
        Kind::Word => {
            let word = inp.state().word(next);
            let operator = operator_of(word).or_else(|| foreign_operator(word).map(|(operator, _)| operator));
            operator.map(|operator| (operator, next.span))
        }
        Kind::Label
        | Kind::Variable
        | Kind::Str
        | Kind::Template
        | Kind::Broken
        | Kind::LeftBrace
        | Kind::RightBrace
        | Kind::LeftParen
        | Kind::RightParen
        | Kind::LeftBracket
        | Kind::RightBracket
        | Kind::Comma
        | Kind::Newline => None,
    }
}

/// Counts an operator around the operands to come, as long as there are not too many.
fn count_operator(inp: &mut In<'_, '_>, at: Span) -> Result<(), Failure> {
    let failure = Failure::new(inp.index(), Expected::Value);
    let session = inp.state();
    if session.operators >= MAX_DEPTH {
        session.too_deep(at);
        return Err(failure);
    }
    session.operators += 1;
    Ok(())
}

/// A value without operators outside its brackets.
pub fn operand<'t>() -> impl Rule<'t, Expr> {
    choose(plain())
}

/// A call, list or tuple, by its first two tokens; else what `plain` reads.
pub fn choose<'t>(plain: impl Rule<'t, Expr>) -> impl Rule<'t, Expr> {
    by_hand(move |inp: &mut In<'t, '_>| match inp.ahead() {
        [bracket, ..] if bracket.kind == Kind::LeftBracket => inp.parse(list()),
        [paren, ..] if paren.kind == Kind::LeftParen => inp.parse(tuple()),
        [name, paren, ..] if opens_call(*name, *paren) => inp.parse(call()),
        [..] => inp.parse(&plain),
    })
}

/// A call, or a word, string or variable by itself.
pub fn call_or_simple<'t>(expected: Expected) -> impl Rule<'t, Expr> {
    by_hand(move |inp: &mut In<'t, '_>| match inp.ahead() {
        [name, paren, ..] if opens_call(*name, *paren) => inp.parse(call()),
        [..] => inp.parse(simple(expected)),
    })
}

/// Whether a word and a parenthesis begin a call.
pub fn opens_call(name: Lexeme, paren: Lexeme) -> bool {
    name.kind == Kind::Word && paren.kind == Kind::LeftParen && name.touches(paren)
}

fn plain<'t>() -> impl Rule<'t, Expr> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Value);
        let next = inp.peek().ok_or(failure)?;
        let word = inp.state().word(next);
        let label = || word.strip_suffix(':').is_some_and(is_name);
        if next.kind == Kind::Word && (operator_of(word).is_some() || word == "not" || label()) {
            return Err(failure);
        }
        inp.parse(simple(Expected::Value))
    })
}

/// `[a, b]`
fn list<'t>() -> impl Rule<'t, Expr> {
    bracketed(Pair::Square, expression()).map_with(|found, extra| {
        let session: &mut Session<'t> = extra.state();
        collect(session, found, ExprKind::List)
    })
}

/// `(a, b)`; `(a)` is `a` itself
fn tuple<'t>() -> impl Rule<'t, Expr> {
    by_hand(|inp: &mut In<'t, '_>| {
        let found = inp.parse(bracketed(Pair::Round, expression()))?;
        let session = inp.state();
        require_element(session, &found, Expected::Value);
        Ok(match found.elements.as_slice() {
            [] => Expr { span: found.span, kind: ExprKind::Error },
            [one] if !found.broken && !found.trailing_comma => *one,
            [..] => collect(session, found, ExprKind::Tuple),
        })
    })
}

fn collect(
    session: &mut Session<'_>,
    found: Bracketed<Expr>,
    kind: fn(crate::arena::Id<Vec<crate::syntax::ast::ExprId>>) -> ExprKind,
) -> Expr {
    if found.broken {
        return Expr { span: found.span, kind: ExprKind::Error };
    }
    let elements = found.elements.into_iter().map(|element| session.push(element)).collect();
    Expr { span: found.span, kind: kind(session.tree.lists.push(elements)) }
}

/// `name(arguments)`, its parenthesis touching
fn call<'t>() -> impl Rule<'t, Expr> {
    by_hand(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        let [name, paren, ..] = inp.ahead() else { return Err(Failure::new(start, Expected::Value)) };
        if !opens_call(*name, *paren) {
            return Err(Failure::new(start, Expected::Value));
        }
        inp.skip();
        let found = inp.parse(arguments())?;
        let session = inp.state();
        let span = name.span.to(found.span);
        if found.broken {
            return Ok(Expr { span, kind: ExprKind::Error });
        }
        let call = Call { name: name.span, arguments: found.elements };
        Ok(Expr { span, kind: ExprKind::Call(session.tree.calls.push(call)) })
    })
}

/// `(value, name: value)`
pub fn arguments<'t>() -> impl Rule<'t, Bracketed<Argument>> {
    let label = choice((kind(Kind::Label, Expected::Value).map(label_name), assigned_label())).or_not();
    let argument = label.then(expression()).map_with(|(label, value), extra| {
        let session: &mut Session<'t> = extra.state();
        Argument { name: label, value: session.push(value) }
    });
    bracketed(Pair::Round, argument)
}

/// `name =`, which is read as the label that was meant
fn assigned_label<'t>() -> impl Rule<'t, Span> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Value);
        let [first, second, ..] = inp.ahead() else { return Err(failure) };
        let session = inp.state();
        let glued = session.word(*first).strip_suffix('=').filter(|_| {
            first.touches(*second) && matches!(second.kind, Kind::Str | Kind::Template | Kind::LeftBracket)
        });
        let name = glued.unwrap_or(session.word(*first));
        if first.kind != Kind::Word || !is_name(name) || (glued.is_none() && !session.is_word(*second, "=")) {
            return Err(failure);
        }
        let (name, sign) = split(first.span, name.len());
        let sign = if glued.is_some() { sign } else { sign.to(second.span) };
        let after = if glued.is_some() { ": " } else { ":" };
        let found = error!("stray-equals", session.at(sign), "an argument's name ends with a colon")
            .help("write `NAME: VALUE`")
            .fix("write a colon", session.at(sign), after);
        session.report(found);
        inp.advance(if glued.is_some() { 1 } else { 2 });
        Ok(name)
    })
}

/// The name in a label, without its colon.
pub fn label_name(label: Lexeme) -> Span {
    Span::new(label.span.start, label.span.end.saturating_sub(1))
}
