//! Which template is included where.

use zonal_compiler::source::{FileSpan, Span};
use zonal_compiler::syntax::ast::{self, Item, ItemKind, Statement};

use super::outline::Kind;
use super::symbol::{self, Symbol};
use super::walk;
use crate::session::snapshot::{File, View};

/// A declaration that includes templates or is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// A template or a zone.
    pub kind: Kind,
    /// All of it.
    pub whole: FileSpan,
    /// Its name in the text.
    pub at: FileSpan,
}

/// A declaration on the other side of includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The declaration.
    pub node: Node,
    /// The templates' names at the includes, in the file of who includes.
    pub includes: Vec<Span>,
}

/// The template that is named at a byte of the document, or the zone whose header is there.
#[must_use]
pub fn at(view: &View, byte: u32) -> Option<Node> {
    if let Some(found) = symbol::at(view, byte)
        && let Symbol::Template(name) = &found.symbol
    {
        return template(view, name);
    }
    let item = walk::way(view.file.tree(), byte).item?;
    node(&view.file, item).filter(|node| node.at.span.touches(byte))
}

/// Who includes a template.
#[must_use]
pub fn incoming(view: &View, template: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    for file in view.snapshot.files() {
        for item in &file.tree().items {
            let named = |include: &ast::Include| file.of(include.template) == template;
            let includes: Vec<Span> =
                includes(item).into_iter().filter(|include| named(include)).map(|it| it.template).collect();
            if let Some(node) = node(file, item).filter(|_| !includes.is_empty()) {
                calls.push(Call { node, includes });
            }
        }
    }
    calls
}

/// What the declaration at a place includes.
#[must_use]
pub fn outgoing(view: &View, from: FileSpan) -> Vec<Call> {
    let Some(file) = view.snapshot.file(from.file) else { return Vec::new() };
    let Some(item) = walk::way(file.tree(), from.span.start).item else { return Vec::new() };
    let mut calls: Vec<Call> = Vec::new();
    for include in includes(item) {
        let name = file.of(include.template);
        if let Some(call) = calls.iter_mut().find(|call| call.node.name == name) {
            call.includes.push(include.template);
        } else if let Some(node) = template(view, name) {
            calls.push(Call { node, includes: vec![include.template] });
        }
    }
    calls
}

fn template(view: &View, name: &str) -> Option<Node> {
    view.snapshot.files().iter().find_map(|file| {
        let mut items = file.tree().items.iter();
        items.find_map(|item| {
            let ItemKind::Template(template) = &item.kind else { return None };
            node(file, item).filter(|_| file.of(template.name) == name)
        })
    })
}

fn node(file: &File, item: &Item) -> Option<Node> {
    let (kind, at) = match &item.kind {
        ItemKind::Template(template) => (Kind::Template, template.name),
        ItemKind::Zone(zone) => (Kind::Zone, file.tree().exprs[*zone.names.first()?].span),
        ItemKind::Extend(extend) => (Kind::Zone, file.tree().exprs[extend.name].span),
        ItemKind::Provider(_)
        | ItemKind::Policy(_)
        | ItemKind::Let(_)
        | ItemKind::Health(_)
        | ItemKind::Error => return None,
    };
    let (whole, name) = (item.span.in_file(file.id), file.of(at).to_owned());
    Some(Node { name, kind, whole, at: at.in_file(file.id) })
}

fn includes(item: &Item) -> Vec<&ast::Include> {
    fn within<'t>(block: &'t ast::Block, found: &mut Vec<&'t ast::Include>) {
        for statement in &block.statements {
            if let Statement::Include(include) = statement {
                found.push(include);
            }
            walk::blocks_of(statement).for_each(|inner| within(inner, found));
        }
    }
    let mut found = Vec::new();
    if let Some(body) = walk::body_of(item) {
        within(body, &mut found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::cursor::{shown, view};

    #[test]
    fn includes_are_followed_both_ways() {
        let files = [
            (
                "t.zonal",
                "template inner() { www A 192.0.2.1 }\ntemplate outer() { include inner()\n include inner() }\n",
            ),
            (
                "z.zonal",
                "zone a.example on p { under x { include ou$0ter() } }\nextend zone a.example { include inner() }\n",
            ),
        ];
        let (view, byte) = view(&files);
        let outer = at(&view, byte).unwrap();
        assert_eq!((outer.name.as_str(), outer.kind), ("outer", Kind::Template));
        let callers = |name: &str| -> Vec<String> {
            incoming(&view, name)
                .into_iter()
                .map(|call| format!("{} {}", call.node.name, call.includes.len()))
                .collect()
        };
        assert_eq!(callers("outer"), ["a.example 1"]);
        assert_eq!(callers("inner"), ["outer 2", "a.example 1"]);
        let called = outgoing(&view, outer.at);
        assert_eq!(shown(&view, called.iter().map(|call| call.node.at)), ["t.zonal:1:inner"]);
        assert_eq!(called[0].includes.len(), 2);
        assert_eq!(incoming(&view, "none"), []);
    }
}
