//! Diagnostics for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
use zonal_compiler::diagnostic::{self, Applicability, Diagnostic, Edit, Fix, Severity};
use zonal_compiler::source::{FileSpan, Sources};

use super::count::count;
use super::snippet::Snippets;
use super::style::{Paint, Tone, harmless};

/// The most diagnostics that are shown; a file that is not Zonal at all gives one a line.
const MOST_SHOWN: usize = 500;

/// The diagnostics, one below the other.
#[must_use]
pub fn diagnostics<'a>(
    paint: Paint,
    sources: &Sources,
    found: impl IntoIterator<Item = &'a Diagnostic>,
) -> String {
    let mut snippets = Snippets::new(sources);
    let mut text = String::new();
    let mut found = found.into_iter();
    for diagnostic in found.by_ref().take(MOST_SHOWN) {
        text.push_str(&render(paint, &mut snippets, sources, diagnostic));
        text.push('\n');
    }
    let more = found.count();
    if more > 0 {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "… and {more} more; `--format json` lists them all\n");
    }
    text
}

/// One diagnostic with the source that it is about.
fn render(paint: Paint, snippets: &mut Snippets<'_>, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let kind = format!("{}[{}]", diagnostic.severity.as_str(), diagnostic.name);
    let kind = paint.show(Tone::from(diagnostic.severity), kind);
    let message = paint.show(Tone::Strong, format!(": {}", harmless(&diagnostic.message)));
    let source = source_lines(paint, snippets, diagnostic);
    format!("{kind}{message}\n{source}{}", advice(paint, sources, diagnostic))
}

/// The lines of source that a diagnostic points at, drawn by ariadne.
fn source_lines(paint: Paint, snippets: &mut Snippets<'_>, diagnostic: &Diagnostic) -> String {
    let primary = &diagnostic.primary;
    let spans: Vec<FileSpan> =
        std::iter::once(primary).chain(&diagnostic.labels).map(|label| label.at).collect();
    let excerpt = snippets.around(&spans);
    let color = color_of(diagnostic.severity);
    let drawn = |label: &diagnostic::Label, color: Color| {
        // ariadne underlines only what has something to say.
        let text = if label.text.is_empty() { "here".to_owned() } else { harmless(&label.text) };
        (label.at, Label::new(excerpt.characters(label.at)).with_color(color).with_message(text))
    };
    let mut labels = vec![drawn(primary, color)];
    labels.extend(diagnostic.labels.iter().map(|label| drawn(label, Color::Cyan)));
    labels.sort_by_key(|(at, _)| (at.file != primary.at.file, *at));
    let config = Config::new().with_color(paint.colours()).with_index_type(IndexType::Char);
    let mut report =
        Report::build(ReportKind::Custom("", color), excerpt.characters(primary.at)).with_config(config);
    report.add_labels(labels.into_iter().map(|(_, label)| label));
    let mut bytes = Vec::new();
    // Writing to memory does not fail, so its result says nothing.
    let _ = report.finish().write(&excerpt, &mut bytes);
    let drawing = String::from_utf8_lossy(&bytes);
    // The first line is ariadne's own heading, which colours whether it may or not.
    let lines = drawing.lines().skip(1).map(|line| line.trim_end().to_owned() + "\n");
    let text: String = lines.collect();
    match excerpt.true_column(primary.at) {
        Some((shown, actual)) => text.replacen(&format!(":{shown} "), &format!(":{actual} "), 1),
        None => text,
    }
}

const fn color_of(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Info => Color::Blue,
    }
}

/// The notes, the help and the fixes, a line each.
fn advice(paint: Paint, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().map(|note| ("note", note.clone()));
    let help = diagnostic.help.iter().map(|help| ("help", help.clone()));
    let fixes = diagnostic.fixes.iter().map(|fix| ("fix", describe(sources, fix)));
    let lines = notes.chain(help).chain(fixes);
    lines.fold(String::new(), |mut text, (word, line)| {
        let word = paint.show(Tone::Advice, format!("{word}:"));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {word} {}", harmless(&line).replace('\n', "\n        "));
        text
    })
}

fn describe(sources: &Sources, fix: &Fix) -> String {
    let certainty = match fix.applicability {
        Applicability::Certain => "",
        Applicability::Suggested => " (perhaps)",
    };
    let edits = fix.edits.iter().map(|edit| describe_edit(sources, edit));
    let edits: Vec<String> = edits.flatten().filter(|edit| !fix.title.contains(edit.as_str())).collect();
    match edits.as_slice() {
        [] => format!("{}{certainty}", fix.title),
        edits => format!("{}{certainty}: {}", fix.title, edits.join(", ")),
    }
}

/// What an edit does, as long as it stays on a line.
fn describe_edit(sources: &Sources, edit: &Edit) -> Option<String> {
    const LONGEST: usize = 60;
    let (old, new) = (sources.text(edit.at), edit.replacement.trim_end());
    let is_short = |text: &str| text.len() <= LONGEST && !text.contains('\n');
    (is_short(old) && is_short(new) && !new.is_empty()).then(|| format!("`{new}`"))
}

/// `3 errors and 1 warning in 2 files`; `None` if there is nothing to count.
#[must_use]
pub fn summary<'a>(found: impl IntoIterator<Item = &'a Diagnostic>, failures: usize) -> Option<String> {
    let (mut errors, mut warnings, mut infos) = (failures, 0, 0);
    let mut files = BTreeSet::new();
    for diagnostic in found {
        files.insert(diagnostic.primary.at.file);
        match diagnostic.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
            Severity::Info => infos += 1,
        }
    }
    let counts = [(errors, "error"), (warnings, "warning"), (infos, "remark")];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let place = if files.is_empty() { String::new() } else { format!(" in {}", count(files.len(), "file")) };
    Some(format!("{}{place}", parts.join(", ")))
}
