//! # mta-sts-bad-id
//!
//! ## What it does
//! Finds an MTA-STS record, written as TXT, whose `id` is missing or is not 1 to 32 letters and digits.
//!
//! ## Why it is bad
//! Senders fetch the policy again when the `id` changes. Without one that is legal they ignore the record, and with
//! it the policy.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _mta-sts  TXT  "v=STSv1; id=2026-01-01"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _mta-sts  TXT  "v=STSv1; id=20260101"
//! }
//! ```
//!
//! ## References
//! - RFC 8461 section 3.1

use crate::dns::mail::mta_sts;
use crate::dns::rtype::Rtype;
use crate::lint::text::{TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "mta-sts-bad-id",
    summary: "an MTA-STS record whose `id` is none",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "an `id` is 1 to 32 letters and digits: `id=20260101T000000`",
    read: mta_sts::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_mta-sts"]) {
        RECORDS.check(context, set, findings);
    }
}
