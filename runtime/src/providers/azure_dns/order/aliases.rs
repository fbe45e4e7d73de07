//! What waits for what, where an alias leads to a set of its own zone.
//!
//! Azure takes an alias only to a set that stands and is none itself, and empties it when that goes. So an alias comes
//! after what it leads to, and leaves before that goes.

use std::collections::HashMap;

use super::{Operation, Unit};
use crate::provider::LiveZone;
use crate::providers::azure_dns::place::relative;
use crate::record::{AliasTarget, RecordSet};

/// Puts off units until what they wait for is done: the level of each, from the level that its kind has.
pub(super) fn put_off(units: &mut [(usize, Unit<'_>)], zone: &LiveZone) {
    let edges = edges(units, zone);
    // A circle has no order, and would be gone round for ever.
    for _ in 0..edges.len() {
        let mut is_settled = true;
        for (first, then) in &edges {
            let least = units.get(*first).map_or(0, |(level, _)| level + 1);
            if let Some((level, _)) = units.get_mut(*then).filter(|(level, _)| *level < least) {
                *level = least;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
}

/// Pairs of units of which the first is done before the second.
fn edges(units: &[(usize, Unit<'_>)], zone: &LiveZone) -> Vec<(usize, usize)> {
    let units = units.iter().enumerate();
    let all: Vec<(usize, &Operation<'_>)> = units
        .flat_map(|(at, (_, unit))| unit.operations.iter().map(move |operation| (at, operation)))
        .collect();
    let prefix = format!("{}/", zone.id.to_ascii_lowercase());
    let led_to = targets(&all, &prefix, Operation::after);
    let left = targets(&all, &prefix, |operation| operation.before().map(|live| &live.set));
    if led_to.is_empty() && left.is_empty() {
        return Vec::new();
    }
    let (mut comes, mut goes) = (HashMap::new(), HashMap::new());
    let can_be_led_to = |set: Option<&RecordSet>| set.is_some_and(|set| set.alias.is_none());
    for (at, operation) in all {
        let set = operation.set();
        let id = format!("{prefix}{}/{}", set.rtype, relative(&set.owner, &zone.name)).to_ascii_lowercase();
        let before = operation.before().map(|live| &live.set);
        match (can_be_led_to(before), can_be_led_to(operation.after())) {
            (false, true) => drop(comes.insert(id, at)),
            (true, false) => drop(goes.insert(id, at)),
            (true, true) | (false, false) => {}
        }
    }
    let waits = led_to.iter().filter_map(|(at, target)| Some((*comes.get(target)?, *at)));
    let awaited = left.iter().filter_map(|(at, target)| Some((*at, *goes.get(target)?)));
    waits.chain(awaited).filter(|(first, then)| first != then).collect()
}

/// The units with an alias to a set of the zone on one side of a change, each with what it leads to.
fn targets<'c>(
    all: &[(usize, &Operation<'c>)],
    prefix: &str,
    side: impl Fn(&Operation<'c>) -> Option<&'c RecordSet>,
) -> Vec<(usize, String)> {
    let of_side = all.iter().filter_map(|(at, operation)| Some((*at, target(side(operation)?)?)));
    of_side.filter(|(_, target)| target.starts_with(prefix)).collect()
}

/// What an alias leads to, in small letters.
fn target(set: &RecordSet) -> Option<String> {
    match set.alias.as_deref()? {
        AliasTarget::Resource(id) => Some(id.as_str().to_ascii_lowercase()),
        AliasTarget::Name { .. } => None,
    }
}
