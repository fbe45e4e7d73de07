//! Every error has a page, and every page tells the truth.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use zonal_compiler::syntax::parser::pages::PAGES;

use crate::dump::parsed;

/// The names in `error!("name", …)` of the sources below a folder.
fn raised(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            raised(&path, names);
        } else {
            let source = fs::read_to_string(&path).expect("a source file");
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
    let (_, rest) = page.split_once(&format!("{kind}:\n```zonal\n")).expect("an example");
    rest.split_once("\n```\n").expect("the example's end").0
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
