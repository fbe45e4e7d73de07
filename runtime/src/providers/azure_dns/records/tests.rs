//! Sets to JSON and back, and what Azure really sends.

use serde_json::{Value, json};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata::Word;
use zonal_compiler::dns::{rdata, rtype::Rtype};

use super::super::stamp;
use super::decode::{Unreadable, live_set};
use super::encode::body;
use crate::provider::{LiveSet, Standing};
use crate::record::{AliasTarget, RecordSet, ResourceId};

fn zone() -> Name {
    Name::parse("example.com").unwrap()
}

/// RDATA from a master file's words.
fn value(rtype: Rtype, text: &str) -> Box<[u8]> {
    let words: Vec<Word<'_>> = text
        .split_whitespace()
        .map(|word| match word.strip_prefix('"') {
            Some(quoted) => Word::quoted(quoted.strip_suffix('"').unwrap()),
            None => Word::bare(word),
        })
        .collect();
    let mut out = Vec::new();
    rdata::parse(rtype, &words, Some(&Name::root()), &mut out).unwrap();
    out.into()
}

fn txt(text: &[u8]) -> Box<[u8]> {
    if text.is_empty() {
        return Box::new([0]);
    }
    text.chunks(255).flat_map(|chunk| [&[u8::try_from(chunk.len()).unwrap()], chunk].concat()).collect()
}

fn set(rtype: Rtype, values: Vec<Box<[u8]>>) -> RecordSet {
    RecordSet::new(Name::parse("www.example.com").unwrap(), rtype, 300, values)
}

/// As Azure lists it: the properties with what else stands around them.
fn listed(name: &str, rtype: &str, properties: &Value) -> Result<LiveSet, Unreadable> {
    let raw = json!({
        "id": format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnszones/example.com/{rtype}/{name}"),
        "name": name,
        "type": format!("Microsoft.Network/dnszones/{rtype}"),
        "etag": "b0026b7b-7a9b-4c2e-8a5b-1c4d5e6f7a8b",
        "properties": properties,
    });
    live_set(serde_json::from_value(raw).unwrap(), &zone())
}

fn there_and_back(set: &RecordSet) -> Value {
    let body = body(set, None).unwrap();
    let back = listed("www", &set.rtype.to_string(), &body["properties"]).unwrap();
    assert_eq!(back.standing, Standing::Managed);
    assert_eq!(back.set, *set, "{body}");
    body["properties"].clone()
}

