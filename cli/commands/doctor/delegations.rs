//! The delegations of zones beside the name servers of all of their providers.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use zonal_compiler::dns::name::Name;
use zonal_compiler::zone::Zone;
use zonal_runtime::doctor::{Finding, Located, Topic, Verdict, delegation};
use zonal_runtime::error::Failure;

use crate::commands::live;
use crate::program::Program;

/// The resolver that somebody names, or the system's.
pub fn resolver(named: Option<SocketAddr>) -> Option<SocketAddr> {
    named.or_else(|| {
        let configuration = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        delegation::system_resolver(&configuration)
    })
}

/// The delegation of each zone beside the name servers of all of its providers.
pub fn delegations(
    resolver: Option<SocketAddr>,
    program: &Program,
    chosen: &[(&Zone, usize)],
    located: &[(String, Located)],
) -> Result<Vec<Finding>, Failure> {
    let zones: BTreeSet<&Name> = chosen.iter().map(|(zone, _)| &zone.name).collect();
    let mut findings = Vec::new();
    for name in zones {
        let Some((zone, _)) = chosen.iter().find(|(zone, _)| zone.name == *name) else { continue };
        findings.push(match (wanted(program, zone, located), resolver) {
            (Err(unknown), _) => {
                let what =
                    format!("the name servers at {unknown} are not known, so the delegation is not compared");
                Finding::new(Topic::Delegation, Verdict::Doubtful, what).of(name)
            }
            (Ok(_), None) => {
                let what = "this system names no resolver, so the delegation is not looked up";
                let help = "name one: `--resolver ADDRESS`";
                Finding::new(Topic::Delegation, Verdict::Doubtful, what).help(help).of(name)
            }
            (Ok(wanted), Some(resolver)) => live::wait(delegation::finding(resolver, name, &wanted))?,
        });
    }
    Ok(findings)
}

/// The name servers of all providers of a zone, as they are now or, failing that, as they were put down; or the provider
/// whose are not known.
fn wanted(program: &Program, zone: &Zone, located: &[(String, Located)]) -> Result<BTreeSet<Name>, String> {
    let mut wanted = BTreeSet::new();
    for provider in &zone.providers {
        let now = located.iter().find(|(name, at)| *name == provider.name && at.zone == zone.name);
        let now = now.map(|(_, at)| &at.identity.name_servers).filter(|servers| !servers.is_empty());
        let known = program.facts.of(&zone.name, &provider.name).map(|facts| &facts.name_servers);
        let servers = now.or(known).unwrap_or(&provider.nameservers);
        if servers.is_empty() {
            return Err(provider.name.clone());
        }
        wanted.extend(servers.iter().cloned());
    }
    Ok(wanted)
}
