//! Diagnostics as the client shows them.

use tower_lsp::ls_types as lsp;
use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::explain;
use zonal_runtime::error::Failure;

use super::client::Features;
use super::convert;
use crate::session::address;
use crate::session::analysis::Analysis;
use crate::session::snapshot::File;

/// The name under which the client shows who found something.
const SOURCE: &str = "zonal";

/// What is wrong in one file.
#[must_use]
pub fn of_file(analysis: &Analysis, file: &File, features: Features) -> Vec<lsp::Diagnostic> {
    let own = analysis.snapshot.failures.iter().filter_map(|failure| of_failure(failure, &file.uri));
    let found = analysis
        .diagnostics_of(file.id)
        .map(|diagnostic| of_diagnostic(analysis, file, diagnostic, features));
    own.chain(found).collect()
}

/// What could not be read, by address, where it is none of the files that could.
#[must_use]
pub fn of_unread(analysis: &Analysis) -> Vec<(String, lsp::Diagnostic)> {
    let is_file = |uri: &str| analysis.snapshot.files().iter().any(|file| file.uri == uri);
    let place = |failure: &Failure| {
        let uri = failure.place().map(|place| address::of_path(&place.path)).filter(|uri| !uri.is_empty())?;
        if is_file(&uri) { None } else { of_failure(failure, &uri).map(|diagnostic| (uri, diagnostic)) }
    };
    analysis.snapshot.failures.iter().filter_map(place).collect()
}

fn of_failure(failure: &Failure, uri: &str) -> Option<lsp::Diagnostic> {
    let place = failure.place().filter(|place| address::of_path(&place.path) == uri)?;
    let (line, column) = place.line_column.unwrap_or((1, 1));
    let start = lsp::Position { line: line.saturating_sub(1), character: column.saturating_sub(1) };
    let mut message = failure.what().to_owned();
    if let Some(help) = failure.advice() {
        message += &format!("\nhelp: {help}");
    }
    message += "\nthe workspace is not checked as a whole until this is mended";
    Some(lsp::Diagnostic {
        range: lsp::Range { start, end: start },
        severity: Some(lsp::DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message,
        ..lsp::Diagnostic::default()
    })
}

fn of_diagnostic(
    analysis: &Analysis,
    file: &File,
    found: &Diagnostic,
    features: Features,
) -> lsp::Diagnostic {
    let link = explain::page(found.name).and_then(|page| convert::uri(&page.address()));
    lsp::Diagnostic {
        range: convert::range(file, found.primary.at.span, features.encoding),
        severity: Some(match found.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        }),
        code: Some(lsp::NumberOrString::String(found.name.to_owned())),
        code_description: link.filter(|_| features.shows_links).map(|href| lsp::CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: message(analysis, found, features),
        related_information: related(analysis, found, features),
        tags: found.is_about_unused().then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}

/// The message with what belongs to it: a client shows no more of a diagnostic than this.
fn message(analysis: &Analysis, found: &Diagnostic, features: Features) -> String {
    let mut message = found.message.clone();
    if !found.primary.text.is_empty() && !message.contains(&found.primary.text) {
        message += &format!("\n{}", found.primary.text);
    }
    for note in &found.notes {
        message += &format!("\nnote: {note}");
    }
    if let Some(help) = &found.help {
        message += &format!("\nhelp: {help}");
    }
    if !features.shows_related {
        for label in &found.labels {
            let Some(file) = analysis.snapshot.file(label.at.file) else { continue };
            let place = file.lines().position(&file.text, label.at.span.start, features.encoding);
            message += &format!("\n{}:{}: {}", file.path, place.line + 1, label.text);
        }
    }
    message
}

fn related(
    analysis: &Analysis,
    found: &Diagnostic,
    features: Features,
) -> Option<Vec<lsp::DiagnosticRelatedInformation>> {
    let places = found.labels.iter().filter_map(|label| {
        let location = convert::location(&analysis.snapshot, label.at, features.encoding)?;
        Some(lsp::DiagnosticRelatedInformation { location, message: label.text.clone() })
    });
    let places: Vec<_> = places.collect();
    (features.shows_related && !places.is_empty()).then_some(places)
}
