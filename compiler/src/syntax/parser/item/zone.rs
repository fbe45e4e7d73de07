//! `zone NAMES on PROVIDERS { … }` and `extend zone NAME { … }`.

use chumsky::prelude::*;

use super::super::block::with_block;
use super::super::failure::{Expected, Failure};
use super::super::lexeme::Kind;
use super::super::rule::{In, Rule, Steps, by_hand, comma, keyword, leading_word, simple, words};
use super::super::session::Session;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Extend, ItemKind, Zone};

/// `zone NAMES on PROVIDERS { … }`
pub fn zone<'t>() -> impl Rule<'t, ItemKind> {
    let names = zone_name().separated_by(comma()).at_least(1).collect::<Vec<_>>();
    let head = leading_word().ignore_then(names).then_ignore(reserved_view()).then(providers());
    with_block(head).map_with(|(head, body), extra| {
        let session: &mut Session<'t> = extra.state();
        let Some((names, providers)) = head else { return ItemKind::Error };
        let names = names.into_iter().map(|name| session.push(name)).collect();
        ItemKind::Zone(Zone { names, providers, body })
    })
}

/// A zone's name, which no variable can stand for
fn zone_name<'t>() -> impl Rule<'t, Expr> {
    let fixed = |name: &Expr| name.kind != ExprKind::Variable;
    simple(Expected::Zone).filter(fixed).labelled(Expected::Zone)
}

/// `on P, Q`; a zone without it lives nowhere
fn providers<'t>() -> impl Rule<'t, Vec<Span>> {
    let listed = keyword("on", Expected::On).ignore_then(words(Expected::Provider));
    let missing = by_hand(|inp: &mut In<'t, '_>| {
        let at = inp.index();
        if inp.peek_kind() != Some(Kind::LeftBrace) {
            return Err(Failure::new(at, Expected::On));
        }
        let session = inp.state();
        let before = at.checked_sub(1).and_then(|before| session.tokens.get(before));
        let name = before.map(|before| before.span).unwrap_or_default();
        let found = error!("zone-without-providers", session.at(name), "the zone names no provider")
            .help("write where the zone lives: `zone NAME on PROVIDER { … }`; to go on with a zone of another file, `extend zone NAME { … }`");
        session.report(found);
        Ok(Vec::new())
    });
    choice((listed, missing))
}

/// `as VIEW`, which is reserved
fn reserved_view<'t>() -> impl Rule<'t, ()> {
    by_hand(|inp: &mut In<'t, '_>| {
        let Some(word) = inp.peek() else { return Ok(()) };
        let session = inp.state();
        if !session.is_word(word, "as") {
            return Ok(());
        }
        let found = error!("reserved", session.at(word.span), "views of a zone are reserved")
            .help("`zone NAME as VIEW on P` is not part of the language yet: leave `as VIEW` out");
        session.report(found);
        inp.skip();
        if inp.peek().is_some_and(|view| view.kind.is_atom() && !inp.state().is_word(view, "on")) {
            inp.skip();
        }
        Ok(())
    })
}

/// `extend zone NAME { … }`
pub fn extend<'t>() -> impl Rule<'t, ItemKind> {
    let head = leading_word()
        .ignore_then(keyword("zone", Expected::ZoneWord))
        .ignore_then(zone_name())
        .then_ignore(no_providers());
    with_block(head).map_with(|(name, body), extra| {
        let name: Option<Expr> = name;
        let session: &mut Session<'t> = extra.state();
        name.map_or(ItemKind::Error, |name| ItemKind::Extend(Extend { name: session.push(name), body }))
    })
}

/// `on P` in an `extend zone`, which the zone itself has said already
fn no_providers<'t>() -> impl Rule<'t, ()> {
    by_hand(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        if inp
            .parse(keyword("on", Expected::LeftBrace).ignore_then(words(Expected::Provider)).or_not())?
            .is_some()
        {
            let span = inp.bytes_since(start);
            let session = inp.state();
            let found = error!("extend-with-providers", session.at(span), "`extend zone` names no provider")
                .help("the zone itself says where it lives; `on P { … }` inside it holds what is different there")
                .suggest("leave it out", session.at(span), "");
            session.report(found);
        }
        Ok(())
    })
}
