//! The grammar and the parser accept the same texts.

#![expect(clippy::expect_used, reason = "a grammar that cannot be read ends the test")]
#![expect(clippy::indexing_slicing, reason = "an index out of bounds ends the test")]
#![expect(clippy::disallowed_methods, reason = "examples and fixtures are files")]

mod grammar;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use grammar::Grammar;
use zonal_compiler::source::Sources;
use zonal_compiler::syntax::parser::pages::PAGES;
use zonal_compiler::syntax::parser::parse;

const GRAMMAR: &str = include_str!("../../../grammar/zonal.ebnf");
const CONTRACT: [&str; 2] =
    [include_str!("../parser/contract/infra.zonal"), include_str!("../parser/contract/example.com.zonal")];

fn by_grammar(grammar: &Grammar, text: &str) -> bool {
    tokens::tokens(grammar, text).is_some_and(|tokens| grammar.accepts("file", &tokens))
}

fn by_parser(text: &str) -> Result<(), String> {
    let file = Sources::new().add("test.zonal", text);
    match parse(file, text).errors.first() {
        None => Ok(()),
        Some(error) => Err(format!("{}: {}", error.name, error.message)),
    }
}

fn agree(grammar: &Grammar, text: &str, what: &str) -> bool {
    let (grammar, parser) = (by_grammar(grammar, text), by_parser(text));
    assert_eq!(grammar, parser.is_ok(), "{what}: the grammar says {grammar}, the parser {parser:?}\n{text}");
    grammar
}

fn in_zone(line: &str) -> String {
    format!("zone z on p {{\n{line}\n}}")
}

#[test]
fn accepted() {
    let grammar = Grammar::read(GRAMMAR);
    for line in include_str!("accepted.txt").split("\n---\n") {
        assert!(agree(&grammar, &in_zone(line), "accepted"), "{line}");
    }
    for text in CONTRACT {
        assert!(agree(&grammar, text, "the contract"));
    }
}

#[test]
fn rejected() {
    let grammar = Grammar::read(GRAMMAR);
    for line in include_str!("rejected.txt").split("\n---\n") {
        assert!(!agree(&grammar, &in_zone(line), "rejected"), "{line}");
    }
}

#[test]
fn the_examples_of_every_page() {
    let grammar = Grammar::read(GRAMMAR);
    let mut seen = 0;
    for (name, page) in PAGES.iter().filter(|(name, _)| *name != "nesting-too-deep") {
        for example in page.split("```zonal\n").skip(1) {
            agree(&grammar, example.split("```").next().unwrap_or_default(), name);
            seen += 1;
        }
    }
    assert_eq!(seen, 2 * (PAGES.len() - 1));
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "zonal") {
            found.push(path);
        }
    }
}

#[test]
fn every_example_and_fixture() {
    let grammar = Grammar::read(GRAMMAR);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["examples", "tests/fixtures", "compiler/tests"] {
        sources(&root.join(folder), &mut found);
    }
    assert!(found.len() >= CONTRACT.len());
    for path in found {
        let text = fs::read_to_string(&path).expect("a source file");
        agree(&grammar, &text, &path.display().to_string());
    }
}

#[test]
fn mutants() {
    let grammar = Grammar::read(GRAMMAR);
    let blocks: Vec<&str> = CONTRACT.iter().flat_map(|text| text.split("\n\n")).collect();
    let lines: Vec<&str> = include_str!("accepted.txt").split("\n---\n").collect();
    let pieces: Vec<&str> = CONTRACT
        .iter()
        .chain(&lines)
        .flat_map(|text| text.split_inclusive(&[' ', '\n', '(', ')', ',']))
        .collect();
    let mut random = Rng::with_seed(0x1234_5678_9abc_def1);
    let mut accepted = 0;
    for round in 0..2_000 {
        let mut text = if round % 2 == 0 {
            in_zone(lines[random.usize(..lines.len())])
        } else {
            blocks[random.usize(..blocks.len())].to_owned()
        };
        for _ in 0..=random.usize(..2) {
            let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = cuts[random.usize(..cuts.len())];
            let piece = pieces[random.usize(..pieces.len())];
            match random.usize(..4) {
                0 => text.insert_str(at, piece),
                1 => drop(text.remove(at)),
                2 => text.insert(
                    at,
                    [' ', '\n', '{', '}', '(', ')', '[', ']', ',', '"', '=', ':'][random.usize(..12)],
                ),
                _ => text.truncate(at),
            }
            if text.is_empty() {
                text.push(' ');
            }
        }
        accepted += usize::from(agree(&grammar, &text, "mutant"));
    }
    assert!((200..1_800).contains(&accepted), "{accepted} accepted: the mutants prove little");
}
