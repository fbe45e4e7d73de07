//! # tlsrpt-no-rua
//!
//! ## What it does
//! Finds a TLS-RPT record, written as TXT, that does not say where reports are sent to.
//!
//! ## Why it is bad
//! The record has no other purpose. Senders ignore it, and no report comes.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _smtp._tls  TXT  "v=TLSRPTv1;"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _smtp._tls  TXT  "v=TLSRPTv1; rua=mailto:tls@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 8460 section 3

use crate::dns::mail::tls_rpt;
use crate::dns::rtype::Rtype;
use crate::lint::text::{TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "tlsrpt-no-rua",
    summary: "a TLS-RPT record without an address for reports",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "say where reports are sent to: `rua=mailto:…`",
    read: tls_rpt::check,
    foreign: None,
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_smtp", b"_tls"]) {
        RECORDS.check(context, set, findings);
    }
}
