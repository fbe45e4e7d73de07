//! # record-set-split
//!
//! ## What it does
//! Finds a record set whose records stand in several files. TXT and CAA, to which many hands add, are left alone.
//!
//! ## Why it is bad
//! Who reads one file does not see the whole set, and takes it for what the name has.
//!
//! ## Example
//! Bad, in two files:
//! ```zonal
//! # file: example.com.zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! # file: team.zonal
//! extend zone example.com {
//!   www  A  93.184.215.15
//! }
//! ```
//!
//! Good:
//! ```zonal
//! # file: example.com.zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14, 93.184.215.15
//! }
//! # file: team.zonal
//! extend zone example.com {
//!   blog  A  93.184.215.16
//! }
//! ```
//!
//! ## References
//! - RFC 2181 section 5

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "record-set-split",
    summary: "a record set in several files",
    level: Level::Warn,
    checks: &[Check::Several(&[], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    if [Rtype::TXT, Rtype::CAA].contains(&entry.rtype) || context.program.sources.len() < 2 {
        return;
    }
    let first = zone.site_of(set);
    let file = zone.sites[first].file;
    let mut sites = zone.records_of(set).map(|record| zone.records[record].site);
    let Some(other) = sites.find(|&site| zone.sites[site].file != file) else { return };
    let path = &context.program.sources.file(file).path;
    let message = format!("the {} of `{}` stands in several files", entry.rtype, context.owner(set));
    findings.push(
        Finding::new(zone.sites[other].type_at(), message)
            .site(other)
            .site(first)
            .here("joins a set of another file")
            .label(zone.sites[first].type_at(), format!("the set begins in {path}"))
            .help("write the whole set in one of the files"),
    );
}
