//! What the reference's section "Decisions" settles.

use crate::{assert_found, assert_records, compile, found, records};

#[test]
fn a_partial_overlap_of_on_statements_is_judged_for_each_provider() {
    let compiled = compile(
        "zone example.com on aws, azure {
  on aws, azure  a A 93.184.215.1
  on aws         a A 93.184.215.2
}",
    );
    assert_eq!(
        records(&compiled, "aws"),
        ["a.example.com. 300 A 93.184.215.1", "a.example.com. 300 A 93.184.215.2"]
    );
    assert_eq!(records(&compiled, "azure"), ["a.example.com. 300 A 93.184.215.1"]);
}

#[test]
fn an_extend_zone_has_its_own_ttl_and_allow_lines() {
    let compiled = compile(
        "zone example.com on dns {
  ttl 1h
  a A 93.184.215.1
}
extend zone example.com {
  b A 93.184.215.2
}",
    );
    assert_eq!(
        records(&compiled, "dns"),
        ["a.example.com. 3600 A 93.184.215.1", "b.example.com. 300 A 93.184.215.2"]
    );
    assert_found(
        "zone example.com on dns {
  allow(address-private: \"the zone's own\")
  a A 10.0.0.1
}
extend zone example.com {
  b A 10.0.0.2
}",
        &["address-private `10.0.0.2`"],
    );
}

#[test]
fn a_modifier_may_stand_before_values() {
    assert_records("a A ttl 1m 93.184.215.1", &["a.example.com. 60 A 93.184.215.1"]);
}

#[test]
fn an_optional_set_is_a_parameter_with_an_empty_list() {
    let template = "template t(name: Name, v6: [Ipv6] = []) {
  $name A 93.184.215.1
  $name AAAA $v6
}\n";
    let lines = |arguments: &str| {
        let zone = format!("zone example.com on dns {{ include t({arguments}) }}");
        records(&compile(&format!("{template}{zone}")), "dns").len()
    };
    assert_eq!(lines("a"), 1);
    assert_eq!(lines("a, v6: [2606:2800::1]"), 2);
}

#[test]
fn the_owners_of_require_are_relative_to_each_zone() {
    let policy = "policy p default { require CAA at @ \"pin it\" }\n";
    let zone = |name: &str, body: &str| format!("zone {name} on dns {{ {body} }}\n");
    let pinned = zone("example.com", "@ CAA issue \"letsencrypt.org\"");
    let open = zone("example.net", "a A 93.184.215.1");
    let found = found(&compile(&format!("{policy}{pinned}{open}")));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("policy-require"), "{found:?}");
}

#[test]
fn the_targets_of_forbid_are_absolute() {
    assert_found(
        "policy p default { forbid CNAME to \"**.herokuapp.com.\" \"retired\" }
zone example.com on dns {
  a CNAME x.herokuapp.com.
  b CNAME x.example.net.
}",
        &["policy-forbid `x.herokuapp.com.`"],
    );
}

#[test]
fn what_is_never_reached_is_checked_all_the_same() {
    assert_found(
        "template never() { a A 93.184.215.x }
zone example.com on dns { if 1 == 2 { b A 93.184.215.y } }",
        &["unused-template `never`", "bad-address `93.184.215.x`", "bad-address `93.184.215.y`"],
    );
}
