//! Formatting: the compiler's one way to write a file, as small edits.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::format::{self, NotFormattable};

use crate::session::snapshot::File;

/// The edits that format a whole file; none if it is formatted.
///
/// # Errors
/// A file with syntax errors is left as it is.
pub fn whole(file: &File) -> Result<Vec<(Span, String)>, NotFormattable> {
    let formatted = format::format(&file.text)?;
    Ok(line_edits(&file.text, &formatted))
}

/// The lines that differ, as few edits as keep the cursor and the folds of the rest where they are.
fn line_edits(old: &str, new: &str) -> Vec<(Span, String)> {
    let mut edits: Vec<(Span, String)> = Vec::new();
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut start = 0;
    if old_lines.len() == new_lines.len() {
        for (before, after) in old_lines.iter().zip(&new_lines) {
            let end = start + before.len() as u32;
            if before != after {
                edits.push((Span::new(start, end), (*after).to_owned()));
            }
            start = end;
        }
        return edits;
    }
    let same_before = old_lines.iter().zip(&new_lines).take_while(|(a, b)| a == b).count();
    let rest = old_lines.len().min(new_lines.len()) - same_before;
    let same_after =
        old_lines.iter().rev().zip(new_lines.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let len = |lines: &[&str]| lines.iter().map(|line| line.len() as u32).sum::<u32>();
    let (head, tail) = (
        len(old_lines.get(..same_before).unwrap_or_default()),
        len(old_lines.get(old_lines.len() - same_after..).unwrap_or_default()),
    );
    let changed = new_lines.get(same_before..new_lines.len() - same_after).unwrap_or_default();
    edits.push((Span::new(head, old.len() as u32 - tail), changed.concat()));
    edits
}
