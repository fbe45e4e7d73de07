//! What stands against a change set that only Route 53 can tell.

use aws_sdk_route53::types::HostedZoneLimitType;
use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::Asked;
use crate::diff::Change;
use crate::error::Failure;
use crate::provider::{ChangeSet, Objection, Sharing};

/// The objections to a change set.
pub(super) async fn objections(
    account: &Account,
    changes: &ChangeSet<'_>,
    sharing: Sharing,
) -> Result<Vec<Objection>, Failure> {
    let (zone, id) = (&changes.before.name, &*changes.before.id);
    let mut objections = Vec::new();
    let count = |is: fn(&&Change) -> bool| changes.changes.iter().filter(is).count();
    let creates = count(|change| matches!(change, Change::Create(_)));
    if creates > 0 {
        let deletes = count(|change| matches!(change, Change::Delete(_)));
        objections.extend(over_quota(account, zone, id, creates, deletes).await?);
    }
    if sharing == Sharing::Shared {
        objections.extend(signed(account, zone, id).await?);
    }
    Ok(objections)
}

async fn over_quota(
    account: &Account,
    zone: &Name,
    id: &str,
    creates: usize,
    deletes: usize,
) -> Result<Option<Objection>, Failure> {
    let to = format!("read the quota of {}", zone.undotted());
    let asked = Asked { action: "GetHostedZoneLimit", to: &to };
    let limit = HostedZoneLimitType::MaxRrsetsByZone;
    let answer = account
        .get(asked, |client| client.get_hosted_zone_limit().hosted_zone_id(id).r#type(limit.clone()).send())
        .await?;
    let Some(most) = answer.limit.and_then(|limit| usize::try_from(limit.value).ok()) else {
        return Ok(None);
    };
    let now = usize::try_from(answer.count).unwrap_or_default();
    let then = (now + creates).saturating_sub(deletes);
    Ok((then > most).then(|| Objection {
        what: format!("{} may hold {most} record sets at Route 53, and would hold {then}", zone.undotted()),
        help: "ask AWS for a higher quota in the console of Service Quotas, or split the zone".to_owned(),
        sets: Vec::new(),
    }))
}

async fn signed(account: &Account, zone: &Name, id: &str) -> Result<Option<Objection>, Failure> {
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
