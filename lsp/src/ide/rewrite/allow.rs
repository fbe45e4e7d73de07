//! Allowing what a rule found, with a reason that is still to be written.

use zonal_compiler::diagnostic::{Diagnostic, Excuse};
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Block, Statement};

use super::{Kind, Offer};
use crate::ide::walk;
use crate::session::snapshot::{File, View};

/// The ways to allow a finding of this document, the nearest first.
#[must_use]
pub fn allows(view: &View, found: &Diagnostic) -> Vec<Offer> {
    if found.excuse == Excuse::None || found.primary.at.file != view.file.id {
        return Vec::new();
    }
    let (file, rule) = (&view.file, found.name);
    let way = walk::way(file.tree(), found.primary.at.span.start);
    let body = way.item.and_then(walk::body_of);
    let mut offers = Vec::new();
    if found.excuse == Excuse::Around {
        offers.extend(at_owner(file, &way, rule));
        let braced = way.blocks.iter().rev().map(|(_, block)| *block).find(|block| is_braced(file, block));
        let inner = braced.filter(|block| body.is_none_or(|body| body.span != block.span));
        offers.extend(inner.and_then(|block| in_block(file, block, rule, "in this block")));
    }
    let whole = match way.item.map(|item| &item.kind) {
        Some(zonal_compiler::syntax::ast::ItemKind::Template(_)) => "in this template",
        _ => "in this zone",
    };
    offers.extend(body.and_then(|body| in_block(file, body, rule, whole)));
    offers
}

fn is_braced(file: &File, block: &Block) -> bool {
    file.of(block.span).starts_with('{')
}

/// Adds the rule to an `allow` of a block, or a new `allow` at its beginning.
fn in_block(file: &File, block: &Block, rule: &str, place: &str) -> Option<Offer> {
    let text = file.of(block.span);
    if !text.starts_with('{') || !text.ends_with('}') {
        return None;
    }
    let known = block.statements.iter().find_map(|statement| {
        let Statement::Allow(allow) = statement else { return None };
        let last = allow.rules.last()?;
        let end = last.reason.map_or(last.name.end, |reason| file.tree().exprs[reason].span.end);
        Some(end)
    });
    let edits = match known {
        Some(end) => vec![(Span::at(end), format!(", {rule}: \"why: …\""))],
        None if text.contains('\n') => {
            vec![(Span::at(block.span.start + 1), format!("\nallow({rule}: \"why: …\")"))]
        }
        // A block on one line has room for one statement.
        None => vec![
            (Span::at(block.span.start + 1), format!("\nallow({rule}: \"why: …\")\n")),
            (Span::at(block.span.end - 1), "\n".to_owned()),
        ],
    };
    Some(Offer { title: format!("allow `{rule}` {place}, with a reason"), kind: Kind::Rewrite, edits })
}

/// Makes a block of a single record statement, with an `allow`.
fn at_owner(file: &File, way: &walk::Way<'_>, rule: &str) -> Option<Offer> {
    let Some(Statement::Record(record)) = way.statement else { return None };
    let owner = file.tree().exprs[record.owner?].span;
    let span = walk::statement_span(file.tree(), way.statement?);
    let inside = Span::new(record.type_span.start, span.end);
    // Within `on P …` the block of the owner is the one statement of the `on`.
    let edits = vec![
        (Span::new(owner.end, inside.start), format!(" {{\nallow({rule}: \"why: …\")\n")),
        (Span::at(inside.end), "\n}".to_owned()),
    ];
    let title = format!("allow `{rule}` for this record, with a reason");
    Some(Offer { title, kind: Kind::Rewrite, edits })
}
