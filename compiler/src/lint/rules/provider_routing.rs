//! # provider-routing
//!
//! ## What it does
//! Finds a `route(…)` on a provider that cannot weigh or choose its answers.
//!
//! ## Why it is bad
//! Such a provider has one set to a name and type. Which of the routed sets it should serve is not said.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   shop  A  93.184.215.14  route(set: "blue", weight: 90)
//!   shop  A  93.184.215.15  route(set: "green", weight: 10)
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   shop {
//!     on aws    A      93.184.215.14  route(set: "blue", weight: 90)
//!     on aws    A      93.184.215.15  route(set: "green", weight: 10)
//!     on azure  CNAME  shop.trafficmanager.net.
//!   }
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html>

use rustc_hash::FxHashSet;

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{NodeId, ProviderSet, Route, SetId};

pub const RULE: Rule = Rule {
    name: "provider-routing",
    summary: "a `route` on a provider without routing",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.routes.is_empty() {
        return;
    }
    // All routed sets of a name and type need the same `on`: the first speaks for them.
    let mut told: FxHashSet<(NodeId, Rtype)> = FxHashSet::default();
    for (set, entry) in zone.sets.iter_ids() {
        let Some(route) = entry.route.map(|route| &zone.routes[route]) else { continue };
        let unable = without_routing(context, entry.providers);
        if !unable.is_empty() && told.insert((entry.owner, entry.rtype)) {
            findings.push(finding(context, set, route, unable));
        }
    }
}

fn finding(context: &ZoneContext<'_>, set: SetId, route: &Route, unable: ProviderSet) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let at = route.at.unwrap_or_else(|| zone.sites[site].type_at());
    let names = zone.provider_names(unable);
    let able = zone.provider_names(context.set(set).providers.without(unable)).replace(" and ", ", ");
    let help = if able.is_empty() {
        format!("remove the `route`: {names} serves one set to a name and type")
    } else {
        let unable = names.replace(" and ", ", ");
        format!("write `on {able}` in front, and `on {unable}` what it shall answer")
    };
    Finding::new(at, format!("{names} cannot route answers")).site(site).here("has no effect there").help(help)
}

fn without_routing(context: &ZoneContext<'_>, providers: ProviderSet) -> ProviderSet {
    let cannot = |position: &usize| {
        let provider = context.zone.providers.get(*position);
        provider.is_some_and(|p| p.kind.capabilities().routing.is_none())
    };
    let positions = providers.positions().filter(cannot);
    positions.fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)))
}
