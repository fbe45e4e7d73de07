//! # provider-profile
//!
//! ## What it does
//! Finds routed sets that Azure cannot hold in one Traffic Manager profile: with different TTLs or health checks, with an
//! address that is in two of them, with weights that are all zero or too great, with a health check that Traffic Manager
//! does not have, with names that no endpoint can have.
//!
//! ## Why it is bad
//! At Azure the routed sets of one name and type are one Traffic Manager profile, and each of their addresses is an
//! endpoint of it. A profile has one TTL and one way to check health. It asks every endpoint at its own address, so what
//! may differ from set to set is the `host` that the request names. It does not look at the text of an answer.
//!
//! ## Example
//! Bad:
//! ```zonal
//! health web = https {
//!   host  "www.example.com"
//!   path  "/health"
//! }
//! health deep = https {
//!   host  "www.example.com"
//!   path  "/health/deep"
//! }
//! zone example.com on azure {
//!   shop  A  93.184.215.14  route(set: "blue", weight: 90, health: web)
//!   shop  A  93.184.215.15  route(set: "green", weight: 10, health: deep)
//! }
//! ```
//!
//! Good:
//! ```zonal
//! health web = https {
//!   host  "www.example.com"
//!   path  "/health"
//! }
//! zone example.com on azure {
//!   shop  A  93.184.215.14  route(set: "blue", weight: 90, health: web)
//!   shop  A  93.184.215.15  route(set: "green", weight: 10, health: web)
//! }
//! ```
//!
//! ## References
//! - <https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring>
//! - <https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods>

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::dns::rtype::Rtype;
use crate::eval::{HealthCheck, SettingValue};
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::{Limit, Profile, Verified};
use crate::zone::{NodeId, Route, SetId};

pub const RULE: Rule = Rule {
    name: "provider-profile",
    summary: "routed sets that a provider cannot hold together",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let zone = context.zone;
    if zone.routes.is_empty() {
        return;
    }
    for (position, provider) in zone.providers.iter().enumerate() {
        let Some(routing) = &provider.kind.capabilities().routing else { continue };
        let Some(profile) = &routing.profile else { continue };
        let mut groups: BTreeMap<(NodeId, Rtype), Vec<Member<'_>>> = BTreeMap::new();
        for (id, set) in zone.sets.iter_ids() {
            let Some(route) = set.route.map(|route| &zone.routes[route]) else { continue };
            if set.providers.contains(position) && routing.types.contains(set.rtype) {
                let member = Member { id, route, health: health(context, route) };
                groups.entry((set.owner, set.rtype)).or_default().push(member);
            }
        }
        let group = Group { context, profile, provider: &provider.name };
        for members in groups.values() {
            group.check(members, findings);
        }
    }
}

/// A routed set.
struct Member<'a> {
    id: SetId,
    route: &'a Route,
    health: Option<&'a HealthCheck>,
}

impl<'a> Member<'a> {
    fn argument(&self, name: &str) -> Option<&'a str> {
        self.route.arguments.iter().find(|(argument, _)| argument == name).map(|(_, value)| value.as_str())
    }
}

fn health<'a>(context: &ZoneContext<'a>, route: &Route) -> Option<&'a HealthCheck> {
    let (_, name) = route.arguments.iter().find(|(argument, _)| argument == "health")?;
    context.program.healths.iter().find(|health| health.name == *name)
}

/// The routed sets of one name and type at one provider.
struct Group<'a> {
    context: &'a ZoneContext<'a>,
    profile: &'a Profile,
    provider: &'a str,
}

