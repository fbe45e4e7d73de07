//! Text that could not be read, which may hold a name that is to be changed.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{ExprKind, ItemKind, Statement};

use super::{Refusal, place_of};
use crate::ide::walk;
use crate::session::snapshot::{File, View};

/// Nothing that could not be read holds a word.
///
/// # Errors
/// Something does: whether it means the name cannot be told.
pub fn mentions(view: &View, word: &str) -> Result<(), Refusal> {
    let is_part = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
    let first = word.split('.').next().unwrap_or(word);
    for file in view.snapshot.files() {
        if file.parse().errors.is_empty() {
            continue;
        }
        for span in unread(file) {
            if file.of(span).split(is_part).any(|part| part == first) {
                return Err(Refusal::new(format!(
                    "{} could not be read and may mean `{word}`: mend it first",
                    place_of(view, span.in_file(file.id))
                )));
            }
        }
    }
    Ok(())
}

/// The stretches of a file that the tree has no form for.
fn unread(file: &File) -> Vec<Span> {
    let tree = file.tree();
    let items = tree.items.iter().filter(|item| matches!(item.kind, ItemKind::Error)).map(|item| item.span);
    let exprs = tree.exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Error)).map(|expr| expr.span);
    let mut spans: Vec<Span> = items.chain(exprs).collect();
    walk::statements(tree, &mut |_, statement| {
        if let Statement::Error(span) = statement {
            spans.push(*span);
        }
    });
    spans
}
