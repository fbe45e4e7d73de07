//! What the engine makes of findings: levels, `allow`, the trail of includes, and each line once.

#[path = "support/program.rs"]
mod program;

use program::{Compiled, files};
use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::sema::facts::Facts;

const DNS: &str = "provider dns = zonefile {\n  directory  \"out\"\n}\n";

fn compile(text: &str) -> Compiled {
    let mut all = files(text, "# file: ", "main.zonal");
    all.push(("dns.zonal", DNS));
    Compiled::new(all, &Facts::default())
}

/// The only diagnostic of a program.
fn only(compiled: &Compiled) -> &Diagnostic {
    let [found] = compiled.compilation.diagnostics.as_slice() else {
        panic!("expected one diagnostic, found {:#?}", compiled.compilation.diagnostics);
    };
    found
}

fn labels(compiled: &Compiled) -> Vec<(&str, &str)> {
    let labels = only(compiled).labels.iter();
    labels.map(|label| (compiled.sources.text(label.at), label.text.as_str())).collect()
}

#[test]
fn a_finding_in_a_template_shows_the_includes_that_led_there() {
    let compiled = compile(
        "template inner() {
  vpn  A  10.0.0.1
}
template outer() {
  include inner()
}
zone example.com on dns {
  include outer()
}
",
    );
    let expected = [
        ("include inner()", "in this include of `inner`"),
        ("include outer()", "in this include of `outer`"),
    ];
    assert_eq!(labels(&compiled), expected);
}

#[test]
fn the_policy_line_that_set_a_level_is_shown() {
    let compiled = compile(
        "policy production default {
  warn  address-private
}
zone example.com on dns {
  vpn  A  10.0.0.1
}
",
    );
    assert_eq!(only(&compiled).severity, Severity::Warning);
    assert_eq!(labels(&compiled), [("address-private", "the level is set here")]);
}

#[test]
fn what_is_forbidden_cannot_be_allowed() {
    let compiled = compile(
        "zone example.com on dns {
  allow(duplicate-record: \"why not\")
  www  A  93.184.215.14, 93.184.215.14
}
",
    );
    assert_eq!(only(&compiled).severity, Severity::Error);
    assert!(labels(&compiled).contains(&("duplicate-record", "this rule cannot be allowed")));
}

#[test]
fn an_allow_in_a_template_covers_what_the_template_makes() {
    let compiled = compile(
        "template office() {
  allow(address-private: \"the office network\")
  printer  A  10.0.0.1
}
zone example.com on dns {
  include office()
}
",
    );
    assert_eq!(compiled.compilation.diagnostics, []);
}

#[test]
fn an_allow_around_an_include_covers_what_is_included() {
    let compiled = compile(
        "template office() {
  printer  A  10.0.0.1
}
zone example.com on dns {
  allow(address-private: \"the office network\")
  include office()
}
",
    );
    assert_eq!(compiled.compilation.diagnostics, []);
}

#[test]
fn a_line_that_is_reached_often_is_told_of_once() {
    let compiled = compile(
        "zone one.example, two.example on dns {
  for n in 1..3 { \"host-${n}\" A \"10.0.0.${n}\" }
}
",
    );
    assert_eq!(
        only(&compiled).notes.last().map(String::as_str),
        Some("the same line makes 5 more such records")
    );
}

#[test]
fn two_findings_about_one_place_are_both_told() {
    let compiled = compile(
        "policy production default {
  require  CAA at @  \"certificates\"
  require  TXT at @  \"verification\"
}
zone example.com on dns {
  www  A  93.184.215.14
}
",
    );
    assert_eq!(compiled.compilation.diagnostics.len(), 2);
}

#[test]
fn the_likelier_reading_of_a_dotless_target_comes_first() {
    let titles = |text: &str| -> Vec<String> {
        only(&compile(text))
            .fixes
            .iter()
            .flat_map(|fix| &fix.edits)
            .map(|edit| edit.replacement.clone())
            .collect()
    };
    let outside = titles("zone example.com on dns {\n  www  CNAME  web.example.net\n}\n");
    assert_eq!(outside, ["web.example.net.", "web.example.net.@"]);
    let inside = titles("zone example.com on dns {\n  web.eu  A  93.184.215.14\n  www  CNAME  web.eu\n}\n");
    assert_eq!(inside, ["web.eu.@", "web.eu."]);
}

#[test]
fn a_missing_target_that_is_almost_there_is_guessed() {
    let compiled = compile("zone example.com on dns {\n  web  A  93.184.215.14\n  www  CNAME  wbe\n}\n");
    let fix = only(&compiled).fixes.first().map(|fix| fix.edits[0].replacement.as_str());
    assert_eq!(fix, Some("web"));
}
