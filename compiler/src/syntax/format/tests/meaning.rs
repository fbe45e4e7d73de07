//! The parser sees the same tree before and after.

use super::super::format;
use super::contract::{INFRASTRUCTURE, ZONES};
use super::property::{Random, mutated, zone};
use crate::source::Sources;
use crate::syntax::parser::parse;
use crate::syntax::token::{TokenKind, lex};

/// The tree of a text, its places counted in bytes of code, without blanks and comments; nothing if it has errors.
fn tree(text: &str) -> Option<String> {
    let parsed = parse(Sources::new().add("a.zonal", ""), text);
    parsed.errors.is_empty().then(|| with_places_in_code(&format!("{:?}", parsed.file), text))
}

fn with_places_in_code(dump: &str, text: &str) -> String {
    let mut code_before = vec![0_u32];
    let mut code = 0;
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for token in lex(text) {
        let counts = !token.kind.is_trivia() && token.kind != TokenKind::Newline;
        for byte in token.span.range() {
            code += u32::from(counts && byte >= mark);
            code_before.push(code);
        }
    }
    let mut pieces = dump.split("Span { start: ");
    let mut result = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (span, rest) = piece.split_once(" }").unwrap();
        let (start, end) = span.split_once(", end: ").unwrap();
        let place = |byte: &str| code_before[byte.parse::<usize>().unwrap()];
        result += &format!("<{}..{}>{rest}", place(start), place(end));
    }
    result
}

/// Whether the text has a tree, which then must survive.
fn check(text: &str) -> bool {
    let Some(before) = tree(text) else { return false };
    let formatted = format(text).unwrap_or_else(|error| panic!("{error}, yet it parses\n{text}"));
    let after = tree(&formatted).unwrap_or_else(|| panic!("{text}\nno longer parses as\n{formatted}"));
    assert!(before == after, "{text}\n{before}\nmeans something else as\n{formatted}\n{after}");
    true
}

#[test]
fn of_a_word_that_only_looks_like_an_arguments_name() {
    assert!(check("zone a on b {\n  a A b label:(\"x\", weight:90)\n}\n"));
    assert!(check("zone a on b {\n  a A b route(set:# c\n \"x\")\n}\n"));
}

#[test]
fn of_the_examples() {
    assert!(check(INFRASTRUCTURE));
    assert!(check(ZONES));
}

#[test]
fn of_generated_zones() {
    let mut random = Random::new(0x5eed);
    let valid = (0..1_000).filter(|_| check(&zone(&mut random))).count();
    assert!(valid > 200, "{valid}");
}

#[test]
fn of_mutated_examples() {
    let mut random = Random::new(0xca11);
    let valid = (0..4_000).filter(|_| check(&mutated(&mut random, ZONES).replace('\r', "\n"))).count();
    assert!(valid > 200, "{valid}");
}
