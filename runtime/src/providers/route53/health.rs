//! Health checks: which there are, and those that Zonal makes.
//!
//! A check that Zonal makes is known again by its caller reference, `zonal-DIGEST-GENERATION-NAME`. Route 53 gives
//! the same check for the same reference and settings, so a request that is sent twice makes one check. A
//! reference whose check was deleted is used up, and the next generation takes its place.

use std::collections::BTreeMap;

use aws_sdk_route53::types::{HealthCheck as Listed, HealthCheckConfig, HealthCheckType};

use super::client::Account;
use super::errors::{Asked, CallError};
use super::routing::{self, HEALTH_ID, HealthIds};
use crate::desired::{HealthCheck, HealthMark, Protocol};
use crate::diff::Change;
use crate::error::{Failure, FailureKind};
use crate::provider::LiveSet;
use crate::record::SetKey;

/// How many references of one check may be used up.
const GENERATIONS: u32 = 100;

/// Every health check of the account, by identifier.
pub(super) async fn list(account: &Account) -> Result<Vec<Listed>, Failure> {
    let asked = Asked { action: "ListHealthChecks", to: "list the account's health checks" };
    let (mut all, mut marker) = (Vec::new(), None::<String>);
    loop {
        let request =
            |client: aws_sdk_route53::Client| client.list_health_checks().set_marker(marker.clone()).send();
        let page = account.get(asked, request).await?;
        all.extend(page.health_checks);
        match page.next_marker {
            Some(next) if page.is_truncated => marker = Some(next),
            _ => return Ok(all),
        }
    }
}

/// Whether a live set names a health check.
pub(super) fn is_checked(live: &LiveSet) -> bool {
    health_id(live).is_some()
}

fn health_id(live: &LiveSet) -> Option<&str> {
    let route = live.set.route.as_ref()?;
    route.fields.iter().find(|(field, _)| &**field == HEALTH_ID).map(|(_, id)| &**id)
}

/// The checks of ours by identifier.
pub(super) fn ours(checks: &[Listed]) -> BTreeMap<String, HealthMark> {
    checks.iter().filter_map(|check| Some((check.id.clone(), mark(&check.caller_reference)?))).collect()
}

/// Gives the checks of ours that live sets name their own words, instead of their identifiers.
pub(super) fn recognise(sets: &mut [LiveSet], ours: &BTreeMap<String, HealthMark>) {
    for live in sets {
        let Some(mark) = health_id(live).and_then(|id| ours.get(id)) else { continue };
        let Some(route) = &mut live.set.route else { continue };
        route.fields.retain(|(field, _)| &**field != HEALTH_ID);
        route.fields.extend(mark.fields());
        route.fields.sort();
    }
}

/// What a caller reference of ours says.
fn mark(reference: &str) -> Option<HealthMark> {
    let (digest, rest) = reference.strip_prefix("zonal-")?.split_once('-')?;
    let (generation, name) = rest.split_once('-')?;
    let is_digest = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = !generation.is_empty() && generation.bytes().all(|byte| byte.is_ascii_digit());
    (is_digest && is_number).then(|| HealthMark { name: name.into(), digest: digest.into() })
}

fn reference(mark: &HealthMark, generation: u32) -> String {
    // Route 53 takes 64 characters.
    format!("zonal-{}-{generation}-{}", mark.digest, mark.name)
}

/// The checks that sets shall have after changes, each with the first of these sets.
pub(super) fn needed(changes: &[Change]) -> BTreeMap<HealthMark, SetKey> {
    let mut needed = BTreeMap::new();
    for set in changes.iter().filter_map(|change| Some(&change.after()?.set)) {
        if let Some(mark) = set.route.as_ref().and_then(routing::mark) {
            needed.entry(mark).or_insert_with(|| set.key());
        }
    }
    needed
}

/// The identifiers of those checks that are there already, be they declared or what a snapshot has.
pub(super) async fn known(
    account: &Account,
    needed: &BTreeMap<HealthMark, SetKey>,
) -> Result<HealthIds, Failure> {
    if needed.is_empty() {
        return Ok(HealthIds::new());
    }
    let listed = list(account).await?;
    Ok(listed.into_iter().filter_map(|check| Some((mark(&check.caller_reference)?, check.id))).collect())
}

/// The checks that have to be made: those that are not known yet.
pub(super) fn missing<'c>(
    needed: &BTreeMap<HealthMark, SetKey>,
    known: &HealthIds,
    declared: &'c [HealthCheck],
) -> Result<Vec<&'c HealthCheck>, Failure> {
    let unknown = needed.iter().filter(|(mark, _)| !known.contains_key(mark));
    let found = unknown
        .map(|(mark, set)| declared.iter().find(|check| check.mark == *mark).ok_or_else(|| gone(mark, set)));
    found.collect()
}

