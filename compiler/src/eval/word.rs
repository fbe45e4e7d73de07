//! Words: read as the type that is expected where they stand, or by their shape.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::dns::duration::{self, DurationError};
use crate::dns::name::{Form, IdnaError, NameErrorKind, push_labels};
use crate::error;
use crate::sema::types::Type;
use crate::sema::value::{BoundName, Cidr, Value};
use crate::source::{FileSpan, Span};

use super::Evaluator;
use super::expression::{Reading, inner};

impl<'a> Evaluator<'a> {
    pub(super) fn by_shape(&mut self, reading: Reading<'_, 'a>, span: Span) -> Value {
        let word = reading.unit.of(span);
        let expected = shape(word);
        let at = reading.unit.at(span);
        if expected == Type::Name && reading.origin.is_none() && is_relative(word) {
            let problem = relative_name(word, at).here("a top-level `let` holds absolute names");
            self.report(if word == "@" {
                problem.help("move the variable into a zone, where `@` is the origin")
            } else {
                problem
                    .help("end it with a dot, or put it in quotes if it is text")
                    .suggest("make it absolute", at, format!("{word}."))
                    .suggest("make it text", at, format!("\"{word}\""))
            });
            return Value::Unknown(Type::Name);
        }
        self.text_as(reading, word, at, &expected)
    }

    pub(super) fn word_as(&mut self, reading: Reading<'_, 'a>, span: Span, expected: &Type) -> Value {
        let at = reading.unit.at(span);
        let word = reading.unit.of(span);
        match expected {
            Type::Unknown => self.by_shape(reading, span),
            Type::String => {
                let problem = error!("bare-text", at, "expected text in quotes, found the word `{word}`");
                self.report(if self.is_variable(reading, word) {
                    problem
                        .help(format!("write `${word}` for the variable, or `\"{word}\"` for the text"))
                        .suggest("read the variable", at, format!("${word}"))
                        .suggest("put it in quotes", at, format!("\"{word}\""))
                } else {
                    problem.help("text stands in quotes").fix("put it in quotes", at, format!("\"{word}\""))
                });
                Value::Unknown(Type::String)
            }
            Type::List(_) | Type::Tuple(_) => {
                let brackets = if matches!(expected, Type::List(_)) { "[ ]" } else { "( )" };
                self.report(
                    error!("type-mismatch", at, "expected {expected}, found the word `{word}`")
                        .help(format!("write the values in {brackets}")),
                );
                Value::Unknown(expected.clone())
            }
            Type::Ipv4
            | Type::Ipv6
            | Type::Cidr
            | Type::Name
            | Type::Duration
            | Type::Int
            | Type::Percent
            | Type::Bool => self.text_as(reading, word, at, expected),
        }
    }

    /// Reads text as a simple type.
    pub(super) fn text_as(
        &mut self,
        reading: Reading<'_, 'a>,
        text: &str,
        at: FileSpan,
        expected: &Type,
    ) -> Value {
        let read = match expected {
            Type::Ipv4 => text.parse::<Ipv4Addr>().ok().map(Value::Ipv4),
            Type::Ipv6 => text.parse::<Ipv6Addr>().ok().map(Value::Ipv6),
            Type::Cidr => Cidr::parse(text).map(Value::Cidr),
            Type::Int => text.parse().ok().map(Value::Int),
            Type::Percent => percent(text).map(Value::Percent),
            Type::Bool => text.parse().ok().map(Value::Bool),
            Type::Duration => return self.duration(text, at),
            Type::Name => return self.bind_name(reading, text, at),
            Type::String | Type::List(_) | Type::Tuple(_) | Type::Unknown => None,
        };
        read.unwrap_or_else(|| {
            self.report(mismatched_word(text, at, expected));
            Value::Unknown(expected.clone())
        })
    }

    /// Reads a duration; a number without a unit is an error with the spelling that was meant.
    pub(super) fn duration(&mut self, text: &str, at: FileSpan) -> Value {
        match duration::parse(text) {
            Ok(seconds) => Value::Duration(seconds),
            Err(problem) => {
                self.report(bad_duration(text, at, problem));
                Value::Unknown(Type::Duration)
            }
        }
    }

