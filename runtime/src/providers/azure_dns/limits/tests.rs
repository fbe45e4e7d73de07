//! The limits under a clock that stands still until it is moved.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::zone::PROBE;
use super::*;

impl Limits {
    /// Limits of which nothing is used yet, that nobody else counts.
    pub(in super::super) fn alone() -> Self {
        Self { counts: Arc::default(), caller: "".into(), group: "".into() }
    }
}

fn zone() -> Name {
    Name::parse("example.com").unwrap()
}

fn answer(header: &'static str, value: u32) -> Answer {
    let headers: HeaderMap =
        [(HeaderName::from_static(header), HeaderValue::from(value))].into_iter().collect();
    Answer { status: 200, headers, body: Vec::new() }
}

fn take(limits: &Limits, zone: &Name, action: Action) -> Result<Permit, Wait> {
    limits.take(zone, &[action]).map(|mut permits| permits.pop_front().unwrap())
}

/// As many requests as go out now, each answered at once.
fn burst(limits: &Limits, action: Action) -> usize {
    std::iter::from_fn(|| take(limits, &zone(), action).ok().map(drop)).take(100_000).count()
}

/// The time that so many requests take which are answered at once.
async fn time_for(limits: &Limits, action: Action, requests: usize) -> Duration {
    let start = Instant::now();
    let mut sent = 0;
    while sent < requests {
        match take(limits, &zone(), action) {
            Ok(_permit) => sent += 1,
            Err(Wait::Until(until)) => tokio::time::sleep_until(until).await,
            Err(Wait::ForAnother(_)) => panic!("nothing is under way"),
        }
    }
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn each_action_has_its_window() {
    let limits = Limits::alone();
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
    let time = time_for(&Limits::alone(), Action::Create, 1_000).await;
    assert!(time >= Duration::from_secs(240), "{time:?}");
    assert!(time <= Duration::from_secs(252), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_deletes_keep_the_rate_of_a_thousand_in_five_minutes() {
    let time = time_for(&Limits::alone(), Action::Delete, 10_000).await;
    let floor = Duration::from_secs(49 * 60);
    assert!(time >= floor && time <= floor.mul_f64(1.0 / 0.95), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn creates_updates_and_deletes_share_a_thousand_in_five_minutes() {
    let limits = Limits::alone();
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
    let limits = Limits::alone();
    let permit = take(&limits, &zone(), Action::List).unwrap();
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
    let limits = Limits::alone();
    let held: Vec<Permit> = (0..60).map(|_| take(&limits, &zone(), Action::List).unwrap()).collect();
    assert_eq!(take(&limits, &zone(), Action::List).unwrap_err(), Wait::ForAnother(Instant::now() + MINUTE));
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn zones_share_the_callers_bucket_but_not_the_windows() {
    let limits = Limits::alone();
    let other = Name::parse("example.net").unwrap();
    assert_eq!(burst(&limits, Action::Create), 200);
    assert!(take(&limits, &other, Action::Create).is_err());
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(take(&limits, &other, Action::Create).is_ok());
    assert!(take(&limits, &zone(), Action::Create).is_err());
}

#[tokio::test(start_paused = true)]
async fn zones_share_the_five_minutes_of_microsoft_network() {
    let limits = Limits::alone();
    let mut sent = 0;
    for number in 0..6 {
        let other = Name::parse(&format!("zone{number}.example")).unwrap();
        sent += std::iter::from_fn(|| take(&limits, &other, Action::Create).ok().map(drop)).count();
        tokio::time::advance(Duration::from_secs(20)).await;
    }
    assert_eq!(sent, 1_000);
    let other = Name::parse("example.net").unwrap();
    let full = Wait::Until(Instant::now() + Duration::from_secs(180));
    assert_eq!(take(&limits, &other, Action::Delete).unwrap_err(), full);
}

#[tokio::test(start_paused = true)]
async fn callers_share_the_reads_of_microsoft_network() {
    let caller = |number: u32| Limits::shared("test-reads", &number.to_string(), &number.to_string());
    let sent: usize = (0..41).map(|number| burst(&caller(number), Action::Get)).sum();
    assert_eq!(sent, 10_000);
    let full = Wait::Until(Instant::now() + MINUTE * 5);
    assert_eq!(take(&caller(50), &zone(), Action::List).unwrap_err(), full);
    assert!(take(&caller(50), &zone(), Action::Update).is_ok());
}

#[tokio::test(start_paused = true)]
async fn providers_of_one_subscription_count_together() {
    let one = Limits::shared("test-Subscription", "rg", "caller");
    let same = Limits::shared("TEST-subscription", "RG", "caller");
    let (other_group, other_caller, elsewhere) = (
        Limits::shared("test-subscription", "rg2", "caller"),
        Limits::shared("test-subscription", "rg", "another"),
        Limits::shared("test-elsewhere", "rg", "caller"),
    );
    assert_eq!(burst(&one, Action::Create), 200);
    assert_eq!((burst(&same, Action::Create), burst(&other_group, Action::Create)), (0, 0));
    assert_eq!((burst(&other_caller, Action::Create), burst(&elsewhere, Action::Create)), (0, 200));
    // The resource manager's bucket refills, the zone's minute lasts.
    tokio::time::advance(Duration::from_secs(20)).await;
    assert_eq!((burst(&same, Action::Create), burst(&other_caller, Action::Create)), (0, 0));
    assert_eq!(burst(&other_group, Action::Create), 200);
    assert_eq!((burst(&other_caller, Action::Update), burst(&same, Action::Delete)), (200, 200));
    assert_eq!(burst(&other_caller, Action::Delete), 0);
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_everything_of_the_zone_for_exactly_its_time() {
    let limits = Limits::alone();
    limits.pause(&zone(), Duration::from_secs(307));
    limits.pause(&zone(), Duration::from_secs(5));
    for action in [Action::Create, Action::Get, Action::List, Action::Delete] {
        let until = Instant::now() + Duration::from_secs(307);
        assert_eq!(take(&limits, &zone(), action).unwrap_err(), Wait::Until(until));
    }
    assert!(take(&limits, &Name::parse("example.net").unwrap(), Action::Get).is_ok());
    tokio::time::advance(Duration::from_secs(307)).await;
    assert!(take(&limits, &zone(), Action::Get).is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_the_resource_manager_says_remains_is_believed() {
    let limits = Limits::alone();
    take(&limits, &zone(), Action::Create)
        .unwrap()
        .answered(&answer("x-ms-ratelimit-remaining-subscription-writes", 3));
    assert_eq!(burst(&limits, Action::Create), 3);
    tokio::time::advance(Duration::from_millis(500)).await;
    assert_eq!(burst(&limits, Action::Create), 5);
    // More than is known of here is not believed.
    let permit = take(&limits, &zone(), Action::Delete).unwrap();
    permit.answered(&answer("x-ms-ratelimit-remaining-subscription-deletes", 11_999));
    assert_eq!(burst(&limits, Action::Delete), 199);
}

#[tokio::test(start_paused = true)]
async fn few_remaining_requests_are_sent_one_after_another() {
    let limits = Limits::alone();
    let header = "x-ms-ratelimit-remaining-subscription-resource-requests";
    take(&limits, &zone(), Action::Create).unwrap().answered(&answer(header, 2));
    let first = take(&limits, &zone(), Action::Create).unwrap();
    let second = take(&limits, &zone(), Action::Create).unwrap();
    assert_eq!(
        take(&limits, &zone(), Action::Create).unwrap_err(),
        Wait::ForAnother(Instant::now() + MINUTE)
    );
    assert!(take(&limits, &zone(), Action::Get).is_ok() && take(&limits, &zone(), Action::Update).is_ok());
    first.answered(&answer(header, 0));
    drop((first, second));
    assert_eq!(take(&limits, &zone(), Action::Create).unwrap_err(), Wait::Until(Instant::now() + PROBE));
    tokio::time::advance(PROBE).await;
    assert!(take(&limits, &zone(), Action::Create).is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_remains_is_believed_for_a_minute() {
    let limits = Limits::alone();
    let header = "x-ms-ratelimit-remaining-subscription-resource-requests";
    take(&limits, &zone(), Action::Delete).unwrap().answered(&answer(header, 1));
    let told = Instant::now();
    let two = [Action::Delete, Action::Delete];
    assert_eq!(limits.take(&zone(), &two).unwrap_err(), Wait::Until(told + MINUTE));
    let held = take(&limits, &zone(), Action::Delete).unwrap();
    assert_eq!(limits.take(&zone(), &two).unwrap_err(), Wait::ForAnother(told + MINUTE));
    tokio::time::advance(MINUTE).await;
    assert!(limits.take(&zone(), &two).is_ok());
    drop(held);
}

#[tokio::test(start_paused = true)]
async fn places_are_taken_together_or_not_at_all() {
    let limits = Limits::alone();
    assert_eq!(burst(&limits, Action::Delete), 200);
    let switch = [Action::Delete, Action::Create];
    assert!(limits.take(&zone(), &switch).is_err());
    assert_eq!(burst(&limits, Action::Create), 200);
    tokio::time::advance(MINUTE).await;
    assert_eq!(limits.take(&zone(), &switch).unwrap().len(), 2);
    assert_eq!((burst(&limits, Action::Delete), burst(&limits, Action::Create)), (199, 199));
    tokio::time::advance(Duration::from_secs(20)).await;
    let three = [Action::Delete; 3];
    assert_eq!(
        limits.take(&zone(), &three).unwrap_err(),
        Wait::Until(Instant::now() + Duration::from_secs(40))
    );
}
