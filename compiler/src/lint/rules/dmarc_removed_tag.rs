//! # dmarc-removed-tag
//!
//! ## What it does
//! Finds a tag of a DMARC record, written as TXT, that RFC 9989 removed: `pct`, `rf`, `ri`, and the size limit after
//! the `!` of a report address.
//!
//! ## Why it is bad
//! Receivers that know the present standard ignore it: `p=reject; pct=10` rejects all mail that fails, and not a
//! tenth of it.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=reject; pct=10; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 9989 section 4.7

use crate::dns::mail::dmarc;
use crate::dns::rtype::Rtype;
use crate::lint::text::{TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dmarc-removed-tag",
    summary: "a DMARC tag that receivers no longer know",
    level: Level::Info,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "receivers ignore it: remove it",
    read: dmarc::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_dmarc"]) {
        RECORDS.check(context, set, findings);
    }
}
