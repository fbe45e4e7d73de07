//! Preflight, identity, and making zones.

use super::fake::Fault;
use super::*;
use serde_json::{Value, json};

fn described(most: u64, holds: u64) -> Value {
    json!({
        "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnszones/example.com",
        "location": "global",
        "properties": {
            "maxNumberOfRecordSets": most, "numberOfRecordSets": holds, "maxNumberOfRecordsPerRecordSet": null,
            "nameServers": ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net.", "ns3-01.odd.example."],
        },
    })
}

async fn objections(fake: &Fake, wanted: Vec<RecordSet>, sharing: Sharing) -> Vec<String> {
    let provider = provider(fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    let desired = desired(wanted);
    let changes = diff(&desired, &live).changes;
    let changes = ChangeSet { before: &live, desired: &desired, changes: &changes };
    provider
        .preflight(&changes, sharing, &Unobserved)
        .await
        .unwrap()
        .into_iter()
        .map(|objection| objection.what)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn nothing_stands_against_a_small_change() {
    let fake = Fake::new();
    fake.cloud().zone = described(3, 2);
    let objections = objections(&fake, vec![a("www.example.com", 1)], Sharing::Shared).await;
    assert!(objections.is_empty(), "{objections:?}");
    assert_eq!(fake.calls().last().unwrap(), "GET example.com?api-version=2023-07-01-preview");
}

#[tokio::test(start_paused = true)]
async fn more_sets_than_fit_are_told_before_anything_is_written() {
    let fake = Fake::new();
    fake.cloud().zone = described(3, 2);
    let wanted = vec![a("a.example.com", 1), a("b.example.com", 1)];
    assert_eq!(
        objections(&fake, wanted, Sharing::Alone).await,
        ["example.com may hold 3 sets: it has 2, and 2 would be added"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_holds_other_sets_than_were_read_is_told() {
    let fake = Fake::new();
    fake.cloud().zone = described(10_000, 5);
    assert_eq!(
        objections(&fake, vec![a("a.example.com", 1)], Sharing::Alone).await,
        ["example.com moved while it was read: it holds 5 sets, and 2 were read"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_name_server_of_azures_that_would_go_is_told() {
    let fake = Fake::new();
    fake.cloud().zone = described(10_000, 2);
    let server = Name::parse("ns1.example.net").unwrap();
    let apex = RecordSet::new(zone(), Rtype::NS, 3_600, vec![server.wire().into()]);
    assert_eq!(
        objections(&fake, vec![apex], Sharing::Alone).await,
        ["the name servers of example.com would lack ns3-01.odd.example., which is Azure's"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_azure_signs_cannot_be_shared() {
    let fake = Fake::new();
    let mut zone = described(10_000, 2);
    zone["properties"]["signingKeys"] = json!([{"keyTag": 1}]);
    fake.cloud().zone = zone;
    assert!(objections(&fake, vec![a("a.example.com", 1)], Sharing::Alone).await.is_empty());
    let shared = objections(&fake, vec![a("a.example.com", 1)], Sharing::Shared).await;
    assert!(shared[0].starts_with("Azure DNS signs example.com with keys of its own"), "{shared:?}");
}

#[tokio::test(start_paused = true)]
async fn a_zone_is_made_once() {
    let fake = Fake::new();
    fake.cloud().zone = described(10_000, 2);
    fake.cloud().is_zone_missing = true;
    let provider = provider(&fake);
    let Creation::Created(identity) = provider.create_zone(&zone()).await.unwrap() else {
        panic!("it is new")
    };
    assert_eq!(identity.name_servers.len(), 3);
    assert_eq!(
        identity.id,
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/example.com"
    );
    let Creation::Existed(again) = provider.create_zone(&zone()).await.unwrap() else { panic!("it is old") };
    assert_eq!(again, identity);
    assert_eq!(provider.identify(&zone()).await.unwrap(), identity);
}

#[tokio::test(start_paused = true)]
async fn a_zone_whose_making_got_no_answer_is_found() {
    let fake = Fake::new();
    fake.cloud().zone = described(10_000, 2);
    fake.cloud().is_zone_missing = true;
    fake.fail([Fault::LostAfter]);
    let creation = provider(&fake).create_zone(&zone()).await.unwrap();
    assert!(matches!(creation, Creation::Existed(_)), "{creation:?}");
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_must_not_be_made_says_why() {
    let fake = Fake::new();
    fake.cloud().is_zone_missing = true;
    fake.fail([Fault::Instead(
        403,
        json!({"error": {"code": "AuthorizationFailed", "message": "no"}}),
        vec![],
    )]);
    let failure = provider(&fake).create_zone(&zone()).await.unwrap_err();
    assert!(failure.to_string().starts_with("cannot make the zone example.com at Azure DNS"), "{failure}");
    assert!(failure.advice().unwrap().contains("`Microsoft.Network/dnsZones/write`"));
}
