//! In which order sets are written: new names first, then what changes, what goes last.
//!
//! Azure DNS takes one set at a time, so resolvers see every state in between. A name that others come to point at
//! is there before they do, and what an alias leads to is there while the alias is. A CNAME tolerates nothing beside
//! it, so where a name changes from or to one, its old sets go and its new sets come right after each other; aliases
//! to these sets come after that, or leave before it.

mod aliases;

use std::collections::BTreeMap;

use crate::diff::Change;
use crate::provider::{LiveSet, LiveZone};
use crate::record::{Origin, RecordSet, SetKey};

/// One write of one set.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation<'c> {
    Create { after: &'c RecordSet, origins: &'c [Origin] },
    Update { before: &'c LiveSet, after: &'c RecordSet, origins: &'c [Origin] },
    Delete { before: &'c LiveSet },
}

/// Writes of one name, one after another.
#[derive(Debug)]
pub(super) struct Unit<'c> {
    pub(super) operations: Vec<Operation<'c>>,
    pub(super) bond: Bond,
}

/// Whether a unit may be left half done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// Each of its writes stands for itself.
    Loose,
    /// Once begun it is carried through: half of it would leave the name without records.
    Whole,
}

/// The stages of a push, unless an alias has to wait for another. All of one is done before the next begins; the units
/// of one have no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Creates,
    NewAliases,
    Updates,
    OldAliases,
    Deletes,
}

impl<'c> Operation<'c> {
    fn of(change: &'c Change) -> Self {
        match change {
            Change::Create(after) => Self::Create { after: &after.set, origins: &after.origins },
            Change::Update { before, after } => {
                Self::Update { before, after: &after.set, origins: &after.origins }
            }
            Change::Delete(before) => Self::Delete { before },
        }
    }

    /// The set as it stands before, if it does.
    pub(super) const fn before(&self) -> Option<&'c LiveSet> {
        match self {
            Self::Create { .. } => None,
            Self::Update { before, .. } | Self::Delete { before } => Some(before),
        }
    }

    /// The set as it stands afterwards, if it does.
    pub(super) const fn after(&self) -> Option<&'c RecordSet> {
        match self {
            Self::Create { after, .. } | Self::Update { after, .. } => Some(after),
            Self::Delete { .. } => None,
        }
    }

    /// The set that speaks for the operation.
    pub(super) const fn set(&self) -> &'c RecordSet {
        match self {
            Self::Create { after, .. } | Self::Update { after, .. } => after,
            Self::Delete { before } => &before.set,
        }
    }

    pub(super) fn key(&self) -> SetKey {
        self.set().key()
    }

    /// The statement that asks for it.
    pub(super) fn origin(&self) -> Option<&'c Origin> {
        self.origins().first()
    }

    /// The statements that ask for it.
    pub(super) const fn origins(&self) -> &'c [Origin] {
        match self {
            Self::Create { origins, .. } | Self::Update { origins, .. } => origins,
            Self::Delete { .. } => &[],
        }
    }

    fn stage(&self) -> Stage {
        match (self, self.set().alias.is_some()) {
            (Self::Create { .. }, false) => Stage::Creates,
            (Self::Create { .. }, true) => Stage::NewAliases,
            (Self::Update { .. }, _) => Stage::Updates,
            (Self::Delete { .. }, true) => Stage::OldAliases,
            (Self::Delete { .. }, false) => Stage::Deletes,
        }
    }
}

/// The stages that changes of a zone in canonical order take.
pub(super) fn stages<'c>(changes: &'c [Change], zone: &LiveZone) -> Vec<Vec<Unit<'c>>> {
    let of_names = changes.chunk_by(|a, b| a.set().owner == b.set().owner).flat_map(units);
    let mut units: Vec<(usize, Unit<'_>)> = of_names.map(|(stage, unit)| (stage as usize, unit)).collect();
    aliases::put_off(&mut units, zone);
    let mut stages: BTreeMap<usize, Vec<Unit<'_>>> = BTreeMap::new();
    for (level, unit) in units {
        stages.entry(level).or_default().push(unit);
    }
    stages.into_values().collect()
}

