//! Changes for the tests of this provider.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::routing::HealthIds;
use super::{set, value};
use crate::desired::DesiredSet;
use crate::diff::Change;
use crate::provider::LiveSet;
use crate::record::{AliasTarget, RecordSet};

pub(super) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(super) fn plain(owner: &str, rtype: Rtype, text: &str) -> RecordSet {
    RecordSet::new(name(owner), rtype, 300, vec![value::read(rtype, text).unwrap()])
}

pub(super) fn alias(owner: &str, rtype: Rtype, target: &str) -> RecordSet {
    let target = AliasTarget::Name { target: name(target), hosted_zone: None, evaluates_health: false };
    RecordSet { alias: Some(Box::new(target)), ..RecordSet::new(name(owner), rtype, 0, Vec::new()) }
}

pub(super) fn live(record_set: &RecordSet) -> LiveSet {
    set::live(&set::desired(record_set, "Z1", &HealthIds::new()).unwrap(), "Z1").unwrap()
}

pub(super) fn create(set: RecordSet) -> Change {
    Change::Create(Box::new(DesiredSet { set, origins: Vec::new() }))
}

pub(super) fn delete(set: RecordSet) -> Change {
    Change::Delete(Box::new(live(&set)))
}

pub(super) fn update(before: RecordSet, after: RecordSet) -> Change {
    let after = Box::new(DesiredSet { set: after, origins: Vec::new() });
    Change::Update { before: Box::new(live(&before)), after }
}
