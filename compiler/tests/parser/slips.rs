//! Newcomers' slips: one error each, at the right place, with a fix that is right, and no harm to the next line.

use zonal_compiler::diagnostic::{Diagnostic, Fix};
use zonal_compiler::syntax::parser::Parse;

use crate::dump::{body, parsed};

fn only(text: &str) -> Diagnostic {
    let Parse { mut errors, .. } = parsed(text);
    assert_eq!(errors.len(), 1, "{text}\n{errors:#?}");
    errors.remove(0)
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at.span.start));
    let mut fixed = text.to_owned();
    for edit in edits {
        fixed.replace_range(edit.at.span.range(), &edit.replacement);
    }
    fixed
}

/// Checks the one error of a text: its name, the text under it, and what its fix makes of the text. An empty `fixed`
/// stands for no fix.
fn check(text: &str, name: &str, under: &str, fixed: &str) {
    let found = only(text);
    assert_eq!(found.name, name, "{text}\n{found:#?}");
    assert_eq!(found.primary.at.span.of(text), under, "{text}");
    assert!(found.help.is_some(), "{name} says nothing about what to do");
    match found.fixes.first() {
        None => assert_eq!(fixed, "", "no fix for {text}"),
        Some(fix) => {
            let made = apply(text, fix);
            assert_eq!(made, fixed, "{text}");
            let errors = parsed(&made).errors;
            assert!(errors.is_empty(), "the fix is no fix: {made}\n{errors:#?}");
        }
    }
}

/// The same for a line of a zone, with lines around it that must not suffer.
fn in_zone(line: &str, name: &str, under: &str, fixed: &str) {
    let around = |line: &str| {
        format!("zone z on p {{\n  a A 192.0.2.1\n  {line}\n  b A 192.0.2.2\n}}\nlet after = 1\n")
    };
    let fixed = if fixed.is_empty() { String::new() } else { around(fixed) };
    check(&around(line), name, under, &fixed);
    let broken_next = around(line).replace("b A 192.0.2.2", "b A [192.0.2.2");
    assert_eq!(parsed(&broken_next).errors.len(), 2, "the next line's error is lost behind {line}");
}

/// The same for a line of an owner block.
fn in_owner_block(line: &str, name: &str, under: &str, fixed: &str) {
    let around = |line: &str| format!("x {{\n    A 192.0.2.1\n    {line}\n    A 192.0.2.2\n  }}");
    let fixed = if fixed.is_empty() { String::new() } else { around(fixed) };
    in_zone(&around(line), name, under, &fixed);
}

#[test]
fn semicolon_comments() {
    in_zone("c A 192.0.2.3 ; text", "semicolon-comment", ";", "c A 192.0.2.3 # text");
    in_zone("; text", "semicolon-comment", ";", "# text");
    in_zone("c A 192.0.2.3;", "semicolon-comment", ";", "c A 192.0.2.3");
    in_zone("c A 192.0.2.3; text", "semicolon-comment", ";", "c A 192.0.2.3 # text");
    in_zone("c TXT v=DMARC1;p=none", "semicolon-comment", ";", "c TXT v=DMARC1 #p=none");
}

#[test]
fn comments_of_other_languages() {
    in_zone("c A 192.0.2.3 // text", "foreign-comment", "//", "c A 192.0.2.3 # text");
    in_zone("//text \"", "foreign-comment", "//", "#text \"");
    in_zone("/* a\n   * b */", "foreign-comment", "/*", "# a\n# b");
    in_zone("c A 192.0.2.3 /* text { */", "foreign-comment", "/*", "c A 192.0.2.3 # text {");
    in_zone("c A /* text */ 192.0.2.3", "foreign-comment", "/*", "");
}

#[test]
fn touching_comments() {
    in_zone("c A 192.0.2.3#text", "hash-in-word", "#", "c A 192.0.2.3 #text");
}

