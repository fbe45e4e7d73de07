//! The house rules that no compiler checks: every module says what it is, no file outgrows its idea, links lead
//! somewhere, and nothing unfinished or private is left lying about.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a Rust file may have. Most have under 300; whoever meets this has two ideas in one file.
const LINE_LIMIT: usize = 600;

/// Where the work of people lies on their own machines, which is nobody else's business.
const HOMES: [&str; 3] = ["/home/", "/root/", "/Users/"];

/// Marks of what is to be done later.
const UNFINISHED: [&str; 5] = ["todo!(", "unimplemented!(", "dbg!(", "FIXME", "XXX:"];

/// This file, which has to name what the others may not hold.
const HERE: &str = "tests/tidy.rs";

/// Folders that are made, not written.
const MADE: [&str; 4] = ["target", "node_modules", "dist", "out"];

/// Every file of the repository that is text.
fn texts() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !MADE.contains(&name.as_str()) && (!name.starts_with('.') || name == ".ci") {
                    folders.push(path);
                }
            } else if let Ok(text) =
                String::from_utf8(fs::read(&path).expect("a file of the repository can be read"))
            {
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn files(extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = texts();
    found.retain(|(path, _)| path.extension().is_some_and(|found| found == extension));
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
    for (path, text) in files("rs") {
        for mark in UNFINISHED {
            assert!(path.ends_with(HERE) || !text.contains(mark), "{}: holds `{mark}`", path.display());
        }
    }
}

#[test]
fn nothing_private_is_left() {
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            let found = path_of_a_home(line);
            assert!(
                path.ends_with(HERE) || found.is_none(),
                "{}:{}: holds a path below `{}`",
                path.display(),
                number + 1,
                found.unwrap_or_default()
            );
        }
    }
}

#[test]
fn a_path_of_a_home_is_told_from_other_paths() {
    for (line, found) in [
        ("open(\"/home/ada/zones\")", Some("/home/")),
        ("file:///Users/ada/zones", Some("/Users/")),
        ("cd /root/zones", Some("/root/")),
        ("/home/<name>/zones, /home/$USER/zones", None),
        ("https://example.com/home/news", None),
        ("tests/root/zone", None),
    ] {
        assert_eq!(path_of_a_home(line), found, "{line}");
    }
}

/// The first of [`HOMES`] that begins an absolute path with somebody's name or folder in it.
fn path_of_a_home(line: &str) -> Option<&'static str> {
    HOMES.into_iter().find(|home| {
        line.match_indices(home).any(|(at, _)| {
            let (before, from) = line.split_at(at);
            let after = from[home.len()..].chars().next();
            !before.ends_with(|one: char| one.is_alphanumeric())
                && after.is_some_and(|one| one.is_alphanumeric() || one == '.' || one == '_')
        })
    })
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
