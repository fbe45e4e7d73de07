//! The house rules that no compiler checks: every module says what it is, no file outgrows its idea, links lead
//! somewhere, and nothing unfinished or private is left lying about.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a Rust file may have. Most have under 300; whoever meets this has two ideas in one file.
const LINE_LIMIT: usize = 600;

fn files(extension: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir()
                && name != "target"
                && name != "node_modules"
                && (!name.starts_with('.') || name == ".ci")
            {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(&path).expect("a file of the repository is text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "there are files that end with .{extension}");
    found
}

#[test]
fn every_rust_file_says_what_it_is() {
    for (path, text) in files("rs") {
        assert!(text.starts_with("//! "), "{}: begins without a `//!` line", path.display());
    }
}

#[test]
fn no_rust_file_outgrows_its_idea() {
    for (path, text) in files("rs") {
        let lines = text.lines().count();
        assert!(lines <= LINE_LIMIT, "{}: {lines} lines, over {LINE_LIMIT}", path.display());
    }
}

#[test]
fn nothing_unfinished_is_left() {
    // Put together here, so that this file does not find itself.
    let marks = ["todo!(", "unimplemented!(", "dbg!(", "FIX", "XX"];
    let marks = [
        marks[0].to_owned(),
        marks[1].to_owned(),
        marks[2].to_owned(),
        marks[3].to_owned() + "ME",
        marks[4].to_owned() + "X:",
    ];
    for (path, text) in files("rs") {
        if path.ends_with("tests/tidy.rs") {
            continue;
        }
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{}: holds `{mark}`", path.display());
        }
    }
}

#[test]
fn relative_links_of_the_documentation_lead_somewhere() {
    for (path, text) in files("md") {
        let folder = path.parent().expect("a file has a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            assert!(folder.join(target).exists(), "{}: the link to `{link}` leads nowhere", path.display());
        }
    }
}