#[test]
fn classes_and_ttls_of_zone_files() {
    in_zone("c IN A 192.0.2.3", "class-in-record", "IN", "c A 192.0.2.3");
    in_zone("c 300 IN A 192.0.2.3", "class-in-record", "IN", "c A 192.0.2.3 ttl 5m");
    in_zone("c IN 300 A 192.0.2.3 # x", "class-in-record", "IN", "c A 192.0.2.3 ttl 5m # x");
    in_zone("c in a 192.0.2.3", "class-in-record", "in", "c A 192.0.2.3");
    in_zone("IN MX 10 mail", "class-in-record", "IN", "@ MX 10 mail");
    in_zone("c 300 A 192.0.2.3", "ttl-before-type", "300", "c A 192.0.2.3 ttl 5m");
    in_zone("c 90 a 192.0.2.3", "ttl-before-type", "90", "c A 192.0.2.3 ttl 1m30s");
    in_zone("c 30m1h A 192.0.2.3", "ttl-before-type", "30m1h", "c A 192.0.2.3 ttl 1h30m");
    in_zone("c 1h30 A 192.0.2.3", "ttl-before-type", "1h30", "c A 192.0.2.3 ttl 1h30s");
    in_zone("c 1D MX 10 x, 20 y", "ttl-before-type", "1D", "c MX 10 x, 20 y ttl 1d");
    in_zone("@ 3600 IN SOA ns1 host 1 2 3 4 5", "class-in-record", "IN", "@ SOA ns1 host 1 2 3 4 5 ttl 1h");
    in_owner_block("300 A 192.0.2.3", "ttl-before-type", "300", "A 192.0.2.3 ttl 5m");
    in_owner_block("IN A 192.0.2.3", "class-in-record", "IN", "A 192.0.2.3");
}

#[test]
fn ttls_that_are_no_durations_are_not_moved() {
    in_zone("c 4294967295 A 192.0.2.3", "ttl-before-type", "4294967295", "");
    in_zone("c 1hh IN A 192.0.2.3", "class-in-record", "IN", "");
    in_zone("c A 192.0.2.3 TTL 4294967295", "misspelt-ttl", "TTL", "");
    in_zone("$TTL 4294967295", "zone-file-directive", "$TTL", "");
    let help = only("zone z on p {\n  c 4294967295 A 192.0.2.3\n}").help.expect("a help");
    assert!(help.contains("2147483647 seconds"), "{help}");
}

#[test]
fn directives_of_zone_files() {
    in_zone("$TTL 3600", "zone-file-directive", "$TTL", "ttl 1h");
    in_zone("$TTL 30m1h", "zone-file-directive", "$TTL", "ttl 1h30m");
    in_zone("$ORIGIN example.com.", "zone-file-directive", "$ORIGIN", "");
    in_zone("$INCLUDE \"x.db\"", "zone-file-directive", "$INCLUDE", "");
    in_zone("$GENERATE 1-4 a$ A 192.0.2.$", "zone-file-directive", "$GENERATE", "");
    check("$ORIGIN example.com.\nlet x = 1", "zone-file-directive", "$ORIGIN", "");
    let origin = only("$ORIGIN a.");
    assert!(origin.help.is_some_and(|help| help.contains("under")));
}

#[test]
fn keys_of_yaml_and_json() {
    in_zone("c: A 192.0.2.3", "yaml-key", ":", "c A 192.0.2.3");
    in_zone("ttl: 5m", "yaml-key", ":", "ttl 5m");
    in_zone("c:", "yaml-key", ":", "");
    in_zone("type: A", "yaml-key", ":", "");
    in_zone("- name: x", "yaml-key", "-", "");
    in_zone("\"c\": \"192.0.2.3\",", "yaml-key", ":", "");
    check(
        "provider x = zonefile {\n  directory: \"x\"\n}",
        "yaml-key",
        ":",
        "provider x = zonefile {\n  directory \"x\"\n}",
    );
}

#[test]
fn types_in_lower_case() {
    in_zone("c cname x.", "lowercase-type", "cname", "c CNAME x.");
    in_zone("c Aaaa ::1", "lowercase-type", "Aaaa", "c AAAA ::1");
    in_zone("c mx [(10, a)]", "lowercase-type", "mx", "c MX [(10, a)]");
    in_owner_block("a 192.0.2.3", "lowercase-type", "a", "A 192.0.2.3");
}

