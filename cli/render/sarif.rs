//! Findings as SARIF 2.1.0 (OASIS), as far as code scanning reads it.

use std::collections::BTreeMap;

use serde::Serialize;
use zonal_compiler::diagnostic::Severity;
use zonal_compiler::explain;

use super::findings::{Finding, Findings, UNREAD};
use super::json;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Entry>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    help: Help,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    /// The one that GitHub's code scanning reads.
    primary_location_line_hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// The log of one run.
#[must_use]
pub fn render(findings: &Findings) -> String {
    let mut positions: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut rules = Vec::new();
    let mut results = Vec::new();
    for (finding, fingerprint) in findings.found.iter().zip(findings.fingerprints()) {
        let position = *positions.entry(finding.name).or_insert_with(|| {
            rules.push(rule(finding.name));
            rules.len() - 1
        });
        results.push(entry(finding, position, fingerprint));
    }
    let driver = Driver { name: "zonal", version: env!("CARGO_PKG_VERSION"), information_uri: HOME, rules };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    json::text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn rule(name: &'static str) -> Rule {
    let page = explain::page(name);
    let (summary, text) = match &page {
        Some(page) => (page.summary, page.text),
        None if name == UNREAD => ("a part of the workspace could not be read", "The message says why."),
        None => (name, name),
    };
    Rule {
        id: name,
        short_description: Text { text: summary.to_owned() },
        help_uri: page.map(|page| page.address()),
        help: Help { text, markdown: text },
    }
}

fn entry(finding: &Finding, rule_index: usize, fingerprint: String) -> Entry {
    let location = finding.spot.as_ref().map(|spot| Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(&spot.path), uri_base_id: "%SRCROOT%" },
            region: Region {
                start_line: spot.line,
                start_column: spot.column,
                end_line: spot.end_line,
                end_column: spot.end_column,
            },
        },
    });
    Entry {
        rule_id: finding.name,
        rule_index,
        level: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        },
        message: Text { text: finding.text() },
        locations: location.into_iter().collect(),
        partial_fingerprints: Fingerprints { primary_location_line_hash: fingerprint },
    }
}

/// A path as a relative reference (RFC 3986 section 4.2): what a URI has no room for is written in percent.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match plain(byte) {
            true => text.push(char::from(byte)),
            false => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
