//! Reading a zone page by page.

use super::*;
use crate::plan::read_whole;
use crate::provider::{Standing, Waits};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_zone_is_read_with_one_call_for_each_thousand_sets() {
    let fake = Fake::new();
    for index in 0..9_998 {
        fake.put_a(&format!("h{index}"), 1);
    }
    let live = provider(&fake).read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(live.sets.len(), 10_000);
    assert_eq!(fake.calls().len(), 10);
    let first = "GET example.com/recordsets?api-version=2023-07-01-preview&%24top=1000";
    assert_eq!(fake.calls()[0], first);
    // The next page's address is taken as it came.
    assert!(
        fake.calls()[1].ends_with("?api-version=x&%24top=1000&%24skiptoken=1000"),
        "{:?}",
        fake.calls()[1]
    );
    assert!(live.sets.is_sorted_by(|a, b| a.set.sort_key() < b.set.sort_key()));
}

#[tokio::test(start_paused = true)]
async fn azures_own_name_servers_are_pinned() {
    let fake = Fake::new();
    let servers =
        ["ns1-01.azure-dns.com.", "NS2-01.Azure-DNS.net", "ns1.example.net.", "ns1.azure-dns.example."];
    let servers = servers.map(|name| json!({"nsdname": name}));
    fake.put("@", "NS", json!({"TTL": 172_800, "NSRecords": servers}));
    let live = provider(&fake).read(&zone(), &Unobserved).await.unwrap();
    let pinned: Vec<String> = live.pinned_name_servers.iter().map(ToString::to_string).collect();
    assert_eq!(pinned, ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net."]);
    assert_eq!(
        &*live.id,
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/example.com"
    );
}

#[tokio::test(start_paused = true)]
async fn name_servers_of_another_zone_are_not_pinned() {
    let fake = Fake::new();
    let servers = ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net.", "ns1-99.azure-dns.com."];
    let servers = servers.map(|name| json!({"nsdname": name}));
    fake.put("@", "NS", json!({"TTL": 172_800, "NSRecords": servers}));
    let live = provider(&fake).read(&zone(), &Unobserved).await.unwrap();
    let pinned: Vec<String> = live.pinned_name_servers.iter().map(ToString::to_string).collect();
    assert_eq!(pinned, ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net."]);
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_page_on_another_server_is_not_asked_for() {
    for host in ["evil.example", "management.azure.com.evil.example"] {
        let fake = Fake::new();
        fake.cloud().page = Some(1);
        fake.cloud().next_host = Some(host.to_owned());
        let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
        assert!(failure.to_string().contains(&format!("https://{host}")), "{failure}");
        assert_eq!(fake.calls().iter().filter(|call| call.contains("recordsets")).count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_set_that_a_page_left_out_is_found() {
    let fake = Fake::new();
    (0..8).for_each(|index| fake.put_a(&format!("h{index}"), 1));
    fake.cloud().page = Some(5);
    fake.cloud().skips = [1].into();
    let provider = provider(&fake);
    let wanted = (0..8).map(|index| a(&format!("h{index}.example.com"), 1)).collect();
    let desired = desired(wanted);
    let read = || read_whole(&desired, &provider, &Unobserved);
    assert_eq!(read().await.unwrap().sets.len(), 10);

    fake.cloud().skips = [1, 1, 1].into();
    let failure = read().await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "example.com changes while it is read, 3 times in a row: it holds 10 sets, and 9 were read"
    );

    // Where nothing is missing nobody asks, and so ten full pages are ten calls.
    let calls = fake.calls().len();
    assert_eq!(read().await.unwrap().sets.len(), 10);
    assert_eq!(fake.calls().len() - calls, 2);
}

#[tokio::test(start_paused = true)]
async fn a_zone_of_several_pages_is_described_once() {
    let fake = Fake::new();
    (0..8).for_each(|index| fake.put_a(&format!("h{index}"), 1));
    fake.cloud().page = Some(5);
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    let desired = desired(vec![a("www.example.com", 1)]);
    let changes = diff(&desired, &live).changes;
    let changes = ChangeSet { before: &live, desired: &desired, changes: &changes };
    assert_eq!(provider.left_out(&live, &Unobserved).await.unwrap(), None);
    for calls in [3, 4] {
        assert!(provider.preflight(&changes, Sharing::Alone, &Unobserved).await.unwrap().is_empty());
        assert_eq!(fake.calls().len(), calls, "what the read was told is as good as asking, once");
    }
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_shifts_between_pages_is_read_again() {
    let fake = Fake::new();
    (0..8).for_each(|index| fake.put_a(&format!("h{index}"), 1));
    fake.cloud().page = Some(5);
    fake.cloud().shifts = [1].into();
    let live = provider(&fake).read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(live.sets.len(), 11);

    fake.cloud().shifts = [1, 1, 1].into();
    let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
    assert!(failure.to_string().contains("changes while it is read"), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_or_broken_page_is_asked_for_again() {
    let fake = Fake::new();
    fake.cloud().read_faults = [
        Fault::LostBefore,
        Fault::Instead(503, json!("<html>"), vec![("retry-after", "2".to_owned())]),
        Fault::Instead(429, json!(null), vec![("retry-after", "7".to_owned())]),
        Fault::Unconnected,
    ]
    .into();
    let start = tokio::time::Instant::now();
    assert_eq!(provider(&fake).read(&zone(), &Unobserved).await.unwrap().sets.len(), 2);
    assert_eq!(fake.calls().len(), 5);
    assert!(start.elapsed() >= std::time::Duration::from_secs(9));
}

use super::fake::Fault;

#[tokio::test(start_paused = true)]
async fn a_cloud_without_the_preview_is_read_by_the_stable_version() {
    let fake = Fake::new();
    fake.cloud().is_stable_only = true;
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    assert!(live.notes[0].contains("2018-05-01"), "{:?}", live.notes);
    provider.read(&zone(), &Unobserved).await.unwrap();
    // The second read knows.
    assert_eq!(fake.calls().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_for_another_reason_is_not_taken_for_a_cloud_without_the_preview() {
    for status in [400, 422] {
        let fake = Fake::new();
        let body = json!({"code": "BadRequest", "message": "The request is not valid."});
        fake.cloud().read_faults = [Fault::Instead(status, body, vec![])].into();
        let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
        assert!(failure.to_string().contains("BadRequest: The request is not valid."), "{failure}");
        assert_eq!(fake.calls().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_zone_says_how_to_make_it() {
    let fake = Fake::new();
    fake.cloud().is_zone_missing = true;
    let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
    assert!(failure.to_string().starts_with("Azure DNS has no zone example.com in the resource group `rg`"));
    assert!(failure.advice().unwrap().contains("`zonal zones create --zone example.com`"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_zone_is_refused_whole() {
    for body in [json!("x"), json!({"value": [5]}), json!({"value": [{"name": "a..b", "type": "x/A"}]})] {
        let fake = Fake::new();
        fake.cloud().read_faults = [Fault::Instead(200, body.clone(), vec![])].into();
        let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
        assert!(failure.to_string().contains("is not understood"), "{body}: {failure}");
    }
}

#[tokio::test(start_paused = true)]
async fn sets_that_have_no_words_here_are_left_alone() {
    let fake = Fake::new();
    fake.put("www", "A", json!({"TTL": 60, "trafficManagementProfile": {"id": "/x"}}));
    fake.put("new", "FUTURE", json!({"TTL": 60}));
    let live = provider(&fake).read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(live.sets.len(), 3);
    assert!(live.sets.iter().any(|live| matches!(live.standing, Standing::Opaque { .. })));
    assert!(live.notes[0].contains("FUTURE"));
    assert!(live.version.to_string().starts_with("4 sets, sha256:"));
}

/// What a read told of its waits.
#[derive(Default)]
struct Told {
    waits: Mutex<Vec<Option<u64>>>,
    is_over: AtomicBool,
}

impl Waits for Told {
    fn waits(&self, zone: &Name, time: Option<std::time::Duration>) {
        assert_eq!(zone.to_string(), "example.com.");
        self.waits.lock().unwrap().push(time.map(|time| time.as_secs()));
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_waits_tells_so_and_may_be_ended() {
    let throttled =
        |seconds: u32| Fault::Instead(429, json!(null), vec![("retry-after", seconds.to_string())]);
    let (fake, told) = (Fake::new(), Told::default());
    fake.cloud().read_faults = [throttled(3)].into();
    let provider = provider(&fake);
    provider.read(&zone(), &told).await.unwrap();
    assert_eq!(*told.waits.lock().unwrap(), [Some(3), Some(2), Some(1), None]);

    fake.cloud().read_faults = [throttled(600)].into();
    let start = tokio::time::Instant::now();
    let later = async {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        told.is_over.store(true, Ordering::SeqCst);
    };
    let zone = zone();
    let (result, ()) = tokio::join!(provider.read(&zone, &told), later);
    assert_eq!(result.unwrap_err().to_string(), "the run was interrupted");
    assert!(start.elapsed().as_millis() < 5_300);
}
