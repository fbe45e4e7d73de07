//! What the runtime asks of a provider: to say what it can do, to read a zone, and to write what was planned.
//!
//! The trait is made for interfaces that differ much. Route 53 takes batches that apply wholly or not at all,
//! and its guard is to name the old values; Azure DNS takes one set at a time, each guarded by its etag; a
//! master file is one whole, guarded by the digest of its bytes. So a read gives a version for every set and
//! for the whole, a write is one [`ChangeSet`] per zone, and its [`Outcome`] may be that only a part was done
//! or that nobody knows. An outcome is never trusted: the caller reads the zone again.

use std::collections::BTreeSet;
use std::fmt;

use async_trait::async_trait;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::diff::Change;
use crate::error::Failure;
use crate::record::{RecordSet, SetKey};

/// A place that serves zones.
#[async_trait]
pub trait Provider: Send + Sync {
    /// What it can hold and how it writes.
    fn capabilities(&self) -> &Capabilities;

    /// Everything it holds for a zone.
    ///
    /// # Errors
    /// Fails if the zone cannot be read whole: half a zone would look like a zone with records missing.
    async fn read(&self, zone: &Name) -> Result<LiveZone, Failure>;

    /// Writes a change set if the zone still stands as it was read.
    ///
    /// # Errors
    /// Fails only where it is certain that nothing was written.
    async fn apply(&self, changes: &ChangeSet<'_>, observer: &dyn Observer) -> Result<Outcome, Failure>;
}

/// What a provider can do. A thing that is not listed is one it cannot do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capabilities {
    /// The record types it serves.
    pub types: Types,
    /// Whether it can answer A and AAAA for another name's sake at the apex.
    pub alias: Support,
    /// Whether it can hold several sets of one owner and type.
    pub routing: Support,
    /// Whether it signs the zone itself.
    pub dnssec: Support,
    /// Whether it gives a zone its name servers; if not, the source has to name them.
    pub assigns_name_servers: Support,
    /// How much of a change set is applied at once.
    pub atomicity: Atomicity,
    /// Its limits; an absent one is unknown or none.
    pub limits: Limits,
}

/// The record types that a provider serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Types {
    /// Every type, by RFC 3597 where it knows no other way.
    Every,
    /// These alone.
    These(BTreeSet<Rtype>),
}

impl Default for Types {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Types {
    /// Whether the type is served.
    #[must_use]
    pub fn contains(&self, rtype: Rtype) -> bool {
        match self {
            Self::Every => true,
            Self::These(types) => types.contains(&rtype),
        }
    }
}

/// Whether a provider can do a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Support {
    /// It cannot.
    #[default]
    No,
    /// It can.
    Yes,
}

/// How much of a change set is applied wholly or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Atomicity {
    /// Each set by itself.
    #[default]
    Set,
    /// Batches of sets.
    Batch,
    /// The whole change set.
    Zone,
}

/// The limits of a provider; each with the unit its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Records in one set.
    pub records_per_set: Option<usize>,
    /// Record sets in one zone.
    pub sets_per_zone: Option<usize>,
    /// The smallest TTL in seconds.
    pub least_ttl: Option<u32>,
}

/// What a provider holds for one zone at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveZone {
    /// The zone's name.
    pub name: Name,
    /// Every set, in canonical order, the apex SOA and NS among them.
    pub sets: Vec<LiveSet>,
    /// Name servers that the provider does not let go of: they stay in the apex NS set whatever is desired.
    pub pinned_name_servers: Vec<Name>,
    /// Stands for the whole read.
    pub version: Version,
    /// What a reader of the plan ought to know about the zone as it stands.
    pub notes: Vec<String>,
    /// What a write would do besides the changes.
    pub write_notes: Vec<String>,
}

impl LiveZone {
    /// The SOA set.
    #[must_use]
    pub fn soa(&self) -> Option<&LiveSet> {
        self.sets.iter().find(|live| live.set.is_at_apex(&self.name, Rtype::SOA))
    }

    /// The NS set at the zone's own name.
    #[must_use]
    pub fn apex_ns(&self) -> Option<&LiveSet> {
        self.sets.iter().find(|live| live.set.is_at_apex(&self.name, Rtype::NS))
    }

    /// Whether the zone holds nothing but what every zone holds: its SOA and its apex NS.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.sets.iter().all(|live| live.set.is_apex_furniture(&self.name))
    }
}

/// One record set as it stands at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSet {
    /// The set.
    pub set: RecordSet,
    /// What a guarded write of this set names; empty where a write is guarded by the whole zone's version.
    pub version: Version,
    /// Whether it may be changed.
    pub standing: Standing,
}

/// Whether Zonal may change a live set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// It follows the source.
    #[default]
    Managed,
    /// It is of a kind that Zonal has no word for: kept unless the source declares this very set.
    Kept {
        /// Of what kind, to be said in a plan.
        why: String,
    },
    /// It holds more than records, and a write would lose that: kept, and declaring the same set is refused.
    Opaque {
        /// What it holds, to be said in a plan.
        why: String,
    },
}

/// A token that is equal if, and as good as only if, nothing has changed: an etag or a digest.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Version(pub Box<str>);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one deploy asks of one provider for one zone.
#[derive(Debug, Clone, Copy)]
pub struct ChangeSet<'a> {
    /// The zone as it was read when the changes were planned.
    pub before: &'a LiveZone,
    /// The changes in canonical order.
    pub changes: &'a [Change],
}

/// What became of a change set.
#[derive(Debug)]
pub enum Outcome {
    /// All of it was written.
    Applied,
    /// There was nothing to write.
    NothingToDo,
    /// Nothing was written, since the zone is no longer as it was read.
    Refused {
        /// What moved.
        moved: Moved,
    },
    /// A part was written.
    Partial {
        /// The sets that were written.
        done: Vec<SetKey>,
        /// The sets that were not.
        pending: Vec<SetKey>,
        /// Why it stopped.
        error: Failure,
    },
    /// It is not known what was written.
    Unknown {
        /// Why not.
        error: Failure,
    },
}

/// What changed at the provider between the read and the write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What moved, in a sentence.
    pub what: String,
    /// The sets that differ from the read, as far as that is known.
    pub sets: Vec<SetKey>,
}

/// Is told of a provider's progress, and may ask for an end.
pub trait Observer: Sync {
    /// So many of so many sets of this change set are written.
    fn written(&self, zone: &Name, done: usize, of: usize);

    /// Whether somebody wants the run to end: what is begun is finished, nothing more is begun.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// An observer that does not look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn written(&self, _zone: &Name, _done: usize, _of: usize) {}
}
