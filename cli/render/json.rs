//! Diagnostics for programs: one JSON document, whose form changes only with its `version`.

use serde::Serialize;
use zonal_compiler::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use zonal_compiler::source::{FileSpan, Sources};
use zonal_runtime::error::Failure;
use zonal_runtime::places::Places;

/// The version of the document's form.
const VERSION: u32 = 1;

/// The findings of a run.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    diagnostics: Vec<Finding>,
    failures: Vec<Unread>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    severity: &'static str,
    message: String,
    primary: Labelled,
    labels: Vec<Labelled>,
    notes: Vec<String>,
    help: Option<String>,
    fixes: Vec<Repair>,
}

#[derive(Debug, Serialize)]
struct Labelled {
    #[serde(flatten)]
    at: Range,
    text: String,
}

#[derive(Debug, Serialize)]
struct Range {
    path: String,
    bytes: Bytes,
    start: LineColumn,
    end: LineColumn,
}

#[derive(Debug, Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

#[derive(Debug, Serialize)]
struct LineColumn {
    line: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct Repair {
    title: String,
    applicability: &'static str,
    edits: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
struct Replacement {
    #[serde(flatten)]
    at: Range,
    replacement: String,
}

/// Something that could not be read.
#[derive(Debug, Serialize)]
pub struct Unread {
    path: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    help: Option<String>,
}

#[derive(Debug, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
    zones: usize,
    records: usize,
}

impl Default for Document {
    fn default() -> Self {
        let summary = Summary { errors: 0, warnings: 0, infos: 0, zones: 0, records: 0 };
        Self { version: VERSION, diagnostics: Vec::new(), failures: Vec::new(), summary }
    }
}

impl Document {
    /// Adds findings about a program of so many zones and records.
    pub fn add<'a>(
        &mut self,
        sources: &Sources,
        found: impl IntoIterator<Item = &'a Diagnostic>,
        failures: &[Failure],
        zones: usize,
        records: usize,
    ) {
        let places = Places::new(sources);
        let summary = &mut self.summary;
        summary.errors += failures.len();
        summary.zones += zones;
        summary.records += records;
        for diagnostic in found {
            *match diagnostic.severity {
                Severity::Error => &mut summary.errors,
                Severity::Warning => &mut summary.warnings,
                Severity::Info => &mut summary.infos,
            } += 1;
            self.diagnostics.push(finding(&places, diagnostic));
        }
        self.failures.extend(failures.iter().map(Unread::new));
    }
}

impl Unread {
    /// A failure as JSON has it.
    #[must_use]
    pub fn new(failure: &Failure) -> Self {
        let position = failure.place().and_then(|place| place.line_column);
        Self {
            path: failure.place().map(|place| place.path.display().to_string()),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            message: failure.what().to_owned(),
            help: failure.advice().map(str::to_owned),
        }
    }
}

fn finding(places: &Places<'_>, diagnostic: &Diagnostic) -> Finding {
    let labelled = |label: &zonal_compiler::diagnostic::Label| Labelled {
        at: range(places, label.at),
        text: label.text.clone(),
    };
    Finding {
        name: diagnostic.name,
        severity: diagnostic.severity.as_str(),
        message: diagnostic.message.clone(),
        primary: labelled(&diagnostic.primary),
        labels: diagnostic.labels.iter().map(labelled).collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        fixes: diagnostic.fixes.iter().map(|fix| repair(places, fix)).collect(),
    }
}

fn repair(places: &Places<'_>, fix: &Fix) -> Repair {
    let edits = fix.edits.iter();
    Repair {
        title: fix.title.clone(),
        applicability: match fix.applicability {
            Applicability::Certain => "certain",
            Applicability::Suggested => "suggested",
        },
        edits: edits
            .map(|edit| Replacement { at: range(places, edit.at), replacement: edit.replacement.clone() })
            .collect(),
    }
}

fn range(places: &Places<'_>, at: FileSpan) -> Range {
    let place = places.of(at);
    Range {
        path: place.path.to_string(),
        bytes: Bytes { start: at.span.start, end: at.span.end },
        start: LineColumn { line: place.line, column: place.column },
        end: LineColumn { line: place.end_line, column: place.end_column },
    }
}

/// A document as text, with a newline at its end.
#[must_use]
pub fn text(document: &impl Serialize) -> String {
    // Every document is made of strings, numbers and lists, which JSON can always hold.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}
