//! # mx-null-with-others
//!
//! ## What it does
//! Finds a null MX (`0 .`) beside other MX records.
//!
//! ## Why it is bad
//! The null MX says that the domain takes no mail at all. Beside an exchange, each sender decides for itself which
//! of the two it believes.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  MX  0 ., 10 mx.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  MX  0 .
//! }
//! ```
//!
//! ## References
//! - RFC 7505 section 3

use crate::dns::rdata::target;
use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "mx-null-with-others",
    summary: "a null MX beside other exchanges",
    level: Level::Deny,
    checks: &[Check::Several(&[Rtype::MX], check)],
};

const ROOT: &[u8] = &[0];

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let is_null = |record: &RecordId| target(Rtype::MX, zone.rdata(*record)) == Some(ROOT);
    let null = zone.records_of(set).find(is_null);
    let other = zone.records_of(set).find(|record| !is_null(record));
    let (Some(null), Some(other)) = (null, other) else { return };
    let message = format!("`{}` has a null MX beside another exchange", context.owner(set));
    findings.push(
        Finding::new(zone.record_at(null), message)
            .site(zone.records[null].site)
            .site(zone.records[other].site)
            .here("says that there is no mail at all")
            .label(zone.record_at(other), "an exchange is here")
            .help("remove the null MX, or keep it alone if the domain takes no mail"),
    );
}
