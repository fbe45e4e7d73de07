//! # route-without-default
//!
//! ## What it does
//! Finds sets that Route 53 chooses by the resolver's `location` where none is for `default`.
//!
//! ## Why it is bad
//! Whoever asks from a place that no set names, or whose place Route 53 does not know, gets no answer: for them the
//! name has no such records.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws {
//!   shop  A  93.184.215.14  route(set: "eu", location: europe)
//!   shop  A  93.184.215.15  route(set: "us", location: us)
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws {
//!   shop  A  93.184.215.14  route(set: "eu", location: europe)
//!   shop  A  93.184.215.15  route(set: "rest", location: default)
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html>

use crate::lint::route_group::{self, policy};
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};

pub const RULE: Rule = Rule {
    name: "route-without-default",
    summary: "sets chosen by location without one for the rest of the world",
    level: Level::Warn,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for members in route_group::all(context) {
        let Some(first) = members.sets.first() else { continue };
        let (kind, _) = policy(first.route);
        let set = context.set(first.id);
        if !members.group.with_default.contains(&kind)
            || members.sets.iter().any(|member| policy(member.route).1 == "default")
            || context.zone.gaps.may_hide(set.owner)
        {
            continue;
        }
        let (owner, rtype) = (context.owner(first.id), set.rtype);
        findings.push(
            Finding::new(
                route_group::at(context, *first),
                format!("no {rtype} set of `{owner}` answers for the rest of the world"),
            )
            .site(context.zone.site_of(first.id))
            .here(format!("the sets have a {kind} each"))
            .help(format!("add a set with `{kind}: default`"))
            .excuse("; if it is meant, say why: `allow(route-without-default: \"…\")`"),
        );
    }
}
