//! Expressions and values.

use crate::dump::{body, tree};

fn value(expression: &str) -> String {
    let dumped = tree(&format!("let x = {expression}"));
    dumped.strip_prefix("(let x ").and_then(|rest| rest.strip_suffix(')')).unwrap_or(&dumped).to_owned()
}

#[test]
fn operators_bind_as_the_language_has_it() {
    assert_eq!(value("1 + 2 - $n"), "((1 + 2) - $n)");
    assert_eq!(value("1 .. $n + 1"), "(1 .. ($n + 1))");
    assert_eq!(value("not $a == b and $c or $d"), "(((not ($a == b)) and $c) or $d)");
    assert_eq!(value("$a in [b, c] and x != y"), "(($a in [b c]) and (x != y))");
    assert_eq!(value("($a or $b) and $c"), "(($a or $b) and $c)");
}

#[test]
fn a_range_needs_no_blanks() {
    for written in ["1..20", "1 .. 20", "1 ..20", "1.. 20"] {
        assert_eq!(value(written), "(1 .. 20)", "{written}");
    }
    assert_eq!(value("$a..$b"), "($a .. $b)");
    assert_eq!(value("len($x)..5"), "((len $x) .. 5)");
    assert_eq!(value("1..len($x)"), "(1 .. (len $x))");
    assert_eq!(value("[1..3, 7]"), "[(1 .. 3) 7]");
}

#[test]
fn dots_elsewhere_are_part_of_a_word() {
    assert_eq!(value("a..b"), "a..b");
    assert_eq!(value("1..2..3"), "1..2..3");
    assert_eq!(body("a A 1..2"), "(a A 1..2)");
    assert_eq!(body("a A $x..$y ttl 5m"), "(a A $x..$y (ttl 5m))");
}

#[test]
fn lists_and_tuples() {
    assert_eq!(value("[a, b, ]"), "[a b]");
    assert_eq!(value("[]"), "[]");
    assert_eq!(value("[\n  a,\n\n  b\n]"), "[a b]");
    assert_eq!(value("[(a, 1), (b, 2)]"), "[<a 1> <b 2>]");
    assert_eq!(value("(a)"), "a");
    assert_eq!(value("(a,)"), "<a>");
}

#[test]
fn operators_are_words_between_values() {
    assert_eq!(body("a TXT - + in not == ="), "(a TXT - + in not == =)");
}

#[test]
fn labels_of_arguments() {
    assert_eq!(
        body("a A b route(set:\"x\", weight:90, health: h)"),
        "(a A b (route set:\"x\" weight:90 health:h))"
    );
    assert_eq!(body("include t(a: 1 + 2, $b, [x:y])"), "(include t a:(1 + 2) $b [x:y])");
    for address in
        ["2001:db8::1", "fe80::", "::1", "dead::beef", "ab:cd::/64", "a:b:c:d:e:f:0:1", "::ffff:192.0.2.1"]
    {
        assert_eq!(value(&format!("f({address}, {address})")), format!("(f {address} {address})"));
    }
}

#[test]
fn strings_with_and_without_escapes() {
    assert_eq!(body(r#"a TXT "x" "y" "\"" "${z}" "$""#), r#"(a TXT "x" "y" ~"\"" ~"${z}" ~"$")"#);
}

#[test]
fn a_list_splices_and_modifiers_stand_among_values() {
    assert_eq!(body("a A $x, 192.0.2.9 ttl $t"), "(a A $x , 192.0.2.9 (ttl $t))");
    assert_eq!(body("a MX [(10, b), (20, c)]"), "(a MX [<10 b> <20 c>])");
    assert_eq!(body("a HTTPS 1 . alpn [h2, h3] ipv4-hint $x"), "(a HTTPS 1 . alpn [h2 h3] ipv4-hint $x)");
    assert_eq!(body("a MX 10 b,\n  20 c"), "(a MX 10 b , 20 c)");
    assert_eq!(body("a TYPE65534 \\# 2 abcd"), "(a TYPE65534 \\# 2 abcd)");
}
