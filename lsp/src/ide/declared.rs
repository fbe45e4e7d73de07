//! The declarations of a workspace as it is now, by name.

use std::sync::Arc;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Include, Item, ItemKind, Statement};

use super::walk;
use crate::session::snapshot::{File, View};

/// A kind of declaration that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `provider`
    Provider,
    /// `policy`
    Policy,
    /// `let`
    Let,
    /// `template`
    Template,
    /// `health`
    Health,
}

/// The kind and the name of a declaration.
#[must_use]
pub const fn name(item: &Item) -> Option<(Kind, Span)> {
    match &item.kind {
        ItemKind::Provider(provider) => Some((Kind::Provider, provider.name)),
        ItemKind::Policy(policy) => Some((Kind::Policy, policy.name)),
        ItemKind::Let(binding) => Some((Kind::Let, binding.name)),
        ItemKind::Template(template) => Some((Kind::Template, template.name)),
        ItemKind::Health(health) => Some((Kind::Health, health.name)),
        ItemKind::Zone(_) | ItemKind::Extend(_) | ItemKind::Error => None,
    }
}

/// The first declaration of a kind with a name.
#[must_use]
pub fn find<'v>(view: &'v View, kind: Kind, wanted: &str) -> Option<(&'v Arc<File>, &'v Item)> {
    view.snapshot.files().iter().find_map(|file| {
        let is_it =
            |item: &&Item| name(item).is_some_and(|(found, span)| found == kind && file.of(span) == wanted);
        file.tree().items.iter().find(is_it).map(|item| (file, item))
    })
}

/// The `##` lines above a declaration, without their marks.
#[must_use]
pub fn docs(file: &File, item: &Item) -> String {
    let lines = item.docs.iter().map(|&span| {
        let line = file.of(span).trim_start_matches('#');
        line.strip_prefix(' ').unwrap_or(line).trim_end()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every `include` of the workspace with the declaration that it stands in.
pub fn includes<'v>(view: &'v View, visit: &mut impl FnMut(&'v File, &'v Item, &'v Include)) {
    for file in view.snapshot.files() {
        walk::statements(file.tree(), &mut |item, statement| {
            if let Statement::Include(include) = statement {
                visit(file, item, include);
            }
        });
    }
}

/// What a declaration is called in a sentence: ``zone `example.com` ``.
#[must_use]
pub fn title(file: &File, item: &Item) -> String {
    let tree = file.tree();
    let of = |id| file.of(tree.exprs[id].span).trim_matches('"');
    match &item.kind {
        ItemKind::Provider(provider) => format!("provider `{}`", file.of(provider.name)),
        ItemKind::Policy(policy) => format!("policy `{}`", file.of(policy.name)),
        ItemKind::Let(binding) => format!("variable `{}`", file.of(binding.name)),
        ItemKind::Template(template) => format!("template `{}`", file.of(template.name)),
        ItemKind::Health(health) => format!("health check `{}`", file.of(health.name)),
        ItemKind::Zone(zone) => {
            let names: Vec<_> = zone.names.iter().map(|&id| format!("`{}`", of(id))).collect();
            format!("zone {}", names.join(", "))
        }
        ItemKind::Extend(extend) => format!("zone `{}`", of(extend.name)),
        ItemKind::Error => String::new(),
    }
}
