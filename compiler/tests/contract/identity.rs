//! What makes two statements one record set, and which cannot stand together.

use crate::{assert_found, assert_found_in_body, assert_records, compile, found};

#[test]
fn statements_of_one_set_join() {
    assert_records(
        "a A 93.184.215.1\nb A 93.184.215.3\na A 93.184.215.2",
        &[
            "a.example.com. 300 A 93.184.215.1",
            "a.example.com. 300 A 93.184.215.2",
            "b.example.com. 300 A 93.184.215.3",
        ],
    );
}

#[test]
fn a_set_split_over_files_is_told_but_for_txt_and_caa() {
    let split = |record: &str, other: &str| {
        found(&compile(&format!(
            "zone example.com on dns {{ a {record} }}\n# file: other.zonal\nextend zone example.com {{ a {other} }}"
        )))
    };
    assert_eq!(split("A 93.184.215.1", "A 93.184.215.2"), ["record-set-split `A`"]);
    assert!(split("TXT \"x\"", "TXT \"y\"").is_empty());
    assert!(split("CAA issue \"a.example\"", "CAA issue \"b.example\"").is_empty());
}

/// Every collision points at the other statement, too.
#[track_caller]
fn assert_collision(program: &str, expected: &str, other: &str) {
    let compiled = compile(program);
    assert_eq!(found(&compiled), [expected], "{program}\n{}", crate::report::lines(&compiled).join("\n"));
    let labels = &compiled.compilation.diagnostics[0].labels;
    assert!(labels.iter().any(|label| compiled.sources.text(label.at) == other), "{labels:?}");
}

#[test]
fn what_cannot_stand_together_is_an_error_at_both_places() {
    let at = |providers: &str, body: &str| format!("zone example.com on {providers} {{\n{body}\n}}");
    assert_collision(
        &at("dns", "a AAAA 2606:2800::1\na AAAA 2606:2800:0::1"),
        "duplicate-record `2606:2800:0::1`",
        "2606:2800::1",
    );
    assert_collision(
        &at("dns", "a CNAME x.example.net.\na CNAME y.example.net."),
        "cname-multiple `y.example.net.`",
        "x.example.net.",
    );
    assert_collision(
        &at("aws", "a A 93.184.215.1 route(set: \"x\", weight: 1)\na A 93.184.215.2"),
        "routed-and-plain `A`",
        "A",
    );
    assert_collision(
        &at("aws, azure", "a A 93.184.215.1\non aws a A 93.184.215.2"),
        "common-and-on `A`",
        "A",
    );
    assert_collision(
        &at("aws", "a ALIAS cloudfront d1.cloudfront.net.\na A 93.184.215.2"),
        "alias-coexists `A`",
        "ALIAS",
    );
    assert_collision(
        &at(
            "aws",
            "a A 93.184.215.1 route(set: \"x\", weight: 1)\na A 93.184.215.2 route(set: \"y\", region: eu-west-1)",
        ),
        "mixed-routes `A`",
        "A",
    );
    assert_collision(
        &at(
            "aws",
            "a A 93.184.215.1 route(set: \"x\", weight: 1)\na A 93.184.215.2 route(set: \"x\", weight: 2)",
        ),
        "mixed-routes `A`",
        "A",
    );
}

#[test]
fn these_errors_are_never_allowable() {
    assert_found_in_body(
        "allow(duplicate-record: \"x\")\na A 93.184.215.1\na A 93.184.215.1",
        &["duplicate-record `93.184.215.1`"],
    );
    assert_found_in_body("allow(type-mismatch: \"x\")", &["unknown-rule `type-mismatch`"]);
}

#[test]
fn an_alias_is_an_a_and_an_aaaa_set_in_every_rule() {
    let program = "zone example.com on aws {
  a ALIAS cloudfront d1.cloudfront.net.
  a CNAME x.example.net.
}";
    assert_eq!(found(&compile(program)), ["cname-coexists `CNAME`"]);
    assert_found(
        "zone example.com on aws {\n a ALIAS ipv4 cloudfront d1.cloudfront.net.\n a AAAA 2606:2800::1\n}",
        &[],
    );
}

#[test]
fn a_route_sets_an_alias_apart() {
    let routed = |set: &str| {
        format!(
            "zone example.com on aws {{
  a ALIAS cloudfront d1.cloudfront.net. route(set: \"one\", weight: 1)
  a ALIAS cloudfront d2.cloudfront.net. route(set: \"{set}\", weight: 1)
}}"
        )
    };
    assert_found(&routed("two"), &[]);
    assert_eq!(found(&compile(&routed("one"))).first().map(String::as_str), Some("alias-coexists `ALIAS`"));
}

#[test]
fn the_rules_of_identity_hold_for_each_provider_alone() {
    assert_found(
        "zone example.com on aws, azure {
  a {
    on aws CNAME x.example.net.
    on azure CNAME y.example.net.
  }
  b {
    on aws A 93.184.215.1
    on azure A 93.184.215.1
  }
}",
        &[],
    );
}

#[test]
fn a_place_of_a_route_has_one_spelling() {
    let routed = |argument: &str| {
        format!(
            "policy p default {{\n off route-without-default\n}}
zone example.com on aws {{\n a A 93.184.215.1 route(set: \"x\", {argument})\n}}"
        )
    };
    for place in [
        "region: eu-west-1",
        "region: \"us-gov-west-1\"",
        "location: default",
        "location: europe",
        "location: US-ca",
    ] {
        assert_found(&routed(place), &[]);
    }
    assert_found(&routed("region: europe"), &["bad-route `europe`"]);
    assert_found(&routed("location: eurupe"), &["bad-route `eurupe`"]);
    assert_found(&routed("location: \"\""), &["bad-route `\"\"`"]);
}
