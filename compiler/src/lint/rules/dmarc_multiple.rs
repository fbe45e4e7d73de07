//! # dmarc-multiple
//!
//! ## What it does
//! Finds a name with two DMARC records at one provider.
//!
//! ## Why it is bad
//! Receivers that find two apply neither: the domain is as unprotected as without any, and no report says so.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT    "v=DMARC1; p=none"
//!   _dmarc  DMARC  policy reject
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  DMARC  policy reject, rua "mailto:dmarc@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 9989 section 4.7

use crate::dns::rdata::txt_bytes;
use crate::dns::rtype::Rtype;
use crate::lint::rdata::text_begins;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "dmarc-multiple",
    summary: "two DMARC records at one name",
    level: Level::Deny,
    checks: &[Check::Several(&[Rtype::TXT], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    if zone.names.label(context.set(set).owner) != b"_dmarc" {
        return;
    }
    let mut records = zone.records_of(set).filter(|&record| text_begins(zone.rdata(record), b"v=DMARC1"));
    let Some(first) = records.next() else { return };
    // An equal one is a duplicate, which is another rule's business.
    let text = txt_bytes(zone.rdata(first));
    let Some(second) = records.find(|&record| txt_bytes(zone.rdata(record)) != text) else { return };
    findings.push(
        Finding::new(zone.record_at(second), format!("`{}` has a second DMARC record", context.owner(set)))
            .site(zone.records[second].site)
            .site(zone.records[first].site)
            .here("receivers apply neither of the two")
            .label(zone.record_at(first), "the first one is here")
            .help("keep one of the two"),
    );
}
