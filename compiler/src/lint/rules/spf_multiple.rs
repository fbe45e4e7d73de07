//! # spf-multiple
//!
//! ## What it does
//! Finds a name with two SPF records at one provider.
//!
//! ## Why it is bad
//! Receivers that find two answer "permanent error" and treat the domain as if it had none: mail that was fine goes
//! to the spam folder.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  TXT  "v=spf1 include:_spf.google.com ~all"
//!   @  TXT  "v=spf1 include:spf.protection.outlook.com ~all"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  SPF  include _spf.google.com, include spf.protection.outlook.com, softfail
//! }
//! ```
//!
//! ## References
//! - RFC 7208 sections 3.2 and 4.5

use crate::dns::rdata::txt_bytes;
use crate::dns::rtype::Rtype;
use crate::lint::rdata::text_begins;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "spf-multiple",
    summary: "two SPF records at one name",
    level: Level::Deny,
    checks: &[Check::Several(&[Rtype::TXT], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let mut records = zone.records_of(set).filter(|&record| is_spf(context, record));
    let Some(first) = records.next() else { return };
    // An equal one is a duplicate, which is another rule's business.
    let text = txt_bytes(zone.rdata(first));
    if let Some(second) = records.find(|&record| txt_bytes(zone.rdata(record)) != text) {
        findings.push(finding(context, set, first, second));
    }
}

fn is_spf(context: &ZoneContext<'_>, record: RecordId) -> bool {
    let rdata = context.zone.rdata(record);
    text_begins(rdata, b"v=spf1 ") || rdata.get(1..).is_some_and(|text| text.eq_ignore_ascii_case(b"v=spf1"))
}

fn finding(context: &ZoneContext<'_>, set: SetId, first: RecordId, second: RecordId) -> Finding {
    let zone = context.zone;
    Finding::new(zone.record_at(second), format!("`{}` has a second SPF record", context.owner(set)))
        .site(zone.records[second].site)
        .site(zone.records[first].site)
        .here("receivers take neither of the two")
        .label(zone.record_at(first), "the first one is here")
        .help("make one record of them: the terms of both, and one `all` at the end")
}
