//! From the tree to evaluated zones.
//!
//! One evaluator does both checking and evaluating. Zones are evaluated for real. What no zone reaches, a
//! template that nothing includes or the branch that a condition leaves out, is *rehearsed*: walked once with
//! unknown values, for its errors alone. So every line is checked, and each mistake is told once.

mod alias;
mod block;
mod bounds;
mod budget;
mod builtin;
mod comma;
mod context;
mod control;
mod expression;
mod field;
mod include;
mod mail;
mod name;
mod operand;
mod operator;
mod placing;
mod policy;
mod provider;
mod record;
mod route;
mod scope;
mod settings;
mod sink;
mod slip;
mod target;
mod text;
mod ttl;
mod usage;
mod variable;
mod word;
mod zone;
mod zone_builder;

pub use alias::{ALIASES, AliasForm};
pub use budget::Budget;
pub use builtin::{BUILTINS, Builtin};
pub use include::TEMPLATE_DEPTH;
pub use provider::{HEALTH_KINDS, HealthCheck, Provider, SettingValue, provider_settings};
pub use route::{ROUTE_ARGUMENTS, RouteArgument, RouteValue};
pub use settings::{SettingKind, SettingSchema};
pub use sink::MOST_DIAGNOSTICS;
pub use variable::Variable;
pub use word::shape;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::error;
use crate::sema::declarations::{Declarations, Declared, is_declarable};
use crate::sema::facts::Facts;
use crate::sema::places::NamePlaces;
use crate::sema::value::Value;
use crate::source::{FileId, FileSpan, Span};
use crate::suggest::Guesses;
use crate::syntax::ast;
use crate::zone::{AllowId, Zone};

use scope::Locals;
use sink::Sink;
use usage::Usage;
use zone_builder::ZoneBuilder;

/// The texts of the files that `file("…")` names, by path, or why one cannot be had.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    files: BTreeMap<String, Result<String, String>>,
}

impl Inputs {
    /// Gives the text of a file, or why it cannot be had.
    pub fn add(&mut self, path: impl Into<String>, text: Result<String, String>) {
        self.files.insert(path.into(), text);
    }

    fn get(&self, path: &str) -> Option<&Result<String, String>> {
        self.files.get(path)
    }
}

/// What evaluation comes to.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// The zones, in source order.
    pub zones: Vec<Zone>,
    /// The providers, groups not counted, in source order.
    pub providers: Vec<Provider>,
    /// The health checks, in source order.
    pub healths: Vec<HealthCheck>,
    /// The top-level variables, in source order.
    pub variables: Vec<Variable>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Every `allow` entry that was met.
    pub allows: Vec<AllowId>,
    /// Variables that nothing reads.
    pub unused_variables: Vec<FileSpan>,
    /// Templates that nothing includes.
    pub unused_templates: Vec<FileSpan>,
    /// Where names are written, if that was to be noted.
    pub places: Option<NamePlaces>,
}

/// Evaluates a program, and notes where names are written if there is a table for it.
#[must_use]
pub fn evaluate(
    declarations: &Declarations<'_>,
    inputs: &Inputs,
    facts: &Facts,
    places: Option<NamePlaces>,
) -> Evaluated {
    let mut evaluator = Evaluator::new(declarations, inputs, facts, places);
    evaluator.evaluate_providers();
    evaluator.evaluate_healths();
    evaluator.evaluate_globals();
    let zones = evaluator.evaluate_zones();
    evaluator.rehearse_templates();
    evaluator.rehearse_policies();
    evaluator.finish(zones)
}

struct Evaluator<'a> {
    declarations: &'a Declarations<'a>,
    inputs: &'a Inputs,
    facts: &'a Facts,
    sink: Sink,
    budget: Budget,
    usage: Usage,
    globals: FxHashMap<&'a str, Global>,
    providers: Vec<Provider>,
    healths: Vec<HealthCheck>,
    groups: FxHashMap<&'a str, Vec<usize>>,
    rehearsed: FxHashSet<FileSpan>,
    /// The names of variables that were read where there is none; one declared elsewhere is not called unused.
    missing: FxHashSet<String>,
    /// The templates of the include cycles that have been told.
    cycles: FxHashSet<FileSpan>,
    guesses: Guesses,
    /// How many blocks and values are being evaluated within each other.
    depth: u32,
    /// Whether it has been told that they are too many.
    refused_depth: bool,
    zone: ZoneBuilder,
    places: Option<NamePlaces>,
    scratch: Vec<u8>,
    group: Vec<ast::ExprId>,
}

/// A top-level `let`, which is evaluated when first read.
#[derive(Debug, Clone)]
enum Global {
    InProgress,
    Done(Value),
}

