//! The words of top-level declarations.

use zonal_compiler::eval::{HEALTH_KINDS, SettingKind, SettingSchema, provider_settings};
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{
    ExprId, ItemKind, Parameter, Policy, PolicyRuleKind, Provider, ProviderValue, Setting, TypeExpr,
    TypeExprKind,
};
use zonal_compiler::syntax::words::{self, Place};

use super::{Here, Hover, words as word_pages};
use crate::ide::page::{Line, Page};

impl Here<'_> {
    /// What is known of the cursor's word as a part of its declaration.
    pub(super) fn item(&self) -> Option<Hover> {
        match &self.way.item?.kind {
            ItemKind::Provider(provider) => self.provider_item(provider),
            ItemKind::Health(health) => {
                if self.on(health.name) {
                    return self.health(health.name);
                }
                let (kind, schema) = *HEALTH_KINDS.iter().find(|(kind, _)| *kind == self.of(health.kind))?;
                if self.on(health.kind) {
                    let head = Line::strong(kind).and(": a kind of health check. Its settings:");
                    return Some(Hover { span: health.kind, page: of_schema(Page::of(head), schema) });
                }
                self.setting(&health.settings, schema).or_else(|| self.value())
            }
            ItemKind::Policy(policy) => self.policy_item(policy),
            ItemKind::Let(binding) if self.on(binding.name) => {
                self.variable(binding.name, self.of(binding.name))
            }
            ItemKind::Let(_) => self.value(),
            ItemKind::Template(template) => {
                if self.on(template.name) {
                    return self.template(template.name);
                }
                template.parameters.iter().find_map(|parameter| self.parameter_item(parameter))
            }
            ItemKind::Zone(zone) => match zone.names.iter().find(|&&name| self.on_expr(name)) {
                Some(&name) => self.zone(name),
                None => self.provider(self.among(&zone.providers)?),
            },
            ItemKind::Extend(extend) if self.on_expr(extend.name) => self.zone(extend.name),
            ItemKind::Extend(_) | ItemKind::Error => None,
        }
    }

    fn provider_item(&self, provider: &Provider) -> Option<Hover> {
        if self.on(provider.name) {
            return self.provider(provider.name);
        }
        match &provider.value {
            ProviderValue::Kind { kind, settings } => {
                let known = ProviderKind::parse(self.of(*kind))?;
                if self.on(*kind) {
                    let head = Line::strong(known.title()).and(". Its settings:");
                    let page = of_schema(Page::of(head), provider_settings(known));
                    return Some(Hover { span: *kind, page });
                }
                self.setting(settings, provider_settings(known)).or_else(|| self.value())
            }
            ProviderValue::Group(members) => self.provider(self.among(members)?),
            ProviderValue::Error => None,
        }
    }

    fn setting(&self, settings: &[Setting], schema: &[SettingSchema]) -> Option<Hover> {
        let setting = settings.iter().find(|setting| self.on(setting.name))?;
        let known = schema.iter().find(|known| known.name == self.of(setting.name))?;
        Some(Hover { span: setting.name, page: Page::of(of_setting(known)) })
    }

    fn policy_item(&self, policy: &Policy) -> Option<Hover> {
        if self.on(policy.name) {
            return self.policy(policy.name);
        }
        let rule = policy.rules.iter().find(|rule| self.on(rule.span))?;
        match &rule.kind {
            PolicyRuleKind::Ttl { class, duration, types, .. } => {
                if self.on(*class) {
                    return self.class(*class);
                }
                if self.on_expr(*duration) {
                    return self.value();
                }
                self.rtype(self.among(types)?)
            }
            PolicyRuleKind::Level { rules, .. } => self.rule(self.among(rules)?),
            PolicyRuleKind::Require { types, .. } | PolicyRuleKind::Forbid { types, .. } => {
                self.rtype(self.among(types)?)
            }
            PolicyRuleKind::Setting(setting) => {
                let on_value = setting.values.ids().find(|id: &ExprId| self.on_expr(*id));
                match on_value {
                    Some(value) => self.rtype(self.expr(value).span).or_else(|| self.value()),
                    None => {
                        let word = words::find(self.of(setting.name), Place::Policy)?;
                        Some(Hover { span: setting.name, page: word_pages::of_word(word) })
                    }
                }
            }
            PolicyRuleKind::Error => None,
        }
    }

    fn parameter_item(&self, parameter: &Parameter) -> Option<Hover> {
        if self.on(parameter.name) {
            return self.variable(parameter.name, self.of(parameter.name));
        }
        if self.on(parameter.ty.span) {
            return self.type_name(&parameter.ty);
        }
        parameter.default.filter(|&id| self.on_expr(id)).and_then(|_| self.value())
    }

    fn type_name(&self, ty: &TypeExpr) -> Option<Hover> {
        let text = match &ty.kind {
            TypeExprKind::List(element) if self.on(element.span) => return self.type_name(element),
            TypeExprKind::Tuple(parts) => {
                return parts.iter().find(|part| self.on(part.span)).and_then(|part| self.type_name(part));
            }
            TypeExprKind::List(_) => "several values of one type",
            TypeExprKind::Named => zonal_compiler::sema::types::Type::doc_of(self.of(ty.span))?,
            TypeExprKind::Error => return None,
        };
        let head = Line::strong(self.of(ty.span)).and(format!(": {text}"));
        Some(Hover { span: ty.span, page: Page::of(head) })
    }
}

fn of_schema(page: Page, schema: &[SettingSchema]) -> Page {
    schema.iter().fold(page, |page, setting| page.item(of_setting(setting)))
}

/// What a setting is for and what it takes.
fn of_setting(setting: &SettingSchema) -> Line {
    let takes = match setting.kind {
        SettingKind::Text => "text".to_owned(),
        SettingKind::Int(min, max) => format!("a number from {min} to {max}"),
        SettingKind::OneOf(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" or "),
        SettingKind::Names => "absolute names".to_owned(),
    };
    let required = if setting.required { ", required" } else { "" };
    Line::code(setting.name).and(format!(" ({takes}{required}): {}", setting.doc))
}

/// Where a span begins, for pages that show a line of source.
pub(super) fn first_lines(text: &str, span: Span, most: usize) -> String {
    let lines: Vec<&str> = span.of(text).lines().collect();
    let mut shown = lines.iter().take(most).copied().collect::<Vec<_>>().join("\n");
    if lines.len() > most {
        shown += &format!("\n# and {} more lines", lines.len() - most);
    }
    shown
}
