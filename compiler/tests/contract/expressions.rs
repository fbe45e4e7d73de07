//! Types, expressions and built-ins.

use crate::program::Compiled;
use crate::{assert_found, assert_found_in_body, assert_records, compile, found, records};
use zonal_compiler::compile;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;

#[test]
fn a_word_without_a_dollar_is_never_a_variable() {
    assert_records(
        "let web = 93.184.215.1\nweb A $web\na CNAME web",
        &["web.example.com. 300 A 93.184.215.1", "a.example.com. 300 CNAME web.example.com."],
    );
}

#[test]
fn a_variable_in_a_word_is_an_error_with_a_fix() {
    let compiled = compile("zone example.com on dns { let sub = \"x\"\n a CNAME $sub.example.net. }");
    assert!(found(&compiled).contains(&"variable-in-word `$sub.example.net.`".to_owned()));
    let slip = compiled.compilation.diagnostics.iter().find(|found| found.name == "variable-in-word");
    assert_eq!(slip.expect("the slip").fixes[0].edits[0].replacement, "\"${sub}.example.net.\"");
}

#[test]
fn operators_work_in_let_if_for_and_brackets() {
    assert_records(
        "let n = 1 + 2 - 1
if $n == 2 and not (3 in [1, 2]) or false { a A 93.184.215.1 }
if $n != 2 { b A 93.184.215.1 } else { c A 93.184.215.1 }
for i in $n..$n + 1 { \"n${i}\" A 93.184.215.1 }",
        &[
            "a.example.com. 300 A 93.184.215.1",
            "c.example.com. 300 A 93.184.215.1",
            "n2.example.com. 300 A 93.184.215.1",
            "n3.example.com. 300 A 93.184.215.1",
        ],
    );
}

#[test]
fn text_becomes_a_name_or_an_address_only_where_one_is_expected() {
    assert_records(
        "a A \"93.184.215.1\"\nb CNAME \"www.example.net.\"",
        &["a.example.com. 300 A 93.184.215.1", "b.example.com. 300 CNAME www.example.net."],
    );
    assert_found_in_body("a A \"93.184.215.x\"", &["bad-address `\"93.184.215.x\"`"]);
}

#[test]
fn elements_of_a_list_are_of_one_type() {
    assert_found_in_body(
        "let l = [1, true]\nfor n in $l { \"n${n}\" A 93.184.215.1 }",
        &["mixed-list `true`"],
    );
}

#[test]
fn parameters_are_annotated_and_checked() {
    let include = |argument: &str| {
        format!(
            "template t(hosts: [(Name, Ipv4)]) {{ for (h, ip) in $hosts {{ $h A $ip }} }}
zone example.com on dns {{ include t({argument}) }}"
        )
    };
    assert_eq!(records(&compile(&include("[(a, 93.184.215.1)]")), "dns").len(), 1);
    assert_found(&include("[(a, b)]"), &["type-mismatch `b`"]);
    assert_found(&include("a"), &["type-mismatch `a`"]);
}

#[test]
fn built_ins() {
    assert_records(
        "let net = 93.184.215.0/30
let two = [93.184.215.1, 93.184.215.2]
a A host($net, 3)
b AAAA host(2606:2800::/64, 1)
c TXT \"x\" \"y\"
let n = len($two)
\"d${n}\" A $two
e A concat($two, [93.184.215.3])
let low = lower(\"ABC\")
$low A 93.184.215.4
let padded = pad(7, 3)
\"n${padded}\" A 93.184.215.5",
        &[
            "a.example.com. 300 A 93.184.215.3",
            "b.example.com. 300 AAAA 2606:2800::1",
            "c.example.com. 300 TXT \"xy\"",
            "d2.example.com. 300 A 93.184.215.1",
            "d2.example.com. 300 A 93.184.215.2",
            "e.example.com. 300 A 93.184.215.1",
            "e.example.com. 300 A 93.184.215.2",
            "e.example.com. 300 A 93.184.215.3",
            "abc.example.com. 300 A 93.184.215.4",
            "n007.example.com. 300 A 93.184.215.5",
        ],
    );
}

#[test]
fn a_file_s_text_reaches_the_compiler_as_input() {
    let mut sources = Sources::new();
    sources.add(
        "main.zonal",
        "provider dns = zonefile { directory \"out\" }
zone example.com on dns { a TXT file(\"keys/a.txt\")\n b TXT file(\"keys/b.txt\") }",
    );
    let parsed = compile::parse(&sources);
    assert_eq!(parsed.input_paths(&sources), ["keys/a.txt", "keys/b.txt"]);
    let mut inputs = Inputs::default();
    inputs.add("keys/a.txt", Ok("hello".to_owned()));
    inputs.add("keys/b.txt", Err("no such file".to_owned()));
    let compilation = parsed.evaluate(&sources, &inputs, &Facts::default());
    let compiled = Compiled { sources, compilation };
    assert_eq!(found(&compiled), ["unreadable-file `\"keys/b.txt\"`"]);
    assert_eq!(
        crate::zone_records(&compiled.compilation.zones[0], "dns"),
        ["a.example.com. 300 TXT \"hello\""]
    );
}

#[test]
fn env_stands_in_provider_blocks_alone() {
    assert_found(
        "provider azure = azure-dns { subscription env(\"S\")\n resource-group env(\"G\") }
zone example.com on azure { a A 93.184.215.1 }",
        &[],
    );
    assert_found_in_body("let x = env(\"S\")\na TXT $x", &["unknown-function `env`"]);
    assert_found_in_body("a TXT env(\"S\")", &["unknown-modifier `env`"]);
}