#[test]
fn signs_of_other_languages() {
    in_zone("c = A 192.0.2.3", "stray-equals", "=", "c A 192.0.2.3");
    in_zone("c := A 192.0.2.3", "stray-equals", ":=", "c A 192.0.2.3");
    in_zone("c = 5", "stray-equals", "=", "let c = 5");
    check("health x = tcp {\n  port = 80\n}", "stray-equals", "=", "health x = tcp {\n  port 80\n}");
    in_zone("A(\"www\", \"192.0.2.3\")", "record-as-call", "A", "www A 192.0.2.3");
    in_zone("TXT(\"www\", \"a b\")", "record-as-call", "TXT", "www TXT \"a b\"");
    in_zone("MX(\"@\", 10, \"mail\")", "record-as-call", "MX", "@ MX 10 mail");
}

#[test]
fn signs_before_values() {
    in_zone("c A = 192.0.2.3", "stray-equals", "=", "c A 192.0.2.3");
    in_zone("c A: 192.0.2.3", "yaml-key", ":", "c A 192.0.2.3");
    in_owner_block("A = 192.0.2.3", "stray-equals", "=", "A 192.0.2.3");
    in_owner_block("A: 192.0.2.3", "yaml-key", ":", "A 192.0.2.3");
    in_zone("let x := 5", "stray-equals", ":=", "let x = 5");
    in_zone("include t(a = 5)", "stray-equals", " =", "include t(a: 5)");
    in_zone("include t(a=\"x\", b)", "stray-equals", "=", "include t(a: \"x\", b)");
}

#[test]
fn operators_of_other_languages() {
    in_zone("if $x = 1 { d A x }", "foreign-operator", "=", "if $x == 1 { d A x }");
    in_zone("if ($x == 1) && $y { d A x }", "foreign-operator", "&&", "if ($x == 1) and $y { d A x }");
    in_zone("if $x || $y { d A x }", "foreign-operator", "||", "if $x or $y { d A x }");
    in_zone("if $x { } elif $y { }", "unknown-statement", "elif", "if $x { } else if $y { }");
}

#[test]
fn declarations_with_dollars() {
    in_zone("let $x = 5", "dollar-in-declaration", "$", "let x = 5");
    in_zone("for $n in 1..2 { d A x }", "dollar-in-declaration", "$", "for n in 1..2 { d A x }");
    check("template t($x: String) { }", "dollar-in-declaration", "$", "template t(x: String) { }");
}

#[test]
fn other_spellings_of_ttl() {
    in_zone("c A 192.0.2.3 TTL 300", "misspelt-ttl", "TTL", "c A 192.0.2.3 ttl 5m");
    in_zone("c A 192.0.2.3 ttl=1h", "misspelt-ttl", "ttl=1h", "c A 192.0.2.3 ttl 1h");
    in_zone("c A 192.0.2.3 ttl:300", "misspelt-ttl", "ttl:300", "c A 192.0.2.3 ttl 5m");
    in_zone("c A 192.0.2.3 ttl=30m1h", "misspelt-ttl", "ttl=30m1h", "c A 192.0.2.3 ttl 1h30m");
    in_zone("c A 192.0.2.3 TTL short", "misspelt-ttl", "TTL", "c A 192.0.2.3 ttl short");
    in_zone("c A 192.0.2.3 TTL", "misspelt-ttl", "TTL", "");
}

#[test]
fn lines_continued_as_in_zone_files() {
    in_zone("@ SOA ns1 host (\n  1 2 3\n  4 5 )", "continued-line", "(", "@ SOA ns1 host 1 2 3 4 5");
    in_zone("c TXT (\"a\"\n  \"b\")", "continued-line", "(", "c TXT \"a\" \"b\"");
    assert!(parsed("zone z on p {\n  c MX (10, a)\n  d A ($x)\n  e A ($x + 1)\n}").errors.is_empty());
}

#[test]
fn braces_that_only_the_indentation_shows() {
    in_zone("under eu\n    d A 192.0.2.4\n    e A 192.0.2.5", "unexpected-token", "", "");
    check("zone z on p\n  a A 192.0.2.1\n  b A 192.0.2.2\n\nlet x = 1", "unexpected-token", "", "");
    check("zone z on p\n  a A 192.0.2.1\n}\nlet x = 1", "unexpected-token", "", "");
    assert_eq!(
        body("under eu\n    d A 192.0.2.4\n  e A 192.0.2.5"),
        "(under eu {\n  (d A 192.0.2.4)\n  (e A 192.0.2.5)})"
    );
}

