//! # dmarc-syntax
//!
//! ## What it does
//! Finds a DMARC record, written as TXT, that receivers ignore or misread: a tag without value, an unknown policy,
//! a report address without `mailto:`, a version in the wrong case or place. The `DMARC` builder finds the same
//! while it compiles.
//!
//! ## Why it is bad
//! A record that receivers cannot read protects nothing, and nobody is told: no report comes.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=quarantin; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 9989 section 4.7

use crate::dns::mail::dmarc;
use crate::dns::rtype::Rtype;
use crate::lint::text::{Foreign, TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dmarc-syntax",
    summary: "a DMARC record that receivers cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const POLICY: TagRule = TagRule {
    name: RULE.name,
    advice: "tags are `NAME=VALUE` with `;` between them: `v=DMARC1; p=none; rua=mailto:…`",
    read: dmarc::check,
    foreign: Some(Foreign {
        beginning: "v=DMARC1;",
        help: |zone| {
            format!("write `\"v=DMARC1; p=none; rua=mailto:dmarc@{zone}\"`, or use the `DMARC` builder")
        },
    }),
};

/// By a record below `_report._dmarc` a domain agrees to get another's reports (RFC 9990 section 4).
const AUTHORIZATION: TagRule = TagRule { read: dmarc::check_authorization, foreign: None, ..POLICY };

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_dmarc"]) {
        POLICY.check(context, set, findings);
    } else if is_authorization(context, set) {
        AUTHORIZATION.check(context, set, findings);
    }
}

fn is_authorization(context: &ZoneContext<'_>, set: SetId) -> bool {
    let names = &context.zone.names;
    let mut above = names.ancestors(context.set(set).owner).map(|node| names.label(node));
    above.any(|label| label == b"_report") && above.next() == Some(b"_dmarc")
}
