//! Names: origins, wildcards, targets, Unicode, patterns.

use crate::{assert_found, assert_found_in_body, assert_records, compile, found, records};

#[test]
fn the_origin_of_relative_names_and_of_the_at_sign_is_the_innermost_under() {
    assert_records(
        "@ A 93.184.215.1
under eu {
  @ A 93.184.215.2
  web CNAME @
  under de { www CNAME web.@ 
    web A 93.184.215.3 }
  z CNAME $zone
}",
        &[
            "example.com. 300 A 93.184.215.1",
            "eu.example.com. 300 A 93.184.215.2",
            "web.eu.example.com. 300 CNAME eu.example.com.",
            "www.de.eu.example.com. 300 CNAME web.de.eu.example.com.",
            "web.de.eu.example.com. 300 A 93.184.215.3",
            "z.eu.example.com. 300 CNAME example.com.",
        ],
    );
}

#[test]
fn the_zone_s_name_as_text_has_no_final_dot() {
    assert_records("a TXT \"of ${zone}\"", &["a.example.com. 300 TXT \"of example.com\""]);
}

#[test]
fn names_are_relative_absolute_explicitly_relative_and_wild() {
    assert_records(
        "mail.eu A 93.184.215.1
host.example.com. A 93.184.215.2
*.dev A 93.184.215.3
a MX 10 mail.eu.@
b CNAME host
c CNAME host.example.com.",
        &[
            "mail.eu.example.com. 300 A 93.184.215.1",
            "host.example.com. 300 A 93.184.215.2",
            "*.dev.example.com. 300 A 93.184.215.3",
            "a.example.com. 300 MX 10 mail.eu.example.com.",
            "b.example.com. 300 CNAME host.example.com.",
            "c.example.com. 300 CNAME host.example.com.",
        ],
    );
}

#[test]
fn a_dotted_target_without_a_final_dot_is_an_error_with_both_spellings() {
    for target in ["CNAME", "MX 10", "NS", "DNAME", "SRV 1 1 1", "PTR"] {
        let owner = if target.starts_with("SRV") { "_a._tcp" } else { "a" };
        let compiled = compile(&format!("zone example.com on dns {{ {owner} {target} mail.example.net }}"));
        assert_eq!(found(&compiled), ["trailing-dot-target `mail.example.net`"], "{target}");
        let fixes: Vec<_> = compiled.compilation.diagnostics[0].fixes.iter().collect();
        let written: Vec<_> = fixes.iter().map(|fix| fix.edits[0].replacement.as_str()).collect();
        assert_eq!(written, ["mail.example.net.", "mail.example.net.@"], "{target}");
    }
}

#[test]
fn an_owner_that_repeats_the_zone_s_name_is_an_error_with_a_fix() {
    let compiled = compile("zone example.com on dns { www.example.com A 93.184.215.14 }");
    assert_eq!(found(&compiled), ["trailing-dot-owner `www.example.com`"]);
    assert_eq!(compiled.compilation.diagnostics[0].fixes[0].edits[0].replacement, "www");
}

#[test]
fn a_field_that_is_absolute_by_definition_asks_for_no_dot() {
    assert_records(
        "a SPF include _spf.example.net, fail",
        &["a.example.com. 300 TXT \"v=spf1 include:_spf.example.net -all\""],
    );
}

#[test]
fn an_absolute_owner_outside_the_zone_is_an_error() {
    assert_found_in_body("www.example.net. A 93.184.215.14", &["out-of-zone `www.example.net.`"]);
}

#[test]
fn a_number_is_no_owner() {
    assert_found_in_body("for n in 1..2 { $n A 93.184.215.14 }", &["type-mismatch `$n`"]);
    assert_records("for n in 7..7 { \"${n}\" A 93.184.215.14 }", &["7.example.com. 300 A 93.184.215.14"]);
}

