//! Statements that stand on one line: `include`, `ttl`, `allow`, `policy`, `nameservers`, `ignore`.

use chumsky::prelude::*;

use super::super::bracket::{Bracketed, Pair, bracketed, require_element};
use super::super::expression::{arguments, call_or_simple, label_name, operand};
use super::super::failure::{Expected, Failure};
use super::super::lexeme::Kind;
use super::super::rule::{
    In, Rule, Steps, by_hand, bytes, comma, keyword, kind, leading_word, reason, simple, word, words,
};
use super::super::session::{Session, atom};
use super::slip;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{
    Allow, AllowedRule, Argument, Expr, Ignore, Include, Names, Nameservers, Statement, Ttl,
};

/// `include TEMPLATE(ARGUMENTS)`
pub fn include<'t>() -> impl Rule<'t, Statement> {
    let parts = word(Expected::Template).then(include_arguments());
    leading_word()
        .ignore_then(parts)
        .map_with(|(template, arguments), extra| included(template, arguments, bytes(extra)))
}

/// `TEMPLATE(ARGUMENTS)`, whose `include` was forgotten
pub fn include_without_word<'t>() -> impl Rule<'t, Statement> {
    let parts = word(Expected::Template).then(include_arguments());
    parts.map_with(|(template, arguments), extra| included(template, arguments, bytes(extra)))
}

fn included(template: Span, arguments: Bracketed<Argument>, span: Span) -> Statement {
    if arguments.broken {
        return Statement::Error(span);
    }
    Statement::Include(Box::new(Include { span, template, arguments: arguments.elements }))
}

/// The arguments, whose parentheses a newcomer leaves out.
fn include_arguments<'t>() -> impl Rule<'t, Bracketed<Argument>> {
    by_hand(|inp: &mut In<'t, '_>| {
        if inp.at_end() {
            let span = slip::include_without_parentheses(inp);
            return Ok(Bracketed { elements: Vec::new(), span, broken: false, trailing_comma: false });
        }
        inp.parse(arguments())
    })
}

/// `ttl DURATION-or-CLASS [for TYPES]`
pub fn ttl<'t>() -> impl Rule<'t, Statement> {
    let value = call_or_simple(Expected::Ttl);
    leading_word().ignore_then(value).then(for_types()).map_with(|(value, types), extra| {
        let value = extra.state().push(value);
        Statement::Ttl(Box::new(Ttl { span: bytes(extra), value, types }))
    })
}

/// `for TYPES`, or nothing
pub fn for_types<'t>() -> impl Rule<'t, Vec<Span>> {
    keyword("for", Expected::For)
        .ignore_then(words(Expected::RecordType))
        .or_not()
        .map(Option::unwrap_or_default)
}

/// `allow(RULE: "why", …)`
pub fn allow<'t>() -> impl Rule<'t, Statement> {
    let named = kind(Kind::Label, Expected::Rule).map(label_name).then(reason().map(Some));
    let bare = word(Expected::Rule).map(|name| (name, None));
    let rule =
        choice((named, without_colon(), bare)).map_with(|(name, reason): (Span, Option<Expr>), extra| {
            let session: &mut Session<'t> = extra.state();
            AllowedRule { name, reason: reason.map(|reason| session.push(reason)) }
        });
    leading_word().ignore_then(bracketed(Pair::Round, rule)).map_with(|rules, extra| {
        require_element(extra.state(), &rules, Expected::Rule);
        let span = bytes(extra);
        if rules.broken {
            return Statement::Error(span);
        }
        Statement::Allow(Box::new(Allow { span, rules: rules.elements }))
    })
}

/// `RULE "why"`, which is read as the `RULE: "why"` that was meant
fn without_colon<'t>() -> impl Rule<'t, (Span, Option<Expr>)> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Rule);
        let [name, why, ..] = inp.ahead() else { return Err(failure) };
        if name.kind != Kind::Word || !matches!(why.kind, Kind::Str | Kind::Template) {
            return Err(failure);
        }
        let session = inp.state();
        let behind = Span::at(name.span.end);
        let found = error!("unexpected-token", session.at(why.span), "expected `:` before the reason")
            .help(format!("write it as in `allow({}: \"…\")`", session.word(*name)))
            .fix("write `:`", session.at(behind), ":");
        session.report(found);
        inp.advance(2);
        Ok((name.span, atom(*why)))
    })
}

/// `policy A, B`
pub fn policy<'t>() -> impl Rule<'t, Statement> {
    leading_word()
        .ignore_then(words(Expected::Policy))
        .map_with(|names, extra| Statement::Policy(Box::new(Names { span: bytes(extra), names })))
}

/// `nameservers NAME, …`
pub fn nameservers<'t>() -> impl Rule<'t, Statement> {
    let names = operand().separated_by(comma()).at_least(1).collect::<Vec<_>>();
    leading_word().ignore_then(names).map_with(|names, extra| {
        let session: &mut Session<'t> = extra.state();
        let names = names.into_iter().map(|name| session.push(name)).collect();
        Statement::Nameservers(Box::new(Nameservers { span: bytes(extra), names }))
    })
}

/// `ignore "PATTERN" TYPES "why"`
pub fn ignore<'t>() -> impl Rule<'t, Statement> {
    let rest = words(Expected::RecordType).then(reason().or_not());
    leading_word().ignore_then(simple(Expected::Pattern)).then(rest).map_with(
        |(pattern, (types, reason)), extra| {
            let session: &mut Session<'t> = extra.state();
            let pattern = session.push(pattern);
            let reason = reason.map(|reason| session.push(reason));
            Statement::Ignore(Box::new(Ignore { span: bytes(extra), pattern, types, reason }))
        },
    )
}