#[test]
fn texts_of_other_languages() {
    check("resource \"a\" \"b\" {\n  x = 5\n  y = 6\n}\nlet x = 1", "unknown-statement", "resource", "");
    check("import \"x\"\nlet x = 1", "unknown-statement", "import", "");
    check("{ \"zone\": \"x\" }", "unknown-statement", "{", "");
    check("example.com:\nlet x = 1", "yaml-key", ":", "");
    check("provider a { type route53 }", "unexpected-token", "{", "");
    in_zone("record \"www\" { type = \"A\" }", "type-missing", "\"www\"", "");
    in_zone("d { A 192.0.2.1; AAAA ::1 }", "semicolon-comment", ";", "d { A 192.0.2.1\n AAAA ::1 }");
}

#[test]
fn blanks_around_equals() {
    in_zone("let x=5", "missing-blanks", "=", "let x = 5");
    in_zone("let x= $y + 1", "missing-blanks", "=", "let x = $y + 1");
    in_zone("let x =5", "missing-blanks", "=", "let x = 5");
    check("provider a=zonefile {}", "missing-blanks", "=", "provider a = zonefile {}");
    check("template t(a: Int=5) {}", "missing-blanks", "=", "template t(a: Int = 5) {}");
    check("template t(a: String=\"x\") {}", "missing-blanks", "=", "template t(a: String = \"x\") {}");
    assert!(parsed("zone z on p {\n  let TXT v=spf1\n}").errors.is_empty());
}

#[test]
fn quotes() {
    in_zone("c TXT 'a, b } c'", "wrong-quotes", "'a, b } c'", "c TXT \"a, b } c\"");
    in_zone("c TXT 'say \"x\" $5'", "wrong-quotes", "'say \"x\" $5'", "c TXT \"say \\\"x\\\" \\$5\"");
    in_zone("c TXT “a b”", "wrong-quotes", "“a b”", "c TXT \"a b\"");
    in_zone("c TXT 'a", "wrong-quotes", "'a", "");
    in_zone("c TXT \"a b", "unclosed-string", "\"a b", "c TXT \"a b\"");
    in_zone("for n in 1..2 { c TXT \"a b }", "unclosed-string", "\"a b", "for n in 1..2 { c TXT \"a b\" }");
    in_zone("include x(\"a)", "unclosed-string", "\"a", "include x(\"a\")");
}

#[test]
fn variables_in_words() {
    in_zone(
        "c CNAME $sub.example.com.",
        "variable-in-word",
        "$sub.example.com.",
        "c CNAME \"${sub}.example.com.\"",
    );
    in_zone("node-$n A 192.0.2.3", "variable-in-word", "node-$n", "\"node-${n}\" A 192.0.2.3");
    in_zone(
        "c CNAME ${sub}.example.com.",
        "variable-in-word",
        "${sub}.example.com.",
        "c CNAME \"${sub}.example.com.\"",
    );
    in_zone("${sub} A 192.0.2.3", "variable-in-word", "${sub}", "\"${sub}\" A 192.0.2.3");
    in_zone("c CNAME $Sub", "name-case", "$Sub", "c CNAME $sub");
    in_zone("let Big_One = 1", "name-case", "Big_One", "let big-one = 1");
}

#[test]
fn forbidden_characters() {
    in_zone("c\u{a0}A 192.0.2.3", "forbidden-character", "\u{a0}", "c A 192.0.2.3");
    in_zone("c A\u{a0} 192.0.2.3", "forbidden-character", "\u{a0}", "c A  192.0.2.3");
    in_zone("c CNAME a。example。", "forbidden-character", "。", "c CNAME a.example.");
    in_zone("c\u{200b} A 192.0.2.3", "forbidden-character", "\u{200b}", "c A 192.0.2.3");
    in_zone("c CNAME a\u{202e}b.", "forbidden-character", "\u{202e}", "c CNAME ab.");
    in_zone("c\u{c}A 192.0.2.3", "forbidden-character", "\u{c}", "c A 192.0.2.3");
    assert!(parsed("zone z on p {\n  ü TXT \"\u{a0}。\" # \u{200b}\n}").errors.is_empty());
}

