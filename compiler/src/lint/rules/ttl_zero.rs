//! # ttl-zero
//!
//! ## What it does
//! Finds a TTL of zero. Where a provider of the zone refuses it (Azure DNS does), it is an error.
//!
//! ## Why it is bad
//! Nothing is cached: every look-up waits for the name servers, and during their outage the name is gone at once.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14  ttl 0s
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14  ttl 60s
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 3.2.1
//! - RFC 2181 section 8

use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{ProviderSet, SetId, TtlSource};

pub const RULE: Rule = Rule {
    name: "ttl-zero",
    summary: "a TTL of zero",
    level: Level::Warn,
    checks: &[Check::Sets(&[], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    if entry.ttl != 0 {
        return;
    }
    let site = zone.site_of(set);
    let at = zone.ttl_at(set).unwrap_or_else(|| zone.sites[site].type_at());
    let mut finding = Finding::new(at, format!("the TTL of `{}` is zero", context.owner(set)))
        .site(site)
        .here("nothing is cached")
        .help("write `60s` for a name that has to change quickly");
    if zone.ttl_at(set).is_some() && entry.ttl_source == TtlSource::Record {
        finding = finding.suggest("write `ttl 60s`", at, "ttl 60s");
    }
    let refusing = refusing(context, entry.providers);
    if !refusing.is_empty() {
        let names = zone.provider_names(refusing);
        finding = finding.forbidden().note(format!("refused by {names}: its TTLs begin at 1 second"));
    }
    findings.push(finding);
}

fn refusing(context: &ZoneContext<'_>, providers: ProviderSet) -> ProviderSet {
    let refuses = |position: &usize| {
        let provider = context.zone.providers.get(*position);
        provider.is_some_and(|p| p.kind.capabilities().ttl_min.is_some_and(|limit| limit.value > 0))
    };
    let positions = providers.positions().filter(refuses);
    positions.fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)))
}