/// The units of one name, each with its stage.
fn units(changes: &[Change]) -> Vec<(Stage, Unit<'_>)> {
    let mut operations: Vec<Operation<'_>> = changes.iter().map(Operation::of).collect();
    if is_switch(&operations) {
        operations.sort_by_key(|operation| !matches!(operation, Operation::Delete { .. }));
        return vec![(Stage::Updates, Unit { operations, bond: Bond::Whole })];
    }
    let mut units: Vec<(Stage, Unit<'_>)> = Vec::new();
    operations.sort_by_key(Operation::stage);
    for operation in operations {
        match units.last_mut() {
            Some((stage, unit)) if *stage == operation.stage() => unit.operations.push(operation),
            _ => {
                let unit = Unit { operations: vec![operation], bond: Bond::Loose };
                units.push((operation.stage(), unit));
            }
        }
    }
    units
}

/// Whether a name's sets cannot stand beside each other before and after: one side is a CNAME.
fn is_switch(operations: &[Operation<'_>]) -> bool {
    use zonal_compiler::dns::rtype::Rtype;
    let is_cname = |operation: &Operation<'_>| operation.set().rtype == Rtype::CNAME;
    let (mut goes, mut comes, mut cname_moves) = (false, false, false);
    for operation in operations {
        match operation {
            Operation::Delete { .. } => goes = true,
            Operation::Create { .. } => comes = true,
            Operation::Update { .. } => continue,
        }
        cname_moves |= is_cname(operation);
    }
    goes && comes && cname_moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desired::DesiredSet;
    use crate::provider::Version;
    use crate::record::{AliasTarget, ResourceId};
    use zonal_compiler::dns::{name::Name, rtype::Rtype};

    fn set(owner: &str, rtype: Rtype) -> RecordSet {
        RecordSet::new(Name::parse(owner).unwrap(), rtype, 60, Vec::new())
    }

    fn create(set: RecordSet) -> Change {
        Change::Create(Box::new(DesiredSet { set, origins: Vec::new() }))
    }

    fn live(set: RecordSet) -> LiveSet {
        LiveSet::managed(set, Version("e".into()))
    }

    fn delete(set: RecordSet) -> Change {
        Change::Delete(Box::new(live(set)))
    }

    fn update(set: RecordSet) -> Change {
        let after = DesiredSet { set: set.clone(), origins: Vec::new() };
        Change::Update { before: Box::new(live(set)), after: Box::new(after) }
    }

    fn alias(set: RecordSet) -> RecordSet {
        alias_to("/x", set)
    }

    fn alias_to(target: &str, set: RecordSet) -> RecordSet {
        RecordSet { alias: Some(Box::new(AliasTarget::Resource(ResourceId::new(target)))), ..set }
    }

    fn zone() -> LiveZone {
        LiveZone {
            name: Name::parse("example").unwrap(),
            id: "/groups/rg/dnsZones/example".into(),
            sets: Vec::new(),
            pinned_name_servers: Vec::new(),
            version: Version::default(),
            notes: Vec::new(),
            write_notes: Vec::new(),
        }
    }

    /// Stages in lines, units in brackets: `+` comes, `~` changes, `-` goes.
    fn shown(mut changes: Vec<Change>) -> Vec<String> {
        changes.sort_by(|a, b| a.set().sort_key().cmp(&b.set().sort_key()));
        let operation = |operation: &Operation<'_>| {
            let mark = match operation {
                Operation::Create { .. } => '+',
                Operation::Update { .. } => '~',
                Operation::Delete { .. } => '-',
            };
            format!("{mark}{} {}", operation.set().owner.undotted(), operation.set().rtype)
        };
        let unit = |unit: &Unit<'_>| {
            let inside: Vec<String> = unit.operations.iter().map(operation).collect();
            match unit.bond {
                Bond::Loose => format!("({})", inside.join(", ")),
                Bond::Whole => format!("[{}]", inside.join(", ")),
            }
        };
        stages(&changes, &zone())
            .iter()
            .map(|units| units.iter().map(unit).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn what_comes_is_first_and_what_goes_is_last() {
        let changes = vec![
            delete(set("a", Rtype::A)),
            delete(alias(set("a", Rtype::AAAA))),
            update(set("b", Rtype::A)),
            create(alias(set("c", Rtype::A))),
            create(set("d", Rtype::A)),
            create(set("d", Rtype::TXT)),
            update(set("d", Rtype::MX)),
        ];
        assert_eq!(shown(changes), ["(+d A, +d TXT)", "(+c A)", "(~b A) (~d MX)", "(-a AAAA)", "(-a A)"]);
    }

    #[test]
    fn a_name_that_turns_from_or_into_a_cname_is_one_unit() {
        let changes = vec![
            delete(set("a", Rtype::CNAME)),
            create(set("a", Rtype::A)),
            create(set("a", Rtype::TXT)),
            create(set("b", Rtype::CNAME)),
            delete(set("b", Rtype::A)),
            delete(set("b", Rtype::TXT)),
            create(set("c", Rtype::CNAME)),
            delete(set("d", Rtype::CNAME)),
            create(set("e", Rtype::A)),
            delete(set("e", Rtype::AAAA)),
        ];
        assert_eq!(
            shown(changes),
            [
                "(+c CNAME) (+e A)",
                "[-a CNAME, +a A, +a TXT] [-b A, -b TXT, +b CNAME]",
                "(-d CNAME) (-e AAAA)"
            ]
        );
    }

    #[test]
    fn an_alias_comes_after_what_it_leads_to_and_leaves_before_that_goes() {
        let (a, aaaa) = ("/groups/RG/dnsZones/example/A/b", "/groups/rg/dnszones/example/AAAA/b");
        let comes = vec![
            create(alias_to(a, set("a.example", Rtype::A))),
            delete(set("b.example", Rtype::CNAME)),
            create(set("b.example", Rtype::A)),
            create(set("c.example", Rtype::TXT)),
        ];
        assert_eq!(shown(comes), ["(+c.example TXT)", "[-b.example CNAME, +b.example A]", "(+a.example A)"]);
        let goes = vec![
            delete(alias_to(a, set("a.example", Rtype::A))),
            delete(set("b.example", Rtype::A)),
            create(set("b.example", Rtype::CNAME)),
            update(set("c.example", Rtype::TXT)),
        ];
        let order = ["(~c.example TXT)", "(-a.example A)", "[-b.example A, +b.example CNAME]"];
        assert_eq!(shown(goes), order);
        // A target that was an alias itself, and one that becomes one.
        let before = live(alias(set("b.example", Rtype::AAAA)));
        let after = DesiredSet { set: set("b.example", Rtype::AAAA), origins: Vec::new() };
        let turns = Change::Update { before: Box::new(before), after: Box::new(after) };
        let comes = vec![create(alias_to(aaaa, set("a.example", Rtype::AAAA))), turns];
        assert_eq!(shown(comes), ["(~b.example AAAA)", "(+a.example AAAA)"]);
    }

    #[test]
    fn a_circle_of_aliases_has_an_order_all_the_same() {
        let (a, b) = ("/groups/rg/dnsZones/example/A/a", "/groups/rg/dnsZones/example/A/b");
        let turn = |owner: &str, target: &str| Change::Update {
            before: Box::new(live(set(owner, Rtype::A))),
            after: Box::new(DesiredSet { set: alias_to(target, set(owner, Rtype::A)), origins: Vec::new() }),
        };
        let back = |owner: &str, target: &str| Change::Update {
            before: Box::new(live(alias_to(target, set(owner, Rtype::A)))),
            after: Box::new(DesiredSet { set: set(owner, Rtype::A), origins: Vec::new() }),
        };
        let changes = vec![turn("a.example", b), back("b.example", a)];
        assert_eq!(shown(changes).len(), 2);
        let changes = vec![turn("a.example", b), turn("b.example", a)];
        assert_eq!(shown(changes).iter().map(|stage| stage.matches('~').count()).sum::<usize>(), 2);
    }

    #[test]
    fn no_changes_have_no_stages() {
        assert!(stages(&[], &zone()).is_empty());
    }
}