#[test]
fn unknown_words() {
    in_zone("c CNMAE x.", "unknown-type", "CNMAE", "c CNAME x.");
    in_zone("c cnmae x.", "unknown-type", "cnmae", "c CNAME x.");
    in_zone("c WKS x.", "unknown-type", "WKS", "");
    in_zone("inclde x()", "unknown-statement", "inclde", "include x()");
    in_zone("undr eu { d A 192.0.2.4 }", "unknown-statement", "undr", "under eu { d A 192.0.2.4 }");
    in_zone("c 192.0.2.3", "type-missing", "192.0.2.3", "c A 192.0.2.3");
    in_zone("c ::1", "type-missing", "::1", "c AAAA ::1");
    in_zone("c hello world", "type-missing", "hello", "");
    in_zone("c", "type-missing", "c", "");
    in_zone("else { d A 192.0.2.4 }", "unknown-statement", "else", "");
    in_owner_block("AAA ::1", "unknown-type", "AAA", "AAAA ::1");
    check(
        "zoen a on p {\n  x A 192.0.2.1\n}",
        "unknown-statement",
        "zoen",
        "zone a on p {\n  x A 192.0.2.1\n}",
    );
}

#[test]
fn owners() {
    in_zone("A 192.0.2.3", "owner-missing", "A", "@ A 192.0.2.3");
    in_zone("MX [(10, a)]", "owner-missing", "MX", "@ MX [(10, a)]");
    in_owner_block("y A 192.0.2.3", "owner-in-block", "y", "A 192.0.2.3");
    in_owner_block("include x()", "not-in-owner-block", "include", "");
    in_owner_block("y { A 192.0.2.3 }", "not-in-owner-block", "y", "");
}

#[test]
fn brackets_and_commas() {
    in_zone("c A 192.0.2.3,", "dangling-comma", ",", "c A 192.0.2.3");
    in_zone("c A [192.0.2.3, 192.0.2.4", "unclosed-bracket", "[", "");
    in_zone("c A [192.0.2.3,", "unclosed-bracket", "[", "");
    in_zone("include x(a", "unclosed-bracket", "(", "");
    in_zone("let x = [a, b", "unclosed-bracket", "[", "");
    in_zone("c A 192.0.2.3]", "unopened-bracket", "]", "c A 192.0.2.3");
    in_zone("if $x { d A [1, 2 }", "unclosed-bracket", "[", "");
    in_owner_block("A 192.0.2.3,", "dangling-comma", ",", "A 192.0.2.3");
    in_owner_block("A [192.0.2.3,", "unclosed-bracket", "[", "");
    check("let x = [a, b\nlet y = 1", "unclosed-bracket", "[", "");
    check("let x = [a, b\nzone z on p { }", "unclosed-bracket", "[", "");
}

#[test]
fn unexpected_tokens() {
    for (line, under, message) in [
        ("c A 1 , , 2", ",", "expected a value, found `,`"),
        ("c A", "", "expected a value, found the end of the line"),
        ("c A [a b]", "b", "expected `)` or `,`, found `b`"),
        ("let x = 1 +", "", "expected a value, found the end of the line"),
        ("let x 5", "5", "expected `=`, found `5`"),
        ("ttl", "", "expected a duration or a class, found the end of the line"),
        ("under {", "{", "expected an owner, found `{`"),
        ("for x y { }", "y", "expected `in`, found `y`"),
        ("on p", "", "expected a statement, `{` or `,`, found the end of the line"),
        ("c { } d", "d", "expected the end of the line, found `d`"),
        ("c A x ttl", "", "expected a duration or a class, found the end of the line"),
        ("ignore x", "", "expected a record type, found the end of the line"),
        ("allow()", "", ""),
    ] {
        let text = format!("zone z on p {{\n  {line}\n{}}}", if line.ends_with('{') { "}\n" } else { "" });
        let errors = parsed(&text).errors;
        if message.is_empty() {
            continue;
        }
        assert_eq!(errors.len(), 1, "{line}: {errors:#?}");
        assert_eq!(errors[0].name, "unexpected-token", "{line}");
        assert_eq!(errors[0].primary.at.span.of(&text), under, "{line}");
        let message = message.replace("`)`", if line.contains('[') { "`]`" } else { "`)`" });
        assert_eq!(errors[0].message, message, "{line}");
        assert!(errors[0].help.is_some(), "{line}");
    }
}

