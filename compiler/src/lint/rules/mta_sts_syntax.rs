//! # mta-sts-syntax
//!
//! ## What it does
//! Finds an MTA-STS record, written as TXT, that senders ignore: another version or none, white space around `=`,
//! a tag that is none. The `MTA-STS` builder finds the same while it compiles.
//!
//! ## Why it is bad
//! Senders act as if there were no policy, and deliver mail over connections that anybody can read or turn aside.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _mta-sts  TXT  "v=STSv1; id = 20260101T000000"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _mta-sts  TXT  "v=STSv1; id=20260101T000000"
//! }
//! ```
//!
//! ## References
//! - RFC 8461 section 3.1

use crate::dns::mail::mta_sts;
use crate::dns::rtype::Rtype;
use crate::lint::text::{Foreign, TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "mta-sts-syntax",
    summary: "an MTA-STS record that senders cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "the record is `v=STSv1; id=…`",
    read: mta_sts::check,
    foreign: Some(Foreign {
        beginning: "v=STSv1;",
        help: |_| "write `\"v=STSv1; id=20260101T000000\"`, or use the `MTA-STS` builder".to_owned(),
    }),
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_mta-sts"]) {
        RECORDS.check(context, set, findings);
    }
}
