//! Expressions: values, and the operators that `let`, `if`, `for` and brackets have.

use chumsky::input::MapExtra;
use chumsky::pratt::{infix, left, prefix};
use chumsky::prelude::*;

use super::bracket::{Bracketed, Pair, bracketed};
use super::failure::{Expected, Failure, Tokens};
use super::lexeme::{Kind, Lexeme};
use super::rule::{Extra, In, Rule, Steps, kind, simple};
use super::session::{MAX_DEPTH, Session};
use crate::source::Span;
use crate::syntax::ast::{Argument, Binary, Call, Expr, ExprKind, Operator};

/// An expression with operators.
pub fn expression<'t>() -> impl Rule<'t, Expr> {
    custom(|inp: &mut In<'t, '_>| {
        // What is around an operand counts towards its depth; its neighbours do not.
        let around = inp.state().operators;
        let read = inp.parse(operators());
        inp.state().operators = around;
        read
    })
}

fn operators<'t>() -> impl Rule<'t, Expr> {
    operand().pratt((
        infix(left(1), operator(Operator::Or), binary),
        infix(left(2), operator(Operator::And), binary),
        prefix(3, not(), negate),
        infix(left(4), operator(Operator::Equal), binary),
        infix(left(4), operator(Operator::NotEqual), binary),
        infix(left(5), operator(Operator::In), binary),
        infix(left(6), range(), binary),
        infix(left(7), operator(Operator::Add), binary),
        infix(left(7), operator(Operator::Subtract), binary),
    ))
}

fn binary<'t>(
    left: Expr,
    (operator, at): (Operator, Span),
    right: Expr,
    extra: &mut MapExtra<'t, '_, Tokens<'t>, Extra<'t>>,
) -> Expr {
    let session: &mut Session<'t> = extra.state();
    let (span, left, right) = (left.span.to(right.span), session.push(left), session.push(right));
    let binary = Binary { operator, operator_span: at, left, right };
    Expr { span, kind: ExprKind::Binary(session.tree.binaries.push(binary)) }
}

fn negate<'t>(not: Span, operand: Expr, extra: &mut MapExtra<'t, '_, Tokens<'t>, Extra<'t>>) -> Expr {
    let session: &mut Session<'t> = extra.state();
    Expr { span: not.to(operand.span), kind: ExprKind::Not(session.push(operand)) }
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

fn operator<'t>(wanted: Operator) -> impl Rule<'t, (Operator, Span)> {
    counted(move |session, lexeme| {
        lexeme.kind == Kind::Word && operator_of(session.word(lexeme)) == Some(wanted)
    })
    .map(move |span| (wanted, span))
}

fn range<'t>() -> impl Rule<'t, (Operator, Span)> {
    counted(|_, lexeme| lexeme.kind == Kind::Dots).map(|span| (Operator::Range, span))
}

fn not<'t>() -> impl Rule<'t, Span> {
    counted(|session, lexeme| session.is_word(lexeme, "not"))
}

/// An operator, as long as there are not too many around it.
fn counted<'t>(fits: impl Fn(&Session<'t>, Lexeme) -> bool + Clone) -> impl Rule<'t, Span> {
    custom(move |inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Operator);
        let next = inp.peek().ok_or(failure)?;
        let session = inp.state();
        if !fits(session, next) {
            return Err(failure);
        }
        if session.operators >= MAX_DEPTH {
            if session.operators == MAX_DEPTH {
                session.operators += 1;
                session.too_deep(next.span);
            }
            return Err(failure);
        }
        session.operators += 1;
        inp.skip();
        Ok(next.span)
    })
}

/// A value without operators outside its brackets.
pub fn operand<'t>() -> impl Rule<'t, Expr> {
    choice((call(), list(), tuple(), plain()))
}

fn plain<'t>() -> impl Rule<'t, Expr> {
    custom(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Value);
        let next = inp.peek().ok_or(failure)?;
        let word = inp.state().word(next);
        if next.kind == Kind::Word && (operator_of(word).is_some() || word == "not") {
            return Err(failure);
        }
        inp.parse(simple(Expected::Value))
    })
}

/// `[a, b]`
pub fn list<'t>() -> impl Rule<'t, Expr> {
    bracketed(Pair::Square, expression()).map_with(|found, extra| {
        let session: &mut Session<'t> = extra.state();
        collect(session, found, ExprKind::List)
    })
}

/// `(a, b)`; `(a)` is `a` itself
pub fn tuple<'t>() -> impl Rule<'t, Expr> {
    custom(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        let found = inp.parse(bracketed(Pair::Round, expression()))?;
        let session = inp.state();
        Ok(match found.elements.as_slice() {
            [] if !found.broken => {
                session.fail(Failure::new(start + 1, Expected::Value));
                Expr { span: found.span, kind: ExprKind::Error }
            }
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
pub fn call<'t>() -> impl Rule<'t, Expr> {
    custom(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        let [name, paren, ..] = inp.ahead() else { return Err(Failure::new(start, Expected::Value)) };
        if name.kind != Kind::Word || paren.kind != Kind::LeftParen || !name.touches(*paren) {
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
    let label = kind(Kind::Label, Expected::Value).or_not();
    let argument = label.then(expression()).map_with(|(label, value), extra| {
        let session: &mut Session<'t> = extra.state();
        Argument { name: label.map(label_name), value: session.push(value) }
    });
    bracketed(Pair::Round, argument)
}

/// The name in a label, without its colon.
pub fn label_name(label: Lexeme) -> Span {
    Span::new(label.span.start, label.span.end.saturating_sub(1))
}