#[test]
fn every_type_is_spelled_as_azure_has_it() {
    let cases: &[(Rtype, &[&str], Value)] = &[
        (
            Rtype::A,
            &["192.0.2.1", "192.0.2.2"],
            json!({"ARecords": [{"ipv4Address": "192.0.2.1"}, {"ipv4Address": "192.0.2.2"}]}),
        ),
        (Rtype::AAAA, &["2001:db8::1"], json!({"AAAARecords": [{"ipv6Address": "2001:db8::1"}]})),
        (Rtype::CNAME, &["Target.Example.NET."], json!({"CNAMERecord": {"cname": "target.example.net."}})),
        (
            Rtype::MX,
            &["10 mail.example.net."],
            json!({"MXRecords": [{"preference": 10, "exchange": "mail.example.net."}]}),
        ),
        (Rtype::NS, &["ns1.example.net."], json!({"NSRecords": [{"nsdname": "ns1.example.net."}]})),
        (
            Rtype::PTR,
            &["a.example.net.", "b.example.net."],
            json!({"PTRRecords": [{"ptrdname": "a.example.net."}, {"ptrdname": "b.example.net."}]}),
        ),
        (
            Rtype::SRV,
            &["1 2 443 a.example.net."],
            json!({"SRVRecords": [{"priority": 1, "weight": 2, "port": 443, "target": "a.example.net."}]}),
        ),
        (
            Rtype::SRV,
            &["0 0 0 ."],
            json!({"SRVRecords": [{"priority": 0, "weight": 0, "port": 0, "target": "."}]}),
        ),
        (
            Rtype::CAA,
            &["128 issue \"letsencrypt.org\""],
            json!({"caaRecords": [{"flags": 128, "tag": "issue", "value": "letsencrypt.org"}]}),
        ),
        (Rtype::TXT, &["\"v=spf1\" \"-all\""], json!({"TXTRecords": [{"value": ["v=spf1-all"]}]})),
        (
            Rtype::SOA,
            &["ns1-01.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 300"],
            json!({"SOARecord": {
                "host": "ns1-01.azure-dns.com.", "email": "azuredns-hostmaster.microsoft.com.", "serialNumber": 1,
                "refreshTime": 3600, "retryTime": 300, "expireTime": 2_419_200, "minimumTTL": 300,
            }}),
        ),
        (
            Rtype::DS,
            &["60485 13 2 ABCD"],
            json!({"DSRecords": [{"keyTag": 60485, "algorithm": 13, "digest": {"algorithmType": 2, "value": "ABCD"}}]}),
        ),
        (
            Rtype::TLSA,
            &["3 1 1 0c72ac"],
            json!({"TLSARecords": [{"usage": 3, "selector": 1, "matchingType": 1, "certAssociationData": "0C72AC"}]}),
        ),
        (
            Rtype::NAPTR,
            &["100 10 \"U\" \"E2U+sip\" \"!^(.*)$!sip:\\\\1@example.com!\" ."],
            json!({"NAPTRRecords": [{"order": 100, "preference": 10, "flags": "U", "services": "E2U+sip", "regexp": "!^(.*)$!sip:\\1@example.com!", "replacement": "."}]}),
        ),
    ];
    for (rtype, values, expected) in cases {
        let set = set(*rtype, values.iter().map(|text| value(*rtype, text)).collect());
        let mut expected = expected.clone();
        expected["TTL"] = json!(300);
        assert_eq!(there_and_back(&set), expected, "{rtype}");
    }
    let spelled: Vec<Rtype> = cases.iter().map(|(rtype, ..)| *rtype).collect();
    assert!(super::types().all(|rtype| spelled.contains(&rtype)));
}

#[test]
fn the_types_are_those_that_the_compiler_lets_through() {
    let allowed = &zonal_compiler::lower::azure_dns::CAPABILITIES.types;
    let zonal_compiler::lower::Types::Only(allowed) = allowed else { panic!("not every type") };
    let mut allowed = allowed.to_vec();
    let mut spelled: Vec<Rtype> = super::types().collect();
    allowed.sort();
    spelled.sort();
    assert_eq!(allowed, spelled);
}

#[test]
fn texts_of_every_length_and_octet_come_back() {
    for length in [0, 1, 254, 255, 256, 510, 511, 4_096] {
        let properties = there_and_back(&set(Rtype::TXT, vec![txt(&vec![b'x'; length])]));
        let strings = properties["TXTRecords"][0]["value"].as_array().unwrap();
        assert!(strings.iter().all(|string| string.as_str().unwrap().len() <= 255), "{length}");
        assert_eq!(strings.len(), length.div_ceil(255).max(1), "{length}");
    }
    let every: Vec<u8> = (0..=255).collect();
    let properties = there_and_back(&set(Rtype::TXT, vec![txt(&every), txt(b"two")]));
    let shown = properties["TXTRecords"].to_string();
    assert!(shown.is_ascii() && !shown.contains("\\u"), "{shown}");
}

