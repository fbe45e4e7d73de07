//! What is declared: providers, policies and their TTL classes, health checks, templates, variables, zones, rules.

use std::collections::BTreeMap;

use zonal_compiler::dns::duration;
use zonal_compiler::explain;
use zonal_compiler::lint::registry;
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::source::{FileSpan, Span};
use zonal_compiler::syntax::ast::{
    ExprId, Include, Item, ItemKind, PolicyRuleKind, ProviderValue, Setting, Statement, Template,
};
use zonal_compiler::zone::{FrameId, Zone};

use super::items::first_lines;
use super::names::{self, shown};
use super::{Here, Hover};
use crate::ide::declared::{self, Kind};
use crate::ide::page::{Line, Page};
use crate::ide::{slots, ttl};
use crate::session::snapshot::File;

/// How many lines of a declaration are shown.
const LINES: usize = 15;
/// How many owners of an expanded template are shown.
const OWNERS: usize = 10;
/// How many users are listed.
const USERS: usize = 5;

impl Here<'_> {
    /// A provider or a group of them.
    pub(super) fn provider(&self, span: Span) -> Option<Hover> {
        let (file, item) = declared::find(self.view, Kind::Provider, self.of(span))?;
        let ItemKind::Provider(provider) = &item.kind else { return None };
        let head = Line::strong(file.of(provider.name));
        let page = match &provider.value {
            ProviderValue::Kind { kind, settings } => {
                let title = ProviderKind::parse(file.of(*kind)).map_or("", ProviderKind::title);
                of_settings(Page::of(head.and(format!(": a provider of the kind {title}"))), file, settings)
            }
            ProviderValue::Group(members) => {
                let members = members.iter().map(|&member| file.of(member).to_owned());
                Page::of(head.and(": the group of ").and_codes(members, USERS))
            }
            ProviderValue::Error => return None,
        };
        Some(Hover { span, page: page.written(declared::docs(file, item)) })
    }

    /// A health check.
    pub(super) fn health(&self, span: Span) -> Option<Hover> {
        let (file, item) = declared::find(self.view, Kind::Health, self.of(span))?;
        let ItemKind::Health(health) = &item.kind else { return None };
        let head =
            Line::strong(file.of(health.name)).and(": a health check by ").and_code(file.of(health.kind));
        let page = of_settings(Page::of(head), file, &health.settings);
        Some(Hover { span, page: page.written(declared::docs(file, item)) })
    }

    /// A policy.
    pub(super) fn policy(&self, span: Span) -> Option<Hover> {
        let (file, item) = declared::find(self.view, Kind::Policy, self.of(span))?;
        let ItemKind::Policy(policy) = &item.kind else { return None };
        let name = file.of(policy.name);
        let serves =
            if policy.default.is_some() { ": the policy of zones that name none" } else { ": a policy" };
        let zones = self.view.analysis.iter().flat_map(|analysis| &analysis.compilation.zones);
        let own = zones.filter(|zone| zone.policy.names.iter().any(|of_zone| of_zone == name));
        let own: Vec<_> = own.map(|zone| shown(zone.name.wire())).collect();
        let mut page = Page::of(Line::strong(name).and(serves)).written(declared::docs(file, item));
        if !own.is_empty() {
            page = page.line(Line::of("in force for ").and_codes(own, USERS));
        }
        Some(Hover { span, page: page.code(first_lines(&file.text, item.span, LINES)) })
    }

    /// A TTL class, by the policies that declare it.
    pub(super) fn class(&self, span: Span) -> Option<Hover> {
        let name = self.of(span);
        let mut page = Page::default();
        for file in self.view.snapshot.files() {
            for item in &file.tree().items {
                let ItemKind::Policy(policy) = &item.kind else { continue };
                for rule in &policy.rules {
                    let PolicyRuleKind::Ttl { class, duration, default, types } = &rule.kind else {
                        continue;
                    };
                    if file.of(*class) == name {
                        let written = file.of(file.tree().exprs[*duration].span);
                        let words = duration::parse(written).map(ttl::in_words).unwrap_or_default();
                        let line = Line::strong(name).and(": ").and_code(written).and(format!(" ({words})"));
                        let line = line.and(", a TTL class of policy ").and_code(file.of(policy.name));
                        let line = if default.is_some() { line.and(", its default") } else { line };
                        let types: Vec<_> = types.iter().map(|&word| file.of(word).to_owned()).collect();
                        page = page.line(if types.is_empty() {
                            line
                        } else {
                            line.and(", which serves ").and_codes(types, USERS)
                        });
                    }
                }
            }
        }
        (!page.is_empty()).then_some(Hover { span, page })
    }

    /// A rule.
    pub(super) fn rule(&self, span: Span) -> Option<Hover> {
        let name = self.of(span);
        let rule = registry::find(name).and_then(registry::rule)?;
        let page = explain::page(name)?;
        let level = match rule.level {
            zonal_compiler::lint::Level::Off => "off unless a policy says otherwise",
            zonal_compiler::lint::Level::Info => "told for information unless a policy says otherwise",
            zonal_compiler::lint::Level::Warn => "a warning unless a policy says otherwise",
            zonal_compiler::lint::Level::Deny => "an error unless a policy says otherwise",
            zonal_compiler::lint::Level::Forbid => "an error that nothing excuses",
        };
        let head = Line::strong(name).and(format!(": {}", page.summary));
        let link = Line::of(format!("{level} · ")).and_link("what it means and what to do", page.address());
        let written = section(page.text, "## Why it is bad");
        Some(Hover { span, page: Page::of(head).written(written).line(link) })
    }

    /// The declaration of a template: its documentation, its parameters, and who includes it.
    pub(super) fn template(&self, span: Span) -> Option<Hover> {
        let name = self.of(span);
        let (file, item) = declared::find(self.view, Kind::Template, name)?;
        let ItemKind::Template(template) = &item.kind else { return None };
        let mut users: BTreeMap<String, usize> = BTreeMap::new();
        let mut count = 0;
        declared::includes(self.view, &mut |file, item, include| {
            if file.of(include.template) == name {
                count += 1;
                *users.entry(declared::title(file, item)).or_default() += 1;
            }
        });
        let page = of_template(file, item, template);
        let page = match count {
            0 => page.line(Line::of("nothing includes it")),
            _ => {
                let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
                users.iter().take(USERS).fold(
                    page.line(Line::of(format!("included {times}:"))),
                    |page, (user, uses)| {
                        let times = if *uses > 1 { format!(", {uses} times") } else { String::new() };
                        page.item(Line::of(format!("in {user}{times}")))
                    },
                )
            }
        };
        let left_out = users.len().saturating_sub(USERS);
        let page = if left_out > 0 { page.item(Line::of(format!("and {left_out} more"))) } else { page };
        Some(Hover { span, page })
    }

    /// What an include expands to, and the template's documentation.
    pub(super) fn expansion(&self, include: &Include) -> Option<Hover> {
        let (file, item) = declared::find(self.view, Kind::Template, self.of(include.template))?;
        let ItemKind::Template(template) = &item.kind else { return None };
        let mut page = of_template(file, item, template);
        let place = self.view.then(include.span.in_file(self.file.id));
        if let (Some(analysis), Some(at)) = (&self.view.analysis, place) {
            let zones: Vec<_> = analysis
                .compilation
                .zones
                .iter()
                .filter(|zone| frames_of(zone, at).next().is_some())
                .collect();
            if let Some(first) = zones.first() {
                page = page.line(Line::of("expands to, in ").and_code(shown(first.name.wire())).and(":"));
                page = page.code(expanded(first, at));
            }
            if zones.len() > 1 {
                page = page.line(Line::of(format!("and to as much in {} more zones", zones.len() - 1)));
            }
        }
        Some(Hover { span: include.template, page })
    }

    /// A parameter of a template, at an argument.
    pub(super) fn parameter_of(
        &self,
        template: Span,
        span: Span,
        name: Option<&str>,
        position: usize,
    ) -> Option<Hover> {
        let (file, item) = declared::find(self.view, Kind::Template, self.of(template))?;
        let ItemKind::Template(template) = &item.kind else { return None };
        let parameter = match name {
            Some(name) => template.parameters.iter().find(|parameter| file.of(parameter.name) == name),
            None => template.parameters.get(position),
        }?;
        let line = Line::of("parameter of template ").and_code(file.of(template.name));
        Some(Hover { span, page: Page::default().code(file.of(parameter.span)).line(line) })
    }

    /// A variable: of a block around, a parameter, or of the top level.
    pub(super) fn variable(&self, span: Span, name: &str) -> Option<Hover> {
        let page = self.local(name).or_else(|| self.global(name)).or_else(|| {
            let line = Line::strong("$zone").and(": the name of the zone, its apex");
            (name == "zone").then(|| Page::of(line))
        })?;
        Some(Hover { span, page })
    }

    fn local(&self, name: &str) -> Option<Page> {
        for (statement, block) in self.way.blocks.iter().rev() {
            let before = block.statements.iter().filter_map(|statement| {
                let Statement::Let(binding) = statement else { return None };
                (binding.span.start <= self.byte).then_some(binding)
            });
            if let Some(binding) = before.into_iter().find(|binding| self.of(binding.name) == name) {
                let line = Line::of("from here to the end of its block");
                return Some(
                    Page::default().code(first_lines(&self.file.text, binding.span, LINES)).line(line),
                );
            }
            if let Some(Statement::For(repeat)) = statement
                && repeat.variables.iter().any(|&variable| self.of(variable) == name)
            {
                let list = self.of(self.expr(repeat.list).span).to_owned();
                let part = if repeat.destructures { "a part of each of " } else { "each of " };
                return Some(Page::of(
                    Line::strong(format!("${name}")).and(format!(": {part}")).and_code(list),
                ));
            }
        }
        if let Some(Statement::For(repeat)) = self.way.statement
            && repeat.variables.iter().any(|&variable| self.of(variable) == name)
        {
            let list = self.of(self.expr(repeat.list).span).to_owned();
            return Some(Page::of(Line::strong(format!("${name}")).and(": each of ").and_code(list)));
        }
        let ItemKind::Template(template) = &self.way.item?.kind else { return None };
        let parameter = template.parameters.iter().find(|parameter| self.of(parameter.name) == name)?;
        let line = Line::of("parameter of template ").and_code(self.of(template.name));
        Some(Page::default().code(self.of(parameter.span)).line(line))
    }

    fn global(&self, name: &str) -> Option<Page> {
        let (file, item) = declared::find(self.view, Kind::Let, name)?;
        let known = self.view.analysis.iter().find_map(|analysis| {
            let is_it = |at: FileSpan| analysis.sources().text(at) == name;
            analysis.compilation.variables.iter().find(|variable| is_it(variable.at))
        });
        let page = match known {
            Some(variable) if !variable.value.is_empty() => {
                Page::default().code(format!("let {name}: {} = {}", variable.ty, variable.value))
            }
            Some(_) | None => Page::default().code(first_lines(&file.text, item.span, LINES)),
        };
        Some(page.written(declared::docs(file, item)))
    }

    /// A zone, at its name.
    pub(super) fn zone(&self, id: ExprId) -> Option<Hover> {
        let expr = self.expr(id);
        let wire = names::wire_of(slots::literal(self.file, expr)?)?;
        let analysis = self.view.analysis.as_deref();
        let docs = self.way.item.map(|item| declared::docs(self.file, item)).unwrap_or_default();
        let zone = analysis.and_then(|analysis| {
            analysis.compilation.zones.iter().find(|zone| zone.name.wire() == wire.as_slice())
        });
        let Some(zone) = zone else {
            return Some(Hover { span: expr.span, page: names::of_name(analysis, &wire).written(docs) });
        };
        let providers: Vec<_> = zone.providers.iter().map(|provider| provider.name.clone()).collect();
        let line = Line::strong(shown(&wire))
            .and(format!(": a zone of {} at ", crate::ide::lens::counted(zone.records.len(), "record")));
        let mut page = Page::of(line.and_codes(providers, USERS)).written(docs);
        if !zone.policy.names.is_empty() {
            page = page.line(Line::of("policy ").and_codes(zone.policy.names.iter().cloned(), USERS));
        }
        Some(Hover { span: expr.span, page: page.page(names::of_name(analysis, &wire)) })
    }
}