/// A check that a set had once, and that nothing tells how to make again.
fn gone(mark: &HealthMark, set: &SetKey) -> Failure {
    let what = format!(
        "{set} had the health check `{}`, which is gone, and which the source does not declare with those settings",
        mark.name
    );
    Failure::new(FailureKind::Data, what)
        .help("declare it in the source as it was, or deploy the sets as they shall be without it")
}

/// Makes a check and gives its identifier.
pub(super) async fn create(account: &Account, check: &HealthCheck) -> Result<String, CallError> {
    let to = format!("make the health check `{}`", check.mark.name);
    let config = config(check).map_err(CallError::Refused)?;
    for generation in 0..GENERATIONS {
        let reference = reference(&check.mark, generation);
        let asked = Asked { action: "CreateHealthCheck", to: &to };
        let made = account
            .ask(asked, |client| {
                let request = client.create_health_check().caller_reference(&reference);
                let request = request.health_check_config(config.clone());
                async move {
                    let answer = request.send().await;
                    let used_up =
                        |error: &aws_sdk_route53::operation::create_health_check::CreateHealthCheckError| {
                            error.is_health_check_already_exists()
                        };
                    match answer {
                        Err(error) if error.as_service_error().is_some_and(used_up) => Ok(None),
                        other => other.map(Some),
                    }
                }
            })
            .await?;
        if let Some(made) = made {
            return Ok(made.health_check.map(|check| check.id).unwrap_or_default());
        }
    }
    let what = format!("cannot {to}: {GENERATIONS} checks of these settings were made and deleted");
    Err(CallError::Refused(Failure::new(FailureKind::Data, what).help("give the health check another name")))
}

fn config(check: &HealthCheck) -> Result<HealthCheckConfig, Failure> {
    let kind = match (check.protocol, &check.search) {
        (Protocol::Tcp, _) => HealthCheckType::Tcp,
        (Protocol::Http, None) => HealthCheckType::Http,
        (Protocol::Http, Some(_)) => HealthCheckType::HttpStrMatch,
        (Protocol::Https, None) => HealthCheckType::Https,
        (Protocol::Https, Some(_)) => HealthCheckType::HttpsStrMatch,
    };
    let port = check.port.or(match check.protocol {
        Protocol::Http => Some(80),
        Protocol::Https => Some(443),
        Protocol::Tcp => None,
    });
    // The host of a TCP check is only looked up, so beside an address it says nothing.
    let host = check.host.clone().filter(|_| check.protocol != Protocol::Tcp || check.address.is_none());
    HealthCheckConfig::builder()
        .r#type(kind)
        .set_ip_address(check.address.clone())
        .set_fully_qualified_domain_name(host)
        .set_port(port.map(i32::from))
        .set_resource_path(check.path.clone())
        .set_search_string(check.search.clone())
        .set_failure_threshold(check.failures.map(i32::from))
        .set_request_interval(check.interval.map(i32::from))
        .set_enable_sni((check.protocol == Protocol::Https).then_some(check.host.is_some()))
        .build()
        .map_err(|_| {
            Failure::new(FailureKind::Data, format!("the health check `{}` has no type", check.mark.name))
        })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{create, delete, plain};
    use super::*;
    use crate::record::{RecordSet, Route};
    use zonal_compiler::dns::rtype::Rtype;

    #[test]
    fn a_check_that_nobody_declares_is_used_if_it_is_there() {
        let old = HealthMark { name: "web".into(), digest: "0123456789abcdef".into() };
        let fields = [vec![("weight".into(), "1".into())], old.fields().to_vec()].concat();
        let route = Route { set: "a".into(), fields };
        let checked = RecordSet { route: Some(route), ..plain("w.z", Rtype::A, "192.0.2.1") };
        let needed = needed(&[create(checked), delete(plain("b.z", Rtype::A, "192.0.2.1"))]);
        assert_eq!(needed.keys().collect::<Vec<_>>(), [&old]);
        let known = HealthIds::from([(old, "id-1".to_owned())]);
        assert!(missing(&needed, &known, &[]).unwrap().is_empty());
        let gone = missing(&needed, &HealthIds::new(), &[]).unwrap_err();
        assert!(gone.what().contains("had the health check `web`, which is gone"), "{gone}");
    }

    #[test]
    fn a_reference_is_read_as_it_was_made() {
        let one = HealthMark { name: "a-b-1".into(), digest: "0123456789abcdef".into() };
        assert_eq!(mark(&reference(&one, 7)), Some(one));
        let long = HealthMark { name: "x".repeat(36).into(), digest: "0123456789abcdef".into() };
        assert!(reference(&long, 99).len() <= 64);
        for other in
            ["zonal-", "zonal-1-0-x", "terraform-0123456789abcdef-0-x", "zonal-0123456789abcdef-x-y", ""]
        {
            assert_eq!(mark(other), None, "{other}");
        }
    }
}
