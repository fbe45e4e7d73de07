//! # address-loopback
//!
//! ## What it does
//! Finds an address that is nobody's: the host itself, no address at all, a multicast group or a reserved one.
//!
//! ## Why it is bad
//! Whoever looks the name up connects to their own machine, or to nothing. Names that lead to `127.0.0.1` have
//! carried cookies and credentials to whatever listens there.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   api  A  127.0.0.1
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   api  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 6890
//! - RFC 1122 section 3.2.1.3

use crate::dns::rtype::Rtype;
use crate::lint::addresses::{self, Block, Words};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "address-loopback",
    summary: "an address that no other host has",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::A], check)],
};

const BLOCKS: &[Block] = &[
    Block::new("127.0.0.0/8", [127, 0, 0, 0], 8, "RFC 1122"),
    Block::new("0.0.0.0/8", [0, 0, 0, 0], 8, "RFC 1122"),
    Block::new("224.0.0.0/4", [224, 0, 0, 0], 4, "RFC 5771"),
    Block::new("240.0.0.0/4", [240, 0, 0, 0], 4, "RFC 1112"),
];

const WORDS: Words = Words {
    what: "no host's address",
    here: "leads nowhere, or back to whoever asks",
    help: "write the host's own address",
    excuse: "; if it is meant, say why: `allow(address-loopback: \"a blocklist answers with it\")`",
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    addresses::report(context, set, BLOCKS, &WORDS, findings);
}
