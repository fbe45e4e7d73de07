//! Health checks: which there are, and those that Zonal makes.
//!
//! A check that Zonal makes is known again by its caller reference, `zonal-DIGEST-GENERATION-NAME`. Route 53 gives
//! the same check for the same reference and settings, so a request that is sent twice makes one check. A
//! reference whose check was deleted or edited is used up, and the next generation takes its place.

mod edited;
mod made;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_route53::types::HealthCheck as Listed;
use zonal_compiler::dns::name::Name;

pub(super) use self::made::create;
use super::client::Account;
use super::errors::Asked;
use super::routing::{self, HEALTH_ID, HealthIds};
use crate::desired::{HealthCheck, HealthMark};
use crate::diff::Change;
use crate::error::{Failure, FailureKind};
use crate::provider::LiveSet;
use crate::record::SetKey;

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

/// The checks that Zonal made for a zone and nobody has edited, by identifier.
pub(super) fn ours(checks: &[Listed], zone: &Name) -> BTreeMap<String, HealthMark> {
    let as_made = checks.iter().filter_map(|check| {
        let mark = mark(&check.caller_reference)?;
        edited::is_as_made(check, &mark, zone).then(|| (check.id.clone(), mark))
    });
    as_made.collect()
}

/// What to say of the checks of Zonal's that live sets name and that are not as they were made.
pub(super) fn notes(sets: &[LiveSet], checks: &[Listed], zone: &Name) -> Vec<String> {
    let named: BTreeSet<&str> = sets.iter().filter_map(health_id).collect();
    let named = checks.iter().filter(|check| named.contains(&*check.id));
    let note = |check: &Listed| {
        let mark = mark(&check.caller_reference)?;
        (!edited::is_as_made(check, &mark, zone)).then(|| {
            format!(
                "the health check `{}` ({}) was edited since Zonal made it, so it is no longer taken for it",
                mark.name, check.id
            )
        })
    };
    named.filter_map(note).collect()
}

/// The checks that Zonal made for a zone and none of its sets names.
pub(super) fn unused<'c>(sets: &[LiveSet], checks: &'c [Listed], zone: &Name) -> Vec<&'c Listed> {
    let used: BTreeSet<HealthMark> =
        sets.iter().filter_map(|live| live.set.route.as_ref().and_then(routing::mark)).collect();
    let is_unused = |check: &&Listed| {
        let mark = mark(&check.caller_reference);
        mark.is_some_and(|mark| !used.contains(&mark) && edited::has_settings_of(check, &mark, zone))
    };
    checks.iter().filter(is_unused).collect()
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
    zone: &Name,
    needed: &BTreeMap<HealthMark, SetKey>,
) -> Result<HealthIds, Failure> {
    if needed.is_empty() {
        return Ok(HealthIds::new());
    }
    Ok(by_mark(&list(account).await?, zone))
}

/// The identifiers of the checks that Zonal made for a zone, as far as nobody has edited them.
pub(super) fn by_mark(checks: &[Listed], zone: &Name) -> HealthIds {
    ours(checks, zone).into_iter().map(|(id, mark)| (mark, id)).collect()
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
        "{set} had the health check `{}`, which is gone or was edited, and which the source does not declare with those settings",
        mark.name
    );
    Failure::new(FailureKind::Data, what)
        .help("declare it in the source as it was, or deploy the sets as they shall be without it")
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
        assert!(gone.what().contains("had the health check `web`, which is gone or"), "{gone}");
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
