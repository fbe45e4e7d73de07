//! `for`, `if` and `let`.

use crate::error;
use crate::sema::declarations;
use crate::sema::types::Type;
use crate::sema::value::{Placed, Value};
use crate::source::Span;
use crate::syntax::ast::{Block, For, If, Let};

use super::Evaluator;
use super::context::Context;

impl<'a> Evaluator<'a> {
    pub(super) fn for_loop(&mut self, context: &Context<'a>, node: &'a For) {
        let list = self.value(context.reading(), node.list);
        if let Value::Range(first, last) = list.value {
            return self.for_range(context, node, first, last);
        }
        if let Value::List(elements) = &list.value {
            if let [Placed { value: Value::Range(..), at }] = &elements[..] {
                let range = context.unit.file_text(*at);
                self.report(
                    error!(
                        "type-mismatch",
                        list.at, "expected a list or a range after `in`, found a list of ranges"
                    )
                    .help(format!("a range stands without brackets: `{range}`"))
                    .suggest("remove the brackets", list.at, range),
                );
                return self.rehearse_round(context, node, Type::Int);
            }
            return self.for_each(context, node, elements);
        }
        self.note_gap(context, None);
        let found = list.value.ty();
        if let Type::List(element) = found {
            return self.rehearse_round(context, node, *element);
        }
        if found != Type::Unknown {
            self.report(
                error!("type-mismatch", list.at, "expected a list after `in`, found {found}")
                    .help("write the values in [ ], or a range such as `1..20`"),
            );
        }
        self.rehearse_round(context, node, Type::Unknown);
    }

    fn for_each(&mut self, context: &Context<'a>, node: &'a For, elements: &[Placed]) {
        for element in elements {
            if !self.budget.step(1) {
                self.note_gap(context, None);
                return self.usage.meet_limit(context.unit.at(node.head));
            }
            self.round(context, node, element);
        }
        if elements.is_empty() {
            self.rehearse_round(context, node, Type::Unknown);
        }
    }

    fn for_range(&mut self, context: &Context<'a>, node: &'a For, first: i64, last: i64) {
        let rounds = last.checked_sub(first).map_or(i64::MAX, |span| span.saturating_add(1)).max(0);
        if !self.budget.step(rounds.unsigned_abs()) {
            self.note_gap(context, None);
            return self.usage.meet_limit(context.unit.at(node.head));
        }
        if rounds == 0 {
            self.report(
                error!(
                    "empty-range",
                    context.unit.at(context.unit.tree.exprs[node.list].span),
                    "the range is empty"
                )
                .help(format!("it goes from {first} up to {last}; write the smaller number first")),
            );
            return self.rehearse_round(context, node, Type::Int);
        }
        let at = context.unit.at(context.unit.tree.exprs[node.list].span);
        for number in first..=last {
            self.round(context, node, &Placed { value: Value::Int(number), at });
            if self.budget.exceeded().is_some() {
                return;
            }
        }
    }

    fn rehearse_round(&mut self, context: &Context<'a>, node: &'a For, element: Type) {
        let at = context.unit.at(context.unit.tree.exprs[node.list].span);
        let value = if let Type::Tuple(types) = &element {
            let parts = types.iter().map(|ty| Placed { value: Value::Unknown(ty.clone()), at });
            Value::Tuple(parts.collect())
        } else {
            Value::Unknown(element)
        };
        self.round(&context.rehearsing(), node, &Placed { value, at });
    }

    /// One round of a loop: its variables, then its block.
    fn round(&mut self, context: &Context<'a>, node: &'a For, element: &Placed) {
        let mut inner = context.clone();
        if !node.destructures {
            if let Some(&variable) = node.variables.first() {
                self.bind(&mut inner, variable, element.value.clone());
            }
            return self.block(&inner, &node.body);
        }
        if let Value::Tuple(parts) = &element.value
            && parts.len() == node.variables.len()
        {
            for (&variable, part) in node.variables.iter().zip(parts.iter()) {
                self.bind(&mut inner, variable, part.value.clone());
            }
        } else {
            self.bind_mismatched(&mut inner, node, element);
        }
        self.block(&inner, &node.body);
    }

    /// Binds the variables of a tuple that the element is not, and goes on for errors alone.
    fn bind_mismatched(&mut self, context: &mut Context<'a>, node: &'a For, element: &Placed) {
        let (wanted, found) = (node.variables.len(), element.value.ty());
        if found != Type::Unknown {
            let head = context.unit.at(node.head);
            self.report(
                error!("type-mismatch", head, "expected {wanted} values in each element, found {found}")
                    .label(element.at, "this element")
                    .help("write the elements as tuples: `[(a, b), (c, d)]`"),
            );
        }
        self.note_gap(context, None);
        for &variable in &node.variables {
            self.bind(context, variable, Value::unknown());
        }
        *context = context.rehearsing();
    }

    pub(super) fn if_else(&mut self, context: &Context<'a>, node: &'a If) {
        match self.bool_operand(context.reading(), node.condition) {
            Some(truth) => {
                let (taken, left_out) = if truth {
                    (Some(&node.then), node.otherwise.as_ref())
                } else {
                    (node.otherwise.as_ref(), Some(&node.then))
                };
                if let Some(block) = taken {
                    self.block(context, block);
                }
                if let Some(block) = left_out {
                    self.rehearse_once(context, block);
                }
            }
            None => {
                self.note_gap(context, None);
                for block in [Some(&node.then), node.otherwise.as_ref()].into_iter().flatten() {
                    self.rehearse_once(context, block);
                }
            }
        }
    }

    /// Walks a block that is left out, the first time that it is.
    fn rehearse_once(&mut self, context: &Context<'a>, block: &'a Block) {
        if self.rehearsed.insert(context.unit.at(block.span)) {
            self.block(&context.rehearsing(), block);
        }
    }

    pub(super) fn local(&mut self, context: &mut Context<'a>, node: &'a Let) {
        let value = self.value(context.reading(), node.value).value;
        self.bind(context, node.name, value);
    }

    /// Declares a local variable. No name may hide another.
    pub(super) fn bind(&mut self, context: &mut Context<'a>, name: Span, value: Value) {
        let (word, at) = (context.unit.of(name), context.unit.at(name));
        if word.is_empty() {
            return;
        }
        if !declarations::is_declarable(word) && !declarations::is_told_by_parser(word) {
            self.report(declarations::bad_name("variable", word, at));
        }
        if !self.look_through_locals(context.locals.len(), at) {
            return;
        }
        let local = context.locals.get(word).map(|local| local.at).filter(|first| *first != at);
        let first = local.or_else(|| self.declarations.lets.get(word).map(|declared| declared.name_at));
        if let Some(first) = first {
            self.usage.read(first);
            self.usage.read(at);
            let problem = error!("shadowed-variable", at, "`{word}` is already a variable here")
                .help("choose another name: no variable hides another");
            self.report(if word == "zone" {
                problem.here("`$zone` is the zone's own name")
            } else {
                problem.label(first, "declared here")
            });
        }
        if declarations::is_declarable(word) {
            self.usage.declare(at);
        }
        context.locals = context.locals.with(word, value, at);
    }
}
