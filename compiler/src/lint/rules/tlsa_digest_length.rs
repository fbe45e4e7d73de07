//! # tlsa-digest-length
//!
//! ## What it does
//! Finds a TLSA or SMIMEA whose data has not the length of its digest: 32 octets for SHA-256, 64 for SHA-512.
//!
//! ## Why it is bad
//! No certificate has such a digest. Clients that verify it, mail servers above all, refuse to connect.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _25._tcp.mail  TLSA  dane-ee spki sha-256 "8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf28"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _25._tcp.mail  TLSA  dane-ee spki sha-256 "8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d"
//! }
//! ```
//!
//! ## References
//! - RFC 6698 section 2.1

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "tlsa-digest-length",
    summary: "a TLSA whose data is no digest of its kind",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TLSA, Rtype::SMIMEA], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let [_, _, matching, data @ ..] = zone.rdata(record) else { continue };
        let (digest, expected) = match matching {
            1 => ("SHA-256", 32),
            2 => ("SHA-512", 64),
            _ => continue,
        };
        if data.len() == expected {
            continue;
        }
        let found = data.len();
        let message = format!("a {digest} digest has {expected} octets, found {found}");
        findings.push(
            Finding::new(zone.target_at(record), message)
                .site(zone.records[record].site)
                .here(format!("{} hexadecimal digits, expected {}", found * 2, expected * 2))
                .help("copy the digest again, in full, and check that the matching type is the one it was made with"),
        );
    }
}