#[test]
fn statements_outside_zones() {
    check("let x = 1\nwww A 192.0.2.1\nb A 192.0.2.2\nlet y = 2", "statement-outside-zone", "www", "");
    check(
        "zone z on p {\n  a A 192.0.2.1\n}\n  b A 192.0.2.2\n}\nlet y = 2",
        "statement-outside-zone",
        "b",
        "",
    );
    check("include x()", "statement-outside-zone", "include", "");
    check("www { A 192.0.2.1 }", "statement-outside-zone", "www", "");
    in_zone("template x() { }", "misplaced-declaration", "template", "");
    in_zone("extend zone y { }", "misplaced-declaration", "extend", "");
}

#[test]
fn zones_and_templates() {
    check("zone x { a A 192.0.2.1 }", "zone-without-providers", "x", "");
    check("extend zone x on p { }", "extend-with-providers", "on p", "extend zone x  { }");
    check("zone x as internal on p { }", "reserved", "as", "");
    check("test \"x\" in z { a A 192.0.2.1 }\nlet x = 1", "reserved", "test", "");
    check("template t { }", "template-without-parentheses", "t", "template t() { }");
    in_zone("include x", "include-without-parentheses", "x", "include x()");
    check("template t(a: [Int, Int]) { }", "list-type", "[Int, Int]", "");
    check("policy P { }", "name-case", "P", "policy p { }");
}

#[test]
fn braces() {
    check(
        "zone z on p\n{\n  a A 192.0.2.1\n}",
        "brace-on-next-line",
        "{",
        "zone z on p {\n  a A 192.0.2.1\n}",
    );
    in_zone("if $x { }\n  else { }", "else-on-next-line", "else", "if $x { } else { }");
    check("let x = 1\n}\nlet y = 2", "unopened-brace", "}", "let x = 1\n\nlet y = 2");
}

#[test]
fn a_missing_brace_is_reported_where_it_opens() {
    for next in [
        "zone y on p { }",
        "template t() { }",
        "provider q = a, b",
        "policy p { }",
        "policy p default { }",
        "extend zone y { }",
        "health h = tcp { }",
    ] {
        let text = format!("zone z on p {{\n  a A 192.0.2.1\n\n{next}\nlet y = 2");
        check(&text, "unclosed-brace", "{", "");
        assert_eq!(only(&text).primary.at.span.start, 12);
        assert_eq!(parsed(&text).file.items.len(), 3, "{next}");
    }
    let at = |text: &str| {
        let found = only(text);
        assert_eq!(found.name, "unclosed-brace", "{text}");
        found.primary.at.span.start as usize
    };
    assert_eq!(at("zone z on p {\n  a A 192.0.2.1\n"), 12);
    let nested = "zone z on p {\n  under a {\n    a A 192.0.2.1\n}\nzone y on p { }";
    assert_eq!(at(nested), nested.find("a {").map_or(0, |at| at + 2));
    let owner = "zone z on p {\n  x {\n    A 192.0.2.1\n  b A 192.0.2.2\n  c A 192.0.2.3\n}\nzone y on p { }";
    assert_eq!(at(owner), owner.find("x {").map_or(0, |at| at + 2));
    let in_on = "zone z on p {\n  x {\n    on q {\n      A 192.0.2.1\n  b A 192.0.2.2\n}\nzone y on p { }";
    only(in_on);
}

#[test]
fn many_lines_many_errors() {
    let text = "zone z on p {\n  a IN A 192.0.2.1\n  b cname x.\n  c A 192.0.2.1 ; x\n  d 192.0.2.1\n  e {\n    f A 192.0.2.1\n    g: A 1\n  }\n}\nzoen y on p { A 192.0.2.3 }\nlet x = = 5\nlet y = 5";
    let names: Vec<_> = parsed(text).errors.iter().map(|found| found.name).collect();
    assert_eq!(
        names,
        [
            "class-in-record",
            "lowercase-type",
            "semicolon-comment",
            "type-missing",
            "owner-in-block",
            "owner-in-block",
            "unknown-statement",
            "owner-missing",
            "unexpected-token",
        ]
    );
}
