//! The fixes that diagnostics carry.

use zonal_compiler::diagnostic::{Applicability, Diagnostic, Fix};
use zonal_compiler::source::{FileSpan, Span};

use crate::session::analysis::Analysis;
use crate::session::snapshot::File;

/// What is wrong within a span of a file.
pub fn diagnostics_within<'a>(
    analysis: &'a Analysis,
    file: &File,
    span: Span,
) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
    let touches = move |found: &&Diagnostic| {
        let at = found.primary.at.span;
        at.start <= span.end && span.start <= at.end
    };
    analysis.diagnostics_of(file.id).filter(touches)
}

/// The fixes of what is wrong within a span of a file, and those of what is wrong elsewhere and is mended here, each
/// with what it mends.
pub fn within<'a>(
    analysis: &'a Analysis,
    file: &File,
    span: Span,
) -> impl Iterator<Item = (&'a Diagnostic, &'a Fix)> + use<'a> {
    let here = file.id;
    let touches =
        move |at: FileSpan| at.file == here && at.span.start <= span.end && span.start <= at.span.end;
    let all = analysis.compilation.diagnostics.iter();
    let fixes = all.flat_map(|found| found.fixes.iter().map(move |fix| (found, fix)));
    fixes.filter(move |(found, fix)| {
        touches(found.primary.at) || fix.edits.iter().any(|edit| touches(edit.at))
    })
}

/// The fixes of a file that are certain to be right and do not overlap, by place.
#[must_use]
pub fn certain<'a>(analysis: &'a Analysis, file: &File) -> Vec<&'a Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    let fixes = analysis.diagnostics_of(file.id).filter_map(|found| found.fixes.first());
    for fix in fixes.filter(|fix| fix.applicability == Applicability::Certain) {
        let overlaps = |other: &&Fix| {
            let pairs = fix.edits.iter().flat_map(|a| other.edits.iter().map(move |b| (a.at, b.at)));
            pairs.into_iter().any(|(a, b)| {
                a.file == b.file
                    && a.span.start < b.span.end.max(b.span.start + 1)
                    && b.span.start < a.span.end.max(a.span.start + 1)
            })
        };
        if !chosen.iter().any(overlaps) {
            chosen.push(fix);
        }
    }
    chosen
}