    pub(super) fn bind_name(&mut self, reading: Reading<'_, 'a>, text: &str, at: FileSpan) -> Value {
        let mut wire = Vec::with_capacity(text.len() + 2);
        let form = match push_labels(text, &mut wire) {
            Ok(form) => form,
            Err(problem) => {
                self.report(bad_name(text, at, &problem));
                return Value::Unknown(Type::Name);
            }
        };
        let relative = !matches!(form, Form::Absolute);
        match (relative, reading.origin) {
            (false, _) => wire.push(0),
            (true, Some(origin)) => wire.extend_from_slice(origin),
            (true, None) => {
                self.report(
                    relative_name(text, at)
                        .here("outside a zone, names are absolute")
                        .help(format!("end it with a dot: `{text}.`"))
                        .suggest("make it absolute", at, format!("{text}.")),
                );
                return Value::Unknown(Type::Name);
            }
        }
        self.place_value(reading, form, at, &wire);
        let dotless = (matches!(form, Form::Relative) && text.contains('.')).then(|| Rc::from(text));
        Value::Name(BoundName { wire: wire.into(), dotless })
    }
}

/// The type that a word has by its shape alone.
#[must_use]
pub fn shape(word: &str) -> Type {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(word.strip_prefix('-').unwrap_or(word)) {
        return Type::Int;
    }
    if word == "true" || word == "false" {
        return Type::Bool;
    }
    if word.strip_suffix('%').is_some_and(digits) {
        return Type::Percent;
    }
    if word.contains('/') && word.starts_with(|first: char| first.is_ascii_hexdigit() || first == ':') {
        return Type::Cidr;
    }
    if word.contains(':') {
        return Type::Ipv6;
    }
    let parts = word.split('.').count();
    if (parts == 4 || parts == 3) && word.split('.').all(digits) {
        return Type::Ipv4;
    }
    let positive = word.strip_prefix('-').unwrap_or(word);
    if positive.starts_with(|first: char| first.is_ascii_digit()) && duration::parse(positive).is_ok() {
        return Type::Duration;
    }
    Type::Name
}

fn percent(text: &str) -> Option<u8> {
    text.strip_suffix('%')?.parse().ok().filter(|percent| *percent <= 100)
}

fn mismatched_word(text: &str, at: FileSpan, expected: &Type) -> Diagnostic {
    let problem = error!("type-mismatch", at, "expected {}, found `{text}`", described(expected));
    let found = shape(text);
    if matches!(expected, Type::Ipv4 | Type::Ipv6)
        && matches!(found, Type::Cidr)
        && Cidr::parse(text).is_some()
    {
        return problem.help("a block of addresses cannot stand here; `host(BLOCK, n)` is its nth address");
    }
    match expected {
        Type::Ipv4 => problem.help("an IPv4 address is four numbers from 0 to 255: `192.0.2.1`"),
        Type::Ipv6 => problem.help("an IPv6 address is written as in `2001:db8::1`"),
        Type::Cidr => problem.help("an address block is an address and a length: `192.0.2.0/24`"),
        Type::Int => problem.help("a number is written in digits, without a point"),
        Type::Percent => {
            let problem = problem.help("a percentage is a whole number from 0% to 100%");
            let whole = format!("{text}%");
            if percent(&whole).is_some() {
                problem.fix(format!("write `{whole}`"), at, whole)
            } else {
                problem
            }
        }
        Type::Bool => problem.help("write `true` or `false`"),
        Type::Name | Type::Duration | Type::String | Type::List(_) | Type::Tuple(_) | Type::Unknown => {
            problem
        }
    }
}

/// The error for a value of another type than the expected one.
pub(super) fn mismatched_value(written: &str, at: FileSpan, expected: &Type, found: &Type) -> Diagnostic {
    let problem = error!("type-mismatch", at, "expected {}, found {found}", described(expected));
    let bare = inner(written);
    match (expected, found) {
        (Type::String, _) if written.starts_with('$') => {
            let name = written.trim_start_matches('$');
            problem.help(format!("put it in a string: `\"${{{name}}}\"`")).suggest(
                "put it in a string",
                at,
                format!("\"${{{name}}}\""),
            )
        }
        (Type::List(_), _) => problem.help("write the values in [ ]"),
        (Type::Tuple(_), _) => problem.help("write the values in ( )"),
        (_, Type::List(_)) => problem.help("one value stands here; `for` goes through those of a list"),
        (_, Type::String) if shape(bare) == *expected => {
            problem.help("write it without quotes").suggest("remove the quotes", at, bare)
        }
        _ => match example(expected) {
            Some(example) => problem.help(format!("write it as in `{example}`")),
            None => problem.help(format!("a value of type {expected} stands here")),
        },
    }
}

