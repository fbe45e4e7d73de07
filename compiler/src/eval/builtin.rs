//! The built-in functions: few, pure, documented.

use crate::diagnostic::Diagnostic;
use crate::dns::name::{self, Name};
use crate::error;
use crate::sema::types::Type;
use crate::sema::value::{BoundName, Value};
use crate::source::FileSpan;
use crate::suggest;
use crate::syntax::ast::{Argument, Call, ExprKind};

use super::Evaluator;
use super::expression::Reading;

/// One built-in function.
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// Its parameters and result.
    pub signature: &'static str,
    /// What it comes to.
    pub doc: &'static str,
    arity: usize,
}

/// Every built-in function, by name.
pub const BUILTINS: &[Builtin] = &[
    Builtin {
        name: "concat",
        signature: "concat([T], [T]) -> [T]",
        doc: "both lists, one after the other",
        arity: 2,
    },
    Builtin {
        name: "file",
        signature: "file(\"PATH\") -> String",
        doc: "the text of a file of the workspace",
        arity: 1,
    },
    Builtin {
        name: "host",
        signature: "host(Cidr, Int) -> Ipv4 or Ipv6",
        doc: "the nth address of a block",
        arity: 2,
    },
    Builtin {
        name: "len",
        signature: "len([T] or String) -> Int",
        doc: "the number of elements or octets",
        arity: 1,
    },
    Builtin {
        name: "lower",
        signature: "lower(String) -> String",
        doc: "ASCII letters in lower case",
        arity: 1,
    },
    Builtin {
        name: "pad",
        signature: "pad(Int, Int) -> String",
        doc: "a number with zeros in front, to a width",
        arity: 2,
    },
    Builtin {
        name: "reverse",
        signature: "reverse(ADDRESS) -> Name",
        doc: "the name below in-addr.arpa or ip6.arpa",
        arity: 1,
    },
];

const PAD_LIMIT: i64 = 63;

impl<'a> Evaluator<'a> {
    pub(super) fn call(&mut self, reading: Reading<'_, 'a>, call: &'a Call, at: FileSpan) -> Value {
        let name_at = reading.unit.at(call.name);
        let word = reading.unit.of(call.name);
        let Some(builtin) = BUILTINS.iter().find(|builtin| builtin.name == word) else {
            self.report(unknown_function(word, name_at));
            self.mention_arguments(reading, call);
            return Value::unknown();
        };
        let named = call.arguments.iter().find_map(|argument| argument.name);
        if call.arguments.len() != builtin.arity || named.is_some() {
            let place = named.map_or(at, |name| reading.unit.at(name));
            let found = call.arguments.len();
            let message = if named.is_some() {
                format!("`{word}` takes no named arguments")
            } else {
                format!("`{word}` takes {} arguments, found {found}", builtin.arity)
            };
            self.report(
                error!("wrong-arguments", place, "{message}").help(format!("it is {}", builtin.signature)),
            );
            self.mention_arguments(reading, call);
            return Value::unknown();
        }
        match (word, call.arguments.as_slice()) {
            ("len", [list]) => self.len(reading, *list),
            ("host", [block, n]) => self.host(reading, *block, *n, at),
            ("reverse", [address]) => self.reverse(reading, *address),
            ("concat", [a, b]) => self.concat(reading, *a, *b),
            ("lower", [text]) => {
                let text = self.value_as(reading, text.value, &Type::String).value;
                let lower = text.as_text().map(|text| Value::String(text.to_ascii_lowercase().into()));
                lower.unwrap_or(Value::Unknown(Type::String))
            }
            ("pad", [number, width]) => self.pad(reading, *number, *width, at),
            ("file", [path]) => self.file(reading, *path),
            _ => Value::unknown(),
        }
    }

    /// Counts the arguments of a call as read that is wrong by itself.
    pub(super) fn mention_arguments(&mut self, reading: Reading<'_, 'a>, call: &Call) {
        for argument in &call.arguments {
            self.mention_all(reading, reading.unit.of(reading.unit.tree.exprs[argument.value].span));
        }
    }

    fn len(&mut self, reading: Reading<'_, 'a>, argument: Argument) -> Value {
        let found = self.value(reading, argument.value);
        let ty = found.value.ty();
        if let Value::List(elements) = &found.value {
            return Value::Int(elements.len() as i64);
        }
        if let Value::Range(first, last) = found.value {
            return Value::Int(last.saturating_sub(first).saturating_add(1).max(0));
        }
        if let Some(text) = found.value.as_text() {
            return Value::Int(text.len() as i64);
        }
        if !matches!(ty, Type::List(_) | Type::String | Type::Unknown) {
            self.report(
                error!("type-mismatch", found.at, "expected a list or text, found {ty}")
                    .help("`len` counts the elements of a list or the octets of a text"),
            );
        }
        Value::Unknown(Type::Int)
    }

    fn host(&mut self, reading: Reading<'_, 'a>, block: Argument, n: Argument, at: FileSpan) -> Value {
        let block = self.value_as(reading, block.value, &Type::Cidr);
        let n = self.value_as(reading, n.value, &Type::Int);
        let (Value::Cidr(cidr), Value::Int(number)) = (&block.value, &n.value) else {
            return Value::unknown();
        };
        let host = u128::try_from(*number).ok().and_then(|number| cidr.host(number));
        host.unwrap_or_else(|| {
            self.report(
                error!("host-outside-block", at, "{cidr} has no address number {number}")
                    .help(format!("its addresses are numbered from 0 to {}", cidr.last())),
            );
            Value::unknown()
        })
    }

