//! Large programs without a fault: deterministic, in the mix of an operator's zone.

use std::fmt::Write as _;

use zonal_compiler::source::Sources;

const POLICY: &str = "\
provider first = zonefile {
  directory  \"out/first\"
}

provider second = zonefile {
  directory  \"out/second\"
}

provider both = first, second

policy benchmark default {
  ttl volatile        1m
  ttl application     5m  default
  ttl infrastructure  1h  for MX, CAA, SRV, SSHFP, TLSA
  ttl delegation      1d  for NS, DS
}
";

const WORDS: [&str; 16] = [
    "account", "api", "auth", "cdn", "data", "events", "gateway", "images", "jobs", "login", "mail",
    "metrics", "shop", "status", "vpn", "web",
];

/// A program of some zones, each with so many records, for two providers.
#[must_use]
pub fn sources(records: usize, zones: usize) -> Sources {
    let mut sources = Sources::new();
    sources.add("infra.zonal", POLICY);
    for number in 0..zones {
        sources.add(format!("{number}.zonal"), zone(number, records));
    }
    sources
}

fn zone(number: usize, records: usize) -> String {
    let mut text = format!(
        "zone bench-{number}.example on both {{\n  nameservers ns1.dns-one.example., ns1.dns-two.example.\n\n  \
         @  A  52.1.1.1\n  www  A  52.1.1.2\n  mx1  A  52.1.1.3\n"
    );
    let mut made = 3;
    for host in 0.. {
        if made >= records {
            break;
        }
        made += block(&mut text, host, records - made);
    }
    text.push_str("}\n");
    text
}

/// Appends the records of one host, at most `room`; how many they are.
fn block(text: &mut String, host: usize, room: usize) -> usize {
    let mix = host.wrapping_mul(2_654_435_761) >> 7;
    let word = WORDS.get(mix % WORDS.len()).unwrap_or(&"host");
    let (b, c, d) = (mix % 250, host / 250 % 250, host % 250 + 1);
    let (lines, records) = match mix % 100 {
        0..8 => (
            format!(
                "  {word}-{host}  A  52.{b}.{c}.{d}, 53.{b}.{c}.{d}\n  {word}-{host}  AAAA  2a05:d018::{:x}:{:x}\n",
                host >> 16,
                host & 0xffff
            ),
            3,
        ),
        8..28 => (format!("  n{host}.{word}  CNAME  d{host:013x}.cloudfront.net.\n"), 1),
        28..32 => (
            format!(
                "  {word}-{host}  MX  10 mx1, 20 www\n  {word}-{host}  TXT  \"v=spf1 ip4:52.{b}.{c}.{d} include:_spf.mail.example -all\"  ttl infrastructure\n"
            ),
            3,
        ),
        32..40 => (format!("  _acme-challenge.{word}-{host}  TXT  \"{host:043x}\"  ttl volatile\n"), 1),
        40..42 => (format!("  _sip._tcp.{word}-{host}  SRV  10 60 5060 www\n"), 1),
        42..46 => (format!("  {word}-{host}  NS  ns-{b}.awsdns-{c}.com., ns1-{b}.azure-dns.com.\n"), 2),
        46..48 => (format!("  _443._tcp.{word}-{host}  TLSA  dane-ee spki sha-256 \"{host:064x}\"\n"), 1),
        48..50 => (format!("  {word}-{host}  CAA  issue \"letsencrypt.org\"\n"), 1),
        _ => (format!("  {word}-{host}  A  52.{b}.{c}.{d}\n"), 1),
    };
    if records > room {
        let _ = writeln!(text, "  {word}-{host}  A  52.{b}.{c}.{d}");
        return 1;
    }
    text.push_str(&lines);
    records
}