impl Group<'_> {
    fn check(&self, members: &[Member<'_>], findings: &mut Findings) {
        let Some((first, others)) = members.split_first() else { return };
        for member in members {
            findings.extend(self.alias(member));
            findings.extend(self.name(member, members));
            findings.extend(member.health.and_then(|health| self.unasked(member, health)));
        }
        findings.extend(others.iter().find_map(|other| self.ttl(first, other)));
        findings.extend(self.monitors(members));
        findings.extend(self.weights(members));
        findings.extend(self.addresses(members));
        findings.extend(self.shared(members));
    }

    fn finding(&self, member: &Member<'_>, what: String, verified: &Verified) -> Finding {
        let zone = self.context.zone;
        let site = zone.site_of(member.id);
        let at = member.route.at.unwrap_or_else(|| zone.sites[site].type_at());
        Finding::new(at, what)
            .site(site)
            .here(format!("for `{}`", self.provider))
            .note(format!("as of {}: {}", verified.date, verified.page))
    }

    /// An alias is no address.
    fn alias(&self, member: &Member<'_>) -> Option<Finding> {
        self.context.set(member.id).alias?;
        let what = format!("a {} routes addresses, and no ALIAS", self.profile.title);
        Some(self.finding(member, what, &self.profile.health).help("write the addresses as A and AAAA"))
    }

    /// The set's name is a part of its endpoints' names.
    fn name(&self, member: &Member<'_>, members: &[Member<'_>]) -> Option<Finding> {
        let (name, limit) = (&member.route.set, &self.profile.set_name);
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_short = u32::try_from(name.len()).is_ok_and(|octets| octets <= limit.value);
        let ends_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if !is_short || !ends_well || !name.bytes().all(of_name) {
            let what = format!("a {} cannot hold a set of the name `{}`", self.profile.title, name.escape_debug());
            let help = "use letters, digits, `-`, `_` and `.`, and begin with a letter or a digit";
            return Some(self.finding(member, what, &limit.verified).help(help));
        }
        let twin = members.iter().take_while(|other| other.id != member.id).find(|other| {
            other.route.set != *name && other.route.set.eq_ignore_ascii_case(name)
        })?;
        let what = format!("`{name}` and `{}` are one name to Azure, which knows no case", twin.route.set);
        Some(self.finding(member, what, &limit.verified).help("give one of the sets another name"))
    }

    fn ttl(&self, first: &Member<'_>, other: &Member<'_>) -> Option<Finding> {
        let (one, two) = (self.context.set(first.id).ttl, self.context.set(other.id).ttl);
        if one == two {
            return None;
        }
        let what = format!("a {} has one TTL, and these sets have {one} s and {two} s", self.profile.title);
        Some(self.finding(other, what, &self.profile.health).help("give all routed sets of the name the same TTL"))
    }

    /// A check that cannot be carried out.
    fn unasked(&self, member: &Member<'_>, health: &HealthCheck) -> Option<Finding> {
        let title = self.profile.title;
        if setting(health, "search").is_some() {
            let what = format!("a {title} does not look for text in an answer, as `{}` does", health.name);
            let help = "have the path answer with another status when it is unwell, and remove `search`";
            return Some(self.finding(member, what, &self.profile.health).label(health.at, "its `search`").help(help));
        }
        if let Some(path) = setting(health, "path").filter(|path| !path.starts_with('/')) {
            let what = format!("a {title} asks for paths that begin with `/`, and `{}` has `{}`", health.name, path.escape_debug());
            return Some(self.finding(member, what, &self.profile.health).label(health.at, "its `path`").help("begin it with `/`"));
        }
        let address = setting(health, "address")?;
        let zone = self.context.zone;
        let is_own = zone.records_of(member.id).any(|record| is_address(address, zone.rdata(record)));
        if is_own {
            return None;
        }
        let what = format!("a {title} asks the addresses of the set itself, and `{}` asks {}", health.name, address.escape_debug());
        let help = "use a health check without `address`, or with that of the set";
        Some(self.finding(member, what, &self.profile.health).label(health.at, "its `address`").help(help))
    }

    /// All that are checked are checked alike.
    fn monitors(&self, members: &[Member<'_>]) -> Option<Finding> {
        let mut checked = members.iter().filter_map(|member| Some((member, member.health?)));
        let (_, first) = checked.next()?;
        let (member, other) = checked.find(|(_, health)| monitor(health) != monitor(first))?;
        let what = format!("a {} has one health check, and `{}` is another than `{}`", self.profile.title, other.name, first.name);
        let help = "use checks of the same kind, port, path, interval and failures; their hosts may differ";
        let finding = self.finding(member, what, &self.profile.health).label(first.at, "one check");
        Some(finding.label(other.at, "the other").help(help))
    }

    /// Weights that nothing answers by, or that cannot be divided between addresses.
    fn weights(&self, members: &[Member<'_>]) -> Option<Finding> {
        let weights: Option<Vec<u64>> =
            members.iter().map(|member| member.argument("weight")?.parse().ok()).collect();
        let (weights, first) = (weights?, members.first()?);
        let Limit { value: greatest, verified } = &self.profile.weight;
        if weights.iter().all(|weight| *weight == 0) {
            let what = format!("a {} whose weights are all 0 answers nothing", self.profile.title);
            return Some(self.finding(first, what, verified).help("give one of the sets a weight"));
        }
        let counts: Vec<u64> = members.iter().map(|member| u64::from(self.context.set(member.id).len)).collect();
        let scale = counts.iter().try_fold(1, |all: u64, count| all.checked_mul(count / divisor(all, *count)));
        let of = |weight: u64, count: u64| scale.and_then(|scale| (scale / count.max(1)).checked_mul(weight));
        let is_too_great = |(weight, count): (&u64, &u64)| of(*weight, *count).is_none_or(|it| it > u64::from(*greatest));
        let at = weights.iter().zip(&counts).position(is_too_great)?;
        let what = format!("the weights cannot be divided between these numbers of addresses: an endpoint has {greatest} at most");
        let help = "give the sets the same number of addresses, or smaller weights";
        Some(self.finding(members.get(at)?, what, verified).help(help))
    }

    fn addresses(&self, members: &[Member<'_>]) -> Option<Finding> {
        let Limit { value: most, verified } = &self.profile.addresses;
        let addresses: u64 = members.iter().map(|member| u64::from(self.context.set(member.id).len)).sum();
        if addresses <= u64::from(*most) {
            return None;
        }
        let what = format!("a {} holds {most} addresses, and these sets have {addresses}", self.profile.title);
        Some(self.finding(members.last()?, what, verified).help("remove some of the addresses"))
    }

    /// An address that two sets have: two endpoints cannot have one target.
    fn shared(&self, members: &[Member<'_>]) -> Option<Finding> {
        let zone = self.context.zone;
        let mut known: BTreeMap<&[u8], &Member<'_>> = BTreeMap::new();
        for member in members.iter().filter(|member| self.context.set(member.id).alias.is_none()) {
            for record in zone.records_of(member.id) {
                let Some(twin) = known.insert(zone.rdata(record), member) else { continue };
                if twin.id == member.id {
                    continue;
                }
                let (title, address) = (self.profile.title, self.context.text(zone.record_at(record)));
                let what = format!("a {title} has each address once, and `{}` and `{}` share one", twin.route.set, member.route.set);
                let help = "put it into one of the sets alone, with the weight of both";
                let finding = self.finding(member, what, &self.profile.addresses.verified);
                return Some(finding.label(zone.record_at(record), format!("{address} is in both")).help(help));
            }
        }
        None
    }
}

/// The greatest common divisor, at least 1.
const fn divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

fn setting<'h>(health: &'h HealthCheck, name: &str) -> Option<&'h str> {
    match value(health, name)? {
        SettingValue::Text(text) => Some(text),
        SettingValue::Int(_) | SettingValue::Env(_) | SettingValue::Names(_) => None,
    }
}

fn value<'h>(health: &'h HealthCheck, name: &str) -> Option<&'h SettingValue> {
    health.settings.iter().find(|given| given.name == name).map(|given| &given.value)
}

/// What a profile says of its health check, with what stands where the source is silent.
fn monitor(health: &HealthCheck) -> (&str, i64, &str, i64, i64) {
    let number = |name: &str, usual: i64| match value(health, name) {
        Some(SettingValue::Int(number)) => *number,
        Some(SettingValue::Text(_) | SettingValue::Env(_) | SettingValue::Names(_)) | None => usual,
    };
    let port = match health.kind {
        "https" => 443,
        _ => 80,
    };
    let path = if health.kind == "tcp" { "" } else { setting(health, "path").unwrap_or("/") };
    (health.kind, number("port", port), path, number("interval", 30), number("failures", 3))
}

/// Whether RDATA is the address that a text says.
fn is_address(text: &str, rdata: &[u8]) -> bool {
    text.parse::<Ipv4Addr>().is_ok_and(|address| address.octets() == *rdata)
        || text.parse::<Ipv6Addr>().is_ok_and(|address| address.octets() == *rdata)
}
