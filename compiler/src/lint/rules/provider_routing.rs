//! # provider-routing
//!
//! ## What it does
//! Finds a `route(…)` on a provider that cannot choose its answers, or not in this way, or not for this type; and routed
//! sets of one name and type that Route 53 refuses beside each other.
//!
//! ## Why it is bad
//! A provider without routing has one set to a name and type. Which of the routed sets it should serve is not said.
//! Azure answers by weight, failover or with several addresses, and for A and AAAA alone: it does so with a Traffic
//! Manager profile, which has no words for Route 53's regions and locations.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   shop  A  93.184.215.14  route(set: "blue", region: eu-west-1)
//!   shop  A  93.184.215.15  route(set: "green", region: us-east-1)
//! }
//! ```
//!
//! Bad:
//! ```zonal
//! zone example.com on aws {
//!   shop  A  93.184.215.14, 93.184.215.15  route(set: "blue", weight: 90)
//!   shop  A  93.184.215.16                 route(set: "green", weight: 10)
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws {
//!   shop  A  93.184.215.14  route(set: "blue-1", weight: 45)
//!   shop  A  93.184.215.15  route(set: "blue-2", weight: 45)
//!   shop  A  93.184.215.16  route(set: "green", weight: 10)
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   shop {
//!     on aws    A      93.184.215.14  route(set: "blue", region: eu-west-1)
//!     on aws    A      93.184.215.15  route(set: "green", region: us-east-1)
//!     on azure  CNAME  shop.trafficmanager.net.
//!   }
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html>
//! - <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html>
//! - <https://learn.microsoft.com/azure/dns/dns-alias>
//! - <https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods>

use rustc_hash::FxHashSet;

use crate::dns::rtype::Rtype;
use crate::lint::route_group::{self, policy};
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::{Routing, Types};
use crate::zone::{NodeId, ProviderSet, Route, SetId};

pub const RULE: Rule = Rule {
    name: "provider-routing",
    summary: "a `route` that a provider cannot serve",
    level: Level::Forbid,
    checks: &[Check::Zone(check), Check::Zone(route_group::check)],
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
        for lack in [Lack::Routing, Lack::Type, Lack::Policy] {
            let unable = unable(context, set, route, lack);
            if !unable.is_empty() && told.insert((entry.owner, entry.rtype)) {
                findings.push(finding(context, set, route, lack, unable));
            }
        }
    }
}

/// What a provider cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    /// Route at all.
    Routing,
    /// Route sets of this type.
    Type,
    /// Share the answers in this way.
    Policy,
}

fn finding(
    context: &ZoneContext<'_>,
    set: SetId,
    route: &Route,
    lack: Lack,
    unable: ProviderSet,
) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let at = route.at.unwrap_or_else(|| zone.sites[site].type_at());
    let names = zone.provider_names(unable);
    let able = zone.provider_names(context.set(set).providers.without(unable)).replace(" and ", ", ");
    let rtype = context.set(set).rtype;
    let (what, instead) = match lack {
        Lack::Routing => (
            format!("{names} cannot route answers"),
            format!("remove the `route`: {names} serves one set to a name and type"),
        ),
        Lack::Type => (
            format!("{names} cannot route {rtype} sets"),
            match rtype {
                Rtype::CNAME => format!("write the addresses, as {}", types(context, unable)),
                _ => format!("remove the `route`: {names} serves one {rtype} set to a name"),
            },
        ),
        Lack::Policy => (
            format!("{names} cannot share answers by `{}`", policy(route).0),
            format!("use one of {}", policies(context, unable)),
        ),
    };
    let help = if able.is_empty() {
        instead
    } else {
        let unable = names.replace(" and ", ", ");
        format!("write `on {able}` in front, and `on {unable}` what it shall answer")
    };
    Finding::new(at, what).site(site).here("has no effect there").help(help)
}

fn routing(context: &ZoneContext<'_>, position: usize) -> Option<&'static Routing> {
    context.zone.providers.get(position)?.kind.capabilities().routing.as_ref()
}

fn first(context: &ZoneContext<'_>, unable: ProviderSet) -> Option<&'static Routing> {
    unable.positions().find_map(|position| routing(context, position))
}

fn types(context: &ZoneContext<'_>, unable: ProviderSet) -> String {
    match first(context, unable).map(|routing| &routing.types) {
        Some(Types::Only(types)) => {
            types.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
        }
        Some(Types::Any) | None => String::new(),
    }
}

fn policies(context: &ZoneContext<'_>, unable: ProviderSet) -> String {
    first(context, unable).map(|routing| routing.policies.join(", ")).unwrap_or_default()
}

/// The providers of a set that lack something.
fn unable(context: &ZoneContext<'_>, set: SetId, route: &Route, lack: Lack) -> ProviderSet {
    let entry = context.set(set);
    let is_unable = |position: &usize| match (routing(context, *position), lack) {
        (None, Lack::Routing) => true,
        (Some(routing), Lack::Type) => !routing.types.contains(entry.rtype),
        (Some(routing), Lack::Policy) => {
            routing.types.contains(entry.rtype) && !routing.policies.contains(&policy(route).0)
        }
        (None, Lack::Type | Lack::Policy) | (Some(_), Lack::Routing) => false,
    };
    let positions = entry.providers.positions().filter(is_unable);
    positions.fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)))
}
