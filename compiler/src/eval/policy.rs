//! Policies: read once each, combined for each zone.

use crate::dns::name::Name;
use crate::error;
use crate::lint::{Level, registry};
use crate::sema::declarations::{Declared, Unit};
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{self, ExprId, ExprKind, PolicyRule, PolicyRuleKind, Setting};
use crate::syntax::forms::POLICY_LINES;
use crate::zone::pattern::Pattern;
use crate::zone::policy::{Forbid, MaxChange, Most, NegativeTtl, Policy, Require, RuleLevel, TtlClass};

use super::Evaluator;
use super::block::{read_rtype, unknown_rule};
use super::expression::Reading;
use super::scope::Locals;

/// A policy in the making, for one zone: its owner patterns are relative to the zone's name.
struct Draft {
    policy: Policy,
    zone: Name,
}

impl Draft {
    fn new(zone: Name) -> Self {
        Self { policy: Policy::default(), zone }
    }
}

impl<'a> Evaluator<'a> {
    /// The policies that a zone names, or those marked `default` if it names none.
    pub(super) fn combined_policy(
        &mut self,
        unit: &Unit<'a>,
        zone: Name,
        named: Option<&'a ast::Names>,
    ) -> Policy {
        let mut draft = Draft::new(zone);
        match named {
            Some(line) => {
                for &word in &line.names {
                    match self.declarations.policies.resolve(unit, word) {
                        Ok(declared) => self.add_policy(&mut draft, &declared.clone()),
                        Err(problem) => self.report(*problem),
                    }
                }
            }
            None => {
                if let Some(declared) = self.default_policy() {
                    self.add_policy(&mut draft, &declared);
                }
            }
        }
        draft.policy
    }

