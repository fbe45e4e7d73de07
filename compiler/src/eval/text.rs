//! Strings: escapes and `${…}`.

use crate::diagnostic::Diagnostic;
use crate::error;
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};

use super::Evaluator;
use super::expression::{Reading, inner};

impl<'a> Evaluator<'a> {
    /// The text of a string with escapes or `${…}`.
    pub(super) fn interpolate(&mut self, reading: Reading<'_, 'a>, span: Span) -> Value {
        let body = inner(reading.unit.of(span));
        let start = span.start + 1;
        let mut octets = Vec::with_capacity(body.len());
        let mut known = true;
        let mut rest = body;
        while let Some(special) = rest.find(['\\', '$']) {
            let (plain, tail) = rest.split_at(special);
            octets.extend_from_slice(plain.as_bytes());
            let at = start + (body.len() - tail.len()) as u32;
            let used = if tail.starts_with('\\') {
                self.escape(reading, tail, at, &mut octets)
            } else {
                self.insertion(reading, tail, at, &mut octets, &mut known)
            };
            rest = tail.get(used..).unwrap_or_default();
        }
        octets.extend_from_slice(rest.as_bytes());
        if known && self.budget.text(octets.len()) {
            return Value::String(octets.into());
        }
        if known {
            self.usage.meet_limit(reading.unit.at(span));
        }
        Value::Unknown(Type::String)
    }

    /// Reads an escape at the start of `tail` and says how many bytes it takes.
    fn escape(&mut self, reading: Reading<'_, 'a>, tail: &str, at: u32, octets: &mut Vec<u8>) -> usize {
        let mut characters = tail.chars().skip(1);
        match characters.next() {
            Some(literal @ ('"' | '\\' | '$')) => {
                octets.push(literal as u8);
                2
            }
            Some(digit) if digit.is_ascii_digit() => {
                let code = tail.get(1..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
                if let Some(octet) = code.and_then(|digits| digits.parse().ok()) {
                    octets.push(octet);
                    return 4;
                }
                let digits = tail.bytes().skip(1).take(3).take_while(u8::is_ascii_digit).count();
                let place = reading.unit.at(Span::new(at, at + 1 + digits as u32));
                self.report(
                    error!(
                        "bad-escape",
                        place, "`\\DDD` is three digits from 000 to 255, the number of an octet"
                    )
                    .help("write `\\\\` for a backslash"),
                );
                1 + digits
            }
            other => {
                let len = 1 + other.map_or(0, char::len_utf8);
                let place = reading.unit.at(Span::new(at, at + len as u32));
                let written = tail.get(..len).unwrap_or(tail);
                self.report(
                    error!("bad-escape", place, "`{written}` is no escape")
                        .help(
                            "the escapes are `\\\"`, `\\\\`, `\\$` and `\\DDD`; write `\\\\` for a backslash",
                        )
                        .suggest("keep the backslash", place, format!("\\{written}")),
                );
                len
            }
        }
    }

    /// Reads `${name}` at the start of `tail` and says how many bytes it takes.
    fn insertion(
        &mut self,
        reading: Reading<'_, 'a>,
        tail: &str,
        at: u32,
        octets: &mut Vec<u8>,
        known: &mut bool,
    ) -> usize {
        let Some(inside) = tail.strip_prefix("${") else {
            self.bare_dollar(reading, tail, at);
            *known = false;
            return 1;
        };
        let Some(end) = inside.find('}') else {
            let place = reading.unit.at(Span::new(at, at + tail.len() as u32));
            self.mention_all(reading, inside);
            self.report(
                error!("unclosed-insertion", place, "`${{` is not closed in this string").help("add the `}`"),
            );
            *known = false;
            return tail.len();
        };
        let name = inside.get(..end).unwrap_or_default();
        let place = reading.unit.at(Span::new(at, at + 3 + end as u32));
        if is_variable_name(name) {
            let value = self.lookup(reading, name, place);
            *known &= self.insert(&value, place, octets);
        } else {
            self.mention_all(reading, name);
            self.report(bad_insertion(name, place));
            *known = false;
        }
        3 + end
    }

    /// Reports a `$` that begins no insertion.
    fn bare_dollar(&mut self, reading: Reading<'_, 'a>, tail: &str, at: u32) {
        let word: String =
            tail.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let place = reading.unit.at(Span::new(at, at + 1 + word.len() as u32));
        let problem = error!("bare-dollar", place, "a `$` in a string begins `${{name}}`");
        self.mention(reading, &word);
        self.report(if !word.starts_with(|first: char| first.is_ascii_alphabetic()) {
            problem.help("write `\\$` for a dollar sign").fix("escape it", place, format!("\\${word}"))
        } else {
            problem
                .help(format!("write `${{{word}}}` for the variable, `\\$` for a dollar sign"))
                .suggest("insert the variable", place, format!("${{{word}}}"))
                .suggest("escape it", place, format!("\\${word}"))
        });
    }

    /// Puts a value into a text; false if it is not known or has no text, which is reported.
    fn insert(&mut self, value: &Value, place: FileSpan, octets: &mut Vec<u8>) -> bool {
        if let Value::String(text) = value {
            octets.extend_from_slice(text);
            return true;
        }
        let Some(text) = value.text() else {
            if !value.is_unknown() {
                self.report(
                    error!("type-mismatch", place, "{} cannot be put into a string", value.ty())
                        .help("use `for` to go through its elements"),
                );
            }
            return false;
        };
        octets.extend_from_slice(text.as_bytes());
        true
    }

    /// Counts the variables as read whose names stand in a text that was meant to read them.
    pub(super) fn mention_all(&mut self, reading: Reading<'_, 'a>, text: &str) {
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
            self.mention(reading, word);
        }
    }
}

fn is_variable_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The error for what stands in `${…}` and is no name.
fn bad_insertion(name: &str, place: FileSpan) -> Diagnostic {
    let trimmed = name.trim();
    if trimmed.is_empty() {
        error!("bad-insertion", place, "expected the name of a variable in `${{…}}`, found nothing")
            .help("write the name, or `\\$` for a dollar sign")
    } else if is_variable_name(trimmed) {
        error!("bad-insertion", place, "blanks stand around the name in `${{…}}`")
            .help("write the name alone")
            .fix("remove the blanks", place, format!("${{{trimmed}}}"))
    } else {
        error!("bad-insertion", place, "expected the name of a variable in `${{…}}`, found `{name}`")
            .help("bind it first: `let x = …`, then `\"${x}\"`")
    }
}
