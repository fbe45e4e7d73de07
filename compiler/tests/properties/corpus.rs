//! The fixtures and examples as programs.

use std::fs;
use std::path::Path;

use crate::program::files;

/// The files of a program, by path and text.
pub type Program = Vec<(String, String)>;

/// Every fixture, without its markers, and every example.
pub fn programs() -> Vec<(String, Program)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut programs = Vec::new();
    for path in sources(&root.join("tests/fixtures")) {
        let text = fs::read_to_string(&path).expect("a fixture is UTF-8");
        let parts = files(&text, "#~ file: ", "main.zonal");
        let parts = parts.into_iter().map(|(path, text)| (path.to_owned(), without_markers(text)));
        programs.push((path, parts.collect()));
    }
    for entry in fs::read_dir(root.join("examples")).expect("the examples") {
        let folder = entry.expect("an entry").path();
        let parts = sources(&folder).into_iter().map(|path| {
            let text = fs::read_to_string(&path).expect("an example is UTF-8");
            (path, text)
        });
        programs.push((folder.display().to_string(), parts.collect()));
    }
    programs.sort();
    assert!(programs.len() > 50, "found {} programs", programs.len());
    programs
}

fn sources(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            paths.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "zonal") {
            paths.push(path.display().to_string());
        }
    }
    paths
}

fn without_markers(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with("#~")).collect()
}
