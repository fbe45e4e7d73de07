//! Expressions to values.
//!
//! A word is read as the type that is expected where it stands; where nothing is expected, by its shape.

use crate::diagnostic::Diagnostic;
use crate::error;
use crate::sema::declarations::Unit;
use crate::sema::types::Type;
use crate::sema::value::{Placed, Value};
use crate::syntax::ast::{Expr, ExprId, ExprKind};

use super::Evaluator;
use super::scope::Locals;
use super::word::mismatched_value;

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

    /// The text of an expression that has to be text; what is no UTF-8 in it is replaced.
    pub(super) fn text_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<String> {
        let found = self.value_as(reading, id, &Type::String).value;
        found.as_text().map(|text| String::from_utf8_lossy(text).into_owned())
    }

    pub(super) fn bool_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<bool> {
        self.value_as(reading, id, &Type::Bool).value.as_bool()
    }

    pub(super) fn int_operand(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<i64> {
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

/// A word, or the text of a string: what needs no evaluation.
pub(super) fn literal<'a>(unit: &Unit<'a>, expr: Expr) -> Option<&'a str> {
    if matches!(expr.kind, ExprKind::Str) {
        return Some(inner(unit.of(expr.span)));
    }
    matches!(expr.kind, ExprKind::Word).then(|| unit.of(expr.span))
}

/// The text between the quotes of a string token.
pub(super) fn inner(token: &str) -> &str {
    token.strip_prefix('"').map_or(token, |rest| rest.strip_suffix('"').unwrap_or(rest))
}