fn of_settings(page: Page, file: &File, settings: &[Setting]) -> Page {
    let value = |setting: &Setting| {
        let exprs = file.tree().exprs.slice(setting.values);
        let span = exprs.iter().map(|expr| expr.span).reduce(Span::to).unwrap_or(Span::at(setting.span.end));
        file.of(span).to_owned()
    };
    settings.iter().fold(page, |page, setting| {
        page.item(Line::code(file.of(setting.name)).and(" ").and_code(value(setting)))
    })
}

fn of_template(file: &File, item: &Item, template: &Template) -> Page {
    let parameters: Vec<_> = template.parameters.iter().map(|parameter| file.of(parameter.span)).collect();
    let head = format!("template {}({})", file.of(template.name), parameters.join(", "));
    Page::default().code(head).written(declared::docs(file, item))
}

/// The ways into a zone that lead through an include at a place.
fn frames_of(zone: &Zone, at: FileSpan) -> impl Iterator<Item = FrameId> {
    zone.frames.iter_ids().filter(move |(_, frame)| frame.at == at).map(|(id, _)| id)
}

/// The records that an include made in a zone, a line for each set.
fn expanded(zone: &Zone, at: FileSpan) -> String {
    let mut inside = vec![false; zone.frames.len()];
    for (id, frame) in zone.frames.iter_ids() {
        let is_inside = frame.at == at
            || frame.parent.is_some_and(|parent| inside.get(parent.index()).copied().unwrap_or_default());
        if let Some(slot) = inside.get_mut(id.index()) {
            *slot = is_inside;
        }
    }
    let is_own = |set: &zonal_compiler::zone::RecordSet| {
        let site = &zone.sites[zone.records[set.first].site];
        site.frame.is_some_and(|frame| inside.get(frame.index()).copied().unwrap_or_default())
    };
    let mut lines = Vec::new();
    let mut owners = Vec::new();
    for (id, set) in zone.sets.iter_ids().filter(|(_, set)| is_own(set)) {
        if !owners.contains(&set.owner) {
            owners.push(set.owner);
        }
        if owners.len() <= OWNERS {
            let owner = shown(zone.names.name(set.owner).wire());
            lines.push((owner, set.rtype.to_string(), names::values(zone, id).join(", ")));
        }
    }
    let width = |of: fn(&(String, String, String)) -> &String| {
        lines.iter().map(|line| of(line).chars().count()).max().unwrap_or(0)
    };
    let (owner_width, type_width) = (width(|line| &line.0), width(|line| &line.1));
    let mut text: Vec<_> = lines
        .iter()
        .map(|(owner, rtype, values)| format!("{owner:owner_width$}  {rtype:type_width$}  {values}"))
        .collect();
    if owners.len() > OWNERS {
        text.push(format!("# and {} more names", owners.len() - OWNERS));
    }
    text.join("\n")
}

/// The first paragraph below a heading of a page.
fn section(page: &str, heading: &str) -> String {
    let body = page.split_once(heading).map_or("", |(_, rest)| rest).trim_start();
    body.split("\n\n").next().unwrap_or_default().to_owned()
}
