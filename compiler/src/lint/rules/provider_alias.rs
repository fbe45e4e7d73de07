//! # provider-alias
//!
//! ## What it does
//! Finds an `ALIAS` that a provider of the zone cannot answer, one on Route 53 whose target does not tell the hosted zone
//! that it is in, an `ALIAS name` whose target in the zone lacks the records, or leads back to the ALIAS, and an `ALIAS azure`
//! whose identifier is none.
//!
//! ## Why it is bad
//! An ALIAS is no record: the provider looks the target's addresses up and answers with them. Each knows the
//! targets of its own cloud alone, and a master file knows none. Route 53 has to be told the target's hosted zone.
//! That of a load balancer or an S3 website follows from the region in its name, and is one that the AWS command
//! line tells (`aws elbv2 describe-load-balancers`, `CanonicalHostedZoneId`) if the region is not known here. Of its own
//! names it takes one that has a set of the same type; an ALIAS is A and AAAA, where `ipv4` or `ipv6` does not narrow it.
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
//! Bad:
//! ```zonal
//! zone example.com on aws {
//!   @    ALIAS  name www
//!   www  A      93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws {
//!   @    ALIAS  ipv4 name www
//!   www  A      93.184.215.14
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html>
//! - <https://learn.microsoft.com/azure/dns/dns-alias>

use crate::dns::name::Name;
use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext, azure_resource, own_alias};
use crate::lower::{ProviderKind, route53};
use crate::zone::{Alias, AliasKind, ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "provider-alias",
    summary: "an ALIAS that a provider cannot answer",
    level: Level::Forbid,
    checks: &[
        Check::Sets(&[Rtype::A, Rtype::AAAA], check),
        Check::Sets(&[Rtype::A, Rtype::AAAA], check_hosted_zone),
        Check::Sets(&[Rtype::A, Rtype::AAAA], check_own_name),
        Check::Zone(own_alias::check_rings),
        Check::Sets(&[Rtype::A, Rtype::AAAA], azure_resource::check),
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
    if context.alias_half(set).is_some() {
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

/// Finds an ALIAS on Route 53 of a name of the zone that has nothing to answer with.
fn check_own_name(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    if context.set(set).alias.is_none() {
        return;
    }
    let mut on_route53 = context.set(set).providers.positions().filter(|position| {
        zone.providers.get(*position).is_some_and(|provider| provider.kind == ProviderKind::Route53)
    });
    let Some(position) = on_route53.find(|position| own_alias::finding(context, set, *position).is_some()) else {
        return;
    };
    // The AAAA of a statement whose A has been told of says no more.
    let told = context.alias_half(set).is_some_and(|a| own_alias::finding(context, a, position).is_some());
    if !told {
        findings.extend(own_alias::finding(context, set, position));
    }
}

/// Finds an ALIAS on Route 53 without a hosted zone.
fn check_hosted_zone(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let Some(alias) = entry.alias.map(|alias| &zone.aliases[alias]) else { return };
    let on_route53 = entry.providers.positions().any(|position| {
        zone.providers.get(position).is_some_and(|provider| provider.kind == ProviderKind::Route53)
    });
    if !on_route53 || alias.hosted_zone.is_some() || context.alias_half(set).is_some() {
        return;
    }
    let target = alias.target.trim_end_matches('.');
    let told = match alias.kind {
        AliasKind::Azure => true,
        AliasKind::CloudFront => target.ends_with(CLOUDFRONT),
        AliasKind::GlobalAccelerator => target.ends_with(GLOBAL_ACCELERATOR),
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
        AliasKind::CloudFront => no_name_of("CloudFront", target, CLOUDFRONT),
        AliasKind::GlobalAccelerator => no_name_of("Global Accelerator", target, GLOBAL_ACCELERATOR),
        AliasKind::LoadBalancer | AliasKind::S3Website | AliasKind::Azure => (
            format!("`{target}` does not tell an AWS region whose hosted zone is known"),
            "check the name, or say which hosted zone it is in, as in `zone \"Z…\"` behind it".to_owned(),
        ),
    };
    let site = zone.site_of(set);
    findings.push(Finding::new(zone.sites[site].type_at(), what).site(site).help(help));
}

/// What the names of CloudFront's distributions end in.
const CLOUDFRONT: &str = ".cloudfront.net";
/// What the names of Global Accelerator's accelerators end in.
const GLOBAL_ACCELERATOR: &str = ".awsglobalaccelerator.com";

/// A target that is not of the service that the kind says.
fn no_name_of(service: &str, target: &str, end: &str) -> (String, String) {
    let what = format!("`{target}` is no name of {service}");
    (what, format!("its names end in `{end}`; for a name of your own, write `ALIAS name …` or a CNAME"))
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
