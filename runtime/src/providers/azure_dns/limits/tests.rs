//! The limits under a clock that stands still until it is moved.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::*;

fn zone() -> Name {
    Name::parse("example.com").unwrap()
}

fn answer(header: &'static str, value: u32) -> Answer {
    let headers: HeaderMap =
        [(HeaderName::from_static(header), HeaderValue::from(value))].into_iter().collect();
    Answer { status: 200, headers, body: Vec::new() }
}

/// As many requests as go out now, each answered at once.
fn burst(limits: &Limits, action: Action) -> usize {
    std::iter::from_fn(|| limits.take(&zone(), action).ok().map(drop)).take(100_000).count()
}

/// The time that so many requests take which are answered at once.
async fn time_for(limits: &Limits, action: Action, requests: usize) -> Duration {
    let start = Instant::now();
    let mut sent = 0;
    while sent < requests {
        match limits.take(&zone(), action) {
            Ok(_permit) => sent += 1,
            Err(Wait::Until(until)) => tokio::time::sleep_until(until).await,
            Err(Wait::ForAnother) => panic!("nothing is under way"),
        }
    }
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn each_action_has_its_window() {
    let limits = Limits::new();
    assert_eq!(burst(&limits, Action::Create), 200);
    // The resource manager's bucket is empty now; in 20 s it is full again.
    tokio::time::advance(Duration::from_secs(20)).await;
    assert_eq!(burst(&limits, Action::Update), 200);
    assert_eq!(burst(&limits, Action::Delete), 200);
    assert_eq!(burst(&limits, Action::List), 60);
    assert_eq!(burst(&limits, Action::Create), 0);
    tokio::time::advance(Duration::from_secs(39)).await;
    assert_eq!(burst(&limits, Action::Create), 0);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(burst(&limits, Action::Create), 200);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_creates_take_no_longer_than_they_must() {
    let time = time_for(&Limits::new(), Action::Create, 1_000).await;
    assert!(time >= Duration::from_secs(240), "{time:?}");
    assert!(time <= Duration::from_secs(252), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_deletes_keep_the_rate_of_a_thousand_in_five_minutes() {
    let time = time_for(&Limits::new(), Action::Delete, 10_000).await;
    let floor = Duration::from_secs(49 * 60);
    assert!(time >= floor && time <= floor.mul_f64(1.0 / 0.95), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn creates_updates_and_deletes_share_a_thousand_in_five_minutes() {
    let limits = Limits::new();
    let mut sent = 0;
    for _ in 0..5 {
        for action in [Action::Create, Action::Update, Action::Delete] {
            sent += burst(&limits, action);
        }
        tokio::time::advance(MINUTE - Duration::from_millis(1)).await;
    }
    assert_eq!(sent, 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_request_counts_from_its_end() {
    let limits = Limits::new();
    let permit = limits.take(&zone(), Action::List).unwrap();
    tokio::time::advance(Duration::from_secs(30)).await;
    assert_eq!(burst(&limits, Action::List), 59);
    drop(permit);
    tokio::time::advance(Duration::from_millis(59_999)).await;
    assert_eq!(burst(&limits, Action::List), 0);
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(burst(&limits, Action::List), 60);
}

#[tokio::test(start_paused = true)]
async fn requests_under_way_alone_can_fill_a_window() {
    let limits = Limits::new();
    let held: Vec<Permit> = (0..60).map(|_| limits.take(&zone(), Action::List).unwrap()).collect();
    assert_eq!(limits.take(&zone(), Action::List).unwrap_err(), Wait::ForAnother);
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn zones_share_the_callers_bucket_but_not_the_windows() {
    let limits = Limits::new();
    let other = Name::parse("example.net").unwrap();
    assert_eq!(burst(&limits, Action::Create), 200);
    assert!(limits.take(&other, Action::Create).is_err());
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(limits.take(&other, Action::Create).is_ok());
    assert!(limits.take(&zone(), Action::Create).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_everything_of_the_zone_for_exactly_its_time() {
    let limits = Limits::new();
    limits.pause(&zone(), Duration::from_secs(307));
    limits.pause(&zone(), Duration::from_secs(5));
    for action in [Action::Create, Action::Get, Action::List, Action::Delete] {
        let until = Instant::now() + Duration::from_secs(307);
        assert_eq!(limits.take(&zone(), action).unwrap_err(), Wait::Until(until));
    }
    assert!(limits.take(&Name::parse("example.net").unwrap(), Action::Get).is_ok());
    tokio::time::advance(Duration::from_secs(307)).await;
    assert!(limits.take(&zone(), Action::Get).is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_the_resource_manager_says_remains_is_believed() {
    let limits = Limits::new();
    limits
        .take(&zone(), Action::Create)
        .unwrap()
        .answered(&answer("x-ms-ratelimit-remaining-subscription-writes", 3));
    assert_eq!(burst(&limits, Action::Create), 3);
    tokio::time::advance(Duration::from_millis(500)).await;
    assert_eq!(burst(&limits, Action::Create), 5);
    // More than is known of here is not believed.
    let permit = limits.take(&zone(), Action::Delete).unwrap();
    permit.answered(&answer("x-ms-ratelimit-remaining-subscription-deletes", 11_999));
    assert_eq!(burst(&limits, Action::Delete), 199);
}

#[tokio::test(start_paused = true)]
async fn few_remaining_requests_are_sent_one_after_another() {
    let limits = Limits::new();
    let header = "x-ms-ratelimit-remaining-subscription-resource-requests";
    limits.take(&zone(), Action::Create).unwrap().answered(&answer(header, 2));
    let first = limits.take(&zone(), Action::Create).unwrap();
    let second = limits.take(&zone(), Action::Create).unwrap();
    assert_eq!(limits.take(&zone(), Action::Create).unwrap_err(), Wait::ForAnother);
    assert!(limits.take(&zone(), Action::Get).is_ok() && limits.take(&zone(), Action::Update).is_ok());
    first.answered(&answer(header, 0));
    drop((first, second));
    assert_eq!(limits.take(&zone(), Action::Create).unwrap_err(), Wait::Until(Instant::now() + PROBE));
    tokio::time::advance(PROBE).await;
    assert!(limits.take(&zone(), Action::Create).is_ok());
}
