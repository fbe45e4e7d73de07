//! Which rules look at a record set, by its type.

use crate::dns::rtype::Rtype;
use crate::lint::Check;
use crate::lint::context::ZoneContext;
use crate::lint::finding::Findings;
use crate::lint::registry::RuleId;
use crate::zone::SetId;

pub(super) type SetCheck = fn(&ZoneContext<'_>, SetId, &mut Findings);
pub(super) type OwnerCheck = fn(&ZoneContext<'_>, &[SetId], &mut Findings);

/// The rules that look at names and record sets. Made once for a program: that a zone's policy turns a rule off
/// is seen when its findings are.
pub(super) struct Dispatch {
    owners: Vec<(RuleId, OwnerCheck)>,
    sets: ByType,
    several: ByType,
}

impl Dispatch {
    pub fn new() -> Self {
        let mut owners = Vec::new();
        let mut sets: Vec<TypedCheck> = Vec::new();
        let mut several: Vec<TypedCheck> = Vec::new();
        for (id, rule) in super::rules() {
            for check in rule.checks {
                match *check {
                    Check::Owners(check) => owners.push((id, check)),
                    Check::Sets(types, check) => sets.push((id, types, check)),
                    Check::Several(types, check) => several.push((id, types, check)),
                    Check::Zone(_) | Check::Program(_) | Check::Allows(_) => {}
                }
            }
        }
        Self { owners, sets: ByType::new(&sets), several: ByType::new(&several) }
    }

    /// For a name with several sets.
    pub fn of_owners(&self) -> &[(RuleId, OwnerCheck)] {
        &self.owners
    }

    /// For a set of a type.
    pub fn of_sets(&self, rtype: Rtype) -> &[(RuleId, SetCheck)] {
        self.sets.of(rtype)
    }

    /// For a set of a type with several records.
    pub fn of_several(&self, rtype: Rtype) -> &[(RuleId, SetCheck)] {
        self.several.of(rtype)
    }
}

type TypedCheck = (RuleId, &'static [Rtype], SetCheck);

/// Checks by the number of the type; the last entry is for the types that no rule names.
struct ByType(Vec<Vec<(RuleId, SetCheck)>>);

impl ByType {
    fn new(checks: &[TypedCheck]) -> Self {
        let highest = checks.iter().flat_map(|(_, types, _)| *types).map(|rtype| rtype.0).max().unwrap_or(0);
        let of_type = |number| {
            let applies = |types: &[Rtype]| types.is_empty() || types.contains(&Rtype(number));
            let applying = checks.iter().filter(|(_, types, _)| applies(types));
            applying.map(|&(id, _, check)| (id, check)).collect()
        };
        Self((0..=highest.saturating_add(1)).map(of_type).collect())
    }

    fn of(&self, rtype: Rtype) -> &[(RuleId, SetCheck)] {
        self.0.get(usize::from(rtype.0)).or(self.0.last()).map_or(&[], Vec::as_slice)
    }
}
