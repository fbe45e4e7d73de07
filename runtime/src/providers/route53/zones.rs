//! Which hosted zone a zone is, and new ones.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_sdk_route53::types::{DelegationSet, HostedZone};
use sha2::{Digest, Sha256};
use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::Asked;
use super::names;
use super::set::bare_id;
use crate::digest::hex;
use crate::error::{Failure, FailureKind};
use crate::provider::{Creation, ZoneIdentity};

/// A hosted zone as it was found.
#[derive(Debug)]
pub(super) struct Found {
    /// Its identifier, without `/hostedzone/`.
    pub(super) id: String,
    /// How many record sets it holds, if Route 53 says so.
    pub(super) sets: Option<usize>,
    /// Its name servers, if they were told with it.
    name_servers: Option<Vec<String>>,
}

/// Finds the hosted zone of a name in one request: by its identifier if that is known, else by its name.
pub(super) async fn find(account: &Account, zone: &Name, id: Option<&str>) -> Result<Found, Failure> {
    match id {
        Some(id) => by_id(account, zone, bare_id(id)).await,
        None => only(zone, public(account, zone).await?),
    }
}

/// The identifier and the name servers of a zone.
pub(super) async fn identify(
    account: &Account,
    zone: &Name,
    id: Option<&str>,
) -> Result<ZoneIdentity, Failure> {
    let found = find(account, zone, id).await?;
    match found.name_servers {
        Some(servers) => identity(found.id, &servers),
        None => {
            let found = by_id(account, zone, &found.id).await?;
            identity(found.id, &found.name_servers.unwrap_or_default())
        }
    }
}

/// Makes a public hosted zone, unless there is one.
pub(super) async fn create(account: &Account, zone: &Name, id: Option<&str>) -> Result<Creation, Failure> {
    let there = public(account, zone).await?;
    if id.is_some() || !there.is_empty() {
        return identify(account, zone, id).await.map(Creation::Existed);
    }
    let to = format!("make the zone {}", zone.undotted());
    // One reference for all tries of this call: a second try of a request that was done finds the zone it made.
    let reference = caller_reference(zone);
    let name = names::text(zone);
    let made = account
        .ask(Asked { action: "CreateHostedZone", to: &to }, |client| {
            let request = client.create_hosted_zone().name(&name).caller_reference(&reference);
            request.set_delegation_set_id(account.delegation_set().map(str::to_owned)).send()
        })
        .await;
    match made {
        Ok(made) => {
            let servers = made.delegation_set.map(|set| set.name_servers).unwrap_or_default();
            let id = made.hosted_zone.map(|made| bare_id(&made.id).to_owned()).unwrap_or_default();
            identity(id, &servers).map(Creation::Created)
        }
        Err(error) => {
            let there = public(account, zone).await?;
            match there.into_iter().find(|there| there.caller_reference == reference) {
                Some(made) => {
                    let id = bare_id(&made.id).to_owned();
                    identify(account, zone, Some(&id)).await.map(Creation::Created)
                }
                None => Err(error.into_failure()),
            }
        }
    }
}

async fn by_id(account: &Account, zone: &Name, id: &str) -> Result<Found, Failure> {
    let to = format!("read the hosted zone {id} of {}", zone.undotted());
    let asked = Asked { action: "GetHostedZone", to: &to };
    let answer = account.get(asked, |client| client.get_hosted_zone().id(id).send()).await?;
    let Some(hosted) = answer.hosted_zone else { return Err(none(zone)) };
    if names::read(&hosted.name).as_ref() != Some(zone) {
        let what =
            format!("the hosted zone {id} is {}, not {}", hosted.name.trim_end_matches('.'), zone.undotted());
        return Err(Failure::new(FailureKind::Data, what).help("correct its identifier in zonal.lock"));
    }
    if is_private(&hosted) {
        let what =
            format!("the hosted zone {id} of {} is private: only networks of AWS see it", zone.undotted());
        let help = "put the identifier of the public one into zonal.lock";
        return Err(Failure::new(FailureKind::Unsupported, what).help(help));
    }
    let servers = answer.delegation_set.map(|set: DelegationSet| set.name_servers);
    Ok(Found { name_servers: Some(servers.unwrap_or_default()), ..found(&hosted) })
}