#[test]
fn owners_are_words_strings_variables_and_calls() {
    let program = "let hosts = [(\"www\", 192.0.0.9), (\"mail\", 192.0.0.10)]
zone 0.0.192.in-addr.arpa on dns {
  for (h, ip) in $hosts { reverse($ip) PTR \"${h}.example.com.\" }
}";
    assert_eq!(
        records(&compile(program), "dns"),
        [
            "9.0.0.192.in-addr.arpa. 300 PTR www.example.com.",
            "10.0.0.192.in-addr.arpa. 300 PTR mail.example.com.",
        ]
    );
}

#[test]
fn a_top_level_let_holds_absolute_names_alone() {
    assert_found(
        "let target = www\nzone example.com on dns { a CNAME $target }",
        &["relative-name-at-top-level `www`"],
    );
}

#[test]
fn a_name_is_bound_where_it_is_written_and_in_a_template_at_the_include() {
    let program = "template t(target: Name) {
  a CNAME $target
  b CNAME here
}
zone example.com on dns {
  let outer = there
  there A 93.184.215.14
  under eu {
    here A 93.184.215.14
    there A 93.184.215.14
    include t($outer)
    c CNAME $outer
  }
}";
    let lines = records(&compile(program), "dns");
    assert!(lines.contains(&"a.eu.example.com. 300 CNAME there.example.com.".to_owned()), "{lines:?}");
    assert!(lines.contains(&"b.eu.example.com. 300 CNAME here.eu.example.com.".to_owned()), "{lines:?}");
    assert!(lines.contains(&"c.eu.example.com. 300 CNAME there.example.com.".to_owned()), "{lines:?}");
}

#[test]
fn a_label_is_the_same_in_unicode_and_in_its_xn_form() {
    assert_records(
        "bücher A 93.184.215.1\nxn--bcher-kva A 93.184.215.2\nBÜCHER AAAA 2606:2800::1\na CNAME bücher",
        &[
            "xn--bcher-kva.example.com. 300 A 93.184.215.1",
            "xn--bcher-kva.example.com. 300 A 93.184.215.2",
            "xn--bcher-kva.example.com. 300 AAAA 2606:2800::1",
            "a.example.com. 300 CNAME xn--bcher-kva.example.com.",
        ],
    );
    let extended = "zone münchen.example on dns { a A 93.184.215.14 }
extend zone xn--mnchen-3ya.example { b A 93.184.215.14 }";
    assert_eq!(records(&compile(extended), "dns").len(), 2);
}

#[test]
fn composed_and_decomposed_letters_are_one() {
    assert_found_in_body(
        "b\u{fc}cher A 93.184.215.1\nbu\u{308}cher A 93.184.215.1",
        &["duplicate-record `93.184.215.1`"],
    );
}

#[test]
fn characters_that_deceive_are_errors_outside_strings() {
    for deceiver in ["\u{202e}", "\u{3002}", "\u{200b}"] {
        let compiled = compile(&format!("zone example.com on dns {{ a{deceiver}b A 93.184.215.14 }}"));
        assert!(
            found(&compiled).iter().all(|found| found.starts_with("forbidden-character")),
            "{deceiver:?}"
        );
        assert_eq!(found(&compiled).len(), 1, "{deceiver:?} {:?}", found(&compiled));
        let quoted = compile(&format!("zone example.com on dns {{ a TXT \"x{deceiver}y\" }}"));
        assert_eq!(records(&quoted, "dns").len(), 1, "{deceiver:?}");
    }
}

#[test]
fn a_pattern_is_relative_and_its_stars_cover_one_label_or_any_number() {
    let ignored = |pattern: &str, owner: &str| {
        let program = format!(
            "zone example.com on dns {{ under eu {{ ignore \"{pattern}\" TXT \"x\"\n {owner} TXT \"y\" }} }}"
        );
        match found(&compile(&program)).as_slice() {
            [] => false,
            [one] if one.starts_with("ignored-record") => true,
            other => panic!("{pattern} {owner}: {other:?}"),
        }
    };
    assert!(ignored("*.svc", "a.svc"));
    assert!(!ignored("*.svc", "a.b.svc"));
    assert!(!ignored("*.svc", "svc"));
    assert!(ignored("**.svc", "a.b.svc"));
    assert!(ignored("**.svc", "svc"));
    assert!(ignored("node-*", "node-7"));
    assert!(!ignored("node-*", "host-7"));
    assert!(ignored("@", "@"));
    assert!(ignored(r"\\*.svc", "*.svc"));
    assert!(!ignored(r"\\*.svc", "a.svc"));
    assert!(ignored("a.eu.example.com.", "a"));
    assert!(!ignored("a", "a.example.com."));
}
