//! # provider-value
//!
//! ## What it does
//! Finds a value that a provider of the zone refuses though it serves the type: Azure DNS takes no null MX
//! (RFC 7505), no TXT without text, and as a target neither the root nor a name that needs escapes.
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

use crate::dns::name::{self, labels};
use crate::dns::rdata::target;
use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::{Capabilities, Verified};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "provider-value",
    summary: "a value that a provider refuses",
    level: Level::Forbid,
    checks: &[
        Check::Sets(&[Rtype::MX], null_mx),
        Check::Sets(&[Rtype::TXT], empty_txt),
        Check::Sets(&[Rtype::CNAME, Rtype::NS, Rtype::PTR], root_target),
        Check::Sets(
            &[Rtype::CNAME, Rtype::MX, Rtype::NAPTR, Rtype::NS, Rtype::PTR, Rtype::SRV],
            escaped_target,
        ),
    ],
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

fn root_target(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let is_root = |record: RecordId| target(context.set(set).rtype, context.zone.rdata(record)) == Some(ROOT);
    refused(context, set, is_root, |kind| kind.refuses_odd_targets.as_ref(), "the root as a target", findings);
}

fn escaped_target(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let is_escaped = |record: RecordId| {
        target(context.set(set).rtype, context.zone.rdata(record)).is_some_and(needs_escapes)
    };
    let what = "a target with escapes in its name";
    refused(context, set, is_escaped, |kind| kind.refuses_odd_targets.as_ref(), what, findings);
}

/// Whether a name in wire form has a backslash as a master file writes it.
fn needs_escapes(wire: &[u8]) -> bool {
    let is_common = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
    if labels(wire).all(|label| label.iter().all(is_common)) {
        return false;
    }
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = name::write(wire, &mut text);
    text.contains('\\')
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
    for position in context.set(set).providers.positions() {
        let Some(provider) = zone.providers.get(position) else { continue };
        let Some(verified) = refuses(provider.kind.capabilities()) else { continue };
        let Some(record) = zone.records_of(set).find(|record| is_it(*record)) else { return };
        findings.push(
            Finding::new(zone.record_at(record), format!("{} does not take {what}", provider.kind.title()))
                .site(zone.records[record].site)
                .here(format!("for `{}`", provider.name))
                .help("remove it, or give it to the other providers alone with `on`")
                .note(format!("as of {}: {}", verified.date, verified.page)),
        );
    }
}
