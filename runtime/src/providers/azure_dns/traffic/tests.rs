//! Profiles there and back.

use serde_json::{Value, json};
use url::Url;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::super::place::Group;
use super::decode::Seen;
use super::{Profile, encode};
use crate::record::{RecordSet, Route};

const WEB: &str = "https, port 443, every 10 s, threshold 2, host www.example.net, path /health";

fn set(name: &str, fields: &[(&str, &str)], last: &[u8]) -> RecordSet {
    let mut fields: Vec<(Box<str>, Box<str>)> =
        fields.iter().map(|(field, value)| ((*field).into(), (*value).into())).collect();
    fields.sort();
    let rdata = last.iter().map(|last| Box::from([192, 0, 2, *last])).collect();
    let plain = RecordSet::new(Name::parse("www.example.com").unwrap(), Rtype::A, 300, rdata);
    RecordSet { route: Some(Route { set: name.into(), fields }), ..plain }
}

fn with<T>(body: impl FnOnce(&Profile<'_>) -> T) -> T {
    let group = Group {
        endpoint: Url::parse("https://management.azure.com").unwrap(),
        subscription: "s".to_owned(),
        name: "rg".to_owned(),
    };
    let (zone, owner) = (Name::parse("example.com").unwrap(), Name::parse("www.example.com").unwrap());
    body(&Profile { group: &group, zone: &zone, owner: &owner, rtype: Rtype::A })
}

fn properties(sets: &[RecordSet]) -> Result<Value, String> {
    with(|profile| encode::properties(&profile.name(), sets).map(Value::Object))
}

fn seen(properties: Value) -> Seen {
    with(|profile| Seen::of(&json!({ "name": profile.name(), "properties": properties })).unwrap())
}

fn read(properties: Value) -> Result<Vec<RecordSet>, String> {
    with(|profile| seen(properties).sets(profile))
}

#[test]
fn what_is_written_is_read_as_it_was() {
    let groups = [
        vec![
            set("blue", &[("weight", "90"), ("health", WEB)], &[1, 2]),
            set("green", &[("weight", "10")], &[3]),
            set("off", &[("weight", "0")], &[4, 5, 6]),
            set("v1.2", &[("weight", "1")], &[7]),
        ],
        vec![
            set("a", &[("failover", "primary"), ("health", WEB)], &[9, 1]),
            set("b", &[("failover", "secondary"), ("endpoint", "disabled")], &[2]),
        ],
        vec![set("only", &[("failover", "secondary"), ("profile", "disabled")], &[1])],
        vec![
            set("a", &[("multivalue", "true"), ("answers", "3")], &[1]),
            set(
                "b",
                &[
                    ("multivalue", "true"),
                    ("answers", "3"),
                    ("health", "tcp, port 25, every 30 s, threshold 10"),
                ],
                &[2],
            ),
        ],
        vec![set("half", &[("weight", "33/2")], &[1]), set("two", &[("weight", "20")], &[2, 3])],
    ];
    for sets in groups {
        assert_eq!(read(properties(&sets).unwrap()), Ok(sets));
    }
}

#[test]
fn a_profile_has_one_ttl_one_check_and_one_way() {
    let one = || set("one", &[("weight", "1"), ("health", WEB)], &[1]);
    let refused = |two: RecordSet| properties(&[one(), two]).unwrap_err();
    let ttl = RecordSet { ttl: 60, ..set("two", &[("weight", "1")], &[2]) };
    assert!(refused(ttl).contains("one TTL"));
    let other = WEB.replace("/health", "/other");
    assert!(refused(set("two", &[("weight", "1"), ("health", &other)], &[2])).contains("like health checks"));
    assert!(refused(set("two", &[("failover", "primary")], &[2])).contains("in one way"));
    assert!(refused(set("two", &[("region", "eu-west-1")], &[2])).contains("`region: eu-west-1`"));
    let host = WEB.replace("www", "api");
    assert!(properties(&[one(), set("two", &[("weight", "1"), ("health", &host)], &[2])]).is_ok());
    let uneven = [
        set("a", &[("weight", "255")], &[1]),
        set("b", &[("weight", "1")], &[2, 3, 4]),
        set("c", &[("weight", "1")], &[5, 6]),
    ];
    assert!(properties(&uneven).unwrap_err().contains("cannot be divided"));
}

#[test]
fn what_there_are_no_words_for_is_told() {
    let sets =
        [set("blue", &[("weight", "9")], &[1, 2]), set("green", &[("weight", "1"), ("health", WEB)], &[3])];
    let endpoint = "/endpoints/0/properties";
    let edits: [(&str, &str, Value, &str); 8] = [
        ("", "trafficRoutingMethod", json!("Geographic"), "`Geographic`"),
        ("", "somethingNew", json!(1), "`somethingNew`"),
        ("/monitorConfig", "customHeaders", json!([{"name": "a", "value": "b"}]), "`customHeaders`"),
        ("/dnsConfig", "relativeName", json!("other"), "another DNS name"),
        (endpoint, "geoMapping", json!(["DE"]), "`geoMapping`"),
        (endpoint, "endpointStatus", json!("Disabled"), "`blue` that differ"),
        (endpoint, "weight", json!(7), "different weights"),
        (endpoint, "target", json!("www.example.net"), "no address of type A"),
    ];
    for (place, member, value, why) in edits {
        let mut properties = properties(&sets).unwrap();
        properties.pointer_mut(place).unwrap()[member] = value;
        let error = read(properties).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn what_azure_changes_by_itself_is_no_edit() {
    let sets = [set("blue", &[("weight", "9"), ("health", WEB)], &[1])];
    let written = properties(&sets).unwrap();
    let mut later = written.clone();
    later["monitorConfig"]["profileMonitorStatus"] = json!("Online");
    later["dnsConfig"]["fqdn"] = json!("x.trafficmanager.net");
    later["endpoints"][0]["properties"]["endpointMonitorStatus"] = json!("Degraded");
    later["endpoints"][0]["properties"]["geoMapping"] = json!([]);
    later["trafficViewEnrollmentStatus"] = json!("Enabled");
    later["maxReturn"] = Value::Null;
    assert_eq!(seen(later.clone()).digest(), seen(written).digest());
    later["endpoints"][0]["properties"]["weight"] = json!(8);
    assert_ne!(seen(later.clone()).digest(), seen(properties(&sets).unwrap()).digest());
    assert_eq!(read(later), Ok(vec![set("blue", &[("weight", "8"), ("health", WEB)], &[1])]));
}
