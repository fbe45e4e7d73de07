//! `policy NAME [default] { … }` and its lines.

use chumsky::prelude::*;

use super::super::block::{Line, braced};
use super::super::expression::call_or_simple;
use super::super::failure::{Expected, Failure};
use super::super::lexeme::Kind;
use super::super::rule::{
    In, Rule, Steps, by_hand, bytes, declared_name, keyword, leading_word, reason, simple, word, words,
};
use super::super::session::Session;
use super::super::statement::for_types;
use super::setting::{in_settings, recovered_line, setting};
use crate::syntax::ast::{ExprId, ItemKind, Policy, PolicyRule, PolicyRuleKind};

/// `policy NAME [default] { … }`
pub fn policy<'t>() -> impl Rule<'t, ItemKind> {
    let rules = in_settings(braced(rule_line).map(|(_, rules)| rules));
    leading_word()
        .ignore_then(declared_name(Expected::Name))
        .then(keyword("default", Expected::Default).or_not())
        .then(rules)
        .map(|((name, default), rules)| ItemKind::Policy(Policy { name, default, rules }))
}

fn rule_line(inp: &mut In<'_, '_>) -> Line<PolicyRule> {
    let start = inp.index();
    let read = recovered_line(inp, rule());
    let span = inp.bytes_since(start);
    Line::Read(read.unwrap_or(PolicyRule { span, kind: PolicyRuleKind::Error }))
}

/// One line of a policy, chosen by its first word.
fn rule<'t>() -> impl Rule<'t, PolicyRule> {
    let kind = by_hand(|inp: &mut In<'t, '_>| {
        let [first, rest @ ..] = inp.ahead() else {
            return Err(Failure::new(inp.index(), Expected::Setting));
        };
        let session = inp.state();
        let word = if first.kind == Kind::Word { session.word(*first) } else { "" };
        let types = rest.first().is_some_and(|next| {
            next.kind == Kind::Word
                && session.word(*next).starts_with(|letter: char| letter.is_ascii_uppercase())
        });
        match word {
            "ttl" => inp.parse(ttl()),
            "forbid" if types => inp.parse(forbid()),
            "off" | "warn" | "deny" | "forbid" => inp.parse(level()),
            "require" => inp.parse(require()),
            _ => inp.parse(setting().map(PolicyRuleKind::Setting)),
        }
    });
    kind.map_with(|kind, extra| PolicyRule { span: bytes(extra), kind })
}

/// `ttl CLASS DURATION [default] [for TYPES]`
fn ttl<'t>() -> impl Rule<'t, PolicyRuleKind> {
    let duration = call_or_simple(Expected::Ttl);
    leading_word()
        .ignore_then(declared_name(Expected::TtlClass))
        .then(duration)
        .then(keyword("default", Expected::Default).or_not())
        .then(for_types())
        .map_with(|(((class, duration), default), types), extra| {
            let session: &mut Session<'t> = extra.state();
            PolicyRuleKind::Ttl { class, duration: session.push(duration), default, types }
        })
}

/// `off|warn|deny|forbid RULE, RULE…`
fn level<'t>() -> impl Rule<'t, PolicyRuleKind> {
    word(Expected::Setting)
        .then(words(Expected::Rule))
        .map(|(level, rules)| PolicyRuleKind::Level { level, rules })
}

/// `require TYPES at PATTERN ["why"]`
fn require<'t>() -> impl Rule<'t, PolicyRuleKind> {
    leading_word()
        .ignore_then(words(Expected::RecordType))
        .then(pattern("at", Expected::At))
        .then(why())
        .map(|((types, at), reason)| PolicyRuleKind::Require { types, at, reason })
}

/// `forbid TYPES [at PATTERN] [to PATTERN] ["why"]`
fn forbid<'t>() -> impl Rule<'t, PolicyRuleKind> {
    leading_word()
        .ignore_then(words(Expected::RecordType))
        .then(pattern("at", Expected::At).or_not())
        .then(pattern("to", Expected::To).or_not())
        .then(why())
        .map(|(((types, at), to), reason)| PolicyRuleKind::Forbid { types, at, to, reason })
}

fn pattern<'t>(word: &'static str, expected: Expected) -> impl Rule<'t, ExprId> {
    keyword(word, expected)
        .ignore_then(simple(Expected::Pattern))
        .map_with(|pattern, extra| extra.state().push(pattern))
}

fn why<'t>() -> impl Rule<'t, Option<ExprId>> {
    reason().or_not().map_with(|reason, extra| {
        let session: &mut Session<'t> = extra.state();
        reason.map(|reason| session.push(reason))
    })
}