/// The public hosted zones of exactly this name.
async fn public(account: &Account, zone: &Name) -> Result<Vec<HostedZone>, Failure> {
    let to = format!("find the hosted zone of {}", zone.undotted());
    let asked = Asked { action: "ListHostedZonesByName", to: &to };
    let (mut start, mut id) = (names::text(zone), None);
    let mut all = Vec::new();
    loop {
        let page = account
            .get(asked, |client| {
                client.list_hosted_zones_by_name().dns_name(&start).set_hosted_zone_id(id.clone()).send()
            })
            .await?;
        // The list begins with the name, and goes on with those behind it.
        let (same, others): (Vec<_>, Vec<_>) = page
            .hosted_zones
            .into_iter()
            .partition(|hosted| names::read(&hosted.name).as_ref() == Some(zone));
        all.extend(same.into_iter().filter(|hosted| !is_private(hosted)));
        match page.next_dns_name {
            Some(next)
                if page.is_truncated && others.is_empty() && names::read(&next).as_ref() == Some(zone) =>
            {
                (start, id) = (next, page.next_hosted_zone_id);
            }
            _ => return Ok(all),
        }
    }
}

fn only(zone: &Name, mut zones: Vec<HostedZone>) -> Result<Found, Failure> {
    match (zones.pop(), zones.is_empty()) {
        (None, _) => Err(none(zone)),
        (Some(hosted), true) => Ok(found(&hosted)),
        (Some(last), false) => {
            zones.push(last);
            let ids: Vec<&str> = zones.iter().map(|hosted| bare_id(&hosted.id)).collect();
            let what = format!(
                "there are {} public hosted zones of {}: {}",
                ids.len(),
                zone.undotted(),
                ids.join(", ")
            );
            let help = format!(
                "write the one that is delegated to into zonal.lock, as `[[zone]]`, `name = \"{}\"`, `provider = \"…\"`, `id = \"Z…\"` \
                 on a line each, then run `zonal zones lock`",
                zone.undotted()
            );
            Err(Failure::new(FailureKind::Data, what).help(help))
        }
    }
}

fn found(hosted: &HostedZone) -> Found {
    let sets = hosted.resource_record_set_count.and_then(|count| usize::try_from(count).ok());
    Found { id: bare_id(&hosted.id).to_owned(), sets, name_servers: None }
}

fn is_private(hosted: &HostedZone) -> bool {
    hosted.config.as_ref().is_some_and(|config| config.private_zone)
}

fn none(zone: &Name) -> Failure {
    let what = format!("there is no public hosted zone of {} in this account", zone.undotted());
    Failure::new(FailureKind::Data, what).help(format!(
        "make it with `zonal zones create --zone {}`, or use the credentials of the account that has it",
        zone.undotted()
    ))
}

fn identity(id: String, servers: &[String]) -> Result<ZoneIdentity, Failure> {
    let read = |server: &String| {
        names::read(server).ok_or_else(|| {
            let what =
                format!("Route 53 names `{}` as a name server, which is no name", server.escape_debug());
            Failure::new(FailureKind::Data, what)
                .help("look the zone's name servers up in the console of Route 53")
        })
    };
    Ok(ZoneIdentity { id, name_servers: servers.iter().map(read).collect::<Result<_, _>>()? })
}

/// A reference that no other call has.
fn caller_reference(zone: &Name) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let digest: String = hex(&Sha256::digest(zone.wire())).chars().take(16).collect();
    format!("zonal-{digest}-{:x}-{:x}", now.as_nanos(), std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosted(id: &str) -> HostedZone {
        let zone =
            HostedZone::builder().id(format!("/hostedzone/{id}")).name("example.com.").caller_reference("r");
        zone.resource_record_set_count(2).build().unwrap()
    }

    #[test]
    fn one_zone_of_a_name_is_it_and_two_are_none() {
        let zone = Name::parse("example.com").unwrap();
        let found = only(&zone, vec![hosted("Z1")]).unwrap();
        assert_eq!((found.id.as_str(), found.sets), ("Z1", Some(2)));
        let two = only(&zone, vec![hosted("Z1"), hosted("Z2")]).unwrap_err();
        assert!(two.what().contains("Z1, Z2") && two.advice().unwrap().contains("zonal.lock"));
        let none = only(&zone, Vec::new()).unwrap_err();
        assert!(none.advice().unwrap().contains("zonal zones create --zone example.com"));
    }

    #[test]
    fn a_reference_fits_and_is_new() {
        let zone = Name::parse("example.com").unwrap();
        let reference = caller_reference(&zone);
        assert!(reference.len() <= 128 && reference != caller_reference(&zone));
    }
}
