//! # dkim-key-short
//!
//! ## What it does
//! Finds an RSA key, in a TXT record below `_domainkey`, of fewer than 1024 bits, and, as a warning, one of fewer
//! than 2048.
//!
//! ## Why it is bad
//! Verifiers must not accept a key of fewer than 1024 bits: its signatures count for nothing. One of 1024 bits can be
//! broken by those with means, who then sign mail in your name.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   key1._domainkey  TXT  "v=DKIM1; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANl3ZDIV9HazJ/45QvNCXjJGOW74w9l4bTxyP8rOh/IQ6V087BpDv3OtBe1hsKafLzuBOwUhos4wPrJm34mwS0kCAwEAAQ=="
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
//! - RFC 8301 section 3.2

use crate::dns::mail::dkim;
use crate::dns::rtype::Rtype;
use crate::lint::text::{TagRule, is_below};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dkim-key-short",
    summary: "a DKIM key of too few bits",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "make a key of 2048 bits: `openssl genrsa 2048`",
    read: dkim::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if is_below(context, set, b"_domainkey") {
        RECORDS.check(context, set, findings);
    }
}
