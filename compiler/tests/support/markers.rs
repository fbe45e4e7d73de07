//! Markers: what a fixture expects, written under the line that it is about.
//!
//! ```text
//! @  CNAME  x.example.net.
//! #~ ^^^^^ error[cname-at-apex]: the apex of example.com cannot have a CNAME
//! #~ help: write the addresses as A and AAAA, …
//! ```
//!
//! The carets stand under the columns of the span (of its first line). Where `#~` itself stands in the way, the
//! columns are numbers: `#~ 1-4 error[…]: …`. A blank message matches any, and `help` need not be given.

use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::source::{LineIndex, Sources};

/// How every marker begins.
pub const START: &str = "#~";

/// A diagnostic as a marker gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// The file.
    pub path: String,
    /// The line of code, from 1, markers not counted.
    pub line: u32,
    /// The first column, from 1.
    pub start: u32,
    /// The last column.
    pub end: u32,
    /// `error[name]`.
    pub kind: String,
    /// The message.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A text without its markers, and the markers.
pub fn split(path: &str, text: &str) -> (String, Vec<Marker>) {
    let (mut code, mut markers, mut line) = (String::new(), Vec::<Marker>::new(), 0);
    for text in text.split_inclusive('\n') {
        match text.trim_start().strip_prefix(START) {
            Some(rest) => match rest.trim().strip_prefix("help: ") {
                Some(help) => markers.last_mut().expect("a help belongs to a marker").help = help.to_owned(),
                None => markers.push(parse(path, line, text)),
            },
            None => {
                line += 1;
                code.push_str(text);
            }
        }
    }
    (code, markers)
}

fn parse(path: &str, line: u32, text: &str) -> Marker {
    let text = text.trim_end();
    let after = text.find(START).expect("the text is a marker") + START.len();
    let kind_at = text.find(|c: char| c.is_ascii_lowercase()).unwrap_or(text.len());
    let (place, said) = text.split_at(kind_at);
    let (start, end) = match place.find('^') {
        Some(first) => {
            let carets = place.matches('^').count();
            let first = place[..first].chars().count();
            (first + 1, first + carets)
        }
        None => {
            let (start, end) = place[after..].trim().split_once('-').expect("columns as START-END");
            (start.parse().expect("a number"), end.parse().expect("a number"))
        }
    };
    let (kind, message) = said.split_once(": ").unwrap_or((said, ""));
    Marker {
        path: path.to_owned(),
        line,
        start: start as u32,
        end: end as u32,
        kind: kind.trim_end_matches(':').to_owned(),
        message: message.to_owned(),
        help: String::new(),
    }
}

/// The marker that a diagnostic is.
pub fn of(sources: &Sources, found: &Diagnostic) -> Marker {
    let file = sources.file(found.primary.at.file);
    let index = LineIndex::new(&file.text);
    let place = index.line_column(&file.text, found.primary.at.span.start);
    let text = found.primary.at.span.of(&file.text);
    let width = text.lines().next().unwrap_or_default().chars().count() as u32;
    Marker {
        path: file.path.clone(),
        line: place.line,
        start: place.column,
        end: (place.column + width).saturating_sub(1).max(place.column),
        kind: format!("{}[{}]", found.severity.as_str(), found.name),
        message: found.message.clone(),
        help: found.help.clone().unwrap_or_default(),
    }
}

impl Marker {
    /// Whether this is what was expected.
    pub fn is(&self, expected: &Self) -> bool {
        let place = |marker: &Self| (marker.path.clone(), marker.line, marker.start, marker.end);
        place(self) == place(expected)
            && self.kind == expected.kind
            && (expected.message.is_empty() || self.message == expected.message)
            && (expected.help.is_empty() || self.help == expected.help)
    }

    /// The marker's lines.
    pub fn text(&self) -> String {
        let place = match self.start {
            ..=2 => format!("{START} {}-{}", self.start, self.end),
            start => {
                let carets = "^".repeat((self.end + 1 - start) as usize);
                format!("{START}{}{carets}", " ".repeat(start as usize - 3))
            }
        };
        let help =
            if self.help.is_empty() { String::new() } else { format!("{START} help: {}\n", self.help) };
        format!("{place} {}: {}\n{help}", self.kind, self.message)
    }
}

/// A text with these markers under their lines.
pub fn join(code: &str, markers: &[Marker]) -> String {
    let mut text = String::new();
    for (line, code) in (1..).zip(code.split_inclusive('\n')) {
        text.push_str(code);
        for marker in markers.iter().filter(|marker| marker.line == line) {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&marker.text());
        }
    }
    text
}
