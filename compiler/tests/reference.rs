//! The language reference, `grammar/README.md`: its examples compile with nothing to say, and its tables are those of
//! the compiler.
//!
//! `UPDATE=1 cargo test -p zonal-compiler --test reference` writes the tables anew.

#![expect(clippy::expect_used, reason = "a reference that cannot be read ends the test")]
#![expect(clippy::disallowed_methods, reason = "the reference is a file, read by a test alone")]

#[path = "support/program.rs"]
mod program;
#[path = "support/report.rs"]
mod report;
#[path = "support/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};
use std::{env, fs};

use program::{Compiled, files};
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->\n";

/// The surroundings of an example that is a part of a zone.
const PROVIDER: &str = "provider files = zonefile {\n  directory  \"out\"\n}\n";
const POLICY: &str = "policy reference default {\n  off  address-documentation\n}\n";

#[test]
fn every_example_compiles_with_nothing_to_say() {
    let text = fs::read_to_string(path()).expect("the reference");
    let mut count = 0;
    for (info, example) in examples(&text) {
        let whole = match info.as_str() {
            "zonal" => example,
            "zonal,fragment" => {
                format!("{PROVIDER}{POLICY}zone example.com on files {{\n{example}\n}}\n")
            }
            other => panic!("a block of `{other}`"),
        };
        let files = files(&whole, "# file: ", "example.zonal");
        let compiled = Compiled::new(files, &Inputs::default(), &Facts::default());
        assert_eq!(report::lines(&compiled), Vec::<String>::new(), "{whole}");
        count += 1;
    }
    assert!(count >= 6, "{count} examples");
}

#[test]
fn every_table_is_the_compiler_s() {
    let path = path();
    let text = fs::read_to_string(&path).expect("the reference");
    let current = with_tables(&text);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &current).expect("the reference can be written");
    } else {
        let stale = text.lines().zip(current.lines()).find(|(written, made)| written != made);
        assert!(text == current, "stale (UPDATE=1 writes the tables anew): {stale:?}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let text = fs::read_to_string(path()).expect("the reference");
    let folder = path().parent().map(Path::to_path_buf).unwrap_or_default();
    let headings: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        match target.strip_prefix('#') {
            Some(heading) => assert!(headings.iter().any(|known| known == heading), "#{heading}"),
            None => assert!(folder.join(target).exists(), "{target}"),
        }
    }
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammar/README.md")
}

/// The text with each table made anew.
fn with_tables(text: &str) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after.split_once(" -->\n").expect("the end of a marker");
        let (_, after) = after.split_once(END).expect("the end of a table");
        let table = tables::of(name).unwrap_or_else(|| panic!("no table `{name}`"));
        made.push_str(before);
        made.push_str(&format!("{BEGIN}{name} -->\n{table}{END}"));
        rest = after;
    }
    made.push_str(rest);
    made
}

/// The blocks of code, with what stands behind their fence.
fn examples(text: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => examples.extend(open.take()),
            (Some((_, example)), None) => {
                example.push_str(line);
                example.push('\n');
            }
            (None, None) => {}
        }
    }
    examples
}
