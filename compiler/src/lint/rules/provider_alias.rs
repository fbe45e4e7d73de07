//! # provider-alias
//!
//! ## What it does
//! Finds an `ALIAS` that a provider of the zone cannot answer.
//!
//! ## Why it is bad
//! An ALIAS is no record: the provider looks the target's addresses up and answers with them. Each knows the
//! targets of its own cloud alone, and a master file knows none.
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
use crate::lower::ProviderKind;
use crate::zone::{Alias, AliasKind, ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "provider-alias",
    summary: "an ALIAS that a provider cannot answer",
    level: Level::Forbid,
    checks: &[Check::Sets(&[Rtype::A, Rtype::AAAA], check)],
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
    // An ALIAS is an A and an AAAA set: one statement, one finding.
    let site = zone.site_of(set);
    let second = entry.rtype == Rtype::AAAA
        && context
            .set_at(entry.owner, Rtype::A, entry.providers)
            .is_some_and(|a| zone.sites[zone.site_of(a)].rtype == zone.sites[site].rtype);
    let Some(first) = unable.positions().next().and_then(|position| zone.providers.get(position)) else { return };
    if second {
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
