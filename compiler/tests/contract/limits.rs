//! Pure, total, bounded: cycles and limits.

use crate::{assert_found, assert_found_in_body, compile, found};
use zonal_compiler::compile::FILE_LIMIT;

#[test]
fn let_and_include_cycles_are_errors_told_once() {
    assert_found("let a = $b\nlet b = $a\nzone example.com on dns { x A $a }", &["let-cycle `a`"]);
    assert_found("let a = [$a]\nzone example.com on dns { x A $a }", &["let-cycle `a`"]);
    assert_found(
        "template a() { include b() }\ntemplate b() { include a() }
zone example.com on dns { include a() }",
        &["include-cycle `include a()`"],
    );
    assert_found(
        "template a() { include a() }\nzone example.com on dns { include a() }",
        &["include-cycle `include a()`"],
    );
}

#[test]
fn a_group_of_providers_that_holds_itself_is_an_error() {
    assert_found(
        "provider a = b\nprovider b = a\nzone example.com on a { x A 93.184.215.1 }",
        &["provider-cycle `a`"],
    );
}

#[test]
fn an_evaluation_budget_ends_a_hostile_program() {
    assert_found_in_body(
        "for n in 1..1000000000 { \"x${n}\" A 93.184.215.1 }",
        &["evaluation-limit `for n in 1..1000000000`"],
    );
    assert_found_in_body(
        "for a in 1..6000000 {\n  for b in 1..6000000 { \"x${a}-${b}\" A 93.184.215.1 }\n}",
        &["evaluation-limit `for b in 1..6000000`"],
    );
}

#[test]
fn text_that_doubles_ends_at_the_budget() {
    let mut program = "let a0 = \"0123456789abcdef\"\n".to_owned();
    for n in 1..40 {
        let before = n - 1;
        program.push_str(&format!("let a{n} = \"${{a{before}}}${{a{before}}}\"\n"));
    }
    program.push_str("zone example.com on dns { x TXT $a39 }");
    let found = found(&compile(&program));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("evaluation-limit"), "{found:?}");
}

#[test]
fn templates_that_include_each_other_very_deeply_are_refused() {
    let mut program = "zone example.com on dns { include t0() }\n".to_owned();
    for n in 0..100 {
        let next = n + 1;
        program.push_str(&format!("template t{n}() {{ include t{next}() }}\n"));
    }
    program.push_str("template t100() { a A 93.184.215.1 }");
    let found = found(&compile(&program));
    assert!(
        !found.is_empty() && found.iter().all(|found| found.starts_with("include-too-deep")),
        "{found:?}"
    );
}

#[test]
fn a_file_over_the_limit_is_refused_by_name() {
    let text = format!("#{}", "x".repeat(FILE_LIMIT));
    let compiled = compile(&text);
    let names: Vec<_> = compiled.compilation.diagnostics.iter().map(|found| found.name).collect();
    assert_eq!(names, ["file-too-large"]);
}
