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
    /// By the number of the type; the last entry is for the types that no rule names.
    by_type: Vec<Vec<(RuleId, SetCheck)>>,
}

impl Dispatch {
    pub fn new() -> Self {
        let mut owners = Vec::new();
        let mut rules: Vec<(RuleId, &'static [Rtype], SetCheck)> = Vec::new();
        for (id, rule) in super::rules() {
            for check in rule.checks {
                match *check {
                    Check::Owners(check) => owners.push((id, check)),
                    Check::Sets(types, check) => rules.push((id, types, check)),
                    Check::Zone(_) | Check::Program(_) | Check::Allows(_) => {}
                }
            }
        }
        let highest = rules.iter().flat_map(|(_, types, _)| *types).map(|rtype| rtype.0).max().unwrap_or(0);
        let of_type = |number| {
            let applies = |types: &[Rtype]| types.is_empty() || types.contains(&Rtype(number));
            let applying = rules.iter().filter(|(_, types, _)| applies(types));
            applying.map(|&(id, _, check)| (id, check)).collect()
        };
        let by_type = (0..=highest.saturating_add(1)).map(of_type).collect();
        Self { owners, by_type }
    }

    pub fn of_owners(&self) -> &[(RuleId, OwnerCheck)] {
        &self.owners
    }

    pub fn of_type(&self, rtype: Rtype) -> &[(RuleId, SetCheck)] {
        self.by_type.get(usize::from(rtype.0)).or(self.by_type.last()).map_or(&[], Vec::as_slice)
    }
}
