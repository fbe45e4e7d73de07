//! Findings about the source in all their forms.

use zonal_compiler::diagnostic::Diagnostic;
use zonal_runtime::workspace;
use zonal_runtime::workspace::revision::checked_out;

use super::count::count;
use super::findings::Findings;
use super::stamp::Stamp;
use super::style::Paint;
use super::{failure, findings_markdown, github, gitlab, human, json, junit, sarif};
use crate::formats::{FindingsFormat, Forms, ReportArgument};
use crate::program::Program;
use crate::render::markdown::COMMENT_LIMIT;

/// What is wrong with one program or several.
pub struct Checked<'p> {
    /// The programs, each with what was found in it.
    pub programs: Vec<(&'p Program, Vec<&'p Diagnostic>)>,
    closing: fn(&Self, Paint) -> String,
    stamp: Option<Stamp>,
}

impl<'p> Checked<'p> {
    /// Nothing yet; `closing` says for people, after the findings, what they come to.
    #[must_use]
    pub const fn new(closing: fn(&Self, Paint) -> String) -> Self {
        Self { programs: Vec::new(), closing, stamp: None }
    }

    /// Adds what was found in a program; the first one's commit is what a report names, unless the arguments do.
    pub fn add(&mut self, program: &'p Program, found: Vec<&'p Diagnostic>, to: &ReportArgument) {
        let commit = || to.commit.clone().or_else(|| checked_out(&program.root));
        self.stamp.get_or_insert_with(|| Stamp { name: to.name.clone(), commit: commit(), digest: None });
        self.programs.push((program, found));
    }

    /// Everything that was found.
    pub fn found(&self) -> impl Iterator<Item = &'p Diagnostic> {
        self.programs.iter().flat_map(|(_, found)| found.iter().copied())
    }

    /// How much could not be read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.programs.iter().map(|(program, _)| program.failures.len()).sum()
    }

    /// `1 zone, 12 records`
    #[must_use]
    pub fn extent(&self) -> String {
        let zones = self.programs.iter().map(|(program, _)| program.compilation.zones.len()).sum();
        let records = self.programs.iter().map(|(program, _)| program.records()).sum();
        format!("{}, {}", count(zones, "zone"), count(records, "record"))
    }

    fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for (program, found) in &self.programs {
            let prefix = workspace::prefix(&program.root);
            findings.add_unread(&program.root, &prefix, &program.failures);
            findings.add(&prefix, &program.sources, found.iter().copied());
        }
        findings
    }

    fn document(&self) -> json::Document {
        let mut document = json::Document::default();
        for (program, found) in &self.programs {
            let zones = program.compilation.zones.len();
            let found = found.iter().copied();
            document.add(&program.sources, found, &program.failures, zones, program.records());
        }
        document
    }
}

impl Forms for Checked<'_> {
    type Format = FindingsFormat;

    const FOR_PEOPLE: &'static [FindingsFormat] = &[FindingsFormat::Human, FindingsFormat::Concise];

    fn human(&self, paint: Paint) -> String {
        let of_program = |(program, found): &(&Program, Vec<&Diagnostic>)| {
            let failures = program.failures.iter().map(|failed| failure::render(paint, failed));
            let found = human::diagnostics(paint, &program.sources, found.iter().copied());
            failures.collect::<String>() + &found
        };
        self.programs.iter().map(of_program).collect::<String>() + &(self.closing)(self, paint)
    }

    fn annotations(&self) -> String {
        github::render(self.findings().annotations())
    }

    fn markdown(&self, limit: usize) -> String {
        let nothing = Stamp { name: "default".to_owned(), commit: None, digest: None };
        let stamp = self.stamp.as_ref().unwrap_or(&nothing);
        findings_markdown::render(&self.findings(), &format!("Checked {}.", self.extent()), stamp, limit)
    }

    fn form(&self, format: FindingsFormat, paint: Paint) -> String {
        match format {
            FindingsFormat::Human => self.human(paint),
            FindingsFormat::Concise => self.findings().concise(),
            FindingsFormat::Json => json::text(&self.document()),
            FindingsFormat::Github => self.annotations(),
            FindingsFormat::Sarif => sarif::render(&self.findings()),
            FindingsFormat::Gitlab => gitlab::render(&self.findings()),
            FindingsFormat::Junit => junit::render(&self.findings()),
            FindingsFormat::Markdown => self.markdown(COMMENT_LIMIT),
        }
    }
}
