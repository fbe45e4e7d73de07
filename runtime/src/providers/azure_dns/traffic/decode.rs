//! From a profile to the routed sets that it stands for.
//!
//! Every edit that can be said in a route's fields is said there, so that a plan shows it. A profile that holds
//! anything else is not understood, and never written.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use zonal_compiler::dns::rtype::Rtype;

use super::super::records::decode::is_void;
use super::place::Profile;
use super::share::{Policy, Share, Status, Weight, greatest_common_divisor};
use super::{MOST_ANSWERS, SECONDARY, encode, tags};
use crate::desired::{Monitor, Probe, Protocol};
use crate::digest::hex;
use crate::record::RecordSet;

/// What Azure adds or changes by itself.
const VOLATILE: [&str; 6] =
    ["profileMonitorStatus", "endpointMonitorStatus", "provisioningState", "etag", "id", "fqdn"];
/// What is not about answers, and is sent along as it stands.
pub(super) const CARRIED: [&str; 3] =
    ["trafficViewEnrollmentStatus", "allowedEndpointRecordTypes", "recordType"];

/// A profile as it stands.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) tags: Map<String, Value>,
    pub(super) properties: Map<String, Value>,
}

impl Seen {
    /// Reads a profile; `None` if it is none.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let members = |name: &str| value.get(name).and_then(Value::as_object).cloned();
        Some(Self {
            name: value.get("name")?.as_str().filter(|name| !name.is_empty())?.to_owned(),
            tags: members("tags").unwrap_or_default(),
            properties: members("properties")?,
        })
    }

    /// What the profile is known again by: all that people can change about its answers.
    pub(super) fn digest(&self) -> String {
        let mut said = said(&Value::Object(self.properties.clone()));
        if let Some(members) = said.as_object_mut() {
            members.retain(|name, _| !CARRIED.contains(&name.as_str()));
        }
        hex(&Sha256::digest(said.to_string().as_bytes())).chars().take(16).collect()
    }

    /// Whether it is otherwise than Zonal last wrote it.
    pub(super) fn is_edited(&self, profile: &Profile<'_>) -> bool {
        let written = self.sets(profile).and_then(|sets| encode::properties(&profile.name(), &sets));
        written
            .map_or(true, |properties| tags::digest(&self.tags) != Some(encode::digest(&properties).as_str()))
    }

    /// The routed sets that it stands for, in the order of their names.
    ///
    /// # Errors
    /// Says what there are no words for.
    pub(super) fn sets(&self, profile: &Profile<'_>) -> Result<Vec<RecordSet>, String> {
        let known =
            ["profileStatus", "trafficRoutingMethod", "dnsConfig", "monitorConfig", "endpoints", "maxReturn"];
        self.only(&self.properties, |name| known.contains(&name) || CARRIED.contains(&name))?;
        let dns = self.member("dnsConfig");
        let ttl = dns.and_then(|dns| dns.get("ttl")).and_then(Value::as_u64);
        let ttl = ttl.and_then(|ttl| u32::try_from(ttl).ok()).ok_or("has no TTL")?;
        let relative = dns.and_then(|dns| dns.get("relativeName")).and_then(Value::as_str);
        if !relative.is_some_and(|name| name.eq_ignore_ascii_case(&profile.name())) {
            return Err("has another DNS name".to_owned());
        }
        let members = self.members(profile.rtype)?;
        let scale = members
            .values()
            .map(|of_set| count(of_set))
            .fold(1, |all, count| (all / greatest_common_divisor(all, count).max(1)).saturating_mul(count));
        let monitor =
            if members.values().flatten().any(|one| !one.always) { Some(self.monitor()?) } else { None };
        let status = Status::of(self.text("profileStatus").unwrap_or("Enabled"));
        let mut sets = Vec::with_capacity(members.len());
        for (name, of_set) in members {
            let first = of_set.first().ok_or("has a set without endpoints")?;
            if of_set.iter().any(|one| !one.is_like(first)) {
                return Err(format!("has endpoints of the set `{name}` that differ"));
            }
            let (policy, endpoints) = self.policy(&of_set, scale)?;
            let probe = monitor.clone().filter(|_| !first.always);
            let probe = probe.map(|monitor| Probe { monitor, host: first.host.clone() });
            let route = Share { policy, probe, endpoints, profile: status }.route(&name);
            let rdata = of_set.iter().map(|one| one.rdata.clone()).collect();
            let plain = RecordSet::new(profile.owner.clone(), profile.rtype, ttl, rdata);
            sets.push(RecordSet { route: Some(route), ..plain });
        }
        if sets.is_empty() { Err("has no endpoints".to_owned()) } else { Ok(sets) }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.properties.get(name).and_then(Value::as_str)
    }

    fn member(&self, name: &str) -> Option<&Map<String, Value>> {
        self.properties.get(name).and_then(Value::as_object)
    }

    /// Refuses members that say something and are not known.
    fn only(&self, members: &Map<String, Value>, is_known: impl Fn(&str) -> bool) -> Result<(), String> {
        let said = members.iter().filter(|(_, value)| !is_void(value));
        let mut unknown = said.filter(|(name, _)| !VOLATILE.contains(&name.as_str()) && !is_known(name));
        unknown
            .next()
            .map_or(Ok(()), |(name, _)| Err(format!("holds `{name}`, which Zonal has no words for")))
    }

    /// The endpoints by the set that their names tell.
    fn members(&self, rtype: Rtype) -> Result<BTreeMap<String, Vec<Endpoint>>, String> {
        let mut members: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
        for value in self.properties.get("endpoints").and_then(Value::as_array).into_iter().flatten() {
            let endpoint = self.endpoint(value, rtype)?;
            members.entry(endpoint.set.clone()).or_default().push(endpoint);
        }
        Ok(members)
    }

    fn endpoint(&self, value: &Value, rtype: Rtype) -> Result<Endpoint, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let (name, kind) = (text("name"), text("type"));
        if !kind.to_ascii_lowercase().ends_with("/externalendpoints") {
            return Err(format!("has the endpoint `{name}`, which is no address"));
        }
        let properties = value.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let known = ["target", "endpointStatus", "weight", "priority", "alwaysServe", "customHeaders"];
        self.only(&properties, |name| known.contains(&name))?;
        let text = |name: &str| properties.get(name).and_then(Value::as_str);
        let number = |name: &str| properties.get(name).and_then(Value::as_u64);
        let rdata = text("target").and_then(|target| rdata(rtype, target));
        let rdata =
            rdata.ok_or_else(|| format!("has the endpoint `{name}`, which is no address of type {rtype}"))?;
        let set = match name.rsplit_once('.') {
            Some((set, number)) if !set.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => set,
            _ => name,
        };
        Ok(Endpoint {
            set: set.to_owned(),
            rdata,
            status: Status::of(text("endpointStatus").unwrap_or("Enabled")),
            weight: number("weight").unwrap_or(1),
            priority: number("priority").unwrap_or(1),
            always: text("alwaysServe").is_some_and(|word| word.eq_ignore_ascii_case("Enabled")),
            host: host(properties.get("customHeaders"))
                .map_err(|()| format!("sends headers of its own to the endpoint `{name}`"))?,
        })
    }

    /// How endpoints of one set share the answers with the others, and whether they do at all.
    fn policy(&self, of_set: &[Endpoint], scale: u64) -> Result<(Policy, Status), String> {
        let status = of_set.first().map_or(Status::Enabled, |one| one.status);
        let weight = of_set.first().map_or(1, |one| one.weight);
        Ok(match self.text("trafficRoutingMethod").unwrap_or_default() {
            "Weighted" if of_set.iter().any(|one| one.weight != weight) => {
                return Err("has different weights within a set".to_owned());
            }
            // A set of no weight is one that does not answer.
            "Weighted" if status == Status::Disabled && weight == 1 => {
                (Policy::Weight(Weight { of: 0, by: 1 }), Status::Enabled)
            }
            "Weighted" => (Policy::Weight(Weight::reduced(weight * count(of_set), scale)), status),
            "Priority" if of_set.iter().all(|one| one.priority < SECONDARY) => (Policy::Primary, status),
            "Priority" if of_set.iter().all(|one| one.priority >= SECONDARY) => (Policy::Secondary, status),
            "Priority" => return Err("has primary and secondary priorities within a set".to_owned()),
            "MultiValue" => {
                let most = self.properties.get("maxReturn").and_then(Value::as_u64).unwrap_or(MOST_ANSWERS);
                (Policy::Multivalue(most), status)
            }
            other => return Err(format!("shares its answers by `{other}`, which Zonal has no words for")),
        })
    }

    fn monitor(&self) -> Result<Monitor, String> {
        let config = self.member("monitorConfig").ok_or("has no health check")?;
        let known = [
            "protocol",
            "port",
            "path",
            "intervalInSeconds",
            "timeoutInSeconds",
            "toleratedNumberOfFailures",
            "expectedStatusCodeRanges",
        ];
        self.only(config, |name| known.contains(&name))?;
        let wrong = || "has a health check that Zonal has no words for".to_owned();
        let number = |name: &str| config.get(name).and_then(Value::as_u64).ok_or_else(wrong);
        let small = |name: &str| number(name).and_then(|number| u8::try_from(number).map_err(|_| wrong()));
        let protocol = match config.get("protocol").and_then(Value::as_str).unwrap_or_default() {
            word if word.eq_ignore_ascii_case("HTTP") => Protocol::Http,
            word if word.eq_ignore_ascii_case("HTTPS") => Protocol::Https,
            word if word.eq_ignore_ascii_case("TCP") => Protocol::Tcp,
            _ => return Err(wrong()),
        };
        let path = config.get("path").and_then(Value::as_str).filter(|path| !path.is_empty());
        let is_tcp = protocol == Protocol::Tcp;
        if path.is_some() == is_tcp {
            return Err(wrong());
        }
        let ranges = config.get("expectedStatusCodeRanges").and_then(Value::as_array);
        let statuses: Option<Vec<(u16, u16)>> = ranges.into_iter().flatten().map(range).collect();
        let statuses = statuses.ok_or_else(wrong)?;
        Ok(Monitor {
            protocol,
            port: number("port").and_then(|port| u16::try_from(port).map_err(|_| wrong()))?,
            interval: small("intervalInSeconds")?,
            failures: small("toleratedNumberOfFailures")?.saturating_add(1),
            timeout: small("timeoutInSeconds")?,
            // Without a range it is 200 alone that is good.
            statuses: if statuses.is_empty() && !is_tcp { vec![(200, 200)] } else { statuses },
            path: path.map(str::to_owned),
        })
    }
}

