//! Which form a statement has, and before which of its tokens a column begins.
//!
//! Position decides, as it does for the parser; a wrong guess costs alignment and nothing else.

use std::ops::Range;

use super::source::{Source, closes, opens};
use crate::syntax::token::TokenKind;

/// What encloses a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing: the top level.
    File,
    /// A `provider` or `health` block.
    Settings,
    /// A `policy` block.
    Policy,
    /// Any other block.
    Zone,
}

impl Place {
    /// What the block of a head at this place is to its statements.
    pub(super) fn inside(self, source: &Source<'_>, head: usize) -> Self {
        match (self, source.text(head)) {
            (Self::File, "policy") => Self::Policy,
            (Self::File, "provider" | "health") => Self::Settings,
            _ => Self::Zone,
        }
    }
}

/// Statements of one form share their columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// No columns.
    Plain,
    /// `OWNER | TYPE | VALUES | MODIFIER…`
    Record,
    /// `TYPE | VALUES | MODIFIER…`
    Typed,
    /// `on PROVIDERS | OWNER | TYPE | VALUES | MODIFIER…`
    OnRecord,
    /// `on PROVIDERS | TYPE | VALUES | MODIFIER…`
    OnTyped,
    /// `ignore PATTERN TYPES | "why"`
    Ignore,
    /// `NAME | VALUES`, `require TYPES … | "why"`
    Setting,
    /// `ttl CLASS | DURATION | default for TYPES`
    TtlClass,
}

impl Form {
    /// The number of forms.
    pub(super) const COUNT: usize = 8;
}

/// The form of a statement without a block; the first token of each column but the first goes to `stops`.
pub(super) fn classify(
    source: &Source<'_>,
    place: Place,
    statement: Range<usize>,
    stops: &mut Vec<usize>,
) -> Form {
    match place {
        Place::File => Form::Plain,
        Place::Settings => setting(source, &statement, stops),
        Place::Policy => policy_line(source, &statement, stops),
        Place::Zone => zone_statement(source, &statement, stops),
    }
}

fn setting(source: &Source<'_>, statement: &Range<usize>, stops: &mut Vec<usize>) -> Form {
    if source.is_call(statement.start) {
        return Form::Plain;
    }
    stops.extend(source.next_code(statement.start, statement.end));
    Form::Setting
}

fn policy_line(source: &Source<'_>, statement: &Range<usize>, stops: &mut Vec<usize>) -> Form {
    let next = |at| source.next_code(at, statement.end);
    if source.is_word(statement.start, "ttl") {
        let duration = next(statement.start).and_then(next);
        stops.extend(duration);
        stops.extend(duration.and_then(next));
        return Form::TtlClass;
    }
    let form = setting(source, statement, stops);
    if matches!(source.text(statement.start), "require" | "forbid") {
        stops.extend(reason(source, statement));
    }
    form
}

/// The string at a statement's end that says why, rather than where.
fn reason(source: &Source<'_>, statement: &Range<usize>) -> Option<usize> {
    let mut code = statement.clone().rev().filter(|&at| source.is_code(at));
    let last = code.next().filter(|&at| source.is(at, TokenKind::Str))?;
    let before = code.next().filter(|&at| at > statement.start)?;
    let part_of_it = source.is(before, TokenKind::Comma) || matches!(source.text(before), "at" | "to");
    (!part_of_it).then_some(last)
}

fn zone_statement(source: &Source<'_>, statement: &Range<usize>, stops: &mut Vec<usize>) -> Form {
    let end = statement.end;
    let (first, on) = match after_providers(source, statement) {
        Some(first) => (first, true),
        None => (statement.start, false),
    };
    let owner_end =
        if source.is_call(first) { source.closing(first + 1, end).unwrap_or(first) } else { first };
    let second = source.next_code(owner_end, end);
    let (type_at, form) = match second {
        Some(second) if source.is_type(second) => {
            stops.extend(on.then_some(first));
            stops.push(second);
            (second, if on { Form::OnRecord } else { Form::Record })
        }
        _ if source.is_type(first) => {
            stops.extend(on.then_some(first));
            (first, if on { Form::OnTyped } else { Form::Typed })
        }
        _ if source.is_word(first, "ignore") => {
            stops.extend(reason(source, &(first..end)));
            return Form::Ignore;
        }
        _ => return Form::Plain,
    };
    if let Some(values) = source.next_code(type_at, end) {
        stops.push(values);
        modifiers(source, values..end, stops);
    }
    form
}

/// The first token behind `on PROVIDERS`, if the statement begins so.
fn after_providers(source: &Source<'_>, statement: &Range<usize>) -> Option<usize> {
    let next = |at| source.next_code(at, statement.end);
    let mut found = None;
    let mut at = statement.start;
    while source.is_word(at, "on") {
        let mut provider = next(at)?;
        if source.is_type(provider) {
            break;
        }
        let mut rest = next(provider)?;
        while source.is(rest, TokenKind::Comma) {
            provider = next(rest)?;
            rest = next(provider)?;
        }
        at = rest;
        found = Some(rest);
    }
    found
}

/// The modifiers behind the last value. Those between two values belong to the values' column.
fn modifiers(source: &Source<'_>, values: Range<usize>, stops: &mut Vec<usize>) {
    let before = stops.len();
    let mut depth = 0_usize;
    for at in values.clone() {
        let Some(kind) = source.kind(at) else { break };
        if opens(kind) {
            depth += 1;
        } else if closes(kind) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && kind == TokenKind::Comma {
            stops.truncate(before);
        } else if depth == 0 && at > values.start && is_modifier(source, at) {
            stops.push(at);
        }
    }
}

/// Whether a modifier begins here, and not a built-in function that yields a value.
fn is_modifier(source: &Source<'_>, at: usize) -> bool {
    const BUILT_INS: [&str; 8] = ["concat", "env", "file", "host", "len", "lower", "pad", "reverse"];
    source.is_word(at, "ttl") || (source.is_call(at) && !BUILT_INS.contains(&source.text(at)))
}
