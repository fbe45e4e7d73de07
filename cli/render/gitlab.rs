//! Findings as GitLab's code quality report, which is a subset of Code Climate's.

use serde::Serialize;
use zonal_compiler::diagnostic::Severity;

use super::findings::Findings;
use super::json;

#[derive(Serialize)]
struct Issue<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'f>,
}

#[derive(Serialize)]
struct Location<'f> {
    path: &'f str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The report. GitLab shows equal fingerprints once, and follows one from commit to commit.
#[must_use]
pub fn render(findings: &Findings) -> String {
    let issues = findings.found.iter().zip(findings.fingerprints()).map(|(finding, fingerprint)| Issue {
        description: finding.text(),
        check_name: finding.name,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location {
            path: finding.spot.as_ref().map_or("", |spot| spot.path.as_str()),
            lines: Lines { begin: finding.spot.as_ref().map_or(1, |spot| spot.line) },
        },
    });
    json::text(&issues.collect::<Vec<_>>())
}
