//! What the parent zone says of a zone: the delegation, as its servers give it.
//!
//! A recursive resolver gives the child's own NS set, so the parent's servers are looked up through it and then asked
//! themselves, without recursion. A message goes by UDP, and by TCP if the answer did not fit.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

use domain::base::Rtype;
use zonal_compiler::dns::name::Name;

use super::{Finding, Topic, Verdict, difference};
use crate::exchange::{Recursion, Reply, ask};

/// How many of the parent's servers are tried.
const SERVERS: usize = 3;

/// Compares a zone's delegation with the name servers that it shall be delegated to.
pub async fn finding(resolver: SocketAddr, zone: &Name, wanted: &BTreeSet<Name>) -> Finding {
    let finding = |verdict, what: String| Finding::new(Topic::Delegation, verdict, what).of(zone);
    let (parent, delegated) = match delegation(resolver, zone).await {
        Ok(found) => found,
        Err(why) => {
            return finding(Verdict::Doubtful, format!("the delegation cannot be looked up: {why}"))
                .help("name a resolver that answers: `--resolver ADDRESS`");
        }
    };
    let parent = if parent.is_root() { "the root".to_owned() } else { parent.undotted().to_string() };
    let all: BTreeSet<String> = wanted.iter().map(ToString::to_string).collect();
    let all = all.into_iter().collect::<Vec<_>>().join(" ");
    if delegated.is_empty() {
        let what = format!("{parent} does not delegate the zone: nobody will find it");
        return finding(Verdict::Doubtful, what)
            .help(format!("once it is deployed, enter at the registrar: {all}"));
    }
    if delegated == *wanted {
        return finding(Verdict::Fine, format!("{parent} delegates to all {} name servers", wanted.len()));
    }
    let what = format!("{parent} delegates to other name servers: {}", difference(&delegated, wanted));
    finding(Verdict::Bad, what).help(format!("enter at the registrar: {all}"))
}

/// The first `nameserver` of `resolv.conf`, as the system's own resolver reads it (resolv.conf(5)).
#[must_use]
pub fn system_resolver(configuration: &str) -> Option<SocketAddr> {
    let addresses = configuration.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some("nameserver")).then(|| words.next()?.parse::<IpAddr>().ok())?
    });
    addresses.map(|address| SocketAddr::new(address, DNS)).next()
}

/// The port of DNS.
pub const DNS: u16 = 53;

/// The zone that delegates, and what it delegates to; an empty set if it does not.
async fn delegation(resolver: SocketAddr, zone: &Name) -> Result<(Name, BTreeSet<Name>), String> {
    let (parent, servers) = parent(resolver, zone).await?;
    let mut why = format!("no server of {parent} has an address");
    for server in servers.iter().take(SERVERS) {
        let addresses = match addresses(resolver, server).await {
            Ok(addresses) => addresses,
            Err(failed) => {
                why = failed;
                continue;
            }
        };
        for address in addresses {
            // Who runs a resolver at a port of its own, as in a laboratory, runs the servers there too.
            let at = SocketAddr::new(address, resolver.port());
            match ask(at, zone, Rtype::NS, Recursion::Off).await {
                Ok(reply) if reply.is_answer() => return Ok((parent, reply.name_servers_of(zone))),
                Ok(reply) => why = format!("{server} refuses to say ({})", reply.code()),
                Err(failed) => why = format!("{server} ({at}) {failed}"),
            }
        }
    }
    Err(why)
}

/// The closest zone above, and its servers.
async fn parent(resolver: SocketAddr, zone: &Name) -> Result<(Name, Vec<Name>), String> {
    let mut above = zone.parent();
    while let Some(name) = above {
        let reply = ask(resolver, &name, Rtype::NS, Recursion::On).await;
        let reply: Reply = reply.map_err(|failed| format!("the resolver {resolver} {failed}"))?;
        if !reply.is_answer() {
            return Err(format!("the resolver {resolver} fails to look up {name} ({})", reply.code()));
        }
        let servers: Vec<Name> = reply.name_servers_of(&name).into_iter().collect();
        if !servers.is_empty() {
            return Ok((name, servers));
        }
        above = name.parent();
    }
    Err(format!("the resolver {resolver} knows no zone above {}", zone.undotted()))
}

/// The addresses of a server; an error says why there are none.
pub(crate) async fn addresses(resolver: SocketAddr, server: &Name) -> Result<Vec<IpAddr>, String> {
    let mut found = Vec::new();
    for rtype in [Rtype::A, Rtype::AAAA] {
        let reply = ask(resolver, server, rtype, Recursion::On).await;
        found.extend(reply.map_err(|failed| format!("the resolver {resolver} {failed}"))?.addresses());
    }
    if found.is_empty() { Err(format!("{server} has no address")) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_server_of_the_system_is_taken() {
        let text = "# nameserver 192.0.2.9\nsearch example.com\nnameserver 192.0.2.1\nnameserver 192.0.2.2\n";
        assert_eq!(system_resolver(text), Some("192.0.2.1:53".parse().unwrap()));
        assert_eq!(system_resolver("nameserver ::1\n"), Some("[::1]:53".parse().unwrap()));
        assert_eq!(system_resolver("options edns0\n"), None);
    }
}
