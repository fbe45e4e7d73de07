//! The forms in which results are given, and where they go.
//!
//! A form is chosen by `--format`, and goes to stdout or, with `--output`, into a file. What is written into a file does
//! not silence stdout: a log shows the text for people beside the document for programs. On GitHub the text for people
//! is followed by annotations, unless another form was asked for.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::render::github;
use crate::render::markdown::SUMMARY_LIMIT;
use crate::render::style::Paint;

/// The form of findings about the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people
    Human,
    /// For people, a line for each finding
    Concise,
    /// For programs; versioned
    Json,
    /// Annotations for a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitLab's code quality report
    Gitlab,
    /// JUnit's XML, for Jenkins and Azure Pipelines
    Junit,
    /// For a comment or a job summary
    Markdown,
}

/// The form of changes to record sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChangesFormat {
    /// For people
    Human,
    /// For programs; versioned
    Json,
    /// For a comment, an issue or a job summary
    Markdown,
    /// Annotations for a GitHub workflow
    Github,
}

/// Where a result goes, and what it is called there.
#[derive(Debug, Args)]
pub struct ReportArgument {
    /// Write the form that --format names to FILE, and the text for people to stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Append a Markdown report to FILE, as for $GITHUB_STEP_SUMMARY
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// What Markdown is marked with, so that a comment is found again
    #[arg(long, value_name = "NAME", default_value = "default", value_parser = name)]
    pub name: String,
    /// The commit that Markdown names; by default the one that is checked out
    #[arg(long, value_name = "COMMIT", env = "ZONAL_COMMIT", value_parser = commit)]
    pub commit: Option<String>,
}

/// A result in every form that it can be given in.
pub trait Forms {
    /// What tells the forms apart.
    type Format: Copy + PartialEq + 'static;

    /// The forms for people.
    const FOR_PEOPLE: &'static [Self::Format];

    /// For people.
    fn human(&self, paint: Paint) -> String;

    /// As annotations for a GitHub workflow.
    fn annotations(&self) -> String;

    /// As Markdown of at most so many bytes.
    fn markdown(&self, limit: usize) -> String;

    /// In the form that was asked for.
    fn form(&self, format: Self::Format, paint: Paint) -> String;

    /// Gives the result in the form that was asked for, wherever it was asked for.
    ///
    /// # Errors
    /// Tells a file that cannot be written, and gives the exit code for it.
    fn deliver(
        &self,
        format: Option<Self::Format>,
        to: &ReportArgument,
        console: &mut Console,
    ) -> Result<(), Exit> {
        let paint = console.result_paint();
        match (format, &to.output) {
            (Some(format), None) if Self::FOR_PEOPLE.contains(&format) => {
                console.result(&self.form(format, paint));
            }
            (Some(format), None) => console.document(&self.form(format, paint)),
            (None, None) | (_, Some(_)) => {
                console.result(&self.human(paint));
                if github::runs_here() {
                    console.document(&self.annotations());
                }
            }
        }
        let plain = Paint::new(false);
        if let Some(file) = &to.output {
            let text = format.map_or_else(|| self.human(plain), |format| self.form(format, plain));
            write(file, &text, console)?;
        }
        if let Some(file) = &to.summary {
            let text = self.markdown(SUMMARY_LIMIT);
            files::append(file, &text).map_err(|failure| crate::commands::fail(console, &failure))?;
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str, console: &mut Console) -> Result<(), Exit> {
    files::replace(file, text).map_err(|failure| crate::commands::fail(console, &failure))
}

/// A name that can stand in a comment of HTML.
fn name(text: &str) -> Result<String, String> {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    let is_plain = !text.is_empty() && text.len() <= 64 && text.chars().all(fits) && !text.contains("--");
    if is_plain {
        return Ok(text.to_owned());
    }
    Err("a name has up to 64 letters, digits, `.`, `_` and single `-`".to_owned())
}

/// As much of a commit as tells it from others.
fn commit(text: &str) -> Result<String, String> {
    let is_hash = (7..=64).contains(&text.len()) && text.chars().all(|digit| digit.is_ascii_hexdigit());
    if is_hash { Ok(text.to_owned()) } else { Err("a commit is 7 to 64 hexadecimal digits".to_owned()) }
}
