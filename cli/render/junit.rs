//! Findings as JUnit's XML: a suite for each file, a case for each finding. Only errors fail.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zonal_compiler::diagnostic::Severity;

use super::findings::{Finding, Findings};

/// The report.
#[must_use]
pub fn render(findings: &Findings) -> String {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &findings.found {
        let path = finding.spot.as_ref().map_or("workspace", |spot| spot.path.as_str());
        files.entry(path).or_default().push(finding);
    }
    let failed = findings.count(Severity::Error);
    let cases = findings.found.len().max(1);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail, so its result says nothing.
    let _ =
        writeln!(text, "<testsuites name=\"zonal\" tests=\"{cases}\" failures=\"{failed}\" errors=\"0\">");
    if files.is_empty() {
        text.push_str("  <testsuite name=\"workspace\" tests=\"1\" failures=\"0\" errors=\"0\">\n");
        text.push_str("    <testcase name=\"no problems\" classname=\"workspace\"/>\n  </testsuite>\n");
    }
    for (path, found) in files {
        let failed = found.iter().filter(|finding| finding.severity == Severity::Error).count();
        let (path, tests) = (escaped(path), found.len());
        let _ = writeln!(
            text,
            "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">"
        );
        text.extend(found.into_iter().map(|finding| case(&path, finding)));
        text.push_str("  </testsuite>\n");
    }
    text + "</testsuites>\n"
}

fn case(path: &str, finding: &Finding) -> String {
    let line = finding.spot.as_ref().map_or(1, |spot| spot.line);
    let (message, body) = (escaped(&finding.message), escaped(&finding.text()));
    let inner = match finding.severity {
        Severity::Error => format!("<failure message=\"{message}\" type=\"error\">{body}</failure>"),
        Severity::Warning | Severity::Info => {
            format!("<system-out>{}: {body}</system-out>", finding.severity.as_str())
        }
    };
    format!(
        "    <testcase name=\"{}:{line}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">{inner}</testcase>\n",
        finding.name
    )
}

/// Text that can stand in an attribute. XML 1.0 has no way to say most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if super::style::acts_on_a_terminal(character) => {
                escaped.extend(character.escape_default());
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
