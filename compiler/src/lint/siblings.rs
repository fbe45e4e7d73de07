//! Sets that are one set for some provider.
//!
//! A record set is (zone, provider, owner, type, route). The model keeps statements for different providers
//! apart, so what one provider serves as one set may be several of the model's.

use crate::zone::{RecordSet, SetId, Zone};

/// Calls with each pair of sets of one owner that have type and some provider in common, the earlier set first.
/// `sets` are all sets of the owner.
///
/// Owners with very many sets are hostile or routed; there each set meets only its nearest neighbours of the
/// same type and route, which keeps the work linear.
pub fn pairs(zone: &Zone, sets: &[SetId], mut found: impl FnMut(SetId, SetId)) {
    if sets.len() <= ALL_PAIRS {
        each_pair(zone, sets, sets.len(), &mut found);
        return;
    }
    let mut sorted = sets.to_vec();
    sorted.sort_by_key(|&set| (zone.sets[set].rtype, route(zone, &zone.sets[set]), set));
    each_pair(zone, &sorted, ALL_PAIRS, &mut found);
}

/// Up to this many sets, every pair is looked at.
const ALL_PAIRS: usize = 32;

fn each_pair(zone: &Zone, sets: &[SetId], reach: usize, found: &mut impl FnMut(SetId, SetId)) {
    for (position, &later) in sets.iter().enumerate() {
        let earlier = sets.get(position.saturating_sub(reach)..position).unwrap_or_default();
        for &earlier in earlier {
            let (a, b) = (&zone.sets[earlier], &zone.sets[later]);
            if a.rtype == b.rtype && a.providers.overlaps(b.providers) {
                found(earlier.min(later), earlier.max(later));
            }
        }
    }
}

/// The name of the route of a set, if it has one.
#[must_use]
pub fn route<'a>(zone: &'a Zone, set: &RecordSet) -> Option<&'a str> {
    set.route.map(|route| zone.routes[route].set.as_str())
}

/// Whether two sets of one owner, type and provider are written so that they can join into one.
#[must_use]
pub fn joins(zone: &Zone, a: &RecordSet, b: &RecordSet) -> bool {
    a.placement == b.placement && a.alias.is_none() && b.alias.is_none() && route(zone, a) == route(zone, b)
}
