//! # dkim-syntax
//!
//! ## What it does
//! Finds a DKIM key record, in a TXT record below `_domainkey`, that verifiers discard or misread: a version in the
//! wrong case or place, an unknown type of key, an Ed25519 key without `k=ed25519`, a missing key, a tag that is
//! none. The `DKIM` builder finds the same while it compiles.
//!
//! ## Why it is bad
//! Verifiers treat mail that is signed with the key as mail without a signature, and DMARC then fails it.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   key1._domainkey  TXT  "v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   key1._domainkey  TXT  "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
//! }
//! ```
//!
//! ## References
//! - RFC 6376 section 3.6.1
//! - RFC 8463

use crate::dns::mail::dkim;
use crate::dns::rtype::Rtype;
use crate::lint::text::{TagRule, is_below};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dkim-syntax",
    summary: "a DKIM key record that verifiers cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "tags are `NAME=VALUE` with `;` between them: `v=DKIM1; k=rsa; p=…`",
    read: dkim::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if is_below(context, set, b"_domainkey") {
        RECORDS.check(context, set, findings);
    }
}
