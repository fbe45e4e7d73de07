//! What a live zone is known again by: a digest of each of its sets.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zonal_compiler::dns::rtype::Rtype;

use crate::diff::SoaParts;
use crate::digest::hex;
use crate::provider::{LiveSet, LiveZone, Standing};
use crate::record::{AliasTarget, RecordSet};

/// The number of hexadecimal digits that tell one state of a set from another.
const DIGITS: usize = 16;

/// A live zone, by the digests of its sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Observed {
    /// The digest of each set by its owner, type and route.
    pub sets: BTreeMap<String, String>,
}

impl Observed {
    /// A live zone as it stands.
    #[must_use]
    pub fn new(live: &LiveZone) -> Self {
        Self { sets: live.sets.iter().map(|live| (live.set.key().to_string(), digest(live))).collect() }
    }

    /// What has moved since, a line for each set.
    #[must_use]
    pub fn moved_to(&self, now: &Self) -> Vec<String> {
        let mut moved = Vec::new();
        for (key, digest) in &self.sets {
            match now.sets.get(key) {
                None => moved.push(format!("{key} has been deleted")),
                Some(other) if other != digest => moved.push(format!("{key} has been changed")),
                Some(_) => {}
            }
        }
        let new = now.sets.keys().filter(|key| !self.sets.contains_key(*key));
        moved.extend(new.map(|key| format!("{key} has been created")));
        moved
    }
}

fn digest(live: &LiveSet) -> String {
    let set = &live.set;
    let mut digest = Sha256::new();
    let mut add = |part: &[u8]| {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    };
    add(&set.ttl.to_be_bytes());
    for value in values(set) {
        add(&value);
    }
    if let Some(route) = &set.route {
        add(route.set.as_bytes());
        for (field, value) in &route.fields {
            add(field.as_bytes());
            add(value.as_bytes());
        }
    }
    match set.alias.as_deref() {
        None => {}
        Some(AliasTarget::Resource(id)) => add(id.as_str().to_ascii_lowercase().as_bytes()),
        Some(target @ AliasTarget::Name { .. }) => add(target.to_string().as_bytes()),
    }
    // What Zonal has no word for is told apart by the provider's own version of it.
    if let Standing::Opaque { .. } = live.standing {
        add(live.version.0.as_bytes());
    }
    hex(&digest.finalize()).chars().take(DIGITS).collect()
}

/// The values, that of an SOA without its serial, which the provider raises as it likes.
fn values(set: &RecordSet) -> Vec<Box<[u8]>> {
    if set.rtype != Rtype::SOA {
        return set.rdata.clone();
    }
    let without_serial = |value: &[u8]| SoaParts::of(value).map(|soa| soa.with_serial(0));
    set.rdata.iter().map(|value| without_serial(value).unwrap_or_else(|| value.clone())).collect()
}
