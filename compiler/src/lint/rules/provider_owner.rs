//! # provider-owner
//!
//! ## What it does
//! Finds an owner name that a provider of the zone refuses, of itself or for the type of its records.
//!
//! ## Why it is bad
//! The provider refuses the set, maybe after another provider of the zone has taken it. DNS allows every octet in a
//! label. Azure DNS takes letters, digits, `-` and `_`, and a `*` as the whole first label. Route 53 takes the others
//! too, but no `*` beside others in the first label, and no DS at the apex, where it would be the parent zone's. Neither
//! takes NS at a wildcard.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone 2.0.192.in-addr.arpa on azure {
//!   "0/25"  NS  ns1.example.net., ns2.example.org.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone 2.0.192.in-addr.arpa on azure {
//!   0-25  NS  ns1.example.net., ns2.example.org.
//! }
//! ```
//!
//! Bad:
//! ```zonal
//! zone example.com on aws {
//!   *.dept  NS  ns1.example.net., ns2.example.org.
//! }
//! ```
//!
//! ## References
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
//! - <https://learn.microsoft.com/azure/dns/dns-zones-records>
//! - RFC 2317 section 4

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::{Labels, Owners, Verified};
use crate::zone::{NodeId, ProviderSet, SetId, Zone};

pub const RULE: Rule = Rule {
    name: "provider-owner",
    summary: "an owner name that a provider refuses",
    level: Level::Forbid,
    checks: &[
        Check::Zone(check_labels),
        Check::Zone(check_zone),
        Check::Sets(&[Rtype::NS, Rtype::SOA, Rtype::DS], check_place),
    ],
};

fn owners(zone: &Zone, position: usize) -> Option<&'static Owners> {
    zone.providers.get(position)?.kind.capabilities().owners.as_ref()
}

/// The providers with such owner names, of some.
fn with(zone: &Zone, of: ProviderSet, is_one: impl Fn(&Owners) -> bool) -> ProviderSet {
    let positions = of.positions().filter(|position| owners(zone, *position).is_some_and(&is_one));
    positions.fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)))
}

fn is_plain(label: &[u8]) -> bool {
    label.iter().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
}

/// Finds names with labels that cannot be.
fn check_labels(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    let all = zone.all_providers();
    let plain = with(zone, all, |owners| owners.labels == Labels::Plain);
    let starred = with(zone, all, |_| true);
    if starred.is_empty() {
        return;
    }
    // Parents come before children: by name, whether it or a name above it has an octet that is not plain.
    let mut odd_from_here = vec![false; zone.names.len()];
    for node in zone.names.iter() {
        let label = zone.names.label(node);
        let is_odd = !is_plain(label);
        let above = zone.names.parent(node).and_then(|parent| odd_from_here.get(parent.index()).copied());
        let is_odd_above = above.unwrap_or_default();
        if let Some(slot) = odd_from_here.get_mut(node.index()) {
            *slot = is_odd || is_odd_above;
        }
        let is_wildcard = label == b"*";
        let refusing = if is_odd && !is_wildcard && label.contains(&b'*') {
            starred
        } else if is_odd_above || is_odd && !is_wildcard {
            plain
        } else {
            continue;
        };
        findings.extend(refused(context, node, refusing));
    }
}

/// A finding about the first set of a name that refusing providers have.
fn refused(context: &ZoneContext<'_>, node: NodeId, refusing: ProviderSet) -> Option<Finding> {
    let zone = context.zone;
    let set = zone.sets_at(node).find(|set| context.set(*set).providers.overlaps(refusing))?;
    let refusing = context.set(set).providers.intersection(refusing);
    let name = context.owner(set);
    let wire = zone.names.name(node);
    let label = |octet: u8| wire.labels().any(|label| label.contains(&octet));
    let first = zone.names.label(node);
    let help = if first != b"*" && label(b'*') || wire.labels().skip(1).any(|label| label.contains(&b'*')) {
        "a `*` is the whole first label: name each of the names, or all below one with `*.`".to_owned()
    } else if label(b'/') {
        "write `-` for `/`: the names of a classless delegation are free, so long as its CNAMEs agree".to_owned()
    } else {
        "use letters, digits, `-` and `_`, or give the records to the other providers alone with `on`".to_owned()
    };
    finding(context, set, refusing, &format!("the name `{name}`"), help)
}

fn finding(
    context: &ZoneContext<'_>,
    set: SetId,
    refusing: ProviderSet,
    what: &str,
    help: String,
) -> Option<Finding> {
    let zone = context.zone;
    let position = refusing.positions().next()?;
    let Verified { date, page } = owners(zone, position)?.verified;
    let title = zone.providers.get(position)?.kind.title();
    let site = zone.site_of(set);
    let finding = Finding::new(zone.sites[site].owner_at(), format!("{title} does not take {what}"))
        .site(site)
        .here(format!("for {}", zone.provider_names(refusing)))
        .help(help);
    Some(finding.note(format!("as of {date}: {page}")))
}

/// Finds sets at a wildcard or the apex where their type cannot stand.
fn check_place(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let (owner, rtype) = (entry.owner, entry.rtype);
    if owner == zone.names.apex() {
        let refusing = with(zone, entry.providers, |owners| owners.not_at_apex.contains(&rtype));
        let help = "remove it: the parent zone has it, beside its NS of this zone";
        findings.extend(finding(context, set, refusing, &format!("{rtype} at the apex"), help.to_owned()));
    } else if zone.names.label(owner) == b"*" {
        let refusing = with(zone, entry.providers, |owners| owners.not_at_wildcard.contains(&rtype));
        let help = "delegate each of the names";
        findings.extend(finding(context, set, refusing, &format!("{rtype} at a wildcard"), help.to_owned()));
    }
}

/// Finds a zone whose own name cannot be.
fn check_zone(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    let refusing = with(zone, zone.all_providers(), |owners| owners.labels == Labels::Plain);
    let Some(position) = refusing.positions().next() else { return };
    let (Some(provider), Some(owners)) = (zone.providers.get(position), owners(zone, position)) else { return };
    let is_inner = |label: &[u8]| is_plain(label) && !label.starts_with(b"-") && !label.ends_with(b"-");
    if zone.name.label_count() > 1 && zone.name.labels().all(is_inner) {
        return;
    }
    let help = if zone.name.label_count() < 2 {
        "it needs two labels at least: serve the zone by another provider"
    } else {
        "use letters, digits, `_`, and `-` inside a label; a classless reverse zone may be called `0-25` for `0/25`"
    };
    findings.push(
        Finding::new(
            zone.declared_at,
            format!("{} does not take a zone of the name `{}`", provider.kind.title(), zone.name.unicode()),
        )
        .here(format!("for {}", zone.provider_names(refusing)))
        .help(help)
        .note(format!("as of {}: {}", owners.verified.date, owners.verified.page)),
    );
}