/// An endpoint that is an address.
#[derive(Debug, Clone)]
struct Endpoint {
    /// The set that its name tells.
    set: String,
    rdata: Box<[u8]>,
    status: Status,
    weight: u64,
    priority: u64,
    /// Whether it counts as healthy without being asked.
    always: bool,
    host: Option<String>,
}

impl Endpoint {
    /// Whether both differ in nothing but their address and place.
    fn is_like(&self, other: &Self) -> bool {
        (self.status, self.always, &self.host) == (other.status, other.always, &other.host)
    }
}

fn count(of_set: &[Endpoint]) -> u64 {
    u64::try_from(of_set.len()).unwrap_or(u64::MAX)
}

/// The host that a request names, if that is all that its headers say.
fn host(headers: Option<&Value>) -> Result<Option<String>, ()> {
    let headers = headers.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |header: &Value, name: &str| header.get(name).and_then(Value::as_str).map(str::to_owned);
    match headers {
        [] => Ok(None),
        [only] if text(only, "name").is_some_and(|name| name.eq_ignore_ascii_case("Host")) => {
            text(only, "value").map(Some).ok_or(())
        }
        _ => Err(()),
    }
}

fn range(range: &Value) -> Option<(u16, u16)> {
    let bound =
        |name: &str| range.get(name).and_then(Value::as_u64).and_then(|bound| u16::try_from(bound).ok());
    Some((bound("min")?, bound("max")?))
}

fn rdata(rtype: Rtype, target: &str) -> Option<Box<[u8]>> {
    match rtype {
        Rtype::A => target.parse::<Ipv4Addr>().ok().map(|address| address.octets().into()),
        Rtype::AAAA => target.parse::<Ipv6Addr>().ok().map(|address| address.octets().into()),
        _ => None,
    }
}

/// A value without what says nothing and what Azure changes by itself.
fn said(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members =
                members.iter().filter(|(name, value)| !VOLATILE.contains(&name.as_str()) && !is_void(value));
            Value::Object(members.map(|(name, value)| (name.clone(), said(value))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(said).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
