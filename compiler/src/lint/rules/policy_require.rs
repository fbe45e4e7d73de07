//! # policy-require
//!
//! ## What it does
//! Finds a zone without a record that its policy requires.
//!
//! ## Why it is bad
//! The policy says why, in its own words.
//!
//! ## Example
//! Bad:
//! ```zonal
//! policy production default {
//!   require  CAA at @  "every zone pins its certificate authority"
//! }
//!
//! zone example.com on dns {
//!   @  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! policy production default {
//!   require  CAA at @  "every zone pins its certificate authority"
//! }
//!
//! zone example.com on dns {
//!   @  A    93.184.215.14
//!   @  CAA  issue "letsencrypt.org"
//! }
//! ```
//!
//! ## Options
//! `require TYPES at PATTERN "why"` in a policy: one of the types must stand at every name of the zone that has
//! records and that the pattern covers; at a name without wildcards, in any case.
//!
//! ## References
//! - The language reference, "Policies"

use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext, show};
use crate::zone::NodeId;
use crate::zone::names::Lookup;
use crate::zone::policy::Require;

pub const RULE: Rule = Rule {
    name: "policy-require",
    summary: "a record that the policy requires is missing",
    level: Level::Deny,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for require in &context.zone.policy.requires {
        match require.owners.literal() {
            Some(wire) => check_name(context, require, &wire, findings),
            None => check_pattern(context, require, findings),
        }
    }
}

/// One name, which must have the record even if it has no other.
fn check_name(context: &ZoneContext<'_>, require: &Require, wire: &[u8], findings: &mut Findings) {
    let zone = context.zone;
    let (present, hidden) = match zone.names.find(wire) {
        Lookup::Found(node) => (has_one(context, require, node), zone.gaps.may_hide(node)),
        Lookup::Absent { .. } => (false, zone.gaps.may_hide_anything()),
        Lookup::OutOfZone => return,
    };
    if !present && !hidden {
        let finding = Finding::new(zone.declared_at, message(require, &show(wire)));
        findings.push(explain(finding.here("in this zone"), require));
    }
}

/// Every name with records that a pattern covers.
fn check_pattern(context: &ZoneContext<'_>, require: &Require, findings: &mut Findings) {
    let zone = context.zone;
    let mut wire = Vec::new();
    for node in zone.names.iter() {
        let Some(first) = zone.names.first_set(node) else { continue };
        wire.clear();
        zone.names.write_wire(node, &mut wire);
        if !require.owners.matches(&wire) || has_one(context, require, node) || zone.gaps.may_hide(node) {
            continue;
        }
        let site = zone.site_of(first);
        let finding = Finding::new(zone.sites[site].owner_at(), message(require, &show(&wire))).site(site);
        findings.push(explain(finding.here("at this name"), require));
    }
}

fn has_one(context: &ZoneContext<'_>, require: &Require, node: NodeId) -> bool {
    !context.providers_with(node, &require.types).is_empty()
}

fn message(require: &Require, owner: &str) -> String {
    let types: Vec<_> = require.types.iter().map(ToString::to_string).collect();
    format!("the policy requires {} at `{owner}`", types.join(" or "))
}

fn explain(finding: Finding, require: &Require) -> Finding {
    let finding = finding.label(require.at, "the policy says so here");
    let finding = if require.reason.is_empty() { finding } else { finding.note(require.reason.clone()) };
    finding.help("add the record").excuse(", or say why the zone is an exception: `allow(policy-require: \"…\")`")
}
