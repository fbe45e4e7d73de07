//! The language's contract: its two long examples, and each small claim about what a statement means.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "what is not there fails the test")]

#[path = "../support/program.rs"]
mod program;
#[path = "../support/report.rs"]
mod report;

mod cascades;
mod decisions;
mod examples;
mod expressions;
mod identity;
mod limits;
mod names;
mod places;
mod scope;
mod slips;
mod statements;
mod ttl;
mod values;

use program::{Compiled, files};
use zonal_compiler::diagnostic::Severity;
use zonal_compiler::dns::rdata;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::zone::{RecordSet, Zone};

/// Declared where a program uses them and does not declare them itself.
const PROVIDERS: [(&str, &str); 3] = [
    ("dns", "provider dns = zonefile { directory \"out\" }\n"),
    ("aws", "provider aws = route53 {}\n"),
    ("azure", "provider azure = azure-dns {\n  subscription \"s\"\n  resource-group \"g\"\n}\n"),
];

/// Compiles a program; a line `# file: PATH` begins a further file.
fn compile(text: &str) -> Compiled {
    let mut all = files(text, "# file: ", "main.zonal");
    for (name, declaration) in PROVIDERS {
        let used = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        if used && !text.contains(&format!("provider {name} ")) {
            all.push((name, declaration));
        }
    }
    Compiled::new(all, &Inputs::default(), &Facts::default())
}

/// Compiles statements as the body of the zone example.com at one provider.
fn compile_body(body: &str) -> Compiled {
    compile(&format!("zone example.com on dns {{\n{body}\n}}\n"))
}

/// The record sets of a program's zones for one provider, a line for each record: `OWNER TTL TYPE RDATA`.
fn records(compiled: &Compiled, provider: &str) -> Vec<String> {
    let errors: Vec<_> = compiled
        .compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| report::line(compiled, found))
        .collect();
    assert!(errors.is_empty(), "\n{}", errors.join("\n"));
    compiled.compilation.zones.iter().flat_map(|zone| zone_records(zone, provider)).collect()
}

fn zone_records(zone: &Zone, provider: &str) -> Vec<String> {
    let position = zone.providers.iter().position(|known| known.name == provider);
    let mut lines = Vec::new();
    for (id, set) in zone.sets.iter_ids() {
        if !set.providers.positions().any(|here| Some(here) == position) {
            continue;
        }
        for record in zone.records_of(id) {
            let owner = zone.names.name(set.owner).to_string();
            let value = shown_value(zone, set, zone.rdata(record));
            lines.push(format!("{owner} {} {} {value}", set.ttl, set.rtype));
        }
    }
    lines
}

fn shown_value(zone: &Zone, set: &RecordSet, octets: &[u8]) -> String {
    let mut value = match set.alias {
        Some(alias) => {
            let alias = &zone.aliases[alias];
            let hosted = alias.hosted_zone.iter().map(|id| format!(" zone {id}")).collect::<String>();
            format!("ALIAS {} {}{hosted}", alias.kind.word(), alias.target)
        }
        None => rdata::display(set.rtype, octets).to_string(),
    };
    if let Some(route) = set.route {
        let route = &zone.routes[route];
        value.push_str(&format!(" set {}", route.set));
        for (name, argument) in &route.arguments {
            value.push_str(&format!(" {name} {argument}"));
        }
    }
    value
}

/// The records of a zone body, which must have no errors.
#[track_caller]
fn assert_records(body: &str, expected: &[&str]) {
    assert_eq!(records(&compile_body(body), "dns"), expected, "{body}");
}

/// The errors and warnings of a program: `NAME` and the text that each is about.
fn found(compiled: &Compiled) -> Vec<String> {
    let found = compiled.compilation.diagnostics.iter();
    found.map(|found| format!("{} `{}`", found.name, compiled.sources.text(found.primary.at))).collect()
}

/// What is found in a whole program.
#[track_caller]
fn assert_found(program: &str, expected: &[&str]) {
    let compiled = compile(program);
    assert_eq!(found(&compiled), expected, "{program}\n{}", crate::report::lines(&compiled).join("\n"));
}

/// What is found in a zone body.
#[track_caller]
fn assert_found_in_body(body: &str, expected: &[&str]) {
    assert_found(&format!("zone example.com on dns {{\n{body}\n}}\n"), expected);
}
