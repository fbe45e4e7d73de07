//! Operators with two operands.

use crate::error;
use crate::sema::types::Type;
use crate::sema::value::{Placed, Value};
use crate::source::FileSpan;
use crate::syntax::ast::{Expr, ExprId, ExprKind, Operator};

use super::Evaluator;
use super::expression::Reading;
use super::word::shape;

impl<'a> Evaluator<'a> {
    pub(super) fn binary(
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
