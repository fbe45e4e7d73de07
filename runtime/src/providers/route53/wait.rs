//! Waiting until every name server of Route 53 answers as a zone was changed (`INSYNC`).

use std::time::Duration;

use aws_sdk_route53::types::ChangeStatus;
use tokio::time::Instant;

use super::client::Account;
use super::errors::Asked;
use crate::error::{Failure, FailureKind};
use crate::provider::Observer;

/// When a change that is not served yet is given up.
const DEADLINE: Duration = Duration::from_secs(300);
/// The first wait between two questions; each is twice the one before.
const FIRST: Duration = Duration::from_secs(1);
/// The longest wait between two questions.
const LONGEST: Duration = Duration::from_secs(8);
/// How often a wait looks whether somebody wants its end.
const SLICE: Duration = Duration::from_millis(50);

/// Waits for changes of one zone. The changes of a zone are served in their order, so the last is asked about until
/// it is served, and then the others, once as a rule.
pub(super) async fn until_served(
    account: &Account,
    changes: &[String],
    observer: &dyn Observer,
) -> Result<(), Failure> {
    let start = Instant::now();
    let Some((last, others)) = changes.split_last() else { return Ok(()) };
    for mut left in [vec![last], others.iter().collect()] {
        let mut wait = FIRST;
        loop {
            let mut pending = Vec::new();
            for change in left {
                if !is_served(account, change).await? {
                    pending.push(change);
                }
            }
            left = pending;
            if left.is_empty() {
                break;
            }
            if start.elapsed() + wait > DEADLINE {
                return Err(too_late());
            }
            if !pause(wait, observer).await {
                return Err(interrupted());
            }
            wait = (wait * 2).min(LONGEST);
        }
    }
    Ok(())
}

fn interrupted() -> Failure {
    let what = "interrupted while waiting for Route 53's name servers: all changes are accepted";
    Failure::new(FailureKind::Unavailable, what).help("they are served within a minute as a rule")
}

async fn is_served(account: &Account, change: &str) -> Result<bool, Failure> {
    let asked = Asked { action: "GetChange", to: "ask whether the changes are served" };
    let answer = account.get(asked, |client| client.get_change().id(change).send()).await?;
    Ok(answer.change_info.is_some_and(|info| info.status == ChangeStatus::Insync))
}

fn too_late() -> Failure {
    let minutes = DEADLINE.as_secs() / 60;
    let what = format!(
        "all changes are accepted, but after {minutes} minutes not every name server of Route 53 has them"
    );
    Failure::new(FailureKind::Unavailable, what)
        .help("https://health.aws.amazon.com tells of delays; nothing has to be done again")
}

/// Waits; false as soon as somebody wants the run to end.
pub(super) async fn pause(time: Duration, observer: &dyn Observer) -> bool {
    let end = Instant::now() + time;
    loop {
        if observer.is_interrupted() {
            return false;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return true;
        }
        tokio::time::sleep(left.min(SLICE)).await;
    }
}