    fn reverse(&mut self, reading: Reading<'_, 'a>, argument: Argument) -> Value {
        let mut found = self.value(reading, argument.value);
        if let Value::String(text) = &found.value {
            let ty = if text.contains(&b':') { Type::Ipv6 } else { Type::Ipv4 };
            found = self.coerce(reading, found, &ty);
        }
        let text = if let Value::Ipv4(address) = found.value {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa.")
        } else if let Value::Ipv6(address) = found.value {
            let nibbles = address.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
            let labels: String = nibbles.map(|nibble| format!("{nibble:x}.")).collect();
            format!("{labels}ip6.arpa.")
        } else {
            if !found.value.is_unknown() {
                let ty = found.value.ty();
                self.report(
                    error!("type-mismatch", found.at, "expected an address, found {ty}")
                        .help("write it as in `reverse(192.0.2.1)`"),
                );
            }
            return Value::Unknown(Type::Name);
        };
        Name::parse(&text).map_or(Value::Unknown(Type::Name), |name| {
            Value::Name(BoundName { wire: name.wire().into(), dotless: None })
        })
    }

    fn concat(&mut self, reading: Reading<'_, 'a>, a: Argument, b: Argument) -> Value {
        let first = self.value(reading, a.value);
        let second = self.value(reading, b.value);
        for part in [&first, &second] {
            if !matches!(part.value.ty(), Type::List(_) | Type::Unknown) {
                self.report(
                    error!("type-mismatch", part.at, "expected a list, found {}", part.value.ty())
                        .help("write it in [ ]: `concat` joins two lists"),
                );
                return Value::unknown();
            }
        }
        let (Value::List(a), Value::List(b)) = (&first.value, &second.value) else { return Value::unknown() };
        if !first.value.ty().accepts(&second.value.ty()) {
            let (expected, found) = (first.value.ty(), second.value.ty());
            self.report(
                error!("type-mismatch", second.at, "expected {expected}, found {found}")
                    .label(first.at, format!("this is {expected}"))
                    .help("both lists have elements of one type"),
            );
            return Value::unknown();
        }
        self.compound(a.iter().chain(b.iter()).cloned().collect(), Value::List)
    }

    fn pad(&mut self, reading: Reading<'_, 'a>, number: Argument, width: Argument, at: FileSpan) -> Value {
        let number = self.value_as(reading, number.value, &Type::Int).value;
        let width = self.value_as(reading, width.value, &Type::Int).value;
        let (Value::Int(number), Value::Int(width)) = (number, width) else {
            return Value::Unknown(Type::String);
        };
        if !(0..=PAD_LIMIT).contains(&width) {
            self.report(
                error!("wrong-arguments", at, "the width of `pad` is 0 to {PAD_LIMIT}, found {width}")
                    .help("a label has at most 63 octets"),
            );
            return Value::Unknown(Type::String);
        }
        Value::String(format!("{number:0width$}", width = width as usize).into_bytes().into())
    }

    fn file(&mut self, reading: Reading<'_, 'a>, argument: Argument) -> Value {
        let expr = reading.unit.tree.exprs[argument.value];
        let at = reading.unit.at(expr.span);
        if !matches!(expr.kind, ExprKind::Str) {
            self.mention(reading, reading.unit.of(expr.span).trim_start_matches('$'));
            self.report(error!("file-path-not-literal", at, "the path of `file` is a plain string").help(
                "write the path out, without variables and escapes, so that it can be read beforehand",
            ));
            return Value::Unknown(Type::String);
        }
        let path = super::expression::inner(reading.unit.of(expr.span));
        match self.inputs.get(path) {
            Some(Ok(text)) => Value::String(text.as_bytes().into()),
            Some(Err(problem)) => {
                self.report(
                    error!("unreadable-file", at, "`{path}` cannot be read: {problem}")
                        .help("a path is relative to the workspace and stays inside it"),
                );
                Value::Unknown(Type::String)
            }
            None => {
                self.report(
                    error!("unreadable-file", at, "`{path}` was not read")
                        .help("a path is relative to the workspace and stays inside it"),
                );
                Value::Unknown(Type::String)
            }
        }
    }
}

fn unknown_function(word: &str, at: FileSpan) -> Diagnostic {
    let problem = error!("unknown-function", at, "there is no function `{word}`");
    if word == "env" {
        return problem
            .help("`env` stands in `provider` blocks alone, so that no record depends on the machine");
    }
    match suggest::closest(word, BUILTINS.iter().map(|builtin| builtin.name)) {
        Some(close) => {
            problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
        }
        None => {
            let names: Vec<_> = BUILTINS.iter().map(|builtin| builtin.name).collect();
            problem.help(format!("the functions are {}", names.join(", ")))
        }
    }
}

/// The text of a name for a message, without the final dot.
pub(super) fn shown(wire: &[u8]) -> String {
    let mut text = String::new();
    match name::write_undotted(wire, &mut text) {
        Ok(()) => text,
        Err(_) => String::new(),
    }
}
