//! # dkim-bad-base64
//!
//! ## What it does
//! Finds a DKIM key, in a TXT record below `_domainkey`, that is not base64 or not a key: cut off, pasted with
//! line breaks or quotes, the private key's file instead of the public one's.
//!
//! ## Why it is bad
//! No signature verifies against it. Nobody notices until the mail is refused.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   key1._domainkey  TXT  "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUR"
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
    name: "dkim-bad-base64",
    summary: "a DKIM key that is none",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "copy the public key again, as the signer shows it",
    read: dkim::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if is_below(context, set, b"_domainkey") {
        RECORDS.check(context, set, findings);
    }
}
