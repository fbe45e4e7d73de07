//! Findings one below the other, as tools beside a terminal want them: without excerpts, with paths from the repository's
//! root.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::source::Sources;
use zonal_runtime::digest::hex;
use zonal_runtime::error::Failure;
use zonal_runtime::places::Places;

use super::github::{Annotation, Spot};

/// The name under which what could not be read is told.
pub const UNREAD: &str = "not-read";

/// Findings in the order in which they are told.
#[derive(Debug, Default)]
pub struct Findings {
    /// The findings.
    pub found: Vec<Finding>,
}

/// One finding.
#[derive(Debug)]
pub struct Finding {
    /// Its stable name.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where, if it is about a place.
    pub spot: Option<Spot>,
    /// Stands for the rule, the file and what is wrong there, and not for the line: it stays when lines are added above.
    pub fingerprint: String,
}

impl Findings {
    /// Adds what was found in a program, whose paths begin with a prefix from the repository's root.
    pub fn add<'a>(
        &mut self,
        prefix: &str,
        sources: &Sources,
        found: impl IntoIterator<Item = &'a Diagnostic>,
    ) {
        let places = Places::new(sources);
        for diagnostic in found {
            let place = places.of(diagnostic.primary.at);
            let spot = Spot {
                path: format!("{prefix}{}", place.path),
                line: place.line,
                column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
            };
            let label = diagnostic.primary.text.as_str();
            let message = match label.is_empty() || diagnostic.message.contains(label) {
                true => diagnostic.message.clone(),
                false => format!("{}: {label}", diagnostic.message),
            };
            self.push(Finding {
                name: diagnostic.name,
                severity: diagnostic.severity,
                message,
                help: diagnostic.help.clone(),
                fingerprint: format!("{}\n{}", diagnostic.message, sources.text(diagnostic.primary.at)),
                spot: Some(spot),
            });
        }
    }

    /// Adds what could not be read.
    pub fn add_unread(&mut self, root: &std::path::Path, prefix: &str, failures: &[Failure]) {
        for failure in failures {
            let spot = failure.place().map(|place| {
                let path = place.path.strip_prefix(root).unwrap_or(&place.path);
                let (line, column) = place.line_column.unwrap_or((1, 1));
                let path = format!("{prefix}{}", path.display());
                Spot { path, line, column, end_line: line, end_column: column }
            });
            self.push(Finding {
                name: UNREAD,
                severity: Severity::Error,
                message: failure.what().to_owned(),
                help: failure.advice().map(str::to_owned),
                fingerprint: failure.what().to_owned(),
                spot,
            });
        }
    }

    /// How many findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings as annotations.
    #[must_use]
    pub fn annotations(&self) -> Vec<Annotation> {
        let annotation = |finding: &Finding| Annotation {
            level: finding.severity,
            title: finding.name.to_owned(),
            message: finding.text(),
            spot: finding.spot.clone(),
        };
        self.found.iter().map(annotation).collect()
    }

    /// A line for each finding, as editors and problem matchers read them.
    #[must_use]
    pub fn concise(&self) -> String {
        let line = |finding: &Finding| {
            let place = finding
                .spot
                .as_ref()
                .map_or_else(String::new, |spot| format!("{}:{}:{}: ", spot.path, spot.line, spot.column));
            let line = format!("{place}{}[{}]: {}", finding.severity.as_str(), finding.name, finding.message);
            super::style::harmless(&line).replace('\n', " ") + "\n"
        };
        self.found.iter().map(line).collect()
    }

    /// Makes a fingerprint of what tells the finding from others; a second one that is alike counts.
    fn push(&mut self, mut finding: Finding) {
        let path = finding.spot.as_ref().map_or("", |spot| spot.path.as_str());
        let identity = [finding.name, path, &finding.fingerprint].join("\n");
        finding.fingerprint = hex(&Sha256::digest(identity.as_bytes()));
        self.found.push(finding);
    }

    /// The fingerprints, each once: what is found twice alike in one file is numbered.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let numbered = |finding| {
            let Finding { fingerprint, .. }: &Finding = finding;
            let before = seen.entry(fingerprint).or_default();
            *before += 1;
            format!("{fingerprint}:{before}")
        };
        self.found.iter().map(numbered).collect()
    }
}

impl Finding {
    /// What is wrong and, on a line of its own, what to do.
    #[must_use]
    pub fn text(&self) -> String {
        let help = self.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
        format!("{}{help}", self.message)
    }
}
