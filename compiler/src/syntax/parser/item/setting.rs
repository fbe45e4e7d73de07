//! Declarations that are settings, a line each: `provider` and `health`.

use chumsky::prelude::*;

use super::super::block::{Line, braced, end_line, skip_line};
use super::super::failure::Expected;
use super::super::rule::{In, Rule, Steps, by_hand, declared_name, equals, leading_word, word, words};
use super::super::session::{Place, Session};
use super::super::statement::{WithoutColon, report_yaml_key, skip_sign};
use super::super::values::values;
use crate::source::Span;
use crate::syntax::ast::{Health, ItemKind, Provider, ProviderValue, Setting};

/// `provider NAME = KIND { … }` or `provider GROUP = a, b`
pub fn provider<'t>() -> impl Rule<'t, ItemKind> {
    let kind = word(Expected::ProviderKind);
    let value = choice((
        kind.then(settings()).map(|(kind, settings)| ProviderValue::Kind { kind, settings }),
        words(Expected::Provider).map(ProviderValue::Group),
    ));
    declared().then(value).map(|(name, value)| ItemKind::Provider(Provider { name, value }))
}

/// `health NAME = KIND { … }`
pub fn health<'t>() -> impl Rule<'t, ItemKind> {
    declared()
        .then(word(Expected::ProviderKind))
        .then(settings())
        .map(|((name, kind), settings)| ItemKind::Health(Health { name, kind, settings }))
}

/// `… NAME =`
fn declared<'t>() -> impl Rule<'t, Span> {
    leading_word().ignore_then(declared_name(Expected::Name)).then_ignore(equals())
}

/// `{ settings }`
fn settings<'t>() -> impl Rule<'t, Vec<Setting>> {
    in_settings(braced(setting_line).map(|(_, settings)| settings.into_iter().flatten().collect()))
}

/// Reads a block that holds settings and no statements.
pub fn in_settings<'t, T>(rule: impl Rule<'t, T>) -> impl Rule<'t, T> {
    by_hand(move |inp: &mut In<'t, '_>| {
        let around = std::mem::replace(&mut inp.state().place, Place::Settings);
        let read = inp.parse(&rule);
        inp.state().place = around;
        read
    })
}

/// One setting and its line's end; nothing if it could not be read.
fn setting_line(inp: &mut In<'_, '_>) -> Line<Option<Setting>> {
    Line::Read(recovered_line(inp, setting()))
}

/// Reads a line and its end. What cannot be read is reported and skipped.
pub fn recovered_line<'t, T>(inp: &mut In<'t, '_>, rule: impl Rule<'t, T>) -> Option<T> {
    let before = inp.save();
    let read = match inp.parse(rule) {
        Ok(read) => Some(read),
        Err(failure) => {
            inp.rewind(before);
            inp.state().fail(failure);
            skip_line(inp);
            None
        }
    };
    end_line(inp);
    read
}

/// `NAME VALUE, VALUE…`
pub fn setting<'t>() -> impl Rule<'t, Setting> {
    by_hand(|inp: &mut In<'t, '_>| {
        let start = inp.index();
        let name = inp.parse(word(Expected::Setting))?;
        let name = colon(inp.state(), name);
        skip_sign(inp, "setting", "NAME VALUE");
        let values = inp.parse(values())?;
        Ok(Setting { span: inp.bytes_since(start), name, values })
    })
}

/// Reports the colon of `name: value`, and leaves it out of the name.
fn colon(session: &mut Session<'_>, name: Span) -> Span {
    if !name.of(session.text).ends_with(':') {
        return name;
    }
    report_yaml_key(session, name, WithoutColon::Right);
    Span::new(name.start, name.end.saturating_sub(1))
}
