//! Text that nobody means: deep, long, broken. None of it may panic, overflow or take long.

use fastrand::Rng;
use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::source::FileSpan;
use zonal_compiler::syntax::parser::Parse;

use crate::dump::{dump, parsed};

fn places(found: &Diagnostic) -> impl Iterator<Item = FileSpan> {
    let labels = found.labels.iter().map(|label| label.at);
    let edits = found.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.at));
    std::iter::once(found.primary.at).chain(labels).chain(edits)
}

/// The names of a text's errors, which is [`checked`].
fn survives(text: &str) -> Vec<&'static str> {
    checked(text).errors.iter().map(|found| found.name).collect()
}

/// Parses a text, and checks what holds for every text.
fn checked(text: &str) -> Parse {
    let parse = parsed(text);
    for found in &parse.errors {
        for at in places(found) {
            let fits = text.get(at.span.range()).is_some();
            assert!(fits, "{} has a bad span {:?} in {text:?}", found.name, at.span);
        }
        assert!(!found.message.is_empty());
        assert!(found.message.len() < 300, "{}: {}", found.name, found.message.len());
    }
    let starts: Vec<u32> = parse.errors.iter().map(|found| found.primary.at.span.start).collect();
    assert!(starts.is_sorted(), "errors out of order in {text:?}");
    if text.len() < 100_000 {
        dump(text, &parse);
    }
    for (_, expr) in parse.file.exprs.iter_ids() {
        assert!(text.get(expr.span.range()).is_some(), "expression {:?} in {text:?}", expr.span);
    }
    parse
}

const DEEP: usize = 100_000;

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("(", ")"), ("f(", ")"), ("f(a: [", "])")] {
        let text = format!("let x = {}{}\nlet y = ]", open.repeat(DEEP), close.repeat(DEEP));
        let names = survives(&text);
        assert_eq!(names, ["nesting-too-deep", "unexpected-token"], "{open}");
    }
    let opened = format!("let x = {}", "[".repeat(DEEP));
    assert_eq!(survives(&opened), ["nesting-too-deep"]);
    for open in ["a { ", "under a { ", "on p { ", "if x { ", "for x in y { ", "if x { } else { "] {
        let text = format!("zone z on p {{\n{}{}}}", open.repeat(DEEP), "}\n".repeat(DEEP));
        let names = survives(&text);
        assert_eq!(names.iter().filter(|name| **name == "nesting-too-deep").count(), 1, "{open}: {names:?}");
    }
}

#[test]
fn chains_without_brackets_are_refused_too() {
    for (link, expected) in [("not ", 1), ("1 + ", 1), ("a == b and ", 1)] {
        let text = format!("let x = {}1", link.repeat(DEEP));
        assert_eq!(survives(&text), vec!["nesting-too-deep"; expected], "{link}");
    }
    let text = format!("zone z on p {{\n{} A 1.2.3.4\n}}", "on q ".repeat(DEEP));
    assert_eq!(survives(&text), ["nesting-too-deep"]);
    let text = format!("zone z on p {{\nif a {{ }} {}\n}}", "else if a { } ".repeat(DEEP));
    assert_eq!(survives(&text), ["nesting-too-deep"]);
    let text = format!("template t(a: {}) {{}}", "[".repeat(DEEP));
    assert_eq!(survives(&text), ["nesting-too-deep"]);
}

#[test]
fn sixty_operators_are_not_too_many() {
    let text = format!("let x = {}1", "1 + ".repeat(60));
    assert_eq!(survives(&text), [""; 0]);
    let text = format!("let x = [{}1]", "1 + 1, ".repeat(1000));
    assert_eq!(survives(&text), [""; 0]);
}

/// What is made of a line does not grow faster than the line.
#[test]
fn long_lines_make_errors_and_expressions_in_proportion() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        "\"",
        "\\",
        "$",
        "${",
        "$x",
        "'",
        "' ",
        "'a' ",
        "a: ",
        "/*",
        "/**/",
        "//",
        ";",
        "#",
        "..",
        "1..2",
        "x { ",
        "x {} ",
        "a A ",
        "[a b] ",
        "ttl ",
        "=",
        "\u{a0}",
        "“",
        "“ ",
        "”",
        "\u{200b}",
        "。",
        "@",
        "a(",
        "a(b: ",
        "{ a { } } ",
        "A 1 ",
        "else ",
        "if ",
        "\u{1f600}",
        "/* ",
        " ",
        "x$ ",
        "x${ ",
    ];
    for piece in pieces {
        for (before, behind) in
            [("", ""), ("zone z on p {\nx A ", "\n}"), ("zone z on p {\n", ""), ("let x = [", "")]
        {
            let line = |count: usize| format!("{before}{}{behind}", piece.repeat(count));
            let made = |parse: &Parse| (parse.errors.len(), parse.file.exprs.len());
            let (errors, exprs) = made(&parsed(&line(5_000)));
            let (more_errors, more_exprs) = made(&checked(&line(10_000)));
            let place = format!("`{piece}` in `{before}`");
            assert!(more_errors <= 2 * errors + 2, "{place}: {errors} errors, then {more_errors}");
            assert!(more_exprs <= 2 * exprs + 2, "{place}: {exprs} expressions, then {more_exprs}");
        }
    }
}

#[test]
fn errors_without_number_are_not_kept() {
    for line in ["a\n", "a;\n", "a A 1 ; x\n", "}\n"] {
        let names = survives(&line.repeat(30_000));
        assert!(names.len() <= 10_001, "{line}: {}", names.len());
    }
    let names = survives(&"; x\n".repeat(30_000));
    assert_eq!(names.len(), 10_001);
    assert_eq!(names.last(), Some(&"too-many-errors"));
    assert_eq!(survives(&"; x\n".repeat(10_000)).last(), Some(&"semicolon-comment"));
}

#[test]
fn mutants_of_the_contract_survive() {
    let contract = concat!(include_str!("contract/infra.zonal"), include_str!("contract/example.com.zonal"));
    let spice = [
        "{", "}", "(", ")", "[", "]", ",", "\"", "\n", "#", ";", "$", "..", ":", "=", "'", "\\", "\u{a0}",
        "。", "IN ", "A ",
    ];
    let mut random = Rng::with_seed(0x9e37_79b9_7f4a_7c15);
    for _ in 0..5_000 {
        let mut bytes = contract.as_bytes().to_vec();
        for _ in 0..=random.usize(..4) {
            let (at, length) = (random.usize(..bytes.len()), 1 + random.usize(..20));
            let end = (at + length).min(bytes.len());
            match random.usize(..5) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
                2 => bytes[at] = random.u8(..),
                3 => drop(bytes.splice(at..end, spice[random.usize(..spice.len())].bytes())),
                _ => bytes.truncate(end),
            }
            if bytes.is_empty() {
                bytes.push(b'{');
            }
        }
        survives(&String::from_utf8_lossy(&bytes));
    }
}
