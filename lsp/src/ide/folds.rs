//! What can be folded: blocks, lists over several lines, and runs of comments.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{ExprKind, ItemKind, ProviderValue, Statement};

use super::walk;
use crate::session::snapshot::File;
use crate::session::text::Encoding;

/// How many folds there are at most; those that begin first are kept.
pub const MOST_FOLDS: usize = 10_000;

/// Lines that can be folded into their first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The line that stays, from 0.
    pub first: u32,
    /// The last line that is hidden.
    pub last: u32,
    /// What is folded.
    pub kind: Kind,
}

/// The kinds of fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Statements or values.
    Code,
    /// Comments.
    Comment,
}

/// The folds of a file, by line.
#[must_use]
pub fn of(file: &File) -> Vec<Fold> {
    let mut folds = comments(file);
    let mut add = |span: Span| folds.extend(code(file, span));
    let tree = file.tree();
    for item in &tree.items {
        match &item.kind {
            ItemKind::Policy(_) | ItemKind::Health(_) => add(item.span),
            ItemKind::Provider(provider) if matches!(provider.value, ProviderValue::Kind { .. }) => {
                add(item.span);
            }
            ItemKind::Provider(_)
            | ItemKind::Let(_)
            | ItemKind::Template(_)
            | ItemKind::Zone(_)
            | ItemKind::Extend(_)
            | ItemKind::Error => {}
        }
    }
    walk::blocks(tree, &mut |_, block| add(block.span));
    let lists = |kind| matches!(kind, ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Call(_));
    tree.exprs.iter().filter(|expr| lists(expr.kind)).for_each(|expr| add(expr.span));
    walk::statements(tree, &mut |_, statement| {
        if let Statement::Record(_) | Statement::Include(_) | Statement::Nameservers(_) = statement {
            add(walk::statement_span(tree, statement));
        }
    });
    folds.sort_unstable();
    folds.dedup_by_key(|fold| fold.first);
    folds.truncate(MOST_FOLDS);
    folds
}

/// The fold of a stretch of code. A closing bracket on a line of its own stays.
fn code(file: &File, span: Span) -> Option<Fold> {
    let text = file.of(span);
    if !text.as_bytes().contains(&b'\n') && !text.as_bytes().contains(&b'\r') {
        return None;
    }
    let line = |byte| file.lines().position(&file.text, byte, Encoding::Utf8).line;
    let (first, mut last) = (line(span.start), line(span.end));
    let end = file.lines().line(&file.text, last).unwrap_or_default().trim_start();
    if end.starts_with(['}', ']', ')']) {
        last = last.saturating_sub(1);
    }
    (last > first).then_some(Fold { first, last, kind: Kind::Code })
}

/// Runs of two or more lines that are comments, those of documentation apart from others.
fn comments(file: &File) -> Vec<Fold> {
    let mark = |line: &str| {
        let line = line.trim_start();
        line.starts_with('#').then(|| line.starts_with("##"))
    };
    let mut folds = Vec::new();
    let mut run: Option<(u32, bool)> = None;
    for number in 0..=file.lines().count() {
        let here = file.lines().line(&file.text, number).and_then(mark);
        if let (Some((_, kind)), Some(same)) = (run, here)
            && kind == same
        {
            continue;
        }
        if let Some((first, _)) = run.filter(|(first, _)| first + 1 < number) {
            folds.push(Fold { first, last: number - 1, kind: Kind::Comment });
        }
        run = here.map(|kind| (number, kind));
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::snapshot::View;

    fn folds(text: &str) -> Vec<(u32, u32, Kind)> {
        of(&View::alone(text).file).into_iter().map(|fold| (fold.first, fold.last, fold.kind)).collect()
    }

    #[test]
    fn blocks_lists_and_comments_fold() {
        let text = "# one\n# two\n## doc\n## doc\nzone a.example on p {\n  www A 192.0.2.1,\n    192.0.2.2\n  mail {\n    A 192.0.2.1\n  }\n}\nlet x = [\n  1,\n  2,\n]\n# alone\n";
        assert_eq!(
            folds(text),
            [
                (0, 1, Kind::Comment),
                (2, 3, Kind::Comment),
                (4, 9, Kind::Code),
                (5, 6, Kind::Code),
                (7, 8, Kind::Code),
                (11, 13, Kind::Code)
            ]
        );
        assert_eq!(folds(&text.replace('\n', "\r\n")), folds(text));
    }

    #[test]
    fn what_stands_in_one_line_or_is_cut_off_does_not_fold_badly() {
        assert_eq!(folds("zone a.example on p { www A 192.0.2.1 }\n# a"), []);
        assert_eq!(folds("# a\n# b"), [(0, 1, Kind::Comment)]);
        assert_eq!(folds("zone a.example on p {\n  www A 192.0.2.1\n"), [(0, 2, Kind::Code)]);
    }
}
