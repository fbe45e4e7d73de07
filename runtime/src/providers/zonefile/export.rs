//! A desired zone as a master file of its own, for other tools and for people to look at.
//!
//! It is what the provider writes into an empty folder. What a master file cannot say stands in it as a
//! comment: sets that share the answers, of which a server would make one, and the SOA of a zone whose name servers nobody knows.

use std::collections::BTreeMap;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::{with_soa, writer};
use crate::desired::DesiredZone;
use crate::record::RecordSet;

/// A master file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// What the zone has and the file cannot say, a sentence each.
    pub missing: Vec<String>,
}

/// The master file of a zone; `missing` is what the caller knows that it cannot say.
#[must_use]
pub fn export(zone: &DesiredZone, missing: &[String]) -> Exported {
    let mut missing = missing.to_vec();
    let mut beside: BTreeMap<(&Name, Rtype), usize> = BTreeMap::new();
    for set in zone.sets.iter().map(|want| &want.set).filter(|set| set.route.is_some()) {
        *beside.entry((&set.owner, set.rtype)).or_default() += 1;
    }
    let mut plain = Vec::new();
    for set in zone.sets.iter().map(|want| &want.set).filter(|set| set.alias.is_none()) {
        // A routed set that has no other beside it is all that there is to answer.
        if set.route.is_none() || beside.get(&(&set.owner, set.rtype)) == Some(&1) {
            plain.push(set.clone());
        } else {
            missing.push(format!(
                "{} shares the answers with other sets, which no master file can say",
                set.key()
            ));
        }
    }
    let sets = with_soa(&zone.name, plain.clone(), None).unwrap_or_else(|failure| {
        missing.push(format!(
            "{}; without SOA and NS no server loads the file",
            reason(&zone.name, &plain, failure.what())
        ));
        plain
    });
    let comments: String = missing.iter().map(|what| format!("; {what}\n")).collect();
    Exported { text: writer::write(&zone.name, &sets) + &comments, missing }
}

fn reason(zone: &Name, sets: &[RecordSet], failure: &str) -> String {
    if sets.iter().any(|set| set.is_at_apex(zone, Rtype::NS)) {
        return failure.to_owned();
    }
    format!("the name servers of {} are not known before a provider has assigned them", zone.undotted())
}
