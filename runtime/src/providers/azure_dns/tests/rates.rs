//! Large pushes against an Azure that counts.

use super::*;
use std::time::Duration;

/// The time that the creation of so many sets takes, and how many were refused for their rate.
async fn time_for(sets: usize, latency: Duration) -> Duration {
    let fake = Fake::new();
    fake.cloud().has_rates = true;
    fake.cloud().latency = latency;
    let provider = provider(&fake);
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    let wanted = (0..sets).map(|index| a(&format!("h{index}.example.com"), 1)).collect();
    let start = tokio::time::Instant::now();
    let outcome = push_over(&provider, &live, wanted, &Journal::default()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(fake.writes().len(), sets, "none was refused for its rate");
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_creates_keep_95_percent_of_the_documented_rate() {
    let time = time_for(1_000, Duration::from_millis(100)).await;
    assert!(time >= Duration::from_secs(240), "{time:?}");
    assert!(time <= Duration::from_secs(240).mul_f64(1.0 / 0.95), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn two_hundred_creates_do_not_wait() {
    let time = time_for(200, Duration::from_millis(100)).await;
    assert!(time <= Duration::from_millis(2_600), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn slow_answers_do_not_lead_to_refusals() {
    let time = time_for(600, Duration::from_secs(2)).await;
    assert!(time <= Duration::from_secs(180), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn names_that_become_cnames_wait_for_one_another_and_not_for_ever() {
    let fake = Fake::new();
    fake.cloud().has_rates = true;
    fake.cloud().deletes_a_minute = Some(64);
    let mut wanted = Vec::new();
    for index in 0..24 {
        let name = format!("n{index}");
        fake.put_a(&name, 1);
        fake.put(&name, "AAAA", json!({"TTL": 1, "AAAARecords": [{"ipv6Address": "2001:db8::1"}]}));
        fake.put(&name, "TXT", json!({"TTL": 1, "TXTRecords": [{"value": ["x"]}]}));
        wanted.push(cname(&format!("{name}.example.com"), "t.example.net"));
    }
    let (provider, journal) = (provider(&fake), Journal::default());
    let pushing = push(&provider, wanted, &journal);
    let outcome = tokio::time::timeout(Duration::from_secs(150), pushing).await.expect("it ends").unwrap();
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(fake.writes().len(), 96, "none was refused for its rate");
    assert!(journal.longest_wait.lock().unwrap().as_secs() >= 50, "the wait is told");
}
