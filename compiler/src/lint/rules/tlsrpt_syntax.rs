//! # tlsrpt-syntax
//!
//! ## What it does
//! Finds a TLS-RPT record, written as TXT, that senders ignore or misread: another version or none, white space
//! around `=`, an address without `mailto:`. The `TLS-RPT` builder finds the same while it compiles.
//!
//! ## Why it is bad
//! No report about failed TLS connections comes, which looks just as if none failed.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _smtp._tls  TXT  "v=TLSRPTv1; rua=tls@example.com"
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
use crate::lint::text::{Foreign, TagRule, begins};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "tlsrpt-syntax",
    summary: "a TLS-RPT record that senders cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "the record is `v=TLSRPTv1; rua=mailto:…`",
    read: tls_rpt::check,
    foreign: Some(Foreign {
        beginning: "v=TLSRPTv1;",
        help: |zone| format!("write `\"v=TLSRPTv1; rua=mailto:tls@{zone}\"`, or use the `TLS-RPT` builder"),
    }),
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if begins(context, set, &[b"_smtp", b"_tls"]) {
        RECORDS.check(context, set, findings);
    }
}
