//! `include TEMPLATE(ARGUMENTS)`, and the rehearsal of templates.

use std::rc::Rc;

use crate::error;
use crate::sema::declarations::{Declared, is_declarable};
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};
use crate::suggest;
use crate::syntax::ast::{Argument, Include, Parameter, Template};
use crate::zone::Frame;

use super::Evaluator;
use super::context::Context;
use super::scope::Locals;

/// How deep templates may include templates.
pub const TEMPLATE_DEPTH: usize = 64;

impl<'a> Evaluator<'a> {
    pub(super) fn include(&mut self, context: &Context<'a>, include: &'a Include) {
        let declared = match self.declarations.templates.resolve(&context.unit, include.template) {
            Ok(declared) => *declared,
            Err(problem) => {
                self.note_gap(context, None);
                for meant in &problem.labels {
                    self.usage.include(meant.at);
                }
                return self.report(*problem);
            }
        };
        self.usage.include(declared.name_at);
        let at = context.unit.at(include.span);
        if !self.may_expand(context, &declared, at) {
            return;
        }
        let arguments = match declared.node.broken {
            Some(parentheses) => {
                for argument in &include.arguments {
                    self.value(context.reading(), argument.value);
                }
                broken_parameters(&declared, parentheses)
            }
            None => self.arguments(context, &declared, include),
        };
        let locals = self.with_zone(arguments);
        let frame =
            Frame { parent: context.frame, at, template: declared.unit.of(declared.node.name).to_owned() };
        let mut inner = context.clone();
        inner.unit = declared.unit;
        inner.locals = locals;
        inner.frame = Some(self.zone.push_frame(frame));
        inner.expanding = context.expanding.iter().copied().chain([declared.name_at]).collect();
        if declared.node.broken.is_some() {
            self.note_gap(context, None);
            inner = inner.rehearsing();
        }
        let outer_frame = self.zone.enter_frame(inner.frame);
        self.block(&inner, &declared.node.body);
        self.zone.enter_frame(outer_frame);
    }

    /// Whether a template may be expanded here; a cycle is told once, whichever of its templates is met first.
    fn may_expand(&mut self, context: &Context<'a>, declared: &Declared<'a, Template>, at: FileSpan) -> bool {
        let name = declared.unit.of(declared.node.name);
        if let Some(start) = context.expanding.iter().position(|template| *template == declared.name_at) {
            if self.cycles.insert(declared.name_at) {
                self.cycles.extend(context.expanding.iter().skip(start));
                self.report(
                    error!("include-cycle", at, "`{name}` includes itself")
                        .label(declared.name_at, "the template is declared here")
                        .help("templates cannot recurse; use `for` to repeat something"),
                );
            }
            return false;
        }
        if context.expanding.len() >= TEMPLATE_DEPTH {
            self.report(
                error!(
                    "include-too-deep",
                    at, "templates include each other more than {TEMPLATE_DEPTH} deep"
                )
                .label(declared.name_at, "the template is declared here")
                .help("include some of them from the zone itself"),
            );
            return false;
        }
        true
    }

    /// The variables of a template's body: its parameters, each with its argument or default.
    fn arguments(
        &mut self,
        context: &Context<'a>,
        declared: &Declared<'a, Template>,
        include: &'a Include,
    ) -> Locals {
        let parameters = &declared.node.parameters;
        let mut given: Vec<Option<Argument>> = vec![None; parameters.len()];
        let mut sound = true;
        for (position, argument) in include.arguments.iter().enumerate() {
            sound &= self.place_argument(context, declared, position, *argument, &mut given);
        }
        let mut locals = Locals::default();
        for (parameter, argument) in parameters.iter().zip(given) {
            let (name, name_at) = (declared.unit.of(parameter.name), declared.unit.at(parameter.name));
            let ty = self.parameter_type(declared, parameter);
            let value = match (argument, parameter.default) {
                (Some(argument), _) => self.value_as(context.reading(), argument.value, &ty).value,
                (None, Some(default)) => {
                    let none = Locals::default();
                    let reading = super::expression::Reading {
                        unit: declared.unit,
                        locals: &none,
                        origin: Some(&context.origin.wire),
                    };
                    self.value_as(reading, default, &ty).value
                }
                (None, None) => {
                    if sound {
                        self.report(
                            error!(
                                "missing-argument",
                                context.unit.at(include.span),
                                "`{}` needs `{name}`",
                                declared.unit.of(declared.node.name)
                            )
                            .label(name_at, format!("`{name}: {ty}` has no default"))
                            .help(format!("add `{name}: …`")),
                        );
                    }
                    Value::Unknown(ty)
                }
            };
            locals = locals.with(name, value, name_at);
        }
        locals
    }

