//! # address-documentation
//!
//! ## What it does
//! Finds an address of a block that is set aside for examples.
//!
//! ## Why it is bad
//! No host will ever have it. It was copied from documentation, or stands in for an address that somebody was to
//! fill in.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  A  192.0.2.10
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 5737
//! - RFC 3849
//! - RFC 9637

use crate::dns::rtype::Rtype;
use crate::lint::addresses::{self, Block, Words};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "address-documentation",
    summary: "an address that is set aside for examples",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::A], ipv4), Check::Sets(&[Rtype::AAAA], ipv6)],
};

const IPV4: &[Block] = &[
    Block::new("192.0.2.0/24", [192, 0, 2, 0], 24, "RFC 5737"),
    Block::new("198.51.100.0/24", [198, 51, 100, 0], 24, "RFC 5737"),
    Block::new("203.0.113.0/24", [203, 0, 113, 0], 24, "RFC 5737"),
];

const IPV6: &[Block] = &[
    Block::new("2001:db8::/32", [0x20, 0x01, 0x0d, 0xb8], 32, "RFC 3849"),
    Block::new("3fff::/20", [0x3f, 0xff, 0x00, 0], 20, "RFC 9637"),
];

const WORDS: Words = Words {
    what: "an address for documentation",
    here: "no host has this address",
    help: "write the host's own address",
    excuse: "; if it is an example, say so: `allow(address-documentation: \"an example\")`",
};

fn ipv4(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    addresses::report(context, set, IPV4, &WORDS, findings);
}

fn ipv6(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    addresses::report(context, set, IPV6, &WORDS, findings);
}
