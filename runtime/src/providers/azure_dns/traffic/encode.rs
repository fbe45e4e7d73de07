//! From routed sets to the properties of a profile.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use zonal_compiler::dns::rtype::Rtype;

use super::share::{Policy, Share, Status, Weight, greatest_common_divisor};
use super::{ENDPOINT_TYPE, GREATEST, SECONDARY};
use crate::desired::{Monitor, Probe, Protocol};
use crate::digest::hex;
use crate::record::RecordSet;

/// One routed set with its share.
struct Member<'s> {
    set: &'s RecordSet,
    name: &'s str,
    share: Share,
}

/// The properties of the profile of that name which answers for these sets of one owner and type.
///
/// # Errors
/// Says what a profile cannot hold.
pub(super) fn properties(profile: &str, sets: &[RecordSet]) -> Result<Map<String, Value>, String> {
    let members = members(sets)?;
    let Some(first) = members.first() else { return Err("a profile needs a set".to_owned()) };
    if members.iter().any(|member| member.set.ttl != first.set.ttl) {
        return Err("the routed sets of one name and type need one TTL: a profile has but one".to_owned());
    }
    let method = method(&members)?;
    let mut properties = Map::new();
    let mut put = |name: &str, value: Value| drop(properties.insert(name.to_owned(), value));
    put("profileStatus", first.share.profile.word().into());
    put("trafficRoutingMethod", method.into());
    put("dnsConfig", json!({ "relativeName": profile, "ttl": first.set.ttl }));
    put("monitorConfig", monitor(&members)?);
    put("endpoints", Value::Array(endpoints(&members)?));
    if let Policy::Multivalue(answers) = first.share.policy {
        put("maxReturn", answers.into());
    }
    Ok(properties)
}

/// What properties are known again by.
pub(super) fn digest(properties: &Map<String, Value>) -> String {
    let text = Value::Object(properties.clone()).to_string();
    hex(&Sha256::digest(text.as_bytes())).chars().take(16).collect()
}

fn members(sets: &[RecordSet]) -> Result<Vec<Member<'_>>, String> {
    let mut members = Vec::with_capacity(sets.len());
    for set in sets {
        let route = set.route.as_ref().ok_or("a set of the profile has no route")?;
        members.push(Member { set, name: &route.set, share: Share::of(route)? });
    }
    Ok(members)
}

fn method(members: &[Member<'_>]) -> Result<&'static str, String> {
    let of = |share: &Share| match share.policy {
        Policy::Weight(_) => "Weighted",
        Policy::Primary | Policy::Secondary => "Priority",
        Policy::Multivalue(_) => "MultiValue",
    };
    let method = members.first().map_or("Weighted", |member| of(&member.share));
    if members.iter().any(|member| of(&member.share) != method) {
        return Err("the routed sets of one name and type share the answers in one way".to_owned());
    }
    Ok(method)
}

/// How the endpoints are asked, which is the same for all that are.
fn monitor(members: &[Member<'_>]) -> Result<Value, String> {
    let mut probes = members.iter().filter_map(|member| member.share.probe.as_ref());
    let idle = Monitor::idle();
    let monitor = probes.next().map_or(&idle, |probe| &probe.monitor);
    if probes.any(|probe| probe.monitor != *monitor) {
        return Err(
            "the routed sets of one name and type need like health checks: a profile has but one".to_owned()
        );
    }
    let Monitor { protocol, port, interval, failures, timeout, statuses, path } = monitor;
    let protocol = match protocol {
        Protocol::Http => "HTTP",
        Protocol::Https => "HTTPS",
        Protocol::Tcp => "TCP",
    };
    let mut config = json!({
        "protocol": protocol, "port": port, "intervalInSeconds": interval, "timeoutInSeconds": timeout,
        // The failures that are borne; one more makes an endpoint unhealthy.
        "toleratedNumberOfFailures": failures.saturating_sub(1),
    });
    if let (Some(members), Some(path)) = (config.as_object_mut(), path) {
        members.insert("path".to_owned(), path.as_str().into());
        let range = |(from, to): &(u16, u16)| json!({ "min": from, "max": to });
        let ranges = statuses.iter().map(range).collect();
        members.insert("expectedStatusCodeRanges".to_owned(), Value::Array(ranges));
    }
    Ok(config)
}

fn endpoints(members: &[Member<'_>]) -> Result<Vec<Value>, String> {
    let scale = scale(members)?;
    let (mut primary, mut secondary) = (1, SECONDARY);
    let mut endpoints = Vec::new();
    for member in members {
        for (number, rdata) in (1_u64..).zip(&member.set.rdata) {
            let target = address(member.set.rtype, rdata).ok_or("only addresses can be routed")?;
            let mut properties = common(&member.share, &target);
            let mut status = member.share.endpoints;
            match member.share.policy {
                Policy::Weight(weight) => {
                    let weight = endpoint_weight(member, weight, scale)?;
                    if weight == 0 {
                        status = Status::Disabled;
                    }
                    properties.insert("weight".to_owned(), weight.max(1).into());
                }
                Policy::Primary => insert_next(&mut properties, &mut primary),
                Policy::Secondary => insert_next(&mut properties, &mut secondary),
                Policy::Multivalue(_) => {}
            }
            properties.insert("endpointStatus".to_owned(), status.word().into());
            let name = format!("{}.{number}", member.name);
            endpoints.push(json!({ "name": name, "type": ENDPOINT_TYPE, "properties": properties }));
        }
    }
    Ok(endpoints)
}

fn common(share: &Share, target: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("target".to_owned(), target.into());
    let always = if share.probe.is_some() { "Disabled" } else { "Enabled" };
    properties.insert("alwaysServe".to_owned(), always.into());
    if let Some(Probe { host: Some(host), .. }) = &share.probe {
        properties.insert("customHeaders".to_owned(), json!([{ "name": "Host", "value": host }]));
    }
    properties
}

fn insert_next(properties: &mut Map<String, Value>, priority: &mut u64) {
    properties.insert("priority".to_owned(), (*priority).into());
    *priority += 1;
}

/// What weights are multiplied with so that a set's can be divided between its addresses: the least common multiple
/// of their numbers.
fn scale(members: &[Member<'_>]) -> Result<u64, String> {
    let counts = members.iter().map(|member| u64::try_from(member.set.rdata.len()).unwrap_or(u64::MAX));
    let multiple = |all: u64, count: u64| -> Option<u64> {
        (all / greatest_common_divisor(all, count).max(1)).checked_mul(count)
    };
    let scale = counts.filter(|count| *count > 0).try_fold(1, multiple);
    scale.ok_or_else(|| "the sets have too many addresses to divide their weights".to_owned())
}

fn endpoint_weight(member: &Member<'_>, weight: Weight, scale: u64) -> Result<u64, String> {
    let count = u64::try_from(member.set.rdata.len()).unwrap_or(u64::MAX).max(1);
    let whole = (scale / count).checked_mul(weight.of).filter(|product| product % weight.by == 0);
    let weight = whole.map(|product| product / weight.by).filter(|weight| *weight <= GREATEST);
    weight.ok_or_else(|| {
        format!("the weight of the set `{}` cannot be divided between its addresses", member.name)
    })
}

/// The address of a record.
fn address(rtype: Rtype, rdata: &[u8]) -> Option<String> {
    match rtype {
        Rtype::A => Some(Ipv4Addr::from(*rdata.first_chunk::<4>()?).to_string()),
        Rtype::AAAA => Some(Ipv6Addr::from(*rdata.first_chunk::<16>()?).to_string()),
        _ => None,
    }
}
