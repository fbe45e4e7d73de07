//! What the files of a workspace declare, as they are now.

use std::sync::Arc;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{self, ItemKind, PolicyRuleKind, ProviderValue};

use crate::session::snapshot::{File, View};

/// The longest text that is read again for what it declares; of a longer one the last analysis says it.
pub const SHORT: usize = 1 << 20;

/// The declarations of a workspace.
#[derive(Debug, Clone, Copy)]
pub struct Program<'v> {
    files: &'v [Arc<File>],
}

/// A declaration with the file that it stands in.
#[derive(Debug)]
pub struct Declared<'v, T> {
    /// Its name.
    pub name: &'v str,
    /// The file.
    pub file: &'v File,
    /// The declaration.
    pub item: &'v ast::Item,
    /// What is declared.
    pub node: &'v T,
}

impl<'v> Program<'v> {
    /// The declarations that a view knows of.
    #[must_use]
    pub fn of(view: &'v View) -> Self {
        let analysed = view.analysis.as_ref().filter(|_| view.file.text.len() > SHORT);
        let snapshot = analysed.map_or(&view.snapshot, |analysis| &analysis.snapshot);
        Self { files: snapshot.files() }
    }

    fn declared<T: 'v>(
        self,
        pick: impl Fn(&'v ItemKind) -> Option<(Span, &'v T)>,
    ) -> impl Iterator<Item = Declared<'v, T>> {
        self.files.iter().flat_map(move |file| {
            let found = file.tree().items.iter().filter_map(|item| Some((item, pick(&item.kind)?)));
            let found: Vec<_> = found.collect();
            found.into_iter().map(move |(item, (name, node))| Declared {
                name: file.of(name),
                file,
                item,
                node,
            })
        })
    }

    /// `provider`.
    pub fn providers(self) -> impl Iterator<Item = Declared<'v, ast::Provider>> {
        self.declared(|kind| if let ItemKind::Provider(node) = kind { Some((node.name, node)) } else { None })
    }

    /// `policy`.
    pub fn policies(self) -> impl Iterator<Item = Declared<'v, ast::Policy>> {
        self.declared(|kind| if let ItemKind::Policy(node) = kind { Some((node.name, node)) } else { None })
    }

    /// `let`.
    pub fn lets(self) -> impl Iterator<Item = Declared<'v, ast::Let>> {
        self.declared(|kind| if let ItemKind::Let(node) = kind { Some((node.name, node)) } else { None })
    }

    /// `template`.
    pub fn templates(self) -> impl Iterator<Item = Declared<'v, ast::Template>> {
        self.declared(|kind| if let ItemKind::Template(node) = kind { Some((node.name, node)) } else { None })
    }

    /// `health`.
    pub fn healths(self) -> impl Iterator<Item = Declared<'v, ast::Health>> {
        self.declared(|kind| if let ItemKind::Health(node) = kind { Some((node.name, node)) } else { None })
    }

    /// The names of each zone, with its declaration.
    pub fn zones(self) -> impl Iterator<Item = Declared<'v, ast::Zone>> {
        self.files.iter().flat_map(|file| {
            let mut zones = Vec::new();
            for item in &file.tree().items {
                let ItemKind::Zone(node) = &item.kind else { continue };
                for name in &node.names {
                    let name = file.of(file.tree().exprs[*name].span).trim_matches('"');
                    zones.push(Declared { name, file, item, node });
                }
            }
            zones
        })
    }

    /// The words with the names of all providers that they stand for: groups are taken apart.
    #[must_use]
    pub fn members(self, words: &[&'v str]) -> Vec<&'v str> {
        let mut members: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = words.iter().rev().copied().collect();
        while let Some(word) = open.pop() {
            if members.contains(&word) {
                continue;
            }
            members.push(word);
            let Some(declared) = self.providers().find(|declared| declared.name == word) else { continue };
            if let ProviderValue::Group(words) = &declared.node.value {
                open.extend(words.iter().rev().map(|span| declared.file.of(*span)));
            }
        }
        members
    }

    /// The TTL classes of every policy: the name, the duration and the line.
    #[must_use]
    pub fn classes(self) -> Vec<(&'v str, &'v str, &'v str)> {
        let mut classes = Vec::new();
        for declared in self.policies() {
            for rule in &declared.node.rules {
                let PolicyRuleKind::Ttl { class, duration, .. } = &rule.kind else { continue };
                let duration = declared.file.of(declared.file.tree().exprs[*duration].span);
                classes.push((declared.file.of(*class), duration, declared.file.of(rule.span)));
            }
        }
        classes
    }
}

impl<T> Declared<'_, T> {
    /// The `##` lines above the declaration, as text.
    #[must_use]
    pub fn docs(&self) -> String {
        let line = |span: &Span| self.file.of(*span).trim_start_matches('#').trim().to_owned();
        self.item.docs.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
