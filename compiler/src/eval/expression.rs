//! Expressions to values.
//!
//! A word is read as the type that is expected where it stands; where nothing is expected, by its shape.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::dns::duration::{self, DurationError};
use crate::dns::name::{Form, IdnaError, NameErrorKind, push_labels};
use crate::error;
use crate::sema::declarations::Unit;
use crate::sema::types::Type;
use crate::sema::value::{BoundName, Cidr, Placed, Value};
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{Expr, ExprId, ExprKind, Operator};

use super::Evaluator;
use super::scope::Locals;

/// What an expression is read against.
#[derive(Clone, Copy)]
pub struct Reading<'c, 'a> {
    /// The file that holds it.
    pub unit: Unit<'a>,
    /// The variables that it sees beside the top level's.
    pub locals: &'c Locals,
    /// The origin of relative names in wire form; none at the top level, where names are absolute.
    pub origin: Option<&'c [u8]>,
}

impl<'a> Evaluator<'a> {
    /// The value of an expression of which nothing is expected.
    pub(super) fn value(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Placed {
        let at = reading.unit.at(reading.unit.tree.exprs[id].span);
        let value = self.deeper(at, |evaluator| evaluator.value_of_expr(reading, id));
        Placed { value: value.unwrap_or_else(Value::unknown), at }
    }

    fn value_of_expr(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Value {
        let expr = reading.unit.tree.exprs[id];
        let at = reading.unit.at(expr.span);
        match expr.kind {
            ExprKind::Word => self.by_shape(reading, expr.span),
            ExprKind::Str => Value::String(inner(reading.unit.of(expr.span)).as_bytes().into()),
            ExprKind::Template => self.interpolate(reading, expr.span),
            ExprKind::Variable => self.variable(reading, expr.span),
            ExprKind::List(list) => self.list(reading, &reading.unit.tree.lists[list], None),
            ExprKind::Tuple(parts) => self.tuple(reading, &reading.unit.tree.lists[parts], None),
            ExprKind::Call(call) => self.call(reading, &reading.unit.tree.calls[call], at),
            ExprKind::Not(operand) => match self.bool_operand(reading, operand) {
                Some(truth) => Value::Bool(!truth),
                None => Value::Unknown(Type::Bool),
            },
            ExprKind::Binary(binary) => {
                let binary = reading.unit.tree.binaries[binary];
                self.binary(reading, binary.operator, binary.left, binary.right, at)
            }
            ExprKind::Ttl(_) => {
                self.report(
                    error!("misplaced-ttl", at, "`ttl` changes a record and is no value").help(
                        "write `ttl X` behind the values of a record, or on a line of its own in a block",
                    ),
                );
                Value::unknown()
            }
            ExprKind::Error => {
                self.mention_all(reading, reading.unit.of(expr.span));
                Value::unknown()
            }
            ExprKind::Comma => Value::unknown(),
        }
    }

    /// The value of an expression where a type is expected.
    pub(super) fn value_as(&mut self, reading: Reading<'_, 'a>, id: ExprId, expected: &Type) -> Placed {
        let expr = reading.unit.tree.exprs[id];
        let at = reading.unit.at(expr.span);
        match (expr.kind, expected) {
            (ExprKind::Word, _) => Placed { value: self.word_as(reading, expr.span, expected), at },
            (ExprKind::List(list), Type::List(element)) => {
                let value = self.list(reading, &reading.unit.tree.lists[list], Some(element));
                Placed { value, at }
            }
            (ExprKind::Tuple(parts), Type::Tuple(types)) => {
                let value = self.tuple(reading, &reading.unit.tree.lists[parts], Some(types));
                Placed { value, at }
            }
            _ => {
                let found = self.value(reading, id);
                self.coerce(reading, found, expected)
            }
        }
    }

    /// A value where a type is expected; a mismatch is reported and becomes unknown.
    pub(super) fn coerce(&mut self, reading: Reading<'_, 'a>, found: Placed, expected: &Type) -> Placed {
        let at = found.at;
        if !self.look_through(&found) {
            return Placed { value: Value::Unknown(expected.clone()), at };
        }
        let ty = found.value.ty();
        if !expected.accepts(&ty) {
            let written = reading.unit.file_text(at);
            self.report(mismatched_value(written, at, expected, &ty));
            return Placed { value: Value::Unknown(expected.clone()), at };
        }
        let Value::String(text) = &found.value else { return found };
        let value = match expected {
            Type::Name | Type::Ipv4 | Type::Ipv6 | Type::Cidr => {
                let text = String::from_utf8_lossy(text).into_owned();
                self.text_as(reading, &text, at, expected)
            }
            Type::Duration
            | Type::Int
            | Type::Percent
            | Type::Bool
            | Type::String
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Unknown => found.value,
        };
        Placed { value, at }
    }

    fn by_shape(&mut self, reading: Reading<'_, 'a>, span: Span) -> Value {
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

    fn word_as(&mut self, reading: Reading<'_, 'a>, span: Span, expected: &Type) -> Value {
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
    fn text_as(&mut self, reading: Reading<'_, 'a>, text: &str, at: FileSpan, expected: &Type) -> Value {
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
    fn duration(&mut self, text: &str, at: FileSpan) -> Value {
        match duration::parse(text) {
            Ok(seconds) => Value::Duration(seconds),
            Err(problem) => {
                self.report(bad_duration(text, at, problem));
                Value::Unknown(Type::Duration)
            }
        }
    }

    fn bind_name(&mut self, reading: Reading<'_, 'a>, text: &str, at: FileSpan) -> Value {
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
        let dotless = (matches!(form, Form::Relative) && text.contains('.')).then(|| Rc::from(text));
        Value::Name(BoundName { wire: wire.into(), dotless })
    }

    fn variable(&mut self, reading: Reading<'_, 'a>, span: Span) -> Value {
        let word = reading.unit.of(span);
        let name = word.strip_prefix('$').unwrap_or(word);
        self.lookup(reading, name, reading.unit.at(span))
    }

    /// The value of a variable: a local one, the zone's, or the top level's.
    pub(super) fn lookup(&mut self, reading: Reading<'_, 'a>, name: &str, at: FileSpan) -> Value {
        if !self.look_through_locals(reading.locals.len(), at) {
            return Value::unknown();
        }
        if let Some(local) = reading.locals.get(name) {
            self.usage.read(local.at);
            return local.value.clone();
        }
        if let Some(value) = self.global(name, at) {
            return value;
        }
        let locals = reading.locals.iter().map(|local| local.name.as_str());
        let globals = self.declarations.lets.iter().map(|(name, _)| *name);
        let mut problem = error!("unknown-variable", at, "there is no variable `{name}`");
        if let Some(close) = self.guesses.closest(name, locals.chain(globals)) {
            let written = reading.unit.file_text(at);
            let meant = if written.starts_with("${") { format!("${{{close}}}") } else { format!("${close}") };
            problem = problem.help(format!("did you mean `{meant}`?"));
            if written.starts_with('$') {
                problem = problem.suggest(format!("use `{meant}`"), at, meant);
            }
            self.mention(reading, close);
        } else if name == "zone" {
            problem = problem.help("`$zone` is known inside zones and templates alone");
        } else {
            problem = problem.help(format!(
                "declare it above with `let {name} = …`; it is known from there to the end of its block"
            ));
        }
        self.missing.insert(name.to_owned());
        self.report(problem);
        Value::unknown()
    }

    /// Whether a word is the name of a variable that can be read here.
    pub(super) fn is_variable(&self, reading: Reading<'_, 'a>, name: &str) -> bool {
        reading.locals.get(name).is_some() || self.declarations.lets.get(name).is_some()
    }

    /// Notes that a variable was meant: that its name is misspelt here, or stands in a broken line, is one mistake,
    /// and that nothing reads it would be a second.
    pub(super) fn mention(&mut self, reading: Reading<'_, 'a>, name: &str) {
        let local = reading.locals.get(name).map(|local| local.at);
        let at = local.or_else(|| self.declarations.lets.get(name).map(|declared| declared.name_at));
        if let Some(at) = at {
            self.usage.read(at);
        }
    }

    fn list(&mut self, reading: Reading<'_, 'a>, elements: &[ExprId], expected: Option<&Type>) -> Value {
        let mut values: Vec<Placed> = Vec::with_capacity(elements.len());
        for &element in elements {
            let value = match expected {
                Some(ty) => self.value_as(reading, element, ty),
                None => self.value(reading, element),
            };
            if expected.is_none()
                && let Some(first) = values.first()
                && !value.value.is_unknown()
                && !first.value.ty().accepts(&value.value.ty())
            {
                let problem = mixed_list(first, &value);
                self.report(problem);
                continue;
            }
            values.push(value);
        }
        self.compound(values, Value::List)
    }

    fn tuple(&mut self, reading: Reading<'_, 'a>, parts: &[ExprId], expected: Option<&[Type]>) -> Value {
        if let Some(types) = expected
            && types.len() != parts.len()
            && let (Some(first), Some(last)) = (parts.first(), parts.last())
        {
            let exprs = &reading.unit.tree.exprs;
            let at = reading.unit.at(exprs[*first].span.to(exprs[*last].span));
            let (wanted, found) = (types.len(), parts.len());
            let expected = Type::Tuple(types.to_vec());
            self.report(
                error!("type-mismatch", at, "expected {wanted} values in the tuple, found {found}")
                    .help(format!("the tuple is of type {expected}")),
            );
            return Value::Unknown(expected);
        }
        let mut values = Vec::with_capacity(parts.len());
        for (position, &part) in parts.iter().enumerate() {
            values.push(match expected.and_then(|types| types.get(position)) {
                Some(ty) => self.value_as(reading, part, ty),
                None => self.value(reading, part),
            });
        }
        self.compound(values, Value::Tuple)
    }

    fn binary(
        &mut self,
        reading: Reading<'_, 'a>,
        operator: Operator,
        left: ExprId,
        right: ExprId,
        at: FileSpan,
    ) -> Value {
        match operator {
            Operator::Or | Operator::And => self.logic(reading, operator, left, right),
            Operator::Equal | Operator::NotEqual => {
                let Some(equal) = self.equal(reading, left, right, at) else {
                    return Value::Unknown(Type::Bool);
                };
                Value::Bool(equal == matches!(operator, Operator::Equal))
            }
            Operator::In => self.contains(reading, left, right),
            Operator::Range => match (self.int_operand(reading, left), self.int_operand(reading, right)) {
                (Some(first), Some(last)) => Value::Range(first, last),
                _ => Value::Unknown(Type::List(Box::new(Type::Int))),
            },
            Operator::Add | Operator::Subtract => {
                let (Some(a), Some(b)) = (self.int_operand(reading, left), self.int_operand(reading, right))
                else {
                    return Value::Unknown(Type::Int);
                };
                let sum = if matches!(operator, Operator::Add) { a.checked_add(b) } else { a.checked_sub(b) };
                sum.map(Value::Int).unwrap_or_else(|| {
                    self.report(
                        error!("number-too-large", at, "the result does not fit 64 bits")
                            .help("numbers go from -9223372036854775808 to 9223372036854775807"),
                    );
                    Value::Unknown(Type::Int)
                })
            }
        }
    }

    fn logic(&mut self, reading: Reading<'_, 'a>, operator: Operator, left: ExprId, right: ExprId) -> Value {
        let (a, b) = (self.bool_operand(reading, left), self.bool_operand(reading, right));
        match (operator, a, b) {
            (Operator::Or, Some(true), _) | (Operator::Or, _, Some(true)) => Value::Bool(true),
            (Operator::And, Some(false), _) | (Operator::And, _, Some(false)) => Value::Bool(false),
            (_, Some(_), Some(b)) => Value::Bool(b),
            _ => Value::Unknown(Type::Bool),
        }
    }

    fn equal(&mut self, reading: Reading<'_, 'a>, left: ExprId, right: ExprId, at: FileSpan) -> Option<bool> {
        let left = self.value(reading, left);
        if !self.look_through(&left) {
            return None;
        }
        let right = self.value_like(reading, right, &left.value.ty());
        let other = right.value.ty();
        let reads_text = matches!(other, Type::Name | Type::Ipv4 | Type::Ipv6 | Type::Cidr);
        let left = if matches!(left.value, Value::String(_)) && reads_text {
            self.coerce(reading, left, &other)
        } else {
            left
        };
        if !left.value.ty().accepts(&right.value.ty()) {
            let (a, b) = (left.value.ty(), right.value.ty());
            self.report(
                error!("type-mismatch", at, "{a} and {b} are never equal")
                    .label(left.at, format!("this is {a}"))
                    .label(right.at, format!("this is {b}"))
                    .help("compare values of one type"),
            );
            return None;
        }
        (!left.value.is_unknown() && !right.value.is_unknown()).then(|| same(&left.value, &right.value))
    }

    fn contains(&mut self, reading: Reading<'_, 'a>, element: ExprId, list: ExprId) -> Value {
        let list = self.value(reading, list);
        if !self.look_through(&list) {
            return Value::Unknown(Type::Bool);
        }
        let Type::List(ty) = list.value.ty() else {
            if list.value.ty() != Type::Unknown {
                let ty = list.value.ty();
                self.report(
                    error!("type-mismatch", list.at, "expected a list after `in`, found {ty}")
                        .help("write the values in [ ], or a range such as `1..20`"),
                );
            }
            return Value::Unknown(Type::Bool);
        };
        let element = self.value_as(reading, element, &ty);
        if element.value.is_unknown() || list.value.is_unknown() {
            return Value::Unknown(Type::Bool);
        }
        Value::Bool(match (&list.value, &element.value) {
            (Value::List(elements), wanted) => elements.iter().any(|element| same(&element.value, wanted)),
            (Value::Range(first, last), Value::Int(n)) => (first..=last).contains(&n),
            _ => false,
        })
    }

    /// A value next to another: a word is read as the other's type.
    fn value_like(&mut self, reading: Reading<'_, 'a>, id: ExprId, like: &Type) -> Placed {
        let Expr { span, kind } = reading.unit.tree.exprs[id];
        let simple = !matches!(like, Type::String | Type::Unknown | Type::List(_) | Type::Tuple(_));
        if simple && (matches!(kind, ExprKind::Word)) && shape(reading.unit.of(span)) == Type::Name {
            return self.value_as(reading, id, like);
        }
        self.value(reading, id)
    }

    /// The text of an expression that has to be text; what is no UTF-8 in it is replaced.
    pub(super) fn text_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<String> {
        let found = self.value_as(reading, id, &Type::String).value;
        found.as_text().map(|text| String::from_utf8_lossy(text).into_owned())
    }

    pub(super) fn bool_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<bool> {
        self.value_as(reading, id, &Type::Bool).value.as_bool()
    }

    fn int_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<i64> {
        self.value_as(reading, id, &Type::Int).value.as_int()
    }
}

/// The error for elements of two types.
fn mixed_list(first: &Placed, other: &Placed) -> Diagnostic {
    let (a, b) = (first.value.ty(), other.value.ty());
    let problem = error!("mixed-list", other.at, "expected {a} like the first element, found {b}")
        .label(first.at, format!("the first element is {a}"));
    match (&a, &b) {
        (Type::Ipv4, Type::Ipv6) | (Type::Ipv6, Type::Ipv4) => {
            problem.help("make two lists, one for A and one for AAAA records")
        }
        (Type::String, _) => problem.help("the elements of a list are of one type: put this one in quotes"),
        _ => {
            problem.help("the elements of a list are of one type; values of several types are a tuple `( )`")
        }
    }
}

/// Whether two values are the same, wherever they were written and however a name was spelled.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Name(a), Value::Name(b)) => a.wire == b.wire,
        (Value::List(a), Value::List(b)) | (Value::Tuple(a), Value::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(&a.value, &b.value))
        }
        _ => a == b,
    }
}

/// The text between the quotes of a string token.
pub(super) fn inner(token: &str) -> &str {
    token.strip_prefix('"').map_or(token, |rest| rest.strip_suffix('"').unwrap_or(rest))
}

/// The type that a word has by its shape alone.
fn shape(word: &str) -> Type {
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
    if word.starts_with(|first: char| first.is_ascii_digit()) && duration::parse(word).is_ok() {
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
fn mismatched_value(written: &str, at: FileSpan, expected: &Type, found: &Type) -> Diagnostic {
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
        | DurationError::BadUnit(..)
        | DurationError::MissingUnit(_)
        | DurationError::NoNumber(_)
        | DurationError::OutOfOrder(_) => error!("bad-duration", at, "`{text}` is no duration: {problem}"),
    };
    diagnostic = diagnostic.help(problem.help());
    if let Some(spelling) = problem.suggestion() {
        diagnostic = diagnostic.fix(format!("write `{spelling}`"), at, spelling);
    }
    diagnostic
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
