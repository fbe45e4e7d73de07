//! Scope: `let`, templates, `on`, policies, `allow`.

use crate::{assert_found, assert_found_in_body, compile, found, records};

#[test]
fn a_top_level_let_is_known_in_every_file_and_before_its_line() {
    let program = "zone example.com on dns { a A $late\n b A $other }
let late = 93.184.215.1
# file: other.zonal
let other = 93.184.215.2";
    assert_eq!(
        records(&compile(program), "dns"),
        ["a.example.com. 300 A 93.184.215.1", "b.example.com. 300 A 93.184.215.2"]
    );
}

#[test]
fn an_inner_let_is_known_from_the_next_line_to_the_end_of_its_block() {
    assert_found_in_body("a A $x\nlet x = 93.184.215.1", &["unknown-variable `$x`"]);
    assert_found_in_body("under eu { let x = 93.184.215.1\n a A $x }\nb A $x", &["unknown-variable `$x`"]);
}

#[test]
fn nothing_is_shadowed() {
    for body in [
        "let top = 93.184.215.1\na A $top",
        "let x = 93.184.215.1\nunder eu { let x = 93.184.215.2\n a A $x }",
        "let x = 93.184.215.1\na A $x\nfor x in [93.184.215.2] { b A $x }",
        "let zone = 93.184.215.1\na A $zone",
    ] {
        let program =
            format!("let top = 1\nzone example.com on dns {{\n \"n${{top}}\" TXT \"x\"\n{body}\n}}");
        let found = found(&compile(&program));
        let shadowed: Vec<_> = found.iter().filter(|found| found.starts_with("shadowed-variable")).collect();
        assert_eq!(shadowed.len(), 1, "{body}: {found:?}");
    }
    assert_found(
        "let x = 93.184.215.1
template t(x: Ipv4) { a A $x }
zone example.com on dns { include t(93.184.215.2) }",
        &["shadowed-variable `x`"],
    );
}

#[test]
fn a_template_sees_its_parameters_and_the_top_level_alone() {
    assert_found(
        "let top = 93.184.215.1
template t(own: Ipv4) { a A $top, $own, $callers }
zone example.com on dns {
  let callers = 93.184.215.3
  include t(93.184.215.2)
}",
        &["unknown-variable `$callers`"],
    );
}

#[test]
fn extend_zone_does_not_see_the_inner_let_of_the_zone() {
    assert_found(
        "zone example.com on dns { let x = 93.184.215.1\n a A $x }
extend zone example.com { b A $x }",
        &["unknown-variable `$x`"],
    );
}

#[test]
fn extend_zone_has_no_policy_and_no_name_servers() {
    assert_found(
        "policy p {}
zone example.com on dns { policy p\n a A 93.184.215.1 }
extend zone example.com {
  policy p
  nameservers ns1.example.net.
}",
        &["misplaced-statement `policy p`", "misplaced-statement `nameservers ns1.example.net.`"],
    );
}

#[test]
fn a_template_may_stand_in_a_zone_under_on_for_if_and_template_but_not_in_an_owner_block() {
    let include = |around: &str| {
        let body = around.replace("HERE", "include t()");
        format!(
            "template t() {{ a A 93.184.215.1 }}
template outer() {{ include t() }}
zone example.com on dns {{\n{body}\n}}"
        )
    };
    for around in
        ["HERE", "under eu { HERE }", "on dns { HERE }", "for n in 1..1 { HERE }", "if true { HERE }"]
    {
        let program = include(around).replace("template outer() { include t() }\n", "");
        let found = found(&compile(&program));
        let odd: Vec<_> = found.iter().filter(|found| !found.starts_with("unused-variable")).collect();
        assert!(odd.is_empty(), "{around}: {odd:?}");
    }
    assert_found(&include("include outer()"), &[]);
    let program = include("b { HERE }").replace("template outer() { include t() }\n", "");
    assert!(found(&compile(&program)).iter().any(|found| found.starts_with("not-in-owner-block")));
}

#[test]
fn arguments_may_be_named_and_parameters_have_defaults() {
    let program = "template t(host: Name, ttl-text: String = \"none\", ip: Ipv4 = 93.184.215.9) {
  $host A $ip
  $host TXT $ttl-text
}
zone example.com on dns {
  include t(a, ip: 93.184.215.1)
  include t(ttl-text: \"x\", host: b)
}";
    assert_eq!(
        records(&compile(program), "dns"),
        [
            "a.example.com. 300 A 93.184.215.1",
            "a.example.com. 300 TXT \"none\"",
            "b.example.com. 300 A 93.184.215.9",
            "b.example.com. 300 TXT \"x\"",
        ]
    );
}

