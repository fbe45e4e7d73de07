//! # address-private
//!
//! ## What it does
//! Finds an address that means something in a private network alone.
//!
//! ## Why it is bad
//! From everywhere else the name leads nowhere, or to a stranger's printer; and the zone tells the world how your
//! network is numbered. A service that is meant for a VPN says so in an `allow`.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   intranet  A  10.20.0.5
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   intranet {
//!     allow(address-private: "reached over the VPN alone")
//!     A  10.20.0.5
//!   }
//! }
//! ```
//!
//! ## References
//! - RFC 1918
//! - RFC 6598
//! - RFC 3927

use crate::dns::rtype::Rtype;
use crate::lint::addresses::{self, Block, Words};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "address-private",
    summary: "a private address in a public zone",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::A], check)],
};

const BLOCKS: &[Block] = &[
    Block::new("10.0.0.0/8", [10, 0, 0, 0], 8, "RFC 1918"),
    Block::new("172.16.0.0/12", [172, 16, 0, 0], 12, "RFC 1918"),
    Block::new("192.168.0.0/16", [192, 168, 0, 0], 16, "RFC 1918"),
    Block::new("100.64.0.0/10", [100, 64, 0, 0], 10, "RFC 6598"),
    Block::new("169.254.0.0/16", [169, 254, 0, 0], 16, "RFC 3927"),
];

const WORDS: Words = Words {
    what: "a private address",
    here: "cannot be reached from the Internet",
    help: "write the public address",
    excuse: "; if it is meant, say why: `allow(address-private: \"reached over the VPN\")`",
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    addresses::report(context, set, BLOCKS, &WORDS, findings);
}
