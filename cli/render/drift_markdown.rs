//! Drift as Markdown, for an issue or a comment.

use std::fmt::Write as _;

use zonal_runtime::drift::{Disagreement, Drift, Finding, ZoneDrift};
use zonal_runtime::plan::view::relative;

use super::drift::{shown, word};
use super::style::harmless;

/// The drift of every zone.
#[must_use]
pub fn render(drift: &Drift<'_>) -> String {
    let mut text = String::new();
    for zone in &drift.zones {
        text.push_str(&render_zone(zone));
    }
    for disagreement in &drift.disagreements {
        text.push_str(&render_disagreement(disagreement));
    }
    for note in &drift.notes {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "> {}\n", escaped(note));
    }
    if drift.is_none() {
        text.push_str("No drift.\n");
    }
    text
}

fn render_zone(zone: &ZoneDrift<'_>) -> String {
    let heading =
        format!("### {} at {}\n\n", escaped(&zone.zone.undotted().to_string()), escaped(zone.provider));
    match &zone.findings {
        Ok(findings) if findings.is_empty() => String::new(),
        Ok(findings) => {
            let head = "| drift | record set | live | source | written at |\n|---|---|---|---|---|\n";
            let rows = findings.iter().map(|finding| row(zone, finding));
            heading + head + &rows.collect::<String>() + "\n"
        }
        Err(failure) => {
            let help =
                failure.advice().map_or_else(String::new, |help| format!("Help: {}\n\n", escaped(help)));
            heading + &format!("Could not be read: {}\n\n", escaped(&failure.to_string())) + &help
        }
    }
}

fn row(zone: &ZoneDrift<'_>, finding: &Finding<'_>) -> String {
    let set = finding.undo.set();
    let live = finding.undo.before().map_or_else(String::new, |before| code(&shown(&before.set)));
    let source = finding.undo.after().map_or_else(String::new, |after| code(&shown(&after.set)));
    let origins = finding.undo.after().into_iter().flat_map(|after| &after.origins);
    let places: Vec<String> =
        origins.map(|origin| code(&format!("{}:{}", origin.place.path, origin.place.line))).collect();
    format!(
        "| {} | {} | {live} | {source} | {} |\n",
        word(finding.kind),
        code(&format!("{} {}", relative(&set.owner, zone.zone), set.rtype)),
        places.join(", ")
    )
}

fn render_disagreement(disagreement: &Disagreement<'_>) -> String {
    let mut text = format!(
        "{} of {} is not the same everywhere:\n\n",
        code(&format!("{} {}", relative(&disagreement.key.owner, disagreement.zone), disagreement.key.rtype)),
        escaped(&disagreement.zone.undotted().to_string())
    );
    for (provider, set) in &disagreement.answers {
        let answer = set.map_or_else(|| "nothing".to_owned(), |set| code(&shown(set)));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "- {}: {answer}", escaped(provider));
    }
    text + "\n"
}

/// Text in which nothing is Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in harmless(text).chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '@') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.replace('\n', " ")
}

/// Text as it is, in a cell of a table.
fn code(text: &str) -> String {
    let text = harmless(text).replace('\n', " ").replace('|', "\\|");
    // A code span begins and ends with more backticks than stand in it.
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
