//! What is asked again, how often, and how fast.

use std::sync::Mutex;

use aws_sdk_route53::error::ErrorMetadata;
use aws_sdk_route53::operation::list_hosted_zones::ListHostedZonesError;
use tokio::time::Instant;

use super::*;

const ASKED: Asked<'_> = Asked { action: "ListHostedZones", to: "list zones" };

fn refusal(status: u16, code: &str) -> SdkError<ListHostedZonesError, HttpResponse> {
    let error = ListHostedZonesError::generic(ErrorMetadata::builder().code(code).build());
    SdkError::service_error(error, HttpResponse::new(status.try_into().unwrap(), "".into()))
}

/// When each request was sent, in seconds, with these refusals and then a good answer; and whether it ended well.
async fn asked(account: &str, refusals: &[(u16, &str)]) -> (Vec<f64>, bool) {
    let profile = Some(account.to_owned());
    let account =
        Account::new(Settings { profile, rate: 1, answer_timeout: CONNECT_TIMEOUT, ..Settings::default() });
    // The first use reads files, which is no matter of the pace.
    account.client().await;
    let start = Instant::now();
    let (times, refusals) = (Mutex::new(Vec::new()), Mutex::new(refusals.iter()));
    let result = account
        .get(ASKED, |_| {
            times.lock().unwrap().push(start.elapsed().as_secs_f64());
            let next = refusals.lock().unwrap().next();
            async move {
                match next {
                    Some((status, code)) => Err(refusal(*status, code)),
                    None => Ok(()),
                }
            }
        })
        .await;
    (times.into_inner().unwrap(), result.is_ok())
}

#[tokio::test(start_paused = true)]
async fn each_try_has_its_turn_and_throttling_slows_down_at_once() {
    let throttled = (400, "Throttling");
    let (times, ended_well) = asked("throttled", &[throttled, throttled]).await;
    assert!(ended_well && times.len() == 3, "{times:?}");
    // The second was given its turn when the first was sent; the third waits for the space of one throttling.
    assert!(times[1] >= 0.99 && times[2] - times[1] >= 1.99, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_asked_about_thrice() {
    let outage = (503, "ServiceUnavailable");
    let (times, ended_well) = asked("outage", &[outage, outage]).await;
    assert!(ended_well && times.len() == 3 && times[2] >= 1.99, "{times:?}");
    let (times, ended_well) = asked("long outage", &[outage, outage, outage]).await;
    assert!(!ended_well && times.len() == 3, "{times:?}");
    let (times, ended_well) = asked("refusal", &[(400, "InvalidInput")]).await;
    assert!(!ended_well && times.len() == 1, "{times:?}");
}
