//! # ns-single-provider
//!
//! ## What it does
//! Finds a zone on several providers whose name servers are all those of one of them.
//!
//! ## Why it is bad
//! The point of a second provider is that the zone answers while the first one is down. Nobody asks a provider
//! whose name servers are not in the zone's NS set.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on aws, azure {
//!   nameservers ns-1.awsdns-01.org., ns-2.awsdns-02.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   nameservers ns-1.awsdns-01.org., ns1-01.azure-dns.com.
//! }
//! ```
//!
//! ## References
//! - RFC 2182 section 3.1

use crate::dns::name::Name;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::Zone;

pub const RULE: Rule = Rule {
    name: "ns-single-provider",
    summary: "a zone on several providers with the name servers of one",
    level: Level::Deny,
    checks: &[Check::Zone(check)],
};

/// Who runs a name server.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Operator {
    /// The provider at this position of the zone's.
    Provider(usize),
    /// Whoever has names of this form.
    Named(String),
}

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.providers.len() < 2 {
        return;
    }
    let Some(nameservers) = &zone.nameservers else { return };
    let mut operators = nameservers.names.iter().map(|(name, _)| operator(zone, name));
    let Some(first) = operators.next() else { return };
    if !operators.all(|other| other == first) {
        return;
    }
    let who = match &first {
        Operator::Provider(position) => {
            zone.providers.get(*position).map_or_else(String::new, |provider| provider.name.clone())
        }
        Operator::Named(name) => name.clone(),
    };
    let providers = zone.provider_names(zone.all_providers());
    findings.push(
        Finding::new(nameservers.at, format!("all name servers of {} are run by {who}", zone.name.unicode()))
            .here(format!("nobody will ask the others of {providers}"))
            .help("add the name servers of every provider, or leave the statement out: the default is all of them"),
    );
}

fn operator(zone: &Zone, server: &Name) -> Operator {
    let known = zone.providers.iter().position(|provider| provider.nameservers.contains(server));
    if let Some(position) = known {
        return Operator::Provider(position);
    }
    let labels: Vec<_> = server.labels().collect();
    let of_clouds = labels.iter().find_map(|label| {
        let is_cloud = label.starts_with(b"awsdns-") || label == b"azure-dns";
        is_cloud.then(|| if label.starts_with(b"awsdns-") { "Route 53" } else { "Azure DNS" })
    });
    if let Some(cloud) = of_clouds {
        return Operator::Named(cloud.to_owned());
    }
    let mut domain = String::new();
    let last_two = labels.len().saturating_sub(2);
    for label in labels.iter().skip(last_two) {
        if !domain.is_empty() {
            domain.push('.');
        }
        domain.push_str(&String::from_utf8_lossy(label));
    }
    Operator::Named(domain)
}
