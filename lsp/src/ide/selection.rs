//! What a selection grows to: label, word, value, record, block, declaration.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{self, ExprKind, Statement};

use super::{walk, words};
use crate::session::snapshot::File;

/// The stretches around a byte, innermost first, each within the next.
#[must_use]
pub fn around(file: &File, byte: u32) -> Vec<Span> {
    let tree = file.tree();
    let way = walk::way(tree, byte);
    let mut spans = vec![Span::new(0, file.text.len() as u32)];
    spans.extend(way.item.map(|item| item.span));
    for (owner, block) in &way.blocks {
        spans.extend(owner.map(|statement| walk::statement_span(tree, statement)));
        spans.push(block.span);
        spans.push(inside(file, block.span));
    }
    if let Some(statement) = way.statement {
        spans.push(walk::statement_span(tree, statement));
        spans.extend(value(tree, statement, byte));
    }
    for id in &way.exprs {
        let expr = tree.exprs[*id];
        spans.push(expr.span);
        if matches!(expr.kind, ExprKind::Str | ExprKind::Template | ExprKind::List(_) | ExprKind::Tuple(_)) {
            spans.push(walk::inside(&file.text, expr.span));
        }
        if matches!(expr.kind, ExprKind::Word | ExprKind::Str) {
            spans.push(label(file, expr.span, byte));
        }
    }
    spans.extend(words::at(file, byte).map(|word| word.at));
    spans.retain(|span| span.touches(byte) && !span.is_empty());
    spans.sort_unstable_by_key(|span| (span.len(), span.start));
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        let holds = |inner: &Span| span.start <= inner.start && inner.end <= span.end && span != *inner;
        if nested.last().is_none_or(holds) {
            nested.push(span);
        }
    }
    nested
}

/// What stands between the braces, without the blanks at its ends.
fn inside(file: &File, block: Span) -> Span {
    let text = file.of(block);
    let body = text.strip_prefix('{').map_or(text, |body| body.strip_suffix('}').unwrap_or(body));
    let start = text.len() - text.strip_prefix('{').unwrap_or(text).len();
    let start = start + (body.len() - body.trim_start().len());
    block.part(start, start + body.trim().len())
}

/// The fields of one record among those that commas separate.
fn value(tree: &ast::File, statement: &Statement, byte: u32) -> Option<Span> {
    let Statement::Record(record) = statement else { return None };
    let exprs = tree.exprs.slice(record.values);
    let mut groups = exprs.split(|expr| matches!(expr.kind, ExprKind::Comma));
    groups.find_map(|group| {
        let span = group.iter().map(|expr| expr.span).reduce(Span::to)?;
        span.touches(byte).then_some(span)
    })
}

/// The label of a dotted word around a byte.
fn label(file: &File, word: Span, byte: u32) -> Span {
    let text = file.of(word);
    let at = (byte - word.start) as usize;
    let is_part = |c: char| !matches!(c, '.' | '"');
    let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
    let start = before.trim_end_matches(is_part).len();
    let end = at + behind.find(|c| !is_part(c)).unwrap_or(behind.len());
    word.part(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::cursor::view;

    fn grown(text: &str) -> Vec<String> {
        let (view, byte) = view(&[("a.zonal", text)]);
        around(&view.file, byte).into_iter().map(|span| view.file.of(span).to_owned()).collect()
    }

    #[test]
    fn a_selection_grows_from_the_label_to_the_file() {
        let found = grown("zone a.example on p {\n  @ MX 10 ma$0il.a.example., 20 b\n}\n");
        let expected = [
            "mail",
            "mail.a.example.",
            "10 mail.a.example.",
            "@ MX 10 mail.a.example., 20 b",
            "{\n  @ MX 10 mail.a.example., 20 b\n}",
            "zone a.example on p {\n  @ MX 10 mail.a.example., 20 b\n}",
            "zone a.example on p {\n  @ MX 10 mail.a.example., 20 b\n}\n",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn strings_grow_from_their_inside_and_anything_grows_anywhere() {
        let found = grown("zone a.example on p { x TXT \"é ${na$0me}\" }");
        assert_eq!(found[..3], ["name", "é ${name}", "\"é ${name}\""]);
        assert_eq!(grown("$0").len(), 0);
        assert_eq!(grown("# a co$0mment\n"), ["# a comment\n"]);
    }
}
