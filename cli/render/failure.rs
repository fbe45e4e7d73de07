//! Failures outside the source: a file, a folder, a provider.

use std::fmt::Write as _;

use zonal_compiler::diagnostic::Severity;
use zonal_runtime::error::Failure;

use super::github::Annotation;
use super::style::{Paint, Tone, harmless};

/// A failure with its place and what to do about it.
#[must_use]
pub fn render(paint: Paint, failure: &Failure) -> String {
    message(paint, &failure.to_string(), failure.advice())
}

/// A failure as an annotation.
#[must_use]
pub fn annotation(failure: &Failure) -> Annotation {
    let help = failure.advice().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let message = format!("{failure}{help}");
    Annotation { level: Severity::Error, title: "zonal".to_owned(), message, spot: None }
}

/// An error that is not about the source.
#[must_use]
pub fn message(paint: Paint, what: &str, help: Option<&str>) -> String {
    let mut text = format!(
        "{}{}\n",
        paint.show(Tone::Bad, "error"),
        paint.show(Tone::Strong, format!(": {}", harmless(what)))
    );
    if let Some(help) = help {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "help:"), harmless(help));
    }
    text
}

/// A failure that stops nothing.
#[must_use]
pub fn warning(paint: Paint, failure: &Failure) -> String {
    format!(
        "{}{}\n",
        paint.show(Tone::Doubtful, "warning"),
        paint.show(Tone::Strong, format!(": {}", harmless(&failure.to_string())))
    )
}
