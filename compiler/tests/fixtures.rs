//! Every fixture of `tests/fixtures` gets exactly the diagnostics that its markers say.
//!
//! `UPDATE=1 cargo test -p zonal-compiler --test fixtures` writes what the compiler says into the markers; whoever
//! does so reads the difference.

#![expect(clippy::expect_used, reason = "a fixture that cannot be read ends the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "fixtures are files; the compiler itself is handed their texts"
)]

#[path = "support/markers.rs"]
mod markers;
#[path = "support/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::{env, fs};

use markers::Marker;
use program::{Compiled, files};
use zonal_compiler::dns::name::Name;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::{Facts, ZoneFact};

/// Begins a further file of the program.
const FILE: &str = "#~ file: ";
/// States a fact as `zonal.lock` does: `#~ lock: ZONE PROVIDER NAME, NAME`.
const LOCK: &str = "#~ lock: ";

#[test]
fn every_fixture_gets_the_diagnostics_of_its_markers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "no fixtures in {}", root.display());
    let update = env::var_os("UPDATE").is_some();
    let mut failures = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a fixture is UTF-8");
        let fixture = Fixture::read(&text);
        let found = fixture.compile();
        if update {
            fs::write(&path, fixture.with_markers(&found)).expect("a fixture can be written");
        } else if let Some(difference) = difference(&fixture.expected, &found) {
            failures.push(format!("{}\n{difference}", path.strip_prefix(&root).unwrap_or(&path).display()));
        }
    }
    assert!(failures.is_empty(), "\n{}\n(UPDATE=1 rewrites the markers)", failures.join("\n"));
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of fixtures") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "zonal") {
            paths.push(path);
        }
    }
}

/// A program with what is expected of it.
struct Fixture {
    /// Lines that are about the whole program.
    head: String,
    facts: Facts,
    /// Path and text without markers.
    files: Vec<(String, String)>,
    expected: Vec<Marker>,
}

impl Fixture {
    fn read(text: &str) -> Self {
        let head_lines = text.split_inclusive('\n').take_while(|line| line.starts_with(LOCK));
        let head: String = head_lines.collect();
        let facts = Facts { zones: head.lines().map(fact).collect() };
        let mut fixture = Self { facts, files: Vec::new(), expected: Vec::new(), head: head.clone() };
        for (path, text) in files(&text[head.len()..], FILE, "main.zonal") {
            let (code, expected) = markers::split(path, text);
            fixture.files.push((path.to_owned(), code));
            fixture.expected.extend(expected);
        }
        fixture
    }

    fn compile(&self) -> Vec<Marker> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let compiled = Compiled::new(files, &Inputs::default(), &self.facts);
        let diagnostics = &compiled.compilation.diagnostics;
        diagnostics.iter().map(|found| markers::of(&compiled.sources, found)).collect()
    }

    fn with_markers(&self, found: &[Marker]) -> String {
        let mut text = self.head.clone();
        for (path, code) in &self.files {
            if path != "main.zonal" {
                text.push_str(&format!("{FILE}{path}\n"));
            }
            let here: Vec<_> = found.iter().filter(|marker| marker.path == *path).cloned().collect();
            text.push_str(&markers::join(code, &here));
        }
        text
    }
}

fn fact(line: &str) -> ZoneFact {
    let rest = line.strip_prefix(LOCK).expect("a fact").trim();
    let (zone, rest) = rest.split_once(' ').expect("ZONE PROVIDER NAMES");
    let (provider, names) = rest.split_once(' ').expect("PROVIDER NAMES");
    let name = |text: &str| Name::parse(text.trim()).expect("a name");
    ZoneFact {
        zone: name(zone),
        provider: provider.to_owned(),
        nameservers: names.split(',').map(name).collect(),
    }
}

fn difference(expected: &[Marker], found: &[Marker]) -> Option<String> {
    let mut left: Vec<_> = expected.iter().collect();
    let mut lines = Vec::new();
    for marker in found {
        match left.iter().position(|expected| marker.is(expected)) {
            Some(position) => {
                left.remove(position);
            }
            None => {
                lines.push(format!("  not expected  {}:{}\n    {}", marker.path, marker.line, marker.text()))
            }
        }
    }
    lines.extend(left.iter().map(|m| format!("  not found     {}:{}\n    {}", m.path, m.line, m.text())));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