#[test]
fn an_error_in_a_template_also_shows_the_include() {
    let compiled = compile(
        "template t(host: String) { a CNAME \"${host}\" }
zone example.com on dns { include t(\"mail.example.net\") }",
    );
    assert_eq!(found(&compiled), ["trailing-dot-target `\"${host}\"`"]);
    let labels = &compiled.compilation.diagnostics[0].labels;
    assert!(
        labels.iter().any(|label| compiled.sources.text(label.at).starts_with("include t")),
        "{labels:?}"
    );
}

#[test]
fn on_makes_providers_differ() {
    let program = "zone example.com on aws, azure {
  a { on aws A 93.184.215.1
      on azure A 93.184.215.2 }
  on aws, azure { b A 93.184.215.3 }
}";
    let compiled = compile(program);
    assert_eq!(
        records(&compiled, "aws"),
        ["a.example.com. 300 A 93.184.215.1", "b.example.com. 300 A 93.184.215.3"]
    );
    assert_eq!(
        records(&compiled, "azure"),
        ["a.example.com. 300 A 93.184.215.2", "b.example.com. 300 A 93.184.215.3"]
    );
}

#[test]
fn nested_on_intersects_and_an_empty_intersection_is_an_error() {
    let nested = |outer: &str, inner: &str| {
        format!(
            "zone example.com on aws, azure {{ allow(provider-only-record: \"x\")\n on {outer} {{ on {inner} {{ under eu {{ a A 93.184.215.1 }} }} }} }}"
        )
    };
    let compiled = compile(&nested("aws, azure", "aws"));
    assert_eq!(records(&compiled, "aws"), ["a.eu.example.com. 300 A 93.184.215.1"]);
    assert!(records(&compiled, "azure").is_empty());
    let found = found(&compile(&nested("azure", "aws")));
    assert!(found.iter().any(|found| found.starts_with("empty-on")), "{found:?}");
}

#[test]
fn a_provider_that_the_zone_lacks_is_an_error_and_in_a_template_inert() {
    assert_found("zone example.com on aws { on azure a A 93.184.215.1 }", &["provider-not-of-zone `azure`"]);
    let template = "template t() { a { on aws A 93.184.215.1\n on azure A 93.184.215.2 } }
zone example.com on aws { include t() }";
    assert_eq!(records(&compile(template), "aws"), ["a.example.com. 300 A 93.184.215.1"]);
}

#[test]
fn policies_combine_and_one_key_set_twice_is_an_error() {
    let program = |second: &str| {
        format!(
            "policy company {{ max-change 10%\n deny ttl-zero }}
policy mail {{ {second} }}
zone example.com on dns {{ policy company, mail\n a A 93.184.215.1 }}"
        )
    };
    let compiled = compile(&program("ttl mail 1h for MX"));
    assert!(found(&compiled).is_empty(), "{:?}", found(&compiled));
    let policy = &compiled.compilation.zones[0].policy;
    assert_eq!(policy.names, ["company", "mail"]);
    assert_eq!(policy.max_change.map(|change| change.percent), Some(10));
    assert_found(&program("max-change 20%"), &["duplicate-setting `max-change 20%`"]);
    assert_found(&program("warn ttl-zero"), &["duplicate-setting `ttl-zero`"]);
}

#[test]
fn a_zone_that_names_a_policy_has_not_the_default_one() {
    let program = "policy usual default { ttl x 1h default }
policy other {}
zone example.com on dns { policy other\n a A 93.184.215.1 }
zone example.net on dns { a A 93.184.215.1 }";
    assert_eq!(
        records(&compile(program), "dns"),
        ["a.example.com. 300 A 93.184.215.1", "a.example.net. 3600 A 93.184.215.1"]
    );
}

#[test]
fn the_nearest_allow_gets_the_credit() {
    assert_found_in_body(
        "allow(address-private: \"outer\")\na { allow(address-private: \"inner\")\n A 10.0.0.1 }",
        &["unused-allow `address-private`"],
    );
    let compiled = compile(
        "zone example.com on dns {\nallow(address-private: \"outer\")\na { allow(address-private: \"inner\")\n A 10.0.0.1 }\n}",
    );
    assert_eq!(crate::report::lines(&compiled)[0].split(':').nth(1), Some("2"), "the outer one is unused");
}

#[test]
fn in_a_template_allow_covers_the_records_that_the_template_makes() {
    assert_found(
        "template t() { allow(address-private: \"inside\")\n a A 10.0.0.1 }
zone example.com on dns {
  include t()
  b A 10.0.0.2
}",
        &["address-private `10.0.0.2`"],
    );
}

#[test]
fn forbid_beats_allow() {
    assert_found(
        "policy p default { forbid address-private }
zone example.com on dns { a { allow(address-private: \"no\")\n A 10.0.0.1 } }",
        &["address-private `10.0.0.1`"],
    );
}

#[test]
fn levels_go_from_the_rule_s_default_to_the_policy_to_allow() {
    let program =
        |policy: &str| format!("policy p default {{ {policy} }}\nzone example.com on dns {{ a A 10.0.0.1 }}");
    assert_found(&program("off address-private"), &[]);
    let severity = |policy| {
        let compiled = compile(&program(policy));
        compiled.compilation.diagnostics[0].severity.as_str()
    };
    assert_eq!(severity("warn address-private"), "warning");
    assert_eq!(severity("deny address-private"), "error");
}

#[test]
fn an_allow_without_a_reason_does_not_compile() {
    assert_found_in_body("allow(address-private)\na A 10.0.0.1", &["allow-without-reason `address-private`"]);
}
