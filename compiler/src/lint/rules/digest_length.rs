//! # digest-length
//!
//! ## What it does
//! Finds a DS or SSHFP whose data has not the length of its digest: 20 octets for SHA-1, 32 for SHA-256, 48 for
//! SHA-384.
//!
//! ## Why it is bad
//! No key has such a digest. With a DS, resolvers that validate take the child zone for forged, and nothing in it is
//! found; some providers refuse the record.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   host  SSHFP  ed25519 sha-256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   host  SSHFP  ed25519 sha-256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
//! }
//! ```
//!
//! ## References
//! - RFC 4034 section 5.1.4
//! - RFC 4509 section 2.1
//! - RFC 6594 section 3.2
//! - RFC 6605 section 2

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "digest-length",
    summary: "a DS or SSHFP whose data is no digest of its kind",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::DS, Rtype::SSHFP], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let rtype = context.set(set).rtype;
    for record in zone.records_of(set) {
        let (kind, data) = match zone.rdata(record) {
            [_, kind, data @ ..] if rtype == Rtype::SSHFP => (kind, data),
            [_, _, _, kind, data @ ..] if rtype != Rtype::SSHFP => (kind, data),
            _ => continue,
        };
        let (digest, expected) = match kind {
            1 => ("SHA-1", 20),
            2 => ("SHA-256", 32),
            4 if rtype != Rtype::SSHFP => ("SHA-384", 48),
            _ => continue,
        };
        if data.len() == expected {
            continue;
        }
        let found = data.len();
        findings.push(
            Finding::new(zone.target_at(record), format!("a {digest} digest has {expected} octets, found {found}"))
                .site(zone.records[record].site)
                .here(format!("{} hexadecimal digits, expected {}", found * 2, expected * 2))
                .help("copy the digest again, in full, and check that the digest type is the one it was made with"),
        );
    }
}
