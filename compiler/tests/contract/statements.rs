//! Which statement is it? Position decides.

use crate::{assert_found, assert_found_in_body, assert_records, compile, found};

#[test]
fn a_known_type_as_second_word_makes_a_record_whatever_the_first_word() {
    for keyword in [
        "policy",
        "on",
        "under",
        "include",
        "for",
        "if",
        "let",
        "ttl",
        "allow",
        "nameservers",
        "ignore",
        "zone",
    ] {
        assert_records(
            &format!("{keyword} A 93.184.215.14"),
            &[&format!("{keyword}.example.com. 300 A 93.184.215.14")],
        );
    }
}

#[test]
fn a_keyword_as_the_owner_of_a_block_is_quoted() {
    assert_records(
        "\"on\" { A 93.184.215.1\n TXT \"x\" }\nplain { A 93.184.215.2 }",
        &[
            "on.example.com. 300 A 93.184.215.1",
            "on.example.com. 300 TXT \"x\"",
            "plain.example.com. 300 A 93.184.215.2",
        ],
    );
}

#[test]
fn an_apex_ns_statement_is_an_error_and_nameservers_are_a_line_of_the_zone() {
    assert_found_in_body("@ NS ns1.example.net.", &["apex-ns `NS`"]);
    let compiled = compile(
        "zone example.com on dns { nameservers ns1.example.net., ns2.example.net.\n a A 93.184.215.1 }",
    );
    let nameservers = compiled.compilation.zones[0].nameservers.as_ref().expect("name servers");
    let names: Vec<_> = nameservers.names.iter().map(|(name, _)| name.to_string()).collect();
    assert_eq!(names, ["ns1.example.net.", "ns2.example.net."]);
}

#[test]
fn without_a_line_the_name_servers_are_the_union_of_all_providers() {
    let compiled = compile(
        "provider one = zonefile { directory \"a\"\n nameservers ns1.example.net. }
provider two = zonefile { directory \"b\"\n nameservers ns2.example.net., ns1.example.net. }
zone example.com on one, two { a A 93.184.215.1 }",
    );
    let names: Vec<String> = compiled.compilation.zones[0]
        .providers
        .iter()
        .flat_map(|provider| provider.nameservers.iter().map(ToString::to_string))
        .collect();
    assert_eq!(names, ["ns1.example.net.", "ns2.example.net.", "ns1.example.net."]);
    assert!(compiled.compilation.zones[0].nameservers.is_none());
}

#[test]
fn policy_and_nameservers_stand_once_in_a_zone() {
    assert_found(
        "policy p {}\npolicy q {}\nzone example.com on dns { policy p\n policy q\n a A 93.184.215.1 }",
        &["duplicate-setting `policy q`"],
    );
    assert_found_in_body(
        "nameservers ns1.example.net.\nnameservers ns2.example.net.",
        &["duplicate-setting `nameservers ns2.example.net.`"],
    );
}

#[test]
fn declaring_an_ignored_record_is_an_error() {
    assert_found_in_body(
        "ignore \"_acme-challenge.**\" TXT \"cert-manager\"\n_acme-challenge.www TXT \"x\"\n_acme-challenge CNAME x.example.net.",
        &["ignored-record `TXT`"],
    );
}

#[test]
fn a_name_defined_twice_is_an_error_at_both_places_across_files() {
    for declaration in [
        "provider x = route53 {}",
        "policy x {}",
        "let x = 1",
        "template x() { a A 93.184.215.1 }",
        "health x = https { host \"a.example\" }",
    ] {
        let compiled = compile(&format!("{declaration}\n# file: other.zonal\n{declaration}"));
        let twice: Vec<_> =
            found(&compiled).into_iter().filter(|found| !found.starts_with("unused-")).collect();
        assert_eq!(twice, ["duplicate-declaration `x`"], "{declaration}");
        let found =
            compiled.compilation.diagnostics.iter().find(|found| found.name == "duplicate-declaration");
        assert_eq!(found.expect("the error").labels.len(), 1, "{declaration}");
    }
    assert_found(
        "zone example.com on dns { a A 93.184.215.1 }\nzone EXAMPLE.com. on dns { b A 93.184.215.1 }",
        &["duplicate-zone `EXAMPLE.com.`"],
    );
}

#[test]
fn one_name_may_be_of_several_kinds() {
    assert_found(
        "policy mail default {}
let mail = 93.184.215.1
template mail() { mail A $mail }
zone example.com on dns { include mail() }",
        &[],
    );
}

#[test]
fn a_newline_ends_a_statement_but_in_brackets_and_after_a_comma() {
    assert_records(
        "a A 93.184.215.1,
  93.184.215.2
b MX [
  (10, mx1.example.net.),
  (20, mx2.example.net.),
]",
        &[
            "a.example.com. 300 A 93.184.215.1",
            "a.example.com. 300 A 93.184.215.2",
            "b.example.com. 300 MX 10 mx1.example.net.",
            "b.example.com. 300 MX 20 mx2.example.net.",
        ],
    );
}

#[test]
fn a_broken_line_hides_no_other_line() {
    assert_found_in_body(
        "a A 93.184.215.\nb AA 93.184.215.1\nc MX [(10, mx1.example.net.)\nd CNAME www.example.net",
        &[
            "bad-address `.`",
            "unknown-type `AA`",
            "unclosed-bracket `[`",
            "trailing-dot-target `www.example.net`",
        ],
    );
}
