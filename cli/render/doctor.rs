//! What `zonal doctor` found, for people and for programs.

use serde::Serialize;
use zonal_runtime::doctor::{Finding, Verdict};

use super::count::count;
use super::style::{Paint, Tone, harmless};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// A line for each finding, with what mends it, and what they come to.
#[must_use]
pub fn human(paint: Paint, findings: &[Finding]) -> String {
    let mut text: String = findings.iter().map(|finding| line(paint, finding)).collect();
    let of = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let (bad, doubtful) = (of(Verdict::Bad), of(Verdict::Doubtful));
    let summary = match (bad, doubtful) {
        (0, 0) => paint.show(Tone::Good, "nothing is missing".to_owned()).to_string(),
        (0, _) => paint.show(Tone::Doubtful, count(doubtful, "warning")).to_string(),
        (_, 0) => paint.show(Tone::Bad, count(bad, "problem")).to_string(),
        _ => paint
            .show(Tone::Bad, format!("{}, {}", count(bad, "problem"), count(doubtful, "warning")))
            .to_string(),
    };
    text.push_str(&format!("{summary}\n"));
    text
}

fn line(paint: Paint, finding: &Finding) -> String {
    let tone = match finding.verdict {
        Verdict::Fine => Tone::Good,
        Verdict::Doubtful => Tone::Doubtful,
        Verdict::Bad => Tone::Bad,
    };
    let word = finding.verdict.word();
    let subject = match (&finding.zone, &finding.provider) {
        (Some(zone), Some(provider)) => format!("{} at {provider}: ", zone.undotted()),
        (Some(zone), None) => format!("{}: ", zone.undotted()),
        (None, Some(provider)) => format!("{provider}: "),
        (None, None) => String::new(),
    };
    let help = finding
        .help
        .as_ref()
        .map(|help| format!("; {} {}", paint.show(Tone::Advice, "help:"), one_line(help)));
    let verdict = paint.show(tone, format!("{word:7}"));
    format!("{verdict} {subject}{}{}\n", one_line(&finding.what), help.unwrap_or_default())
}

fn one_line(text: &str) -> String {
    harmless(text).replace(['\n', '\t'], " ")
}

/// The JSON form.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    findings: Vec<JsonFinding>,
}

#[derive(Debug, Serialize)]
struct JsonFinding {
    topic: &'static str,
    provider: Option<String>,
    zone: Option<String>,
    verdict: &'static str,
    message: String,
    help: Option<String>,
}

impl Document {
    /// The findings as a document.
    #[must_use]
    pub fn new(findings: &[Finding]) -> Self {
        let finding = |finding: &Finding| JsonFinding {
            topic: finding.topic.word(),
            provider: finding.provider.clone(),
            zone: finding.zone.as_ref().map(|zone| zone.undotted().to_string()),
            verdict: finding.verdict.word(),
            message: finding.what.clone(),
            help: finding.help.clone(),
        };
        Self { version: VERSION, findings: findings.iter().map(finding).collect() }
    }
}
