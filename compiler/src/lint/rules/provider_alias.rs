//! # provider-alias
//!
//! ## What it does
//! Finds an `ALIAS` that a provider of the zone cannot answer, and one on Route 53 whose target does not tell the
//! hosted zone that it is in.
//!
//! ## Why it is bad
//! An ALIAS is no record: the provider looks the target's addresses up and answers with them. Each knows the
//! targets of its own cloud alone, and a master file knows none. Route 53 has to be told the target's hosted zone.
//! That of a load balancer or an S3 website follows from the region in its name, and is one that the AWS command
//! line tells (`aws elbv2 describe-load-balancers`, `CanonicalHostedZoneId`) if the region is not known here.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   @  ALIAS  cloudfront d111111abcdef8.cloudfront.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   on aws    @  ALIAS  cloudfront d111111abcdef8.cloudfront.net.
//!   on azure  @  ALIAS  azure "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cdn/profiles/p/endpoints/e"
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html>
//! - <https://learn.microsoft.com/azure/dns/dns-alias>

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::dns::name::Name;
use crate::lower::{ProviderKind, route53};
use crate::zone::{Alias, AliasKind, ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "provider-alias",
    summary: "an ALIAS that a provider cannot answer",
    level: Level::Forbid,
    checks: &[
        Check::Sets(&[Rtype::A, Rtype::AAAA], check),
        Check::Sets(&[Rtype::A, Rtype::AAAA], check_hosted_zone),
    ],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let Some(alias) = entry.alias.map(|alias| &zone.aliases[alias]) else { return };
    let cannot = |position: &usize| {
        let provider = zone.providers.get(*position);
        provider.is_some_and(|p| !p.kind.capabilities().aliases.contains(&alias.kind.word()))
    };
    let unable = entry
        .providers
        .positions()
        .filter(cannot)
        .fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)));
    let site = zone.site_of(set);
    let Some(first) = unable.positions().next().and_then(|position| zone.providers.get(position)) else { return };
    if is_second(context, set) {
        return;
    }
    let kind = alias.kind.word();
    let names = zone.provider_names(unable);
    let at_apex = entry.owner == zone.names.apex();
    findings.push(
        Finding::new(
            zone.sites[site].type_at(),
            format!("{} cannot answer an ALIAS of the kind `{kind}`", first.kind.title()),
        )
        .site(site)
        .here(format!("for {names}"))
        .help(instead(alias, first.kind, &names.replace(" and ", ", "), at_apex)),
    );
}

/// Whether this is the AAAA of a statement that made an A too: one statement, one finding.
fn is_second(context: &ZoneContext<'_>, set: SetId) -> bool {
    let (zone, entry) = (context.zone, context.set(set));
    let site = zone.site_of(set);
    entry.rtype == Rtype::AAAA
        && context
            .set_at(entry.owner, Rtype::A, entry.providers)
            .is_some_and(|a| zone.sites[zone.site_of(a)].rtype == zone.sites[site].rtype)
}

/// Finds an ALIAS on Route 53 without a hosted zone.
fn check_hosted_zone(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let Some(alias) = entry.alias.map(|alias| &zone.aliases[alias]) else { return };
    let on_route53 = entry.providers.positions().any(|position| {
        zone.providers.get(position).is_some_and(|provider| provider.kind == ProviderKind::Route53)
    });
    if !on_route53 || alias.hosted_zone.is_some() || is_second(context, set) {
        return;
    }
    let target = alias.target.trim_end_matches('.');
    let told = match alias.kind {
        AliasKind::CloudFront | AliasKind::GlobalAccelerator | AliasKind::Azure => true,
        AliasKind::LoadBalancer | AliasKind::S3Website => {
            route53::hosted_zone(alias.kind, &alias.target).is_some()
        }
        AliasKind::Name => Name::parse_master_file(alias.target.as_bytes())
            .is_ok_and(|target| target.is_within(&zone.name)),
    };
    if told {
        return;
    }
    let (what, help) = match alias.kind {
        AliasKind::Name => (
            format!("`{target}` is not a name of this zone"),
            "say which hosted zone it is in, as in `zone \"Z…\"` behind it, or write a CNAME".to_owned(),
        ),
        AliasKind::LoadBalancer | AliasKind::S3Website | AliasKind::CloudFront
        | AliasKind::GlobalAccelerator | AliasKind::Azure => (
            format!("`{target}` does not tell an AWS region whose hosted zone is known"),
            "check the name, or say which hosted zone it is in, as in `zone \"Z…\"` behind it".to_owned(),
        ),
    };
    let site = zone.site_of(set);
    findings.push(Finding::new(zone.sites[site].type_at(), what).site(site).help(help));
}

/// What to write where the ALIAS cannot stand.
fn instead(alias: &Alias, provider: ProviderKind, on: &str, at_apex: bool) -> String {
    let own = provider.capabilities().aliases;
    let target = match alias.kind {
        AliasKind::CloudFront | AliasKind::LoadBalancer | AliasKind::S3Website | AliasKind::GlobalAccelerator => {
            alias.target.trim_end_matches('.')
        }
        AliasKind::Name | AliasKind::Azure => "",
    };
    match (at_apex, target, own) {
        (false, "", _) => format!("write `on {on} CNAME TARGET.`, or the addresses as A and AAAA"),
        (false, target, _) => format!("write `on {on} CNAME {target}.`"),
        (true, _, []) => format!("write the addresses: `on {on} A …`; at the apex there can be no CNAME"),
        (true, _, [kind, ..]) => {
            format!("write the addresses, `on {on} A …`, or an ALIAS that it can answer: `on {on} ALIAS {kind} …`")
        }
    }
}
