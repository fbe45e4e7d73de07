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

/// The names of what is found in a program whose top level has a line for each number.
fn names_found(count: usize, line: impl Fn(usize) -> String, zone: &str) -> Vec<&'static str> {
    let mut program: String = (0..count).map(|number| line(number) + "\n").collect();
    program.push_str(&format!("zone example.com on dns {{\n{zone}\n}}\n"));
    let mut names: Vec<_> =
        compile(&program).compilation.diagnostics.iter().map(|found| found.name).collect();
    names.retain(|name| !name.starts_with("unused-"));
    names
}

#[test]
fn a_long_chain_of_variables_is_refused_once() {
    let chain =
        |n: usize| if n == 20_000 { format!("let v{n} = 1") } else { format!("let v{n} = $v{}", n + 1) };
    assert_eq!(names_found(20_001, chain, "x TXT \"${v0}\""), ["nesting-too-deep"]);
    let nested = |n: usize| match n {
        64 => "let v64 = [\"a\"]".to_owned(),
        _ => format!("let v{n} = {}$v{}{}", "[".repeat(60), n + 1, "]".repeat(60)),
    };
    let found = names_found(65, nested, "if len($v0) == 1 { x A 93.184.215.1 }");
    assert_eq!(found, ["nesting-too-deep"]);
}

#[test]
fn lists_that_grow_deeper_line_by_line_are_refused_once() {
    let deeper = |n: usize| match n {
        0 => "let v0 = [\"a\"]".to_owned(),
        _ => format!("let v{n} = {}$v{}{}", "[".repeat(60), n - 1, "]".repeat(60)),
    };
    assert_eq!(names_found(200, deeper, "for x in $v199 { y TXT \"a\" }"), ["nesting-too-deep"]);
}

#[test]
fn values_that_double_without_being_copied_end_at_the_budget() {
    for (open, close) in ["()", "[]"].map(|pair| pair.split_at(1)) {
        let double = |n: usize| match n {
            0 => "let v0 = \"a\"".to_owned(),
            _ => format!("let v{n} = {open}$v{0}, $v{0}{close}", n - 1),
        };
        assert_eq!(names_found(61, double, "if $v60 == $v59 { x TXT \"a\" }"), ["evaluation-limit"]);
    }
}

#[test]
fn very_many_variables_of_one_block_end_at_the_budget() {
    let lines: String = (0..100_000).map(|n| format!("let v{n} = {n}\n")).collect();
    assert_eq!(names_found(0, |_| String::new(), &lines), ["evaluation-limit"]);
}

#[test]
fn blocks_in_templates_in_blocks_are_refused_once() {
    let template = |n: usize| {
        let (open, close) = ("if true { ".repeat(20), " }".repeat(20));
        format!("template t{n}() {{ {open}include t{}(){close} }}", n + 1)
    };
    let program: String = (0..60).map(|n| template(n) + "\n").collect();
    let last = program + "template t60() { x A 93.184.215.1 }";
    assert_eq!(names_found(1, |_| last.clone(), "include t0()"), ["nesting-too-deep"]);
}
