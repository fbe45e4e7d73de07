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
use crate::lint::text::RecordText;
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dkim-bad-base64",
    summary: "a DKIM key that is none",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const ADVICE: &str = "copy the public key again, as the signer shows it";

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let names = &context.zone.names;
    let owner = context.set(set).owner;
    if !names.ancestors(owner).any(|node| names.label(node) == b"_domainkey") {
        return;
    }
    for record in context.zone.records_of(set) {
        let text = RecordText::new(context, record);
        let Some(read) = dkim::check(&text.bytes) else { continue };
        let of_rule = read.problems.into_iter().filter(|problem| problem.rule == RULE.name);
        findings.extend(of_rule.map(|problem| text.finding(problem, ADVICE)));
    }
}
