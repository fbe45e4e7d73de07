//! The two long examples, word for word, and the record sets that they mean.

use crate::{compile, records, zone_records};

const PARKED: &str = "# file: parked.zonal
template parked() {
  @  SPF  fail
  @  CAA  issue \";\"
}
";

fn whole() -> String {
    let infra = include_str!("../parser/contract/infra.zonal");
    let zone = include_str!("../parser/contract/example.com.zonal");
    format!("# file: infra.zonal\n{infra}# file: example.com.zonal\n{zone}{PARKED}")
}

/// What both providers have, in source order, up to where they differ.
const COMMON: [&str; 13] = [
    "example.com. 300 A 203.0.113.10",
    "example.com. 300 A 203.0.113.11",
    "example.com. 300 AAAA 2001:db8::1",
    "example.com. 300 AAAA 2001:db8::2",
    "example.com. 3600 CAA 0 issue \"letsencrypt.org\"",
    "example.com. 3600 CAA 0 issue \"amazon.com\"",
    "app.example.com. 60 CNAME app.cloudfront.net.",
    "api.example.com. 300 CNAME api-fd.azurefd.net.",
    "www.example.com. 300 CNAME example.com.",
    "example.com. 3600 MX 1 smtp.google.com.",
    "example.com. 3600 TXT \"v=spf1 include:_spf.google.com ~all\"",
    "_dmarc.example.com. 3600 TXT \"v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com\"",
    "eu.example.com. 300 A 198.51.100.6",
];

fn expected(differing: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = COMMON.map(str::to_owned).to_vec();
    lines.extend(differing.iter().map(|line| (*line).to_owned()));
    lines.push("web.eu.example.com. 300 A 198.51.100.7".to_owned());
    for n in 1..=20 {
        lines.push(format!("node-{n}.eu.example.com. 300 A 198.51.100.{n}"));
    }
    lines.sort();
    lines
}

#[test]
fn the_examples_compile_with_nothing_to_say() {
    let compiled = compile(&whole());
    assert_eq!(crate::report::lines(&compiled), Vec::<String>::new());
}

#[test]
fn the_zone_has_these_records_at_each_provider() {
    let compiled = compile(&whole());
    let zone = &compiled.compilation.zones[0];
    let of = |provider| {
        let mut lines = zone_records(zone, provider);
        lines.sort();
        lines
    };
    let aws = [
        "api-internal.example.com. 300 A 10.0.1.10",
        "checkout.example.com. 300 A 198.51.100.20 set blue weight 90 health internal-api",
        "checkout.example.com. 300 A 198.51.100.21 set green weight 10",
    ];
    let azure = [
        "api-internal.example.com. 300 A 10.1.1.10",
        "checkout.example.com. 300 CNAME checkout.trafficmanager.net.",
    ];
    assert_eq!(of("aws"), expected(&aws));
    assert_eq!(of("azure"), expected(&azure));
}

#[test]
fn the_zone_ignores_what_someone_else_owns() {
    let compiled = compile(&whole());
    let [ignore] = compiled.compilation.zones[0].ignores.as_slice() else { panic!("one `ignore`") };
    assert_eq!(ignore.pattern.text, "_acme-challenge.**");
    assert_eq!(ignore.reason, "cert-manager owns these");
}

#[test]
fn one_declaration_makes_several_zones() {
    let compiled = compile(&whole());
    for provider in ["aws", "azure"] {
        let lines = records(&compiled, provider);
        for zone in ["parked-one.example.", "parked-two.example."] {
            let here: Vec<_> = lines.iter().filter(|line| line.starts_with(zone)).collect();
            let all = [format!("{zone} 3600 TXT \"v=spf1 -all\""), format!("{zone} 3600 CAA 0 issue \";\"")];
            assert_eq!(here, all.iter().collect::<Vec<_>>(), "{provider}");
        }
    }
}
