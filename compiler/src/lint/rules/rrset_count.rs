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

use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::Limit;
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "rrset-count",
    summary: "more records in a set than a provider takes",
    level: Level::Deny,
    checks: &[Check::Several(&[], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let count = context.set(set).len;
    for position in context.set(set).providers.positions() {
        let Some(provider) = zone.providers.get(position) else { continue };
        if let Some(limit) = &provider.kind.capabilities().records_per_set
            && count > limit.value
        {
            // Where two providers take too few, the first one's limit is enough to say.
            return findings.push(finding(context, set, provider.kind.title(), limit));
        }
    }
}

fn finding(context: &ZoneContext<'_>, set: SetId, provider: &str, limit: &Limit) -> Finding {
    let zone = context.zone;
    let site = zone.site_of(set);
    let (owner, most) = (context.owner(set), limit.value);
    let (rtype, count) = (context.set(set).rtype, context.set(set).len);
    let message = format!("the {rtype} of `{owner}` has {count} records, {provider} takes {most}");
    Finding::new(zone.sites[site].type_at(), message)
        .site(site)
        .here(format!("{} too many", count - most))
        .help("spread them over several names; or `allow` it, if the provider has raised its quota for you")
        .note(format!("as of {}: {}", limit.verified.date, limit.verified.page))
}
