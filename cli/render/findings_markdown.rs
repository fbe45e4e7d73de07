//! Findings about the source as Markdown.

use zonal_compiler::diagnostic::Severity;
use zonal_compiler::explain;

use super::count::count;
use super::findings::Findings;
use super::markdown::{Page, code, marker, message};
use super::stamp::Stamp;

/// The findings, the worst first, in at most so many bytes.
#[must_use]
pub fn render(findings: &Findings, checked: &str, stamp: &Stamp, limit: usize) -> String {
    let mut page = Page::new(limit, stamp.line());
    let numbers = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")];
    let counted = numbers.iter().map(|(severity, noun)| (findings.count(*severity), noun));
    let told: Vec<String> =
        counted.filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun)).collect();
    let told = if told.is_empty() { "no problems".to_owned() } else { told.join(", ") };
    page.text(&marker("check", &stamp.name));
    page.text(&format!("### Zonal check: {told}\n\n{checked}\n\n"));
    page.begin("| | where | what | rule |\n|---|---|---|---|\n".to_owned());
    for (severity, noun) in numbers {
        for finding in findings.found.iter().filter(|finding| finding.severity == severity) {
            let place = finding
                .spot
                .as_ref()
                .map_or_else(String::new, |spot| code(&format!("{}:{}", spot.path, spot.line)));
            let help =
                finding.help.as_ref().map_or_else(String::new, |help| format!("<br>{}", message(help)));
            let what = message(&finding.message);
            let rule = code(finding.name);
            let rule = explain::page(finding.name)
                .map_or(rule.clone(), |page| format!("[{rule}]({})", page.address()));
            page.row(&format!("| {noun} | {place} | {what}{help} | {rule} |\n"));
        }
    }
    page.finish("finding")
}
