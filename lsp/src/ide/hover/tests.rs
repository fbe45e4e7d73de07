//! Hover, word by word.

use super::*;
use crate::ide::page::Markup;
use crate::session::snapshot::View;

const INFRA: &str = r#"
provider aws = route53 {}

## The second cloud.
provider azure = azure-dns {
  subscription    env("AZURE_SUBSCRIPTION_ID")
  resource-group  "dns-prod-rg"
}

provider both = aws, azure

## What everybody lives by.
policy production default {
  ttl volatile        60s
  ttl application     5m  default
  ttl infrastructure  1h  for MX, TXT
  max-change  10%
  confirm     MX, NS
  deny        address-private
}

health api = https {
  host  "api.example.com"
}
"#;

const ZONE: &str = r#"
## The CDN.
let cdn = [192.0.2.10, 192.0.2.11]

## Mail at Google.
template google-mail(policy: String = "quarantine") {
  @       MX     1 smtp.google.com.
  _dmarc  DMARC  policy $policy, rua "mailto:dmarc@${zone}"
}

zone example.com on both {
  allow(address-documentation: "an example")
  www   A      $cdn
  api   CNAME  www
  bücher A     192.0.2.1  ttl 90m
  _443._tcp  TLSA  dane-ee spki sha-256 "0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6"
  ttl 10m for A
  split {
    on aws    A  192.0.2.20  route(set: "blue", weight: 90, health: api)
    on azure  A  192.0.2.21
  }
  under eu {
    for n in 1..20 { "node-${n}" A "192.0.2.${n}" }
    @  MX  10 www
  }
  svc  HTTPS  1 . alpn [h2, h3]
  include google-mail("reject")
  ignore "_acme.**" TXT "cert-manager"
}
"#;

/// What hover says at the first letter behind the last `$0`-less needle, in plain text, its span before it.
fn hover(needle: &str) -> String {
    hover_in(ZONE, needle)
}

fn hover_in(zone: &str, needle: &str) -> String {
    let (before, after) = needle.split_once('|').unwrap_or(("", needle));
    let (path, text) =
        if zone.contains(&needle.replace('|', "")) { ("z.zonal", zone) } else { ("i.zonal", INFRA) };
    let view = View::of(&[("i.zonal", INFRA), ("z.zonal", zone)], path);
    let at = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {needle}")) + before.len();
    match at_byte(&view, at as u32) {
        Some(hover) => format!("{}\n{}", view.file.of(hover.span), hover.page.text(Markup::Plain)),
        None => String::new(),
    }
}

fn at_byte(view: &View, byte: u32) -> Option<Hover> {
    super::at(view, byte)
}

fn all(needles: &[&str]) -> String {
    needles.iter().map(|needle| format!("== {needle}\n{}\n", hover(needle))).collect()
}

#[test]
fn names_are_told_in_full_with_their_records() {
    insta::assert_snapshot!(all(&[
        "|www   A",
        "|api   CNAME",
        "CNAME  |www",
        "|split",
        "|bücher",
        "\"|node-$",
        "10 |www",
        "|@  MX",
        "under |eu",
        "1 |smtp",
        "|@       MX",
    ]));
}

#[test]
fn types_fields_and_mnemonics_are_explained() {
    insta::assert_snapshot!(all(&[
        "|MX  10",
        "|10 www",
        "|dane-ee",
        "|sha-256",
        "|DMARC",
        "|rua ",
        "|alpn",
        "|h2, h3",
        "svc  HTTPS  |1",
        "MX, |TXT",
        "|TXT \"cert",
    ]));
}

#[test]
fn declarations_are_told_wherever_they_are_named() {
    insta::assert_snapshot!(all(&[
        "on |both",
        "on |aws",
        "|azure = azure",
        "|azure-dns",
        "|resource-group",
        "policy |production",
        "|volatile",
        "|api = https",
        "= |https",
        "health: |api",
        "|google-mail(policy",
        "include |google-mail",
        "(\"|reject",
        "(|policy: String",
        ": |String",
        "$|cdn\n",
        "let |cdn",
        "|$policy",
        "@|${zone}",
        "in |1..20",
        "for |n",
        "|${n}",
        "zone |example.com on",
        "|host  \"",
        "|max-change",
        "|address-private",
    ]));
}

#[test]
fn words_and_values_are_explained() {
    insta::assert_snapshot!(all(&[
        "|under eu",
        "|ttl 90m",
        "ttl |90m",
        "|ttl 10m",
        "|192.0.2.20",
        "|route(",
        "|weight",
        "|include google",
        "|on aws",
        "|zone example",
        "|policy production",
        "|default {",
        "|allow(",
        "(|address-documentation",
        "|env(",
        "|in 1..20",
        "|confirm ",
        "confirm     |MX",
        "|60s",
    ]));
}

#[test]
fn no_value_of_the_environment_is_shown() {
    assert!(hover("|azure = azure").contains("env(\"AZURE_SUBSCRIPTION_ID\")"));
}

#[test]
fn what_is_typed_right_now_is_explained_as_well() {
    let broken = ZONE.replace("  svc  HTTPS", "  x MX 10 (\n  svc  HTTPS").replace('\n', "\r\n");
    assert!(hover_in(&broken, "api   |CNAME").contains("an alias"));
    assert!(hover_in(&broken, "x |MX 10").contains("takes a domain's mail"));
    assert!(hover_in(&broken, "|svc  HTTPS").contains("svc.example.com"));
}