/// A value of a simple type, as people write it.
const fn example(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Ipv4 => "192.0.2.1",
        Type::Ipv6 => "2001:db8::1",
        Type::Cidr => "192.0.2.0/24",
        Type::Name => "www.example.com.",
        Type::Duration => "5m",
        Type::Int => "10",
        Type::Percent => "10%",
        Type::Bool => "true",
        Type::String => "\"text\"",
        Type::List(_) | Type::Tuple(_) | Type::Unknown => return None,
    })
}

fn is_relative(word: &str) -> bool {
    push_labels(word, &mut Vec::new()).is_ok_and(|form| !matches!(form, Form::Absolute))
}

fn relative_name(text: &str, at: FileSpan) -> Diagnostic {
    error!("relative-name-at-top-level", at, "`{text}` is relative, and nothing here says to what")
}

fn described(expected: &Type) -> String {
    match expected {
        Type::Ipv4 => "an IPv4 address".to_owned(),
        Type::Ipv6 => "an IPv6 address".to_owned(),
        Type::Cidr => "an address block".to_owned(),
        Type::Int => "a number".to_owned(),
        Type::Percent => "a percentage".to_owned(),
        Type::Bool => "`true` or `false`".to_owned(),
        Type::Name | Type::Duration | Type::String | Type::List(_) | Type::Tuple(_) | Type::Unknown => {
            expected.to_string()
        }
    }
}

/// The error for a text that is no duration.
pub(super) fn bad_duration(text: &str, at: FileSpan, problem: DurationError) -> Diagnostic {
    let mut diagnostic = match problem {
        DurationError::NoUnit(_) | DurationError::Empty => error!("bad-duration", at, "{problem}"),
        DurationError::TooLong(_)
        | DurationError::Negative
        | DurationError::MissingUnit(_)
        | DurationError::NoNumber(_)
        | DurationError::OutOfOrder(_) => error!("bad-duration", at, "`{text}` is no duration: {problem}"),
        DurationError::BadUnit(_, byte) => match letters_around(text, byte) {
            "" => error!("bad-duration", at, "`{text}` is no duration: {problem}"),
            unit => error!("bad-duration", at, "`{text}` is no duration: `{unit}` is no unit of time"),
        },
    };
    diagnostic = diagnostic.help(problem.help());
    if let Some(spelling) = problem.suggestion() {
        diagnostic = diagnostic.fix(format!("write `{spelling}`"), at, spelling);
    }
    diagnostic
}

/// The letters in a row that hold a byte of a text.
fn letters_around(text: &str, byte: usize) -> &str {
    let (before, behind) = text.split_at_checked(byte).unwrap_or((text, ""));
    let start = before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let end = byte + behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    text.get(start..end).unwrap_or_default()
}

/// The error for a text that is no name.
pub(super) fn bad_name(text: &str, at: FileSpan, problem: &crate::dns::name::NameError) -> Diagnostic {
    let diagnostic = error!("bad-name", at, "`{text}` is no domain name: {problem}");
    diagnostic.help(name_help(problem.kind))
}

/// What to do about a text that is no name.
pub(super) fn name_help(kind: NameErrorKind) -> &'static str {
    match (kind.help(), kind) {
        (Some(help), _) => help,
        (None, NameErrorKind::Idna(IdnaError::BadALabel)) => {
            "copy the `xn--` label again, or write the name in its own letters"
        }
        (None, NameErrorKind::Idna(_)) => {
            "write the name as its registry accepts it; IDNA 2008 (RFC 5891) rules here"
        }
        (None, _) => "letters, digits, `-` and `_` are safe in names; other octets are written `\\DDD`",
    }
}
