//! Every error has a page, and every page tells the truth.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use zonal_compiler::syntax::parser::pages::PAGES;

use crate::dump::parsed;

/// The names in `error!("name", …)` of the sources below a folder.
#[expect(clippy::disallowed_methods, reason = "the test reads the compiler's own sources")]
fn raised(folder: &Path, names: &mut BTreeSet<String>) {
    let Ok(entries) = fs::read_dir(folder) else { panic!("no folder {}", folder.display()) };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            raised(&path, names);
        } else if let Ok(source) = fs::read_to_string(&path) {
            let calls = source.split("error!(").skip(1);
            let name = |call: &str| call.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned);
            names.extend(calls.filter_map(name));
        }
    }
}

#[test]
fn every_error_has_a_page() {
    let mut names = BTreeSet::new();
    raised(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/syntax"), &mut names);
    assert!(names.len() > 30, "found only {names:?}");
    let pages: BTreeSet<String> = PAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, pages);
    assert!(PAGES.is_sorted_by_key(|(name, _)| *name));
}

fn example<'a>(page: &'a str, kind: &str) -> &'a str {
    let behind = page.split_once(&format!("{kind}:\n```zonal\n")).map(|(_, behind)| behind);
    let Some((example, _)) = behind.and_then(|behind| behind.split_once("\n```\n")) else {
        panic!("no {kind} example in {page}")
    };
    example
}

#[test]
fn the_examples_are_bad_and_good() {
    for (name, page) in PAGES {
        let bad: Vec<_> = parsed(example(page, "Bad")).errors.iter().map(|found| found.name).collect();
        if *name == "too-many-errors" {
            assert!(!bad.is_empty(), "{page}");
        } else {
            assert_eq!(bad, [*name], "{page}");
        }
        let good = parsed(example(page, "Good")).errors;
        assert!(good.is_empty(), "{page}\n{good:#?}");
    }
}
