//! The elements of one request: first what goes, an alias before its target, then what comes, a target before its
//! alias. Route 53 looks at them in this order.

use std::collections::BTreeMap;

use aws_sdk_route53::types::{Change as Element, ChangeAction, ChangeBatch, ResourceRecordSet};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::order::own_target;
use super::routing::HealthIds;
use super::{listed, set};
use crate::diff::{Change, SoaParts};
use crate::error::{Failure, FailureKind};
use crate::record::RecordSet;

/// The request that carries out changes.
pub(super) fn batch(
    changes: &[&Change],
    hosted_zone: &str,
    healths: &HealthIds,
) -> Result<ChangeBatch, Failure> {
    let mut batch = ChangeBatch::builder();
    let before = |change: &&Change| change.before().map(|live| live.set.clone());
    let after = |change: &&Change| wanted(change);
    let old: Vec<(&&Change, RecordSet)> =
        changes.iter().filter_map(|change| Some((change, before(change)?))).collect();
    for at in by_depth(&old, hosted_zone).into_iter().rev() {
        let Some((change, _)) = old.get(at) else { continue };
        let listed =
            change.before().and_then(|live| listed::set(&live.version)).ok_or_else(|| unknown(change))?;
        batch = batch.changes(element(ChangeAction::Delete, listed, change)?);
    }
    let new: Vec<(&&Change, RecordSet)> =
        changes.iter().filter_map(|change| Some((change, after(change)?))).collect();
    for at in by_depth(&new, hosted_zone) {
        let Some((change, wanted)) = new.get(at) else { continue };
        let wanted = set::desired(wanted, hosted_zone, healths)?;
        batch = batch.changes(element(ChangeAction::Create, wanted, change)?);
    }
    batch.build().map_err(|_| Failure::new(FailureKind::Data, "a batch without changes cannot be sent"))
}

/// The set as it shall be; an SOA keeps the serial that it has.
pub(super) fn wanted(change: &Change) -> Option<RecordSet> {
    let mut wanted = change.after()?.set.clone();
    if wanted.rtype != Rtype::SOA {
        return Some(wanted);
    }
    let serial = change.before().and_then(|live| SoaParts::of(live.set.rdata.first()?)).map(|soa| soa.serial);
    if let (Some(serial), [rdata]) = (serial, wanted.rdata.as_mut_slice()) {
        *rdata = SoaParts::of(rdata)?.with_serial(serial);
    }
    Some(wanted)
}

fn element(action: ChangeAction, set: ResourceRecordSet, change: &Change) -> Result<Element, Failure> {
    Element::builder().action(action).resource_record_set(set).build().map_err(|_| unknown(change))
}

fn unknown(change: &Change) -> Failure {
    Failure::new(FailureKind::Data, format!("{} was not read from Route 53", change.key()))
}

/// The positions of sets, targets of aliases before those that name them; otherwise in their order.
fn by_depth(sets: &[(&&Change, RecordSet)], hosted_zone: &str) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sets.len()).collect();
    let targets: BTreeMap<(&Name, Rtype), &Name> = sets
        .iter()
        .filter_map(|(_, set)| Some(((&set.owner, set.rtype), own_target(set, hosted_zone)?)))
        .collect();
    if targets.is_empty() {
        return order;
    }
    let depth = |at: &usize| {
        let Some((_, set)) = sets.get(*at) else { return 0 };
        let next = |name: &&Name| targets.get(&(*name, set.rtype)).copied();
        // A ring of aliases is refused by Route 53; here it only has to end.
        std::iter::successors(Some(&set.owner), next).take(targets.len() + 2).count()
    };
    order.sort_by_cached_key(depth);
    order
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{alias, create, delete, plain, update};
    use super::*;

    fn lines(changes: &[Change]) -> Vec<String> {
        let changes: Vec<&Change> = changes.iter().collect();
        let batch = batch(&changes, "Z1", &HealthIds::new()).unwrap();
        let line = |element: &Element| {
            let set = element.resource_record_set().unwrap();
            format!("{} {} {}", element.action(), set.name(), set.r#type())
        };
        batch.changes().iter().map(line).collect()
    }

    #[test]
    fn what_goes_is_before_what_comes_and_a_target_before_its_alias() {
        let changes = [
            delete(plain("a.z", Rtype::A, "192.0.2.1")),
            create(plain("a.z", Rtype::CNAME, "x.z.")),
            create(alias("b.z", Rtype::A, "c.z")),
            create(alias("c.z", Rtype::A, "d.z")),
            update(plain("d.z", Rtype::A, "192.0.2.1"), plain("d.z", Rtype::A, "192.0.2.2")),
        ];
        assert_eq!(
            lines(&changes),
            [
                "DELETE d.z. A",
                "DELETE a.z. A",
                "CREATE a.z. CNAME",
                "CREATE d.z. A",
                "CREATE c.z. A",
                "CREATE b.z. A"
            ]
        );
        let changes = [delete(plain("a.z", Rtype::A, "192.0.2.1")), delete(alias("b.z", Rtype::A, "a.z"))];
        assert_eq!(lines(&changes), ["DELETE b.z. A", "DELETE a.z. A"]);
    }

    #[test]
    fn a_ring_of_aliases_ends() {
        let changes = [create(alias("a.z", Rtype::A, "b.z")), create(alias("b.z", Rtype::A, "a.z"))];
        assert_eq!(lines(&changes).len(), 2);
    }

    #[test]
    fn an_soa_keeps_its_serial() {
        let soa = |serial: u32, minimum: u32| {
            plain("z", Rtype::SOA, &format!("ns.z. h.z. {serial} 7200 900 1209600 {minimum}"))
        };
        let wanted = wanted(&update(soa(7, 86400), soa(1, 300))).unwrap();
        assert_eq!(wanted.rdata, soa(7, 300).rdata);
    }
}
