//! What keeps values small and evaluation shallow: no chain or doubling of variables costs more than its text.

use std::rc::Rc;

use crate::error;
use crate::sema::value::{Placed, Value};
use crate::source::FileSpan;

use super::Evaluator;

/// How deep lists and tuples stand in each other.
const VALUE_DEPTH: usize = 64;
/// How many blocks, top-level variables and parts of values are evaluated within each other.
const DEPTH: u32 = 256;
/// How many parts of a value are looked at for one step of the budget.
const PARTS_A_STEP: usize = 16;

impl<'a> Evaluator<'a> {
    /// A list or a tuple, if the budget holds all that stands in it, however often that is the same value.
    pub(super) fn compound(&mut self, values: Vec<Placed>, make: fn(Rc<[Placed]>) -> Value) -> Value {
        let Some(first_at) = values.first().map(|first| first.at) else { return make(Rc::default()) };
        let most = self.budget.text_left() / size_of::<Placed>() + 1;
        let Some(parts) = count(&values, VALUE_DEPTH, most) else {
            self.report_depth(first_at);
            return Value::unknown();
        };
        if self.budget.text(parts * size_of::<Placed>()) {
            return make(values.into());
        }
        self.usage.meet_limit(first_at);
        Value::unknown()
    }

    /// Takes the steps for a look at everything in a value. False once the budget is used up.
    pub(super) fn look_through(&mut self, value: &Placed) -> bool {
        let (Value::List(parts) | Value::Tuple(parts)) = &value.value else { return true };
        let parts = count(parts, VALUE_DEPTH, usize::MAX).unwrap_or(usize::MAX);
        let paid = self.budget.step((parts / PARTS_A_STEP) as u64);
        if !paid {
            self.usage.meet_limit(value.at);
        }
        paid
    }

    /// Takes the steps for a look at every local variable. False once the budget is used up.
    pub(super) fn look_through_locals(&mut self, count: usize, at: FileSpan) -> bool {
        let paid = self.budget.step((count / PARTS_A_STEP) as u64);
        if !paid {
            self.usage.meet_limit(at);
        }
        paid
    }

    /// Evaluates one level deeper; where that is too deep, it is told once and nothing is evaluated.
    pub(super) fn deeper<T>(&mut self, at: FileSpan, evaluate: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            self.report_depth(at);
            return None;
        }
        self.depth += 1;
        let result = evaluate(self);
        self.depth -= 1;
        Some(result)
    }

    fn report_depth(&mut self, at: FileSpan) {
        if !std::mem::replace(&mut self.refused_depth, true) {
            self.report(
                error!("nesting-too-deep", at, "this nests too deep, with all that it refers to")
                    .help("make the chain of variables, templates or lists shorter"),
            );
        }
    }
}

/// The number of values in some, up to about `most`; none if they nest deeper than `depth`.
fn count(values: &[Placed], depth: usize, most: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let mut total = values.len();
    for value in values {
        if total >= most {
            break;
        }
        if let Value::List(parts) | Value::Tuple(parts) = &value.value {
            total += count(parts, depth, most - total)?;
        }
    }
    Some(total)
}
