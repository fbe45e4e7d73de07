//! Which findings are shown: one for each mistake, in source order.

use super::failure::Tokens;
use super::lexeme::Kind;
use crate::diagnostic::Diagnostic;
use crate::error;

/// How many errors of one file are kept, so that a file of another language costs no more memory than its text.
const MAX_ERRORS: usize = 10_000;

/// Adds a finding, unless there are more than anyone reads.
pub fn keep(found: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    if !is_full(found) {
        found.push(diagnostic);
    }
}

/// Whether there are more findings than are shown.
pub fn is_full(found: &[Diagnostic]) -> bool {
    found.len() > MAX_ERRORS
}

/// Puts findings in order, and drops each follow-up whose statement holds an earlier finding.
pub fn in_order(tokens: Tokens<'_>, found: Vec<Diagnostic>, follow_ups: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.is_empty() && follow_ups.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<(Diagnostic, bool)> = found.into_iter().map(|one| (one, true)).collect();
    all.extend(follow_ups.into_iter().map(|one| (one, false)));
    all.sort_by_key(|(one, certain)| (one.primary.at.span.start, !certain));
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    let starts = pairs.filter(|(before, _)| before.kind == Kind::Newline).map(|(_, first)| first.span.start);
    let mut starts = starts.peekable();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(all.len());
    let mut line_start = 0;
    for (one, certain) in all {
        let at = one.primary.at.span;
        while let Some(start) = starts.next_if(|&start| start <= at.start) {
            line_start = start;
        }
        let last = kept.last().map(|last| (last.name, last.primary.at.span));
        let repeated = last == Some((one.name, at));
        let follows = last.is_some_and(|(_, last)| last.start >= line_start);
        if !repeated && (certain || !follows) {
            kept.push(one);
        }
    }
    if let Some(last) = kept.get(MAX_ERRORS).map(|last| last.primary.at) {
        kept.truncate(MAX_ERRORS);
        kept.push(
            error!("too-many-errors", last, "more than {MAX_ERRORS} errors in this file")
                .here("errors from here on are not shown")
                .help("mend the first errors, or keep files of other formats out of the workspace"),
        );
    }
    kept
}
