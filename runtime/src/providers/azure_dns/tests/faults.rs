//! What is done when a write is refused, lost, or comes too late.

use super::fake::Fault;
use super::*;
use serde_json::{Value, json};

fn flat(code: &str) -> Value {
    json!({"code": code, "message": "no"})
}

fn nested(code: &str) -> Value {
    json!({"error": {"code": code, "message": "no"}})
}

/// One set created with these faults in the way.
async fn create(faults: Vec<Fault>) -> (Fake, Result<Outcome, Failure>, Journal) {
    let (fake, journal) = (Fake::new(), Journal::default());
    fake.fail(faults);
    let result = push(&provider(&fake), vec![a("www.example.com", 1)], &journal).await;
    (fake, result, journal)
}

async fn create_refused(fault: Fault) -> Failure {
    create(vec![fault]).await.1.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_that_was_done_is_not_repeated() {
    for fault in [Fault::LostAfter, Fault::After(500, json!("x")), Fault::After(504, Value::Null)] {
        let (fake, result, journal) = create(vec![fault.clone()]).await;
        assert!(matches!(result, Ok(Outcome::Applied)), "{fault:?}: {result:?}");
        assert_eq!(fake.writes().len(), 1, "{fault:?}");
        assert_eq!(journal.lines().last().unwrap(), "settled 1 Done");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_that_was_not_done_is_repeated_with_its_guard() {
    for fault in [Fault::LostBefore, Fault::Instead(503, Value::Null, vec![]), Fault::Unconnected] {
        let (fake, result, _) = create(vec![fault.clone()]).await;
        assert!(matches!(result, Ok(Outcome::Applied)), "{fault:?}: {result:?}");
        assert_eq!(fake.writes(), vec!["PUT example.com/A/www?api-version=2018-05-01 [absent]"; 2]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_somebody_else_is_not_believed() {
    let page = json!("<html>Welcome to the airport</html>");
    let (fake, result, journal) = create(vec![Fault::Instead(200, page.clone(), vec![])]).await;
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");
    assert_eq!(fake.writes().len(), 2);
    assert!(fake.properties("www", "A").is_some());
    assert_eq!(journal.lines().last().unwrap(), "settled 1 Done");

    let fake = Fake::new();
    fake.put_a("www", 1);
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail([Fault::Instead(200, page, vec![])]);
    let outcome = push_over(&provider, &live, Vec::new(), &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert!(fake.properties("www", "A").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_lost_write_over_which_somebody_wrote_is_no_longer_ours() {
    let fake = Fake::new();
    fake.put_a("www", 1);
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail([Fault::LostBefore]);
    fake.put_a("www", 7);
    let outcome =
        push_over(&provider, &live, vec![a("www.example.com", 2)], &Journal::default()).await.unwrap();
    let Outcome::Refused { moved } = outcome else { panic!("{outcome:?}") };
    assert_eq!(moved.what, "www.example.com. A has been changed since it was read");
    assert_eq!(fake.properties("www", "A").unwrap()["ARecords"][0]["ipv4Address"], "192.0.2.7");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_found_out_is_unknown() {
    let (fake, journal) = (Fake::new(), Journal::default());
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail([Fault::LostAfter]);
    fake.cloud().read_faults = vec![Fault::LostBefore; 20].into();
    let outcome = push_over(&provider, &live, vec![a("www.example.com", 1)], &journal).await.unwrap();
    let Outcome::Unknown { error } = outcome else { panic!("{outcome:?}") };
    assert!(error.to_string().starts_with("whether www.example.com A was written is not known"), "{error}");
    assert_eq!(journal.lines().last().unwrap(), "settled 1 Unknown");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stays_broken_ends_the_push() {
    let (fake, result, journal) = create(vec![Fault::Instead(500, json!("boom"), vec![]); 20]).await;
    let failure = result.unwrap_err();
    assert!(failure.to_string().contains("cannot write www.example.com A at Azure DNS"), "{failure}");
    assert!(fake.writes().len() < 10, "{}", fake.writes().len());
    assert_eq!(journal.lines().last().unwrap(), "settled 1 NotDone");
}

#[tokio::test(start_paused = true)]
async fn a_guard_that_fails_stops_unless_the_set_is_as_wanted() {
    let wanted = json!({"TTL": 300, "ARecords": [{"ipv4Address": "192.0.2.1"}]});
    let (_, result, _) = create(vec![Fault::Overtaken(wanted)]).await;
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");

    let other = json!({"TTL": 300, "ARecords": [{"ipv4Address": "192.0.2.99"}]});
    let (fake, result, _) = create(vec![Fault::Overtaken(other)]).await;
    assert!(matches!(result, Ok(Outcome::Refused { .. })), "{result:?}");
    assert_eq!(fake.properties("www", "A").unwrap()["ARecords"][0]["ipv4Address"], "192.0.2.99");
}

#[tokio::test(start_paused = true)]
async fn deleting_what_is_gone_is_done() {
    for fault in
        [Fault::Overtaken(Value::Null), Fault::LostAfter, Fault::Instead(404, flat("NotFound"), vec![])]
    {
        let fake = Fake::new();
        fake.put_a("www", 1);
        let provider = provider(&fake);
        let live = provider.read(&zone(), &Unobserved).await.unwrap();
        fake.fail([fault.clone()]);
        if matches!(fault, Fault::Instead(..)) {
            fake.cloud().sets.remove(&("www".to_owned(), "A".to_owned()));
        }
        let outcome = push_over(&provider, &live, Vec::new(), &Journal::default()).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied), "{fault:?}: {outcome:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_set_that_vanished_is_not_updated() {
    let fake = Fake::new();
    fake.put_a("www", 1);
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.cloud().sets.remove(&("www".to_owned(), "A".to_owned()));
    let outcome =
        push_over(&provider, &live, vec![a("www.example.com", 2)], &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    assert!(fake.properties("www", "A").is_none());
}

#[tokio::test(start_paused = true)]
async fn the_first_failure_stops_what_has_not_begun() {
    let (fake, journal) = (Fake::new(), Journal::default());
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail([Fault::Instead(400, flat("BadRequest"), vec![])]);
    let wanted = (0..100).map(|index| a(&format!("h{index:02}.example.com"), 1)).collect();
    let outcome = push_over(&provider, &live, wanted, &journal).await.unwrap();
    let Outcome::Partial { done, pending, error } = outcome else { panic!("{outcome:?}") };
    assert_eq!((done.len(), pending.len()), (7, 93));
    assert!(error.to_string().contains("BadRequest: no (HTTP 400)"), "{error}");
    assert_eq!(fake.writes().len(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_write_waits_for_exactly_as_long_as_it_is_told() {
    let busy =
        Fault::Instead(429, nested("ResourceRequestsThrottled"), vec![("retry-after", "307".to_owned())]);
    let (fake, result, journal) = create(vec![busy]).await;
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");
    let cloud = fake.cloud();
    let puts: Vec<_> =
        cloud.log.iter().filter(|(_, line)| line.starts_with("PUT")).map(|(at, _)| *at).collect();
    let gap = puts[1] - puts[0];
    assert!(gap.as_millis() >= 307_100 && gap.as_millis() < 307_300, "{gap:?}");
    assert!(journal.longest_wait.lock().unwrap().as_secs() >= 306);
}

#[tokio::test(start_paused = true)]
async fn a_busy_zone_is_tried_again() {
    let busy = |status| Fault::Instead(status, flat("RetryableErrorDueToAnotherOperation"), vec![]);
    let (fake, result, _) = create(vec![busy(409), busy(429), busy(409)]).await;
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");
    assert_eq!(fake.writes().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_ends_a_long_wait_at_once() {
    let (fake, journal) = (Fake::new(), Journal::default());
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail([Fault::Instead(429, nested("x"), vec![("retry-after", "600".to_owned())])]);
    let start = tokio::time::Instant::now();
    let later = async {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        journal.is_interrupted.store(true, Ordering::SeqCst);
    };
    let (result, ()) =
        tokio::join!(push_over(&provider, &live, vec![a("www.example.com", 1)], &journal), later);
    assert_eq!(result.unwrap_err().to_string(), "the run was interrupted");
    assert!(start.elapsed().as_millis() < 5_300);
}

#[tokio::test(start_paused = true)]
async fn refusals_say_what_to_do() {
    for (fault, words, help) in [
        (
            Fault::Instead(403, nested("AuthorizationFailed"), vec![]),
            "cannot write www.example.com A",
            "`Microsoft.Network/dnsZones/A/write`",
        ),
        (
            Fault::Instead(403, nested("AuthorizationFailed"), vec![]),
            "AuthorizationFailed",
            "DNS Zone Contributor",
        ),
        (
            Fault::Instead(403, nested("LinkedAuthorizationFailed"), vec![]),
            "LinkedAuthorizationFailed",
            "join",
        ),
        (Fault::Instead(409, nested("ScopeLocked"), vec![]), "ScopeLocked", "lock"),
        (
            Fault::Instead(404, nested("ResourceGroupNotFound"), vec![]),
            "ResourceGroupNotFound",
            "az group create --name rg",
        ),
        (
            Fault::Instead(404, nested("ParentResourceNotFound"), vec![]),
            "no zone example.com",
            "zonal zones create --zone example.com",
        ),
        (Fault::Instead(400, flat("BadRequest"), vec![]), "BadRequest: no (HTTP 400)", ""),
    ] {
        let failure = create_refused(fault).await;
        assert!(failure.to_string().contains(words), "{failure}");
        assert!(failure.advice().unwrap_or_default().contains(help), "{failure}: {:?}", failure.advice());
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_data_is_at_its_statement() {
    use crate::record::{Origin, Place};
    let fake = Fake::new();
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    let mut desired = desired(vec![a("www.example.com", 1)]);
    let place = Place { path: "zones/a.zonal".into(), line: 12, column: 3, end_line: 12, end_column: 9 };
    desired.sets[0].origins = vec![Origin { place, via: Vec::new() }];
    let changes = diff(&desired, &live).changes;
    fake.fail([Fault::Instead(400, flat("BadRequest"), vec![])]);
    let changes = ChangeSet { before: &live, desired: &desired, changes: &changes };
    let failure = provider.apply(&changes, &Journal::default()).await.unwrap_err();
    assert!(
        failure.to_string().starts_with("zones/a.zonal:12:3: cannot write www.example.com A"),
        "{failure}"
    );
}

/// A name with an address and a text that is to become a CNAME, with these faults in the way.
async fn switch(faults: Vec<Fault>) -> (Fake, Result<Outcome, Failure>, Journal) {
    let (fake, journal) = (Fake::new(), Journal::default());
    let metadata = json!({"owner": "team a"});
    fake.put(
        "www",
        "A",
        json!({"TTL": 300, "metadata": metadata, "ARecords": [{"ipv4Address": "192.0.2.1"}]}),
    );
    fake.put("www", "TXT", json!({"TTL": 60, "TXTRecords": [{"value": ["x"]}]}));
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    fake.fail(faults);
    let wanted = vec![cname("www.example.com", "x.example.net")];
    let result = push_over(&provider, &live, wanted, &journal).await;
    (fake, result, journal)
}

#[tokio::test(start_paused = true)]
async fn half_a_switch_is_put_back() {
    let denied = || Fault::Instead(403, nested("AuthorizationFailed"), vec![]);
    let (fake, result, journal) = switch(vec![Fault::None, Fault::None, denied()]).await;
    let Ok(Outcome::Partial { done, pending, error }) = result else { panic!("{result:?}") };
    assert_eq!((done.len(), pending.len()), (0, 3));
    assert!(error.to_string().contains("cannot write www.example.com CNAME"), "{error}");
    assert!(
        error.to_string().ends_with("; www.example.com A, TXT had gone before and is put back"),
        "{error}"
    );
    assert!(error.advice().unwrap().contains("`Microsoft.Network/dnsZones/CNAME/write`"));
    assert_eq!(fake.properties("www", "A").unwrap()["metadata"], json!({"owner": "team a"}));
    assert!(fake.properties("www", "TXT").is_some());
    let put_back = "PUT example.com/A/www?api-version=2018-05-01 [absent]";
    assert_eq!(fake.writes()[3], put_back);
    let last: Vec<String> = journal.lines().split_off(6);
    assert_eq!(
        last,
        [
            "sending 4 www.example.com. A",
            "settled 4 Undone",
            "sending 5 www.example.com. TXT",
            "settled 5 Undone"
        ]
    );

    // What had not gone yet stays, and what had is put back beside it.
    let (fake, result, _) = switch(vec![Fault::None, denied()]).await;
    let Ok(Outcome::Partial { error, .. }) = result else { panic!("{result:?}") };
    assert!(error.to_string().ends_with("; www.example.com A had gone before and is put back"), "{error}");
    assert!(fake.properties("www", "A").is_some() && fake.properties("www", "TXT").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_name_that_a_half_switch_leaves_without_records_is_told() {
    let denied = || Fault::Instead(403, nested("AuthorizationFailed"), vec![]);
    let (fake, result, journal) = switch(vec![Fault::None, Fault::None, denied(), denied(), denied()]).await;
    let Ok(Outcome::Partial { done, pending, error }) = result else { panic!("{result:?}") };
    assert_eq!((done.len(), pending.len()), (2, 1));
    let words = "; www.example.com has no records now, since A, TXT had gone before and cannot be put back: ";
    assert!(error.to_string().contains(words), "{error}");
    assert!(fake.properties("www", "A").is_none() && fake.properties("www", "CNAME").is_none());
    assert!(journal.lines().last().unwrap().ends_with("settled 5 NotDone"));

    // Somebody else's new set is not disturbed.
    let theirs = json!({"TTL": 1, "CNAMERecord": {"cname": "y.example.net"}});
    let (fake, result, _) = switch(vec![Fault::None, Fault::None, Fault::Overtaken(theirs)]).await;
    assert!(matches!(result, Ok(Outcome::Partial { .. })), "{result:?}");
    assert_eq!(fake.writes().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_stale_conflict_is_looked_into() {
    let (_, result, _) = create(vec![Fault::After(409, flat("Conflict"))]).await;
    assert!(matches!(result, Ok(Outcome::Applied)), "{result:?}");
    let failure = create_refused(Fault::Instead(409, flat("Conflict"), vec![])).await;
    assert!(failure.to_string().contains("Conflict: no (HTTP 409)"), "{failure}");
}
