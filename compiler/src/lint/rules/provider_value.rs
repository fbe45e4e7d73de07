//! # provider-value
//!
//! ## What it does
//! Finds a value that a provider of the zone refuses though it serves the type: Azure DNS takes no null MX
//! (RFC 7505) and no TXT without text.
//!
//! ## Why it is bad
//! The provider refuses the set, maybe after another provider of the zone has taken it.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   @  MX  0 .
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   allow(provider-only-record: "Azure DNS has no null MX; without an address at the name nobody can deliver")
//!   on aws  @  MX  0 .
//! }
//! ```
//!
//! ## References
//! - <https://learn.microsoft.com/azure/dns/dns-zones-records>
//! - RFC 7505 section 3

use crate::dns::rdata::target;
use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::{Capabilities, Verified};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "provider-value",
    summary: "a value that a provider refuses",
    level: Level::Forbid,
    checks: &[Check::Sets(&[Rtype::MX], null_mx), Check::Sets(&[Rtype::TXT], empty_txt)],
};

const ROOT: &[u8] = &[0];

fn null_mx(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let is_null = |record: RecordId| target(Rtype::MX, context.zone.rdata(record)) == Some(ROOT);
    refused(context, set, is_null, |kind| kind.refuses_null_mx.as_ref(), "a null MX", findings);
}

fn empty_txt(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    // Nothing but the lengths of strings that have none.
    let is_empty = |record: RecordId| context.zone.rdata(record).iter().all(|octet| *octet == 0);
    refused(context, set, is_empty, |kind| kind.refuses_empty_txt.as_ref(), "a TXT without text", findings);
}

fn refused(
    context: &ZoneContext<'_>,
    set: SetId,
    is_it: impl Fn(RecordId) -> bool,
    refuses: fn(&Capabilities) -> Option<&Verified>,
    what: &str,
    findings: &mut Findings,
) {
    let zone = context.zone;
    let Some(record) = zone.records_of(set).find(|record| is_it(*record)) else { return };
    for position in context.set(set).providers.positions() {
        let Some(provider) = zone.providers.get(position) else { continue };
        let Some(verified) = refuses(provider.kind.capabilities()) else { continue };
        findings.push(
            Finding::new(zone.record_at(record), format!("{} does not take {what}", provider.kind.title()))
                .site(zone.records[record].site)
                .here(format!("for `{}`", provider.name))
                .help("remove it, or give it to the other providers alone with `on`")
                .note(format!("as of {}: {}", verified.date, verified.page)),
        );
    }
}
