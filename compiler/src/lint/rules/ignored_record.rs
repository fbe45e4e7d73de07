//! # ignored-record
//!
//! ## What it does
//! Finds a record that an `ignore` of its own zone covers.
//!
//! ## Why it is bad
//! What is ignored belongs to somebody else and is never changed: this record would never be pushed.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   ignore "_acme-challenge.**" TXT  "cert-manager owns these"
//!   _acme-challenge.www  TXT  "Yf8aFa8dV4Zp"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   ignore "_acme-challenge.**" TXT  "cert-manager owns these"
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - The language reference, "Records that others own"

use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{Ignore, SetId};

pub const RULE: Rule = Rule {
    name: "ignored-record",
    summary: "a record that an `ignore` covers",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.ignores.is_empty() {
        return;
    }
    let mut owner = Vec::new();
    for (set, entry) in zone.sets.iter_ids() {
        let mut ignores = zone.ignores.iter().filter(|ignore| {
            ignore.providers.overlaps(entry.providers)
                && (ignore.types.is_empty() || ignore.types.contains(&entry.rtype))
        });
        let covering = ignores.find(|ignore| {
            owner.clear();
            zone.names.write_wire(entry.owner, &mut owner);
            ignore.pattern.matches(&owner)
        });
        findings.extend(covering.map(|ignore| finding(context, set, ignore)));
    }
}

fn finding(context: &ZoneContext<'_>, set: SetId, ignore: &Ignore) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let (owner, rtype) = (context.owner(set), context.set(set).rtype);
    let both = context.for_providers(ignore.providers.intersection(context.set(set).providers));
    let finding =
        Finding::new(zone.sites[site].type_at(), format!("the {rtype} of `{owner}` is ignored{both}"))
            .site(site)
            .here("would never be pushed")
            .label(ignore.at, "ignored here")
            .help("remove the record, or narrow the `ignore`");
    if ignore.reason.is_empty() { finding } else { finding.note(ignore.reason.clone()) }
}
