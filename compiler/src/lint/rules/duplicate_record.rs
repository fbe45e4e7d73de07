//! # duplicate-record
//!
//! ## What it does
//! Finds two equal records in one set. Equal is what means the same: letter case, the spelling of an IPv6 address
//! and the cutting of a TXT into strings make no difference.
//!
//! ## Why it is bad
//! A set holds each record once. Providers refuse the second, or drop it and then report a difference for ever.
//! Often one of the two was meant to say something else.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  AAAA  2606:2800:21f:cb07::1, 2606:2800:21F:CB07:0::1
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  AAAA  2606:2800:21f:cb07::1, 2606:2800:21f:cb07::2
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 5

use rustc_hash::FxHashMap;

use crate::dns::rdata::txt_bytes;
use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "duplicate-record",
    summary: "the same record twice",
    level: Level::Forbid,
    checks: &[Check::Several(&[], check)],
};

/// Up to this many records, comparing each with each is quickest.
const FEW: u32 = 8;

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let entry = context.set(set);
    if entry.alias.is_some() {
        return;
    }
    let zone = context.zone;
    if entry.len > FEW || entry.rtype == Rtype::TXT {
        let mut seen = FxHashMap::default();
        for record in zone.records_of(set) {
            match seen.get(&meaning(context, entry.rtype, record)) {
                Some(&first) => findings.push(finding(context, set, first, record)),
                None => {
                    seen.insert(meaning(context, entry.rtype, record), record);
                }
            }
        }
        return;
    }
    for (position, record) in zone.records_of(set).enumerate() {
        let mut earlier = zone.records_of(set).take(position);
        if let Some(first) = earlier.find(|&earlier| zone.rdata(earlier) == zone.rdata(record)) {
            findings.push(finding(context, set, first, record));
        }
    }
}

/// What makes a record equal to another.
fn meaning(context: &ZoneContext<'_>, rtype: Rtype, record: RecordId) -> Vec<u8> {
    let rdata = context.zone.rdata(record);
    if rtype == Rtype::TXT { txt_bytes(rdata) } else { rdata.to_vec() }
}

fn finding(context: &ZoneContext<'_>, set: SetId, first: RecordId, record: RecordId) -> Finding {
    let zone = context.zone;
    let rtype = context.set(set).rtype;
    let message = format!("`{}` has the same {rtype} twice", context.owner(set));
    let finding = Finding::new(zone.record_at(record), message)
        .site(zone.records[record].site)
        .site(zone.records[first].site)
        .help("remove one of the two");
    if zone.record_at(first) == zone.record_at(record) {
        finding.here("the same value again, from the same place")
    } else {
        finding.here("again here").label(zone.record_at(first), "the first one is here")
    }
}
