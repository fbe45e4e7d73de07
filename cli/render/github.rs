//! Annotations of a GitHub workflow: lines that the runner takes out of a log and shows beside the source.
//!
//! It shows ten of each level for a step, so the worst come first and the rest is counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::env;

use zonal_compiler::diagnostic::Severity;

use super::count::count;
use super::style::harmless;

/// How many annotations of a level the runner shows for one step.
const MOST: usize = 10;

/// One annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// How bad it is.
    pub level: Severity,
    /// What it is about, in a few words.
    pub title: String,
    /// What it says; lines stay lines.
    pub message: String,
    /// Where it is shown, if it is about a place.
    pub spot: Option<Spot>,
}

/// A place in a file of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The path from the repository's root, with `/` between its parts.
    pub path: String,
    /// The first line, from 1.
    pub line: u32,
    /// The first column in characters, from 1.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the last.
    pub end_column: u32,
}

/// Whether this process runs in a GitHub workflow.
#[must_use]
pub fn runs_here() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Text in which the runner finds no command, whoever wrote it: it obeys lines that begin with `::`, and `##[…]`
/// anywhere.
#[must_use]
pub fn inert(text: &str) -> String {
    let line = |line: &str| {
        let line = line.replace("##[", "## [");
        match line.trim_start().strip_prefix("::") {
            Some(rest) => format!(": :{rest}"),
            None => line,
        }
    };
    text.split_inclusive(['\n', '\r']).map(line).collect()
}

/// The annotations as the runner reads them, the worst first, and how many more there are.
#[must_use]
pub fn render(mut annotations: Vec<Annotation>) -> String {
    annotations.sort_by_key(|annotation| Reverse(annotation.level));
    let mut shown: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut more: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut text = String::new();
    for annotation in &annotations {
        let most = if annotation.level == Severity::Info { MOST - 1 } else { MOST };
        let so_far = shown.entry(annotation.level).or_default();
        if *so_far < most {
            *so_far += 1;
            text.push_str(&line(annotation));
        } else {
            *more.entry(annotation.level).or_default() += 1;
        }
    }
    if !more.is_empty() {
        let words = more.iter().rev().map(|(level, number)| count(*number, noun(*level)));
        let message = format!("and {} more, in the log", words.collect::<Vec<_>>().join(", "));
        text.push_str(&line(&Annotation {
            level: Severity::Info,
            title: "zonal".to_owned(),
            message,
            spot: None,
        }));
    }
    text
}

const fn noun(level: Severity) -> &'static str {
    match level {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "remark",
    }
}

fn line(annotation: &Annotation) -> String {
    let command = match annotation.level {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = annotation.spot.as_ref().map_or_else(String::new, |spot| {
        let Spot { path, line, column, end_line, end_column } = spot;
        // The runner drops the columns of what spans lines, and its last column is within.
        let last = if line == end_line { end_column.saturating_sub(1).max(*column) } else { *end_column };
        format!("file={},line={line},endLine={end_line},col={column},endColumn={last},", property(path))
    });
    let title = property(&annotation.title);
    format!("::{command} {place}title={title}::{}\n", data(&annotation.message))
}

fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotation(level: Severity, message: &str) -> Annotation {
        Annotation { level, title: "a:b,c".to_owned(), message: message.to_owned(), spot: None }
    }

    #[test]
    fn what_ends_a_command_is_escaped() {
        let text = render(vec![annotation(Severity::Error, "100%0A::warning::x\nsecond")]);
        assert_eq!(text, "::error title=a%3Ab%2Cc::100%250A::warning::x%0Asecond\n");
    }

    #[test]
    fn the_worst_ten_come_first_and_the_rest_is_counted() {
        let mut all = vec![annotation(Severity::Warning, "w")];
        all.extend((0..12).map(|_| annotation(Severity::Error, "e")));
        let text = render(all);
        assert_eq!(text.matches("::error ").count(), 10);
        assert!(text.find("::error ").unwrap() < text.find("::warning ").unwrap());
        assert!(text.ends_with("::notice title=zonal::and 2 errors more, in the log\n"), "{text}");
    }

    #[test]
    fn nothing_that_people_read_is_a_command() {
        assert_eq!(inert("a ::b\n  ::error::x\n##[error]y\n"), "a ::b\n: :error::x\n## [error]y\n");
    }
}