    fn default_policy(&mut self) -> Option<Declared<'a, ast::Policy>> {
        let mut first: Option<Declared<'a, ast::Policy>> = None;
        for (_, declared) in self.declarations.policies.iter() {
            let Some(marked) = declared.node.default else { continue };
            match first {
                None => first = Some(*declared),
                Some(first) => {
                    self.report(
                        error!(
                            "duplicate-default-policy",
                            declared.unit.at(marked),
                            "two policies are the default"
                        )
                        .label(first.name_at, "this one is as well")
                        .help("mark one; a zone names several with `policy a, b`"),
                    );
                }
            }
        }
        first
    }

    /// Reads the policies that no zone uses, for their errors alone.
    pub(super) fn rehearse_policies(&mut self) {
        self.default_policy();
        for (_, declared) in self.declarations.policies.iter() {
            self.add_policy(&mut Draft::new(Name::root()), declared);
        }
    }

    /// Whether some policy of the program has a TTL class.
    pub(super) fn is_class_of_any_policy(&self, word: &str) -> bool {
        self.declarations.policies.iter().any(|(_, declared)| {
            declared.node.rules.iter().any(|rule| {
                matches!(rule.kind, PolicyRuleKind::Ttl { class, .. } if declared.unit.of(class) == word)
            })
        })
    }

    fn add_policy(&mut self, draft: &mut Draft, declared: &Declared<'a, ast::Policy>) {
        draft.policy.names.push(declared.unit.of(declared.node.name).to_owned());
        for rule in &declared.node.rules {
            self.add_rule(draft, declared.unit, rule);
        }
    }

    fn add_rule(&mut self, draft: &mut Draft, unit: Unit<'a>, rule: &'a PolicyRule) {
        let at = unit.at(rule.span);
        match &rule.kind {
            PolicyRuleKind::Ttl { class, duration, default, types } => {
                let seconds = self.literal(unit, *duration, &Type::Duration);
                let types = self.types(unit, types);
                let Value::Duration(seconds) = seconds else { return };
                let class = TtlClass {
                    name: unit.of(*class).to_owned(),
                    seconds,
                    is_default: default.is_some(),
                    types,
                    at,
                };
                self.add_class(draft, class);
            }
            PolicyRuleKind::Level { level, rules } => self.add_levels(draft, unit, *level, rules),
            PolicyRuleKind::Require { types, at: owners, reason } => {
                let types = self.types(unit, types);
                let Some(reason) = self.reason(unit, *reason, at, "require") else { return };
                let Some(owners) = self.pattern(unit, *owners, &draft.zone) else { return };
                if !types.is_empty() {
                    draft.policy.requires.push(Require { types, owners, reason, at });
                }
            }
            PolicyRuleKind::Forbid { types, at: owners, to, reason } => {
                let types = self.types(unit, types);
                let Some(reason) = self.reason(unit, *reason, at, "forbid") else { return };
                let owners = owners.map(|id| self.pattern(unit, id, &draft.zone));
                let targets = to.map(|id| self.pattern(unit, id, &Name::root()));
                if types.is_empty() || owners == Some(None) || targets == Some(None) {
                    return;
                }
                draft.policy.forbids.push(Forbid {
                    types,
                    owners: owners.flatten(),
                    targets: targets.flatten(),
                    reason,
                    at,
                });
            }
            PolicyRuleKind::Setting(setting) => self.add_setting(draft, unit, setting),
            PolicyRuleKind::Error => {}
        }
    }

    fn add_class(&mut self, draft: &mut Draft, class: TtlClass) {
        if let Some(first) = draft.policy.class(&class.name) {
            let problem =
                error!("duplicate-setting", class.at, "the TTL class `{}` is declared twice", class.name)
                    .label(first.at, "first declared here")
                    .help("keep one of them, or rename one; policies of one zone share their classes");
            return self.report(problem);
        }
        if let Some(first) = draft.policy.default_class().filter(|_| class.is_default) {
            let problem = error!("duplicate-setting", class.at, "two TTL classes are the default")
                .label(first.at, format!("`{}` is as well", first.name))
                .help("mark one of them");
            self.report(problem);
        }
        for &rtype in &class.types {
            if let Some(first) = draft.policy.class_for(rtype) {
                let problem = error!("duplicate-setting", class.at, "two TTL classes serve {rtype}")
                    .label(first.at, format!("`{}` does as well", first.name))
                    .help(format!("name {rtype} in one of the two lines"));
                self.report(problem);
            }
        }
        draft.policy.classes.push(class);
    }

    fn add_levels(&mut self, draft: &mut Draft, unit: Unit<'a>, level: Span, rules: &[Span]) {
        let Some(level) = Level::parse(unit.of(level)) else { return };
        for &word in rules {
            let (name, at) = (unit.of(word), unit.at(word));
            let Some(rule) = registry::find(name) else {
                self.report(unknown_rule(name, at));
                continue;
            };
            let fixed = registry::rule(rule).is_some_and(|rule| rule.level == Level::Forbid);
            if fixed && !matches!(level, Level::Deny | Level::Forbid) {
                self.report(
                    error!("fixed-level", at, "`{name}` is always an error")
                        .help("no provider serves what it finds; remove it from this line"),
                );
                continue;
            }
            if let Some(first) = draft.policy.levels.iter().find(|set| set.rule == rule) {
                let problem = error!("duplicate-setting", at, "the level of `{name}` is set twice")
                    .label(first.at, "first set here")
                    .help("keep one of the two; policies of one zone do not override each other");
                self.report(problem);
                continue;
            }
            draft.policy.levels.push(RuleLevel { rule, level, at });
        }
    }

    fn add_setting(&mut self, draft: &mut Draft, unit: Unit<'a>, setting: &'a Setting) {
        let exprs = &unit.tree.exprs;
        let (word, at) = (unit.of(setting.name), unit.at(setting.span));
        let values: Vec<ExprId> =
            setting.values.ids().filter(|&id| !matches!(exprs[id].kind, ExprKind::Comma)).collect();
        match (word, values.as_slice()) {
            ("max-change", &[value]) => {
                let Value::Percent(percent) = self.literal(unit, value, &Type::Percent) else { return };
                let first = draft.policy.max_change.map(|first| first.at);
                if self.is_once(word, at, first) {
                    draft.policy.max_change = Some(MaxChange { percent, at });
                }
            }
            ("max-updates" | "max-deletes", &[value]) => self.add_most(draft, unit, word, at, value),
            ("negative-ttl", &[value]) => {
                let Value::Duration(seconds) = self.literal(unit, value, &Type::Duration) else { return };
                let first = draft.policy.negative_ttl.map(|first| first.at);
                if self.is_once(word, at, first) {
                    draft.policy.negative_ttl = Some(NegativeTtl { seconds, at });
                }
            }
            ("confirm", [_, ..]) => {
                let words: Vec<_> = values.iter().map(|&id| exprs[id].span).collect();
                for rtype in self.types(unit, &words) {
                    if !draft.policy.confirm.contains(&rtype) {
                        draft.policy.confirm.push(rtype);
                    }
                }
            }
            ("max-change", _) => self.report(
                error!("bad-setting", at, "`max-change` takes one percentage")
                    .help("write it as in `max-change 10%`"),
            ),
            ("max-updates" | "max-deletes", _) => self.report(
                error!("bad-setting", at, "`{word}` takes one number of record sets")
                    .help(format!("write it as in `{word} 5`")),
            ),
            ("negative-ttl", _) => self.report(
                error!("bad-setting", at, "`negative-ttl` takes one duration")
                    .help("write it as in `negative-ttl 5m`"),
            ),
            ("confirm", _) => self.report(
                error!("bad-setting", at, "`confirm` takes record types")
                    .help("write it as in `confirm MX, NS, SOA`"),
            ),
            _ => {
                let words = POLICY_LINES.iter().map(|line| line.word);
                let name_at = unit.at(setting.name);
                let problem = error!("unknown-setting", name_at, "a policy has no line `{word}`");
                self.report(match crate::suggest::closest(word, words.clone()) {
                    Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                        format!("use `{close}`"),
                        name_at,
                        close,
                    ),
                    None => {
                        let words: Vec<_> = words.collect();
                        problem.help(format!("its lines begin with {}", words.join(", ")))
                    }
                });
            }
        }
    }

    fn add_most(&mut self, draft: &mut Draft, unit: Unit<'a>, word: &str, at: FileSpan, value: ExprId) {
        let Some(number) = self.literal(unit, value, &Type::Int).as_int() else { return };
        let Ok(sets) = u32::try_from(number) else {
            let value_at = unit.at(unit.tree.exprs[value].span);
            return self.report(
                error!(
                    "number-out-of-range",
                    value_at, "`{word}` is a number of record sets, found {number}"
                )
                .help("write a whole number from 0"),
            );
        };
        let policy = &draft.policy;
        let first = if word == "max-updates" { policy.max_updates } else { policy.max_deletes };
        if !self.is_once(word, at, first.map(|first| first.at)) {
            return;
        }
        let most = Some(Most { sets, at });
        if word == "max-updates" {
            draft.policy.max_updates = most;
        } else {
            draft.policy.max_deletes = most;
        }
    }

    /// Whether a line that may stand once stands for the first time; if not, that is an error.
    fn is_once(&mut self, word: &str, at: FileSpan, first: Option<FileSpan>) -> bool {
        if let Some(first) = first {
            self.report(
                error!("duplicate-setting", at, "`{word}` is set twice")
                    .label(first, "first set here")
                    .help("keep one of the two; policies of one zone do not override each other"),
            );
        }
        first.is_none()
    }

    fn types(&mut self, unit: Unit<'a>, words: &[Span]) -> Vec<crate::dns::rtype::Rtype> {
        let mut types = Vec::new();
        for &word in words {
            match read_rtype(unit.of(word), unit.at(word)) {
                Ok(rtype) => types.push(rtype),
                Err(problem) => self.report(*problem),
            }
        }
        types
    }

    fn literal(&mut self, unit: Unit<'a>, id: ExprId, expected: &Type) -> Value {
        let locals = Locals::default();
        let reading = Reading { unit, locals: &locals, origin: None };
        self.value_as(reading, id, expected).value
    }

    fn reason(&mut self, unit: Unit<'a>, reason: Option<ExprId>, at: FileSpan, line: &str) -> Option<String> {
        let text = match reason {
            Some(id) => self.literal_text(unit, id)?,
            None => String::new(),
        };
        if text.trim().is_empty() {
            self.report(
                error!("rule-without-reason", at, "`{line}` gives no reason")
                    .help("end the line with a string: whoever breaks the rule will read it"),
            );
            return None;
        }
        Some(text)
    }

    fn literal_text(&mut self, unit: Unit<'a>, id: ExprId) -> Option<String> {
        let text = self.literal(unit, id, &Type::String);
        text.as_text().map(|text| String::from_utf8_lossy(text).into_owned())
    }

    fn pattern(&mut self, unit: Unit<'a>, id: ExprId, origin: &Name) -> Option<Pattern> {
        let expr = unit.tree.exprs[id];
        let text = if matches!(expr.kind, ExprKind::Word) {
            unit.of(expr.span).to_owned()
        } else {
            self.literal_text(unit, id)?
        };
        match Pattern::parse(&text, origin) {
            Ok(pattern) => Some(pattern),
            Err(problem) => {
                self.report(super::zone::bad_pattern(unit.at(expr.span), &problem));
                None
            }
        }
    }
}
