//! Variables: what a name stands for, and what to say of one that stands for nothing.

use crate::error;
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};

use super::expression::Reading;
use super::{Evaluator, Global};

/// How much of a variable's value is shown, in characters.
const SHOWN: usize = 400;

/// A top-level variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Where its name is declared.
    pub at: FileSpan,
    /// The type of its value.
    pub ty: Type,
    /// Its value as source spells it, cut if it is long; empty if it is not known.
    pub value: String,
}

impl<'a> Evaluator<'a> {
    /// The top-level variables with what they came to.
    pub(super) fn variables(&self) -> Vec<Variable> {
        let declared = self.declarations.lets.iter();
        let known = declared.filter_map(|(name, declared)| match self.globals.get(name) {
            Some(Global::Done(value)) => {
                Some(Variable { at: declared.name_at, ty: value.ty(), value: value.shown(SHOWN) })
            }
            Some(Global::InProgress) | None => None,
        });
        known.collect()
    }

    pub(super) fn variable(&mut self, reading: Reading<'_, 'a>, span: Span) -> Value {
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
}
