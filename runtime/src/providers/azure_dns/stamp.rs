//! What a set's version holds: its etag, the metadata that a PUT would otherwise lose, and the profile that answers for
//! it if it is routed.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::provider::Version;

/// The parts of a version. It carries the metadata with it so that a write needs nothing but the plan: what was
/// read together is guarded together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stamp<'a> {
    /// As Azure sent it, without a blank.
    pub(super) etag: &'a str,
    /// Absent where there is none.
    pub(super) metadata: Option<&'a Value>,
}

/// The Traffic Manager profile that a routed set is a part of, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answering {
    /// What the profile is known again by; none if it is not there though the set's metadata names it.
    pub(super) digest: Option<String>,
    /// The TTL of the set that leads to it.
    pub(super) ttl: u32,
    /// Whether the set leads to it.
    pub(super) is_linked: bool,
}

impl Stamp<'_> {
    /// The etag alone, or with the metadata as JSON after a blank.
    pub(super) fn version(&self) -> Version {
        Version(match self.metadata {
            None => self.etag.into(),
            Some(metadata) => format!("{} {metadata}", self.etag).into_boxed_str(),
        })
    }

    /// The version of a routed set: a second line tells of the profile.
    pub(super) fn routed(&self, answering: &Answering) -> Version {
        let metadata = self.metadata.unwrap_or(&Value::Null);
        // A document of strings and numbers has nothing that JSON could not say.
        let answering = serde_json::to_string(answering).unwrap_or_default();
        Version(format!("{} {metadata}\n{answering}", self.etag).into_boxed_str())
    }
}

/// The etag of a version.
pub(super) fn etag(version: &Version) -> &str {
    version.0.split(' ').next().unwrap_or_default()
}

/// The metadata of a version.
pub(super) fn metadata(version: &Version) -> Option<Value> {
    let (_, metadata) = version.0.lines().next()?.split_once(' ')?;
    serde_json::from_str(metadata).ok().filter(|metadata: &Value| !metadata.is_null())
}

/// The profile of a routed set's version.
pub(super) fn answering(version: &Version) -> Option<Answering> {
    version.0.lines().nth(1).and_then(|line| serde_json::from_str(line).ok())
}
