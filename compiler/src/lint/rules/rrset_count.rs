//! # rrset-count
//!
//! ## What it does
//! Finds a record set with more records than a provider of the zone takes: 20 at Azure DNS, 400 at Route 53.
//!
//! ## Why it is bad
//! The provider refuses the set, so the zone cannot be pushed. A provider that has raised the quota for you is a
//! reason for an `allow`.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on azure {
//!   for n in 1..21 { pool A "93.184.215.${n}" }
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on azure {
//!   for n in 1..20 { pool A "93.184.215.${n}" }
//! }
//! ```
//!
//! ## References
//! - <https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits>
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>

use crate::lint::siblings;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::Limit;
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "rrset-count",
    summary: "more records in a set than a provider takes",
    level: Level::Deny,
    checks: &[Check::Owners(check)],
};

fn check(context: &ZoneContext<'_>, sets: &[SetId], findings: &mut Findings) {
    let zone = context.zone;
    let all: u64 = sets.iter().map(|&set| u64::from(context.set(set).len)).sum();
    let limit = |position: usize| {
        let provider = zone.providers.get(position)?;
        Some((provider, provider.kind.capabilities().records_per_set.as_ref()?))
    };
    for position in 0..zone.providers.len() {
        let Some((provider, limit)) = limit(position) else { continue };
        if all <= u64::from(limit.value) {
            continue;
        }
        for (first, count) in counts(context, sets, position) {
            if count > u64::from(limit.value) {
                findings.push(finding(context, first, count, provider.kind.title(), limit));
            }
        }
    }
}

/// How many records one provider has in each of its sets, by the first statement's set.
fn counts(context: &ZoneContext<'_>, sets: &[SetId], position: usize) -> Vec<(SetId, u64)> {
    let zone = context.zone;
    let mut served: Vec<_> =
        sets.iter().copied().filter(|&set| context.set(set).providers.contains(position)).collect();
    let key = |set: SetId| (context.set(set).rtype, siblings::route(zone, context.set(set)));
    served.sort_by_key(|&set| (key(set), set));
    let same = served.chunk_by(|&a, &b| key(a) == key(b));
    same.filter_map(|sets| {
        let count = sets.iter().map(|&set| u64::from(context.set(set).len)).sum();
        Some((*sets.first()?, count))
    })
    .collect()
}

fn finding(context: &ZoneContext<'_>, set: SetId, count: u64, provider: &str, limit: &Limit) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let (owner, rtype, most) = (context.owner(set), context.set(set).rtype, limit.value);
    let message = format!("the {rtype} of `{owner}` has {count} records, {provider} takes {most}");
    Finding::new(zone.sites[site].type_at(), message)
        .site(site)
        .here(format!("{} too many", count - u64::from(most)))
        .help("spread them over several names; or `allow` it, if the provider has raised its quota for you")
        .note(format!("as of {}: {}", limit.verified.date, limit.verified.page))
}
