//! # policy-forbid
//!
//! ## What it does
//! Finds a record that the zone's policy forbids.
//!
//! ## Why it is bad
//! The policy says why, in its own words.
//!
//! ## Example
//! Bad:
//! ```zonal
//! policy production default {
//!   forbid  CNAME to "**.herokuapp.com."  "Heroku is retired; point at app.cloudfront.net."
//! }
//!
//! zone example.com on dns {
//!   app  CNAME  example.herokuapp.com.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! policy production default {
//!   forbid  CNAME to "**.herokuapp.com."  "Heroku is retired; point at app.cloudfront.net."
//! }
//!
//! zone example.com on dns {
//!   app  CNAME  app.cloudfront.net.
//! }
//! ```
//!
//! ## Options
//! `forbid TYPES [at PATTERN] [to PATTERN] "why"` in a policy: `at` narrows to owners, `to` to targets.
//!
//! ## References
//! - The language reference, "Policies"

use crate::dns::rdata::target;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::source::FileSpan;
use crate::zone::policy::Forbid;
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "policy-forbid",
    summary: "a record that the policy forbids",
    level: Level::Deny,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.policy.forbids.is_empty() {
        return;
    }
    let mut owner = Vec::new();
    for (set, entry) in zone.sets.iter_ids() {
        for forbid in zone.policy.forbids.iter().filter(|forbid| forbid.types.contains(&entry.rtype)) {
            if let Some(pattern) = &forbid.owners {
                owner.clear();
                zone.names.write_wire(entry.owner, &mut owner);
                if !pattern.matches(&owner) {
                    continue;
                }
            }
            check_records(context, set, forbid, findings);
        }
    }
}

fn check_records(context: &ZoneContext<'_>, set: SetId, forbid: &Forbid, findings: &mut Findings) {
    let zone = context.zone;
    let rtype = context.set(set).rtype;
    let Some(pattern) = &forbid.targets else {
        let record = zone.sets[set].first;
        let at = zone.sites[zone.records[record].site].type_at();
        return findings.push(finding(context, set, record, at, forbid));
    };
    for record in zone.records_of(set) {
        if target(rtype, zone.rdata(record)).is_some_and(|target| pattern.matches(target)) {
            findings.push(finding(context, set, record, zone.target_at(record), forbid));
        }
    }
}

fn finding(context: &ZoneContext<'_>, set: SetId, record: RecordId, at: FileSpan, forbid: &Forbid) -> Finding {
    let rtype = context.set(set).rtype;
    let what = match &forbid.targets {
        Some(pattern) => format!("{rtype} to `{}`", pattern.text),
        None => format!("{rtype} at `{}`", context.owner(set)),
    };
    let finding = Finding::new(at, format!("the policy forbids {what}"))
        .site(context.zone.records[record].site)
        .here("forbidden")
        .label(forbid.at, "the policy says so here");
    let finding = if forbid.reason.is_empty() { finding } else { finding.note(forbid.reason.clone()) };
    finding.help("change the record").excuse(", or say why it is an exception: `allow(policy-forbid: \"…\")`")
}
