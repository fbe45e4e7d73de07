//! Lenses: what stands above a zone and a template.

use std::collections::BTreeMap;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::ItemKind;

use super::{declared, slots};
use crate::session::snapshot::View;

/// A lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The name that it stands above.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// The name of the zone that a click is about; none for a template.
    pub zone: Option<String>,
}

/// The lenses of a document.
#[must_use]
pub fn of_file(view: &View) -> Vec<Lens> {
    let tree = view.file.tree();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    if tree.items.iter().any(|item| matches!(item.kind, ItemKind::Template(_))) {
        declared::includes(view, &mut |file, _, include| {
            *uses.entry(file.of(include.template)).or_default() += 1;
        });
    }
    let mut lenses = Vec::new();
    for item in &tree.items {
        match &item.kind {
            ItemKind::Zone(zone) => {
                lenses.extend(zone.names.iter().filter_map(|&name| of_zone(view, name)));
            }
            ItemKind::Template(template) => {
                let uses = uses.get(view.file.of(template.name)).copied().unwrap_or_default();
                let title = match uses {
                    0 => "never included".to_owned(),
                    1 => "included once".to_owned(),
                    _ => format!("included {uses} times"),
                };
                lenses.push(Lens { span: template.name, title, zone: None });
            }
            ItemKind::Provider(_)
            | ItemKind::Policy(_)
            | ItemKind::Let(_)
            | ItemKind::Extend(_)
            | ItemKind::Health(_)
            | ItemKind::Error => {}
        }
    }
    lenses
}

fn of_zone(view: &View, name: zonal_compiler::syntax::ast::ExprId) -> Option<Lens> {
    let expr = view.file.tree().exprs[name];
    let text = slots::literal(&view.file, expr)?;
    let wire = zonal_compiler::dns::name::Name::parse(text).ok()?;
    let zones = &view.analysis.as_ref()?.compilation.zones;
    let zone = zones.iter().find(|zone| zone.name == wire)?;
    let providers = counted(zone.providers.len(), "provider");
    let title = format!("{providers} · {}", counted(zone.records.len(), "record"));
    Some(Lens { span: expr.span, title, zone: Some(zone.name.undotted().to_string()) })
}

/// A number of things: `1 record`, `24 records`.
#[must_use]
pub fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