#[test]
fn escapes_are_decimal() {
    let spelled = |text: &[u8]| {
        let properties = there_and_back(&set(Rtype::TXT, vec![txt(text)]));
        properties["TXTRecords"][0]["value"][0].as_str().unwrap().to_owned()
    };
    assert_eq!(spelled(br"a\b"), r"a\\b");
    assert_eq!(spelled(br#"say "x""#), r#"say \"x\""#);
    assert_eq!(spelled("é".as_bytes()), r"\195\169");
    assert_eq!(spelled(b"a\tb;c"), r"a\009b;c");

    let read = |strings: Value| {
        listed("www", "TXT", &json!({"TTL": 1, "TXTRecords": [{"value": strings}]})).unwrap()
    };
    assert_eq!(read(json!([r"\195\169"])).set.rdata, [txt("é".as_bytes())]);
    // Others write octets and quotes as they are.
    assert_eq!(read(json!(["é\"x\""])).set.rdata, [txt("é\"x\"".as_bytes())]);
    assert_eq!(read(json!(["ab", "", "cd"])).set.rdata, [txt(b"abcd")]);
    assert!(matches!(read(json!([r"\999"])).standing, Standing::Opaque { .. }));
    assert!(matches!(read(json!([5])).standing, Standing::Opaque { .. }));
}

#[test]
fn what_is_void_says_nothing() {
    let properties = json!({
        "metadata": null, "fqdn": "www.example.com.", "TTL": 3600, "provisioningState": "Succeeded",
        "targetResource": {}, "trafficManagementProfile": {"id": null}, "serveRecordsBelowDelegation": null,
        "TXTRecords": [],
    });
    let live = listed("www", "TXT", &properties).unwrap();
    assert_eq!(live.standing, Standing::Managed);
    assert_eq!(live.set, RecordSet::new(live.set.owner.clone(), Rtype::TXT, 3600, Vec::new()));
    assert_eq!(&*live.version.0, "b0026b7b-7a9b-4c2e-8a5b-1c4d5e6f7a8b");
    for void in [
        json!({"TTL": 1, "CNAMERecord": {}}),
        json!({"TTL": 1, "CNAMERecord": {"cname": null}}),
        json!({"TTL": 1}),
    ] {
        let live = listed("www", "CNAME", &void).unwrap();
        assert_eq!((live.standing, live.set.rdata.len()), (Standing::Managed, 0), "{void}");
    }
}

#[test]
fn what_a_write_would_lose_makes_a_set_opaque() {
    let records = json!([{"ipv4Address": "192.0.2.1"}]);
    for (member, kept, word) in [
        ("trafficManagementProfile", json!({"id": "/subscriptions/s/x"}), "Traffic Manager"),
        ("serveRecordsBelowDelegation", json!(true), "`serveRecordsBelowDelegation`"),
        ("AAAARecords", json!([{"ipv6Address": "::1"}]), "AAAA"),
    ] {
        let live = listed("www", "A", &json!({"TTL": 60, "ARecords": records, member: kept})).unwrap();
        let Standing::Opaque { why } = live.standing else { panic!("{member}") };
        assert!(why.contains(word), "{why}");
    }
    for broken in [json!({"ipv4Address": "192.0.2.256"}), json!({}), json!({"ipv4Address": 5}), json!(null)] {
        let live = listed("www", "A", &json!({"TTL": 60, "ARecords": [broken]})).unwrap();
        assert!(matches!(live.standing, Standing::Opaque { .. }), "{broken}");
    }
    assert!(matches!(listed("www", "HTTPS", &json!({"TTL": 60})).unwrap().standing, Standing::Opaque { .. }));
    let long = listed("www", "A", &json!({"TTL": 5_000_000_000_u64, "ARecords": records})).unwrap();
    assert!(matches!(long.standing, Standing::Opaque { .. }));
}

#[test]
fn a_set_without_an_etag_is_opaque() {
    let raw = json!({"name": "www", "type": "Microsoft.Network/dnszones/A", "properties": {"TTL": 1}});
    let live = live_set(serde_json::from_value(raw).unwrap(), &zone()).unwrap();
    assert!(matches!(live.standing, Standing::Opaque { .. }));
}

#[test]
fn an_alias_is_its_target() {
    let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/publicIPAddresses/ip";
    let properties = json!({"TTL": 60, "targetResource": {"id": id.to_uppercase()}, "ARecords": [{"ipv4Address": "192.0.2.1"}]});
    let live = listed("@", "A", &properties).unwrap();
    let alias = Box::new(AliasTarget::Resource(ResourceId::new(id)));
    let wanted = RecordSet { alias: Some(alias), ..RecordSet::new(zone(), Rtype::A, 60, Vec::new()) };
    assert_eq!(live.set, wanted);
    assert_eq!(
        body(&wanted, None).unwrap(),
        json!({"properties": {"TTL": 60, "targetResource": {"id": id}}})
    );
}

#[test]
fn metadata_goes_along_with_the_etag() {
    let metadata = json!({"owner": "team a", "note": "x y"});
    let properties = json!({"TTL": 60, "metadata": metadata, "ARecords": [{"ipv4Address": "192.0.2.1"}]});
    let live = listed("www", "a", &properties).unwrap();
    assert_eq!(live.standing, Standing::Managed);
    assert_eq!(stamp::etag(&live.version), "b0026b7b-7a9b-4c2e-8a5b-1c4d5e6f7a8b");
    let kept = stamp::metadata(&live.version);
    assert_eq!(kept, Some(metadata.clone()));
    assert_eq!(body(&live.set, kept).unwrap()["properties"]["metadata"], metadata);
}

#[test]
fn owners_are_relative_to_the_zone() {
    let owner = |name: &str| listed(name, "A", &json!({"TTL": 1})).map(|live| live.set.owner.to_string());
    assert_eq!(owner("@").unwrap(), "example.com.");
    assert_eq!(owner("*.Dev").unwrap(), "*.dev.example.com.");
    assert_eq!(owner("_sip._tcp").unwrap(), "_sip._tcp.example.com.");
    assert_eq!(owner("a..b").unwrap_err(), Unreadable::Owner("a..b".to_owned()));
    assert_eq!(owner("www.example.net.").unwrap_err(), Unreadable::Owner("www.example.net.".to_owned()));
    assert_eq!(
        listed("www", "WEBREDIRECT", &json!({})).unwrap_err(),
        Unreadable::Type("WEBREDIRECT".to_owned())
    );
}

#[test]
fn a_name_of_another_provider_has_no_words_here() {
    let alias = AliasTarget::Name { target: zone(), hosted_zone: None, evaluates_health: false };
    assert_eq!(body(&RecordSet { alias: Some(Box::new(alias)), ..set(Rtype::A, Vec::new()) }, None), None);
    assert_eq!(body(&set(Rtype::SSHFP, vec![Box::new([1, 1, 1])]), None), None);
    assert_eq!(body(&set(Rtype::CNAME, Vec::new()), None), None);
    assert_eq!(body(&set(Rtype::CAA, vec![b"\0\x05issue\xc3\xa9".as_slice().into()]), None), None);
}

#[test]
fn another_spelling_is_told_and_changes_nothing() {
    let spelled = |rtype: &str, properties: Value| {
        let live = listed("www", rtype, &properties).unwrap();
        assert_eq!(live.standing, Standing::Managed);
        live.spelled.map(String::from)
    };
    let cases = [
        ("CNAME", json!({"CNAMERecord": {"cname": "Host.Example.NET"}}), Some("Host.Example.NET")),
        ("CNAME", json!({"CNAMERecord": {"cname": "host.example.net"}}), None),
        (
            "AAAA",
            json!({"AAAARecords": [{"ipv6Address": "2001:db8::1"}, {"ipv6Address": "2001:DB8::2"}]}),
            Some("2001:DB8::2"),
        ),
        ("TXT", json!({"TXTRecords": [{"value": ["ab", "cd"]}]}), Some(r#"["ab","cd"]"#)),
        ("TXT", json!({"TXTRecords": [{"value": ["abcd"]}]}), None),
        ("MX", json!({"MXRecords": [{"preference": 10, "exchange": "mail.example.net."}]}), None),
        ("A", json!({"ARecords": [{"ipv4Address": "192.0.2.2"}, {"ipv4Address": "192.0.2.1"}]}), None),
    ];
    for (rtype, properties, expected) in cases {
        assert_eq!(spelled(rtype, properties).as_deref(), expected, "{rtype}");
    }
}
