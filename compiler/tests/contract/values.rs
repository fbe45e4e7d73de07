//! Values: splicing, TXT, escapes, RFC 3597, the builders.

use crate::{assert_found_in_body, assert_records, compile_body, records};

#[test]
fn a_list_in_first_place_is_spliced() {
    assert_records(
        "let cdn4 = [93.184.215.1, 93.184.215.2]\na A $cdn4, 93.184.215.9",
        &[
            "a.example.com. 300 A 93.184.215.1",
            "a.example.com. 300 A 93.184.215.2",
            "a.example.com. 300 A 93.184.215.9",
        ],
    );
}

#[test]
fn a_tuple_fills_fields() {
    let expected = ["a.example.com. 300 MX 10 mx1.example.net.", "a.example.com. 300 MX 20 mx2.example.net."];
    assert_records("a MX [(10, mx1.example.net.), (20, mx2.example.net.)]", &expected);
    assert_records("a MX (10, mx1.example.net.), (20, mx2.example.net.)", &expected);
    assert_records("let t = [(10, mx1.example.net.), (20, mx2.example.net.)]\na MX $t", &expected);
}

#[test]
fn an_empty_list_makes_no_record_and_one_written_out_is_an_error() {
    assert_records("let none = []\na A $none\nb A 93.184.215.1", &["b.example.com. 300 A 93.184.215.1"]);
    assert_found_in_body("a A []", &["missing-value `[]`"]);
}

#[test]
fn a_field_that_holds_many_takes_brackets() {
    assert_records(
        "let cdn4 = [93.184.215.1, 93.184.215.2]\na HTTPS 1 . alpn [h2, h3] ipv4-hint $cdn4",
        &["a.example.com. 300 HTTPS 1 . alpn=\"h2,h3\" ipv4hint=93.184.215.1,93.184.215.2"],
    );
}

#[test]
fn adjacent_strings_are_one_txt_record_and_a_comma_makes_another() {
    assert_records(
        "a TXT \"one \" \"record\", \"another\"",
        &["a.example.com. 300 TXT \"one record\"", "a.example.com. 300 TXT \"another\""],
    );
}

#[test]
fn txt_is_cut_into_strings_of_255_octets() {
    let long = "x".repeat(600);
    let (full, rest) = ("x".repeat(255), "x".repeat(90));
    assert_records(
        &format!("a TXT \"{long}\""),
        &[&format!("a.example.com. 300 TXT \"{full}\" \"{full}\" \"{rest}\"")],
    );
}

#[test]
fn the_escapes_are_four() {
    assert_records(r#"a TXT "q\" b\\ d\$ o\200""#, &[r#"a.example.com. 300 TXT "q\" b\\ d$ o\200""#]);
    assert_found_in_body(r#"a TXT "a\nb""#, &[r"bad-escape `\n`"]);
}

#[test]
fn strings_are_quoted_and_hexadecimal_may_be_bare() {
    assert_found_in_body("a TXT hello", &["bare-text `hello`"]);
    let digest = "0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6";
    let line = format!("_443._tcp.a.example.com. 300 TLSA 3 1 1 {digest}");
    let shown = |value: &str| {
        let compiled = compile_body(&format!("_443._tcp.a TLSA dane-ee spki sha-256 {value}"));
        records(&compiled, "dns").join("\n").to_lowercase()
    };
    assert_eq!(shown(digest), line.to_lowercase());
    assert_eq!(shown(&format!("\"{digest}\"")), line.to_lowercase());
}

#[test]
fn mnemonics_stand_beside_numbers() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let named = compile_body(&format!("a SSHFP ed25519 sha-256 \"{digest}\""));
    let numbered = compile_body(&format!("a SSHFP 4 2 \"{digest}\""));
    assert_eq!(records(&named, "dns"), records(&numbered, "dns"));
}

#[test]
fn a_type_without_a_name_is_written_as_in_rfc_3597() {
    assert_records(r"a TYPE65534 \# 2 abcd", &[r"a.example.com. 300 TYPE65534 \# 2 abcd"]);
    assert_records(r"a TYPE1 93.184.215.14", &["a.example.com. 300 A 93.184.215.14"]);
    assert_records(r"a A \# 4 5db8d70e", &["a.example.com. 300 A 93.184.215.14"]);
    assert_found_in_body(r"a TYPE65534 \# 3 abcd", &["bad-generic-rdata `3`"]);
}

#[test]
fn in_the_builders_one_statement_is_one_record_and_a_list_repeats_the_term() {
    assert_records(
        "let nets = [198.18.0.0/24, 198.18.1.0/24]\na SPF ip4 $nets, include _spf.example.net, softfail",
        &[
            "a.example.com. 300 TXT \"v=spf1 ip4:198.18.0.0/24 ip4:198.18.1.0/24 include:_spf.example.net ~all\"",
        ],
    );
    assert_records(
        "_dmarc.a DMARC policy reject, rua \"mailto:d@${zone}\"",
        &["_dmarc.a.example.com. 300 TXT \"v=DMARC1; p=reject; rua=mailto:d@example.com\""],
    );
}

#[test]
fn misspelt_tags_do_not_compile() {
    assert_found_in_body("a SPF inlcude _spf.example.net, fail", &["unknown-term `inlcude`"]);
    assert_found_in_body("_dmarc.a DMARC policy rejct", &["invalid-term-value `rejct`"]);
    assert_found_in_body("_mta-sts.a MTA-STS ident x", &["unknown-term `ident`"]);
}

#[test]
fn the_soa_is_written_without_its_serial() {
    assert_records(
        "@ SOA ns1.example.net. hostmaster.example.net. 1h 15m 2w 5m",
        &["example.com. 300 SOA ns1.example.net. hostmaster.example.net. 0 3600 900 1209600 300"],
    );
    assert_found_in_body(
        "@ SOA ns1.example.net. hostmaster.example.net. 2026010101 3600 900 1209600 300",
        &["soa-serial `2026010101`"],
    );
}

#[test]
fn an_alias_names_its_target() {
    let program = "zone example.com on aws {
  @ ALIAS cloudfront d111111abcdef8.cloudfront.net.
  v4 ALIAS ipv4 load-balancer lb-1.eu-west-1.elb.amazonaws.com. zone \"Z32O12XQLNTSW2\"
}";
    assert_eq!(
        records(&crate::compile(program), "aws"),
        [
            "example.com. 300 A ALIAS cloudfront d111111abcdef8.cloudfront.net.",
            "example.com. 300 AAAA ALIAS cloudfront d111111abcdef8.cloudfront.net.",
            "v4.example.com. 300 A ALIAS load-balancer lb-1.eu-west-1.elb.amazonaws.com. zone Z32O12XQLNTSW2",
        ]
    );
    assert_eq!(
        crate::found(&crate::compile(&program.replace("on aws", "on azure"))),
        ["provider-alias `ALIAS`", "provider-alias `ALIAS`"]
    );
}