impl<'a> Evaluator<'a> {
    fn new(
        declarations: &'a Declarations<'a>,
        inputs: &'a Inputs,
        facts: &'a Facts,
        places: Option<NamePlaces>,
    ) -> Self {
        Self {
            declarations,
            inputs,
            facts,
            sink: Sink::default(),
            budget: Budget::default(),
            usage: Usage::default(),
            globals: FxHashMap::default(),
            providers: Vec::new(),
            healths: Vec::new(),
            groups: FxHashMap::default(),
            rehearsed: FxHashSet::default(),
            missing: FxHashSet::default(),
            cycles: FxHashSet::default(),
            guesses: Guesses::default(),
            depth: 0,
            refused_depth: false,
            zone: ZoneBuilder::default(),
            places,
            scratch: Vec::new(),
            group: Vec::new(),
        }
    }

    fn report(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.name.starts_with("unknown-") && !self.declarations.broken.is_empty() {
            // The declaration is there, and what is wrong with it has been told.
            let file = diagnostic.primary.at.file;
            let unit = self.declarations.units.iter().find(|unit| unit.file == file);
            let word = unit.map_or("", |unit| unit.file_text(diagnostic.primary.at));
            if self.declarations.may_be_broken(word.trim_matches(['$', '{', '}', '"'])) {
                return;
            }
        }
        self.zone.add_frames(&mut diagnostic);
        self.sink.push(diagnostic);
    }

    /// Evaluates every top-level `let`, so that the errors of those that nothing reads are told as well.
    fn evaluate_globals(&mut self) {
        for (_, declared) in self.declarations.lets.iter() {
            if is_declarable(declared.unit.of(declared.node.name)) {
                self.usage.declare(declared.name_at);
            }
            self.global_value(declared, declared.name_at);
        }
    }

    /// The value of a top-level variable, if there is one.
    fn global(&mut self, name: &str, read_at: FileSpan) -> Option<Value> {
        let declared = self.declarations.lets.get(name)?;
        self.usage.read(declared.name_at);
        Some(self.global_value(declared, read_at))
    }

    fn global_value(&mut self, declared: &Declared<'a, ast::Let>, read_at: FileSpan) -> Value {
        let name = declared.unit.of(declared.node.name);
        match self.globals.get(name) {
            Some(Global::Done(value)) => return value.clone(),
            Some(Global::InProgress) => {
                self.report(
                    error!("let-cycle", declared.name_at, "the value of `{name}` depends on itself")
                        .label(read_at, format!("`{name}` is read here"))
                        .help("break the circle: one of the variables has to hold a plain value"),
                );
                return Value::unknown();
            }
            None => {}
        }
        self.globals.insert(name, Global::InProgress);
        let locals = Locals::default();
        let reading = expression::Reading { unit: declared.unit, locals: &locals, origin: None };
        let value = self.value(reading, declared.node.value).value;
        self.globals.insert(name, Global::Done(value.clone()));
        value
    }

    fn finish(mut self, zones: Vec<Zone>) -> Evaluated {
        if let Some(limit) = self.budget.exceeded() {
            let at = self.budget_met_at();
            self.sink.push(
                error!(
                    "evaluation-limit",
                    at,
                    "the program is larger than the compiler evaluates: over {}",
                    limit.describe()
                )
                .help("shorten the loop or the list, or split the workspace"),
            );
        }
        let unused_templates = self
            .declarations
            .templates
            .iter()
            .map(|(_, declared)| declared.name_at)
            .filter(|at| !self.usage.is_included(*at));
        let unused_templates = unused_templates.collect();
        let unused_variables = self.unused_variables();
        let variables = self.variables();
        Evaluated {
            zones,
            providers: self.providers,
            healths: self.healths,
            variables,
            diagnostics: self.sink.into_diagnostics(),
            unused_variables,
            allows: self.usage.into_allows(),
            unused_templates,
            places: self.places,
        }
    }

    /// The variables that nothing reads, unless an error may be the reason for it.
    fn unused_variables(&self) -> Vec<FileSpan> {
        if self.budget.exceeded().is_some() {
            return Vec::new();
        }
        let name = |at: &FileSpan| {
            let unit = self.declarations.units.iter().find(|unit| unit.file == at.file);
            unit.map_or("", |unit| unit.file_text(*at))
        };
        let unread = self.usage.unread().into_iter();
        unread.filter(|at| self.missing.is_empty() || !self.missing.contains(name(at))).collect()
    }

    fn budget_met_at(&self) -> FileSpan {
        let start = FileSpan { file: FileId::from_raw(0), span: Span::at(0) };
        self.usage.limit_at().unwrap_or(start)
    }
}
