//! What a reviewer ought to look at first: sets that go, delegations that change, and whatever a guard stands against
//! unless somebody consents.

use std::collections::BTreeSet;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::consent::Consent;
use super::guards::{Rule, judge};
use super::{Plan, Providers};
use crate::record::SetKey;

/// The dangerous changes of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dangers {
    sets: BTreeSet<(Name, String, SetKey)>,
}

impl Dangers {
    /// Whether the change of this set, in this zone at this provider, is dangerous.
    #[must_use]
    pub fn has(&self, zone: &Name, provider: &str, set: &SetKey) -> bool {
        self.sets.contains(&(zone.clone(), provider.to_owned(), set.clone()))
    }
}

/// The dangerous changes of a plan, whatever has been consented to.
#[must_use]
pub fn dangers(plan: &Plan, providers: &Providers) -> Dangers {
    let mut sets = BTreeSet::new();
    for refusal in judge(plan, providers, &Consent::default()) {
        // A guard that counts speaks of the plan, and not of one set more than of another.
        if !matches!(refusal.rule, Rule::MaxChange | Rule::MaxUpdates) {
            let key = |set| (refusal.zone.clone(), refusal.provider.clone(), set);
            sets.extend(refusal.sets.into_iter().map(key));
        }
    }
    for zone in &plan.zones {
        let goes_or_delegates = zone
            .changes()
            .iter()
            .filter(|change| change.after().is_none() || matches!(change.set().rtype, Rtype::NS | Rtype::DS));
        let key = |set| (zone.desired.name.clone(), zone.desired.provider.clone(), set);
        sets.extend(goes_or_delegates.map(|change| key(change.key())));
    }
    Dangers { sets }
}
