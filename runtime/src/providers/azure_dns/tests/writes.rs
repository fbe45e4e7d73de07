//! What is sent for a change set.

use super::*;
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn every_write_is_guarded_and_in_order() {
    let fake = Fake::new();
    fake.put_a("gone", 1);
    fake.put_a("kept", 2);
    fake.put_a("old", 3);
    let provider = provider(&fake);
    let journal = Journal::default();
    let wanted = vec![a("new.example.com", 9), a("kept.example.com", 2), a("old.example.com", 4)];
    let outcome = push(&provider, wanted.clone(), &journal).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(
        fake.writes(),
        [
            "PUT example.com/A/new?api-version=2018-05-01 [absent]",
            "PUT example.com/A/old?api-version=2018-05-01 [etag-5]",
            "DELETE example.com/A/gone?api-version=2018-05-01 [etag-3]",
        ]
    );
    assert_eq!(
        journal.lines(),
        [
            "sending 1 new.example.com. A",
            "settled 1 Done",
            "sending 2 old.example.com. A",
            "settled 2 Done",
            "sending 3 gone.example.com. A",
            "settled 3 Done",
        ]
    );
    let outcome = push(&provider, wanted, &journal).await.unwrap();
    assert!(matches!(outcome, Outcome::NothingToDo), "{outcome:?}");
    assert_eq!(fake.writes().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn eight_writes_are_under_way_at_once() {
    let fake = Fake::new();
    let wanted = (0..100).map(|index| a(&format!("h{index}.example.com"), 1)).collect();
    let start = tokio::time::Instant::now();
    let outcome = push(&provider(&fake), wanted, &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied));
    assert_eq!(fake.cloud().most_in_flight, 8);
    // Token, page, and thirteen rounds of eight, 100 ms each.
    assert_eq!(start.elapsed().as_millis(), 1_500);
}

#[tokio::test(start_paused = true)]
async fn a_cname_gives_way_and_takes_over() {
    let fake = Fake::new();
    fake.put_a("a", 1);
    fake.put("a", "TXT", json!({"TTL": 1, "TXTRecords": [{"value": ["x"]}]}));
    fake.put("b", "CNAME", json!({"TTL": 1, "CNAMERecord": {"cname": "x.example.net"}}));
    let wanted = vec![cname("a.example.com", "x.example.net"), a("b.example.com", 1)];
    let outcome = push(&provider(&fake), wanted, &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert!(fake.properties("a", "CNAME").is_some() && fake.properties("b", "A").is_some());
    assert!(fake.properties("a", "TXT").is_none() && fake.properties("b", "CNAME").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_switch_does_not_wait_in_its_midst() {
    let fake = Fake::new();
    fake.cloud().has_rates = true;
    fake.put_a("zz", 1);
    let mut wanted: Vec<RecordSet> = (0..200).map(|index| a(&format!("h{index}.example.com"), 1)).collect();
    wanted.push(cname("zz.example.com", "x.example.net"));
    let outcome = push(&provider(&fake), wanted, &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    let cloud = fake.cloud();
    let when = |word: &str| cloud.log.iter().find(|(_, line)| line.starts_with(word)).unwrap().0;
    assert_eq!((when("PUT example.com/CNAME/zz") - when("DELETE example.com/A/zz")).as_millis(), 100);
}

#[tokio::test(start_paused = true)]
async fn metadata_stays() {
    let fake = Fake::new();
    let metadata = json!({"owner": "team a"});
    fake.put("www", "A", json!({"TTL": 1, "metadata": metadata, "ARecords": [{"ipv4Address": "192.0.2.1"}]}));
    push(&provider(&fake), vec![a("www.example.com", 2)], &Journal::default()).await.unwrap();
    assert_eq!(fake.properties("www", "A").unwrap()["metadata"], metadata);
}

#[tokio::test(start_paused = true)]
async fn types_of_the_preview_are_written_by_it() {
    let fake = Fake::new();
    let tlsa = RecordSet::new(
        Name::parse("_443._tcp.example.com").unwrap(),
        Rtype::TLSA,
        300,
        vec![Box::new([3, 1, 1, 0xab])],
    );
    push(&provider(&fake), vec![tlsa], &Journal::default()).await.unwrap();
    let call = "PUT example.com/TLSA/_443._tcp?api-version=2023-07-01-preview [absent]";
    assert_eq!(fake.writes(), [call]);
}

#[tokio::test(start_paused = true)]
async fn an_soa_converges_though_its_host_is_azures() {
    let fake = Fake::new();
    let mut rdata = Name::parse("ns1.example.net").unwrap().wire().to_vec();
    rdata.extend(Name::parse("hostmaster.example.com").unwrap().wire());
    for number in [2_026_010_100_u32, 7_200, 900, 1_209_600, 600] {
        rdata.extend(number.to_be_bytes());
    }
    let soa = RecordSet::new(zone(), Rtype::SOA, 900, vec![rdata.into()]);
    let provider = provider(&fake);
    let outcome = push(&provider, vec![soa.clone()], &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    let record = &fake.properties("@", "SOA").unwrap()["SOARecord"];
    assert_eq!((&record["host"], &record["serialNumber"]), (&json!("ns1-01.azure-dns.com."), &json!(1)));
    assert_eq!((&record["email"], &record["minimumTTL"]), (&json!("hostmaster.example.com."), &json!(600)));
    let outcome = push(&provider, vec![soa], &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::NothingToDo), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_push_finishes_what_it_began() {
    let fake = Fake::new();
    let journal = Journal { interrupt_after: Some(8), ..Journal::default() };
    let wanted = (0..100).map(|index| a(&format!("h{index}.example.com"), 1)).collect();
    let outcome = push(&provider(&fake), wanted, &journal).await.unwrap();
    let Outcome::Partial { done, pending, error } = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.to_string(), "the run was interrupted");
    assert_eq!(done.len() + pending.len(), 100);
    assert_eq!(fake.writes().len(), done.len());
    assert!((8..24).contains(&done.len()), "{}", done.len());
    assert_eq!(journal.lines().iter().filter(|line| line.ends_with("Done")).count(), done.len());
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_cannot_be_written_stops_the_push() {
    struct Full;
    impl Observer for Full {
        fn sending(&self, _request: &Request<'_>) -> Result<(), Failure> {
            Err(Failure::new(crate::error::FailureKind::Unavailable, "the disk is full"))
        }
        fn settled(&self, _request: &Request<'_>, _fate: Settled) -> Result<(), Failure> {
            Ok(())
        }
        fn progress(&self, _zone: &Name, _progress: Progress) {}
    }
    let fake = Fake::new();
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    let desired = desired(vec![a("www.example.com", 1)]);
    let changes = diff(&desired, &live).changes;
    let changes = ChangeSet { before: &live, desired: &desired, changes: &changes };
    let failure = provider.apply(&changes, &Full).await.unwrap_err();
    assert_eq!(failure.to_string(), "the disk is full");
    assert!(fake.writes().is_empty());
}
