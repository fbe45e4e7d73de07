//! What a set's version holds: its etag, and the metadata that a PUT would otherwise lose.

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

impl Stamp<'_> {
    /// The etag alone, or with the metadata as JSON after a blank.
    pub(super) fn version(&self) -> Version {
        Version(match self.metadata {
            None => self.etag.into(),
            Some(metadata) => format!("{} {metadata}", self.etag).into_boxed_str(),
        })
    }
}

/// The etag of a version.
pub(super) fn etag(version: &Version) -> &str {
    version.0.split(' ').next().unwrap_or_default()
}

/// The metadata of a version.
pub(super) fn metadata(version: &Version) -> Option<Value> {
    let (_, metadata) = version.0.split_once(' ')?;
    serde_json::from_str(metadata).ok()
}
