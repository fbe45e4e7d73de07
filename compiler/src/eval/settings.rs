//! The lines `NAME VALUE` of `provider` and `health` blocks, checked against a table.

use crate::diagnostic::Diagnostic;
use crate::dns::name::Name;
use crate::error;
use crate::sema::declarations::Unit;
use crate::sema::types::Type;
use crate::source::FileSpan;
use crate::suggest;
use crate::syntax::ast::{ExprId, ExprKind, Setting};

use super::Evaluator;
use super::expression::{Reading, inner};
use super::scope::Locals;

/// A setting that a block may have.
pub struct SettingSchema {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: SettingKind,
    /// What it is for.
    pub doc: &'static str,
    /// Whether the block must have it.
    pub required: bool,
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// Text, or `env("NAME")` where the block allows it.
    Text,
    /// A number within these bounds.
    Int(i64, i64),
    /// One of these numbers.
    OneOf(&'static [i64]),
    /// Absolute names.
    Names,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// Text.
    Text(String),
    /// The name of an environment variable, read by the runtime alone and never printed or stored.
    Env(String),
    /// A number.
    Int(i64),
    /// Names.
    Names(Vec<Name>),
}

/// A setting as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: SettingValue,
    /// The line.
    pub at: FileSpan,
}

impl<'a> Evaluator<'a> {
    /// Reads the settings of a block called `what`, whose head stands at `head`.
    pub(super) fn settings(
        &mut self,
        unit: &Unit<'a>,
        what: &str,
        head: FileSpan,
        schema: &'static [SettingSchema],
        settings: &'a [Setting],
    ) -> Vec<Given> {
        let mut given: Vec<Given> = Vec::new();
        for setting in settings {
            let (word, at) = (unit.of(setting.name), unit.at(setting.name));
            let Some(entry) = schema.iter().find(|entry| entry.name == word) else {
                self.report(unknown_setting(what, word, at, schema));
                continue;
            };
            if let Some(first) = given.iter().find(|other| other.name == entry.name) {
                let problem = error!("duplicate-setting", at, "`{word}` is set twice")
                    .label(first.at, "first set here")
                    .help("keep one of the two lines");
                self.report(problem);
                continue;
            }
            if let Some(value) = self.setting_value(unit, setting, entry) {
                given.push(Given { name: entry.name, value, at: unit.at(setting.span) });
            }
        }
        // A misspelt setting is not missing as well.
        let is_meant = |word: &str, name: &str| word == name || suggest::closest(word, [name]).is_some();
        let absent = |entry: &&SettingSchema| {
            entry.required && !settings.iter().any(|setting| is_meant(unit.of(setting.name), entry.name))
        };
        for entry in schema.iter().filter(absent) {
            self.report(
                error!("missing-setting", head, "the {what} needs `{}`", entry.name)
                    .help(format!("add a line `{} …`: {}", entry.name, entry.doc)),
            );
        }
        given
    }

    fn setting_value(
        &mut self,
        unit: &Unit<'a>,
        setting: &'a Setting,
        entry: &'static SettingSchema,
    ) -> Option<SettingValue> {
        let exprs = &unit.tree.exprs;
        let values: Vec<ExprId> =
            setting.values.ids().filter(|&id| !matches!(exprs[id].kind, ExprKind::Comma)).collect();
        let at = unit.at(setting.span);
        let expected = match entry.kind {
            SettingKind::Text => "one string",
            SettingKind::Int(..) | SettingKind::OneOf(_) => "one number",
            SettingKind::Names => "names",
        };
        let locals = Locals::default();
        let reading = Reading { unit: *unit, locals: &locals, origin: None };
        match (entry.kind, values.as_slice()) {
            (SettingKind::Text, &[value]) => self.text_setting(reading, value),
            (SettingKind::Int(min, max), &[value]) => {
                let number = self.value_as(reading, value, &Type::Int).value.as_int()?;
                if !(min..=max).contains(&number) {
                    let place = unit.at(exprs[value].span);
                    self.report(
                        error!("number-out-of-range", place, "expected {min} to {max}, found {number}")
                            .help(format!("`{}` is {}", entry.name, entry.doc)),
                    );
                    return None;
                }
                Some(SettingValue::Int(number))
            }
            (SettingKind::OneOf(numbers), &[value]) => {
                let number = self.value_as(reading, value, &Type::Int).value.as_int()?;
                if !numbers.contains(&number) {
                    let place = unit.at(exprs[value].span);
                    let expected: Vec<_> = numbers.iter().map(i64::to_string).collect();
                    let expected = expected.join(" or ");
                    self.report(
                        error!("number-out-of-range", place, "expected {expected}, found {number}")
                            .help(format!("`{}` is {}", entry.name, entry.doc)),
                    );
                    return None;
                }
                Some(SettingValue::Int(number))
            }
            (SettingKind::Names, &[_, ..]) => {
                let names = values.iter().filter_map(|&id| {
                    let found = self.value_as(reading, id, &Type::Name).value;
                    found.as_name().and_then(|bound| Name::from_wire(&bound.wire))
                });
                Some(SettingValue::Names(names.collect()))
            }
            (SettingKind::Text | SettingKind::Int(..) | SettingKind::OneOf(_) | SettingKind::Names, _) => {
                let found = values.len();
                self.report(
                    error!("bad-setting", at, "`{}` takes {expected}, found {found} values", entry.name)
                        .help(entry.doc),
                );
                None
            }
        }
    }

    fn text_setting(&mut self, reading: Reading<'_, 'a>, id: ExprId) -> Option<SettingValue> {
        let unit = reading.unit;
        if let ExprKind::Call(call) = unit.tree.exprs[id].kind {
            let call = &unit.tree.calls[call];
            if unit.of(call.name) == "env" {
                return self.env(unit, call, unit.at(unit.tree.exprs[id].span));
            }
        }
        self.text_operand(reading, id).map(SettingValue::Text)
    }

    fn env(&mut self, unit: Unit<'a>, call: &crate::syntax::ast::Call, at: FileSpan) -> Option<SettingValue> {
        if let [argument] = call.arguments.as_slice() {
            let expr = unit.tree.exprs[argument.value];
            let name = inner(unit.of(expr.span));
            let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if matches!(expr.kind, ExprKind::Str) && plain && !name.is_empty() {
                return Some(SettingValue::Env(name.to_owned()));
            }
        }
        self.report(
            error!("bad-env", at, "`env` takes the name of one environment variable")
                .help("write it as in `env(\"AZURE_SUBSCRIPTION_ID\")`"),
        );
        None
    }
}

fn unknown_setting(what: &str, word: &str, at: FileSpan, schema: &'static [SettingSchema]) -> Diagnostic {
    let problem = error!("unknown-setting", at, "a {what} has no setting `{word}`");
    let names = schema.iter().map(|entry| entry.name);
    match suggest::closest(word, names.clone()) {
        Some(close) => {
            problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
        }
        None => {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            problem.help(format!("its settings are {}", names.join(", ")))
        }
    }
}