    /// Puts an argument in its parameter's place; false if it has none, which is reported.
    fn place_argument(
        &mut self,
        context: &Context<'a>,
        declared: &Declared<'a, Template>,
        position: usize,
        argument: Argument,
        given: &mut [Option<Argument>],
    ) -> bool {
        let parameters = &declared.node.parameters;
        let template = declared.unit.of(declared.node.name);
        let at = context.unit.at(argument.name.unwrap_or(context.unit.tree.exprs[argument.value].span));
        let index = match argument.name {
            None => Some(position),
            Some(name) => {
                let word = context.unit.of(name);
                parameters.iter().position(|parameter| declared.unit.of(parameter.name) == word)
            }
        };
        let Some(slot) = index.and_then(|index| given.get_mut(index)) else {
            let names: Vec<_> = parameters.iter().map(|parameter| declared.unit.of(parameter.name)).collect();
            let word = argument.name.map(|name| context.unit.of(name));
            let mut problem = match word {
                Some(word) => error!("unknown-argument", at, "`{template}` has no parameter `{word}`"),
                None if names.len() == 1 => error!("unknown-argument", at, "`{template}` takes one argument"),
                None => error!("unknown-argument", at, "`{template}` takes {} arguments", names.len()),
            };
            problem = problem.label(declared.name_at, "the template is declared here");
            problem = match word.and_then(|word| suggest::closest(word, names.iter().copied())) {
                Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                    format!("use `{close}`"),
                    at,
                    close,
                ),
                None if names.is_empty() => problem.help("it has no parameters"),
                None => {
                    let some: Vec<_> = names.into_iter().take(8).collect();
                    problem.help(format!("its parameters are {}", some.join(", ")))
                }
            };
            self.report(problem);
            return false;
        };
        if let Some(first) = slot {
            let first = context.unit.at(context.unit.tree.exprs[first.value].span);
            self.report(
                error!("duplicate-argument", at, "this parameter is given twice")
                    .label(first, "first given here")
                    .help("remove one of the two; arguments without a name come first, in order"),
            );
            return false;
        }
        *slot = Some(argument);
        true
    }

    fn parameter_type(&mut self, declared: &Declared<'a, Template>, parameter: &Parameter) -> Type {
        let mut problems = Vec::new();
        let ty = Type::resolve(&parameter.ty, declared.unit.file, declared.unit.text, &mut problems);
        for problem in problems {
            self.report(problem);
        }
        ty
    }

    /// Adds `$zone` to a template's or zone's variables.
    pub(super) fn with_zone(&mut self, locals: Locals) -> Locals {
        let at = FileSpan {
            file: self.zone.declared_at().file,
            span: crate::source::Span::at(self.zone.declared_at().span.start),
        };
        let value = self.zone.zone_value();
        locals.with("zone", value, at)
    }

    /// Walks every template once with unknown arguments, for the errors that no include has shown.
    pub(super) fn rehearse_templates(&mut self) {
        for (_, declared) in self.declarations.templates.iter() {
            self.check_parameters(declared);
            let mut locals = match declared.node.broken {
                Some(parentheses) => broken_parameters(declared, parentheses),
                None => Locals::default(),
            };
            for parameter in &declared.node.parameters {
                let ty = self.parameter_type(declared, parameter);
                locals = locals.with(
                    declared.unit.of(parameter.name),
                    Value::Unknown(ty),
                    declared.unit.at(parameter.name),
                );
            }
            let context = self.rehearsal_context(declared.unit);
            let locals = self.with_zone(locals);
            let context = Context { locals, expanding: Rc::new([declared.name_at]), ..context };
            self.block(&context, &declared.node.body);
        }
    }

    fn check_parameters(&mut self, declared: &Declared<'a, Template>) {
        let parameters = &declared.node.parameters;
        for (position, parameter) in parameters.iter().enumerate() {
            let (name, at) = (declared.unit.of(parameter.name), declared.unit.at(parameter.name));
            self.usage.declare(at);
            let twin = parameters.iter().take(position).find(|other| declared.unit.of(other.name) == name);
            let first = twin.map(|twin| declared.unit.at(twin.name));
            let first = first.or_else(|| self.declarations.lets.get(name).map(|global| global.name_at));
            if let Some(first) = first {
                self.usage.read(first);
                self.usage.read(at);
                self.report(
                    error!("shadowed-variable", at, "`{name}` is already a variable here")
                        .label(first, "declared here")
                        .help("choose another name: no variable hides another"),
                );
            }
            if let Some(default) = parameter.default {
                let ty = self.parameter_type(declared, parameter);
                let none = Locals::default();
                let reading =
                    super::expression::Reading { unit: declared.unit, locals: &none, origin: Some(&[0]) };
                self.value_as(reading, default, &ty);
            }
        }
    }
}

/// Variables of unknown value for every word between parentheses that may have been meant as a parameter.
fn broken_parameters(declared: &Declared<'_, Template>, parentheses: Span) -> Locals {
    let words = declared.unit.of(parentheses).split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let names = words.filter(|word| is_declarable(word));
    let at = declared.unit.at(parentheses);
    names.fold(Locals::default(), |locals, name| locals.with(name, Value::unknown(), at))
}
