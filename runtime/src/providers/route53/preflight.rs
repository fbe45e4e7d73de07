//! What stands against a change set that only Route 53 can tell.

use aws_sdk_route53::types::{AccountLimitType, HealthCheck, HostedZoneLimitType};
use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::Asked;
use super::health;
use super::room::{self, Room};
use crate::diff::Change;
use crate::error::Failure;
use crate::provider::{ChangeSet, Objection, Sharing};

/// What stands against a change set.
pub(super) struct Preflight {
    pub(super) objections: Vec<Objection>,
    /// The room in the zone, if sets are to come.
    pub(super) room: Option<Room>,
}

/// The objections to a change set, and what they were found by.
pub(super) async fn objections(
    account: &Account,
    changes: &ChangeSet<'_>,
    sharing: Sharing,
) -> Result<Preflight, Failure> {
    let (zone, id) = (&changes.before.name, &*changes.before.id);
    let mut objections = Vec::new();
    let room = if changes.changes.iter().any(|change| matches!(change, Change::Create(_))) {
        room(account, zone, id).await?
    } else {
        None
    };
    match room::batches(changes.changes, id, room) {
        Ok(batches) => {
            objections.extend(room.and_then(|room| over_quota(zone, changes.changes, &batches, room)));
        }
        Err(failure) => objections.push(objection(&failure)),
    }
    objections.extend(no_checks(account, changes).await?);
    if sharing == Sharing::Shared {
        objections.extend(signed(account, zone, id).await?);
    }
    Ok(Preflight { objections, room })
}

async fn room(account: &Account, zone: &Name, id: &str) -> Result<Option<Room>, Failure> {
    let to = format!("read the quota of {}", zone.undotted());
    let asked = Asked { action: "GetHostedZoneLimit", to: &to };
    let limit = HostedZoneLimitType::MaxRrsetsByZone;
    let answer = account
        .get(asked, |client| client.get_hosted_zone_limit().hosted_zone_id(id).r#type(limit.clone()).send())
        .await?;
    let most = answer.limit.and_then(|limit| usize::try_from(limit.value).ok());
    let now = usize::try_from(answer.count).unwrap_or_default();
    Ok(most.map(|most| Room { now, most }))
}

/// The objection to batches behind one of which a zone would hold too much.
fn over_quota(zone: &Name, changes: &[Change], batches: &[Vec<usize>], room: Room) -> Option<Objection> {
    let whole: Vec<usize> = batches.concat();
    let peak = room::peak(changes, batches, room.now);
    let then = room::peak(changes, &[whole], room.now);
    let most = room.most;
    let (would_hold, help) = if then > most {
        (then.to_string(), "ask AWS for a higher quota in the console of Service Quotas, or split the zone")
    } else {
        (
            format!("{peak} on the way: not all that goes can go before what comes"),
            "deploy it in two steps, first what goes; or ask AWS for a higher quota in the console of Service Quotas",
        )
    };
    (peak > most.max(room.now)).then(|| Objection {
        what: format!(
            "{} may hold {most} record sets at Route 53, and would hold {would_hold}",
            zone.undotted()
        ),
        help: help.to_owned(),
        sets: Vec::new(),
    })
}

/// The objection to sets whose health checks are not there and cannot be made.
async fn no_checks(account: &Account, changes: &ChangeSet<'_>) -> Result<Option<Objection>, Failure> {
    let (zone, needed) = (&changes.before.name, health::needed(changes.changes));
    if needed.is_empty() {
        return Ok(None);
    }
    let checks = health::list(account).await?;
    let missing = match health::missing(&needed, &health::by_mark(&checks, zone), &changes.desired.healths) {
        Ok(missing) => missing.len(),
        Err(failure) => return Ok(Some(objection(&failure))),
    };
    if missing == 0 {
        return Ok(None);
    }
    let asked = Asked { action: "GetAccountLimit", to: "read the account's quota of health checks" };
    let limit = AccountLimitType::MaxHealthChecksByOwner;
    let answer = account.get(asked, |client| client.get_account_limit().r#type(limit.clone()).send()).await?;
    let most = answer.limit.and_then(|limit| usize::try_from(limit.value).ok());
    let now = usize::try_from(answer.count).unwrap_or_default();
    let unused = health::unused(&changes.before.sets, &checks, zone);
    Ok(most.filter(|most| now + missing > *most).map(|most| Objection {
        what: format!(
            "the account may have {most} health checks at Route 53: it has {now}, and {missing} would be made"
        ),
        help: format!(
            "{}ask AWS for more in the console of Service Quotas",
            unused.split_first().map_or(String::new(), |(first, others)| deletable(
                zone,
                first,
                others.len()
            ))
        ),
        sets: needed.into_values().collect(),
    }))
}

/// What to say of checks that no set names any more.
fn deletable(zone: &Name, first: &HealthCheck, others: usize) -> String {
    let others = if others == 0 { String::new() } else { format!(" and {others} more") };
    format!(
        "delete health checks that nothing uses, as {}{others}, which Zonal made for {} and only a rollback could want; or ",
        first.id,
        zone.undotted()
    )
}

fn objection(failure: &Failure) -> Objection {
    Objection {
        what: failure.what().to_owned(),
        help: failure.advice().unwrap_or_default().to_owned(),
        sets: Vec::new(),
    }
}

/// The objection to a zone that Route 53 signs, if it is at other providers too.
pub(super) async fn signed(account: &Account, zone: &Name, id: &str) -> Result<Option<Objection>, Failure> {
    let to = format!("read whether {} is signed", zone.undotted());
    let asked = Asked { action: "GetDNSSEC", to: &to };
    let answer = account.get(asked, |client| client.get_dnssec().hosted_zone_id(id).send()).await?;
    let is_signing = answer.status.and_then(|status| status.serve_signature).as_deref() == Some("SIGNING");
    Ok(is_signing.then(|| Objection {
        what: format!(
            "Route 53 signs {}, and other providers answer for it too: \"When you use DNSSEC signing, multi-vendor \
             configurations are not supported\" (AWS)",
            zone.undotted()
        ),
        help: "remove the DS records at the parent, wait for their TTL, then disable signing in Route 53; or serve the \
               zone from Route 53 alone"
            .to_owned(),
        sets: Vec::new(),
    }))
}
