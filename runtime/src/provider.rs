//! What the runtime asks of a provider: to say what it can do, to read a zone, and to write what was planned.
//!
//! The trait is made for interfaces that differ much. Route 53 takes batches that apply wholly or not at all,
//! and its guard is to name the old values; Azure DNS takes one set at a time, each guarded by its etag; a
//! master file is one whole, guarded by the digest of its bytes. So a read gives a version for every set and
//! for the whole, a write is one [`ChangeSet`] per zone, and its [`Outcome`] may be that only a part was done
//! or that nobody knows. An outcome is never trusted: the caller reads the zone again.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::desired::DesiredZone;
use crate::diff::Change;
use crate::doctor::{Access, Finding};
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
    async fn read(&self, zone: &Name, waits: &dyn Waits) -> Result<LiveZone, Failure>;

    /// How it shows that a zone was not read whole, if it does; asked where a read alone cannot tell and something in it
    /// differs from what is wanted.
    ///
    /// # Errors
    /// Fails if it cannot be told.
    async fn left_out(&self, _live: &LiveZone, _waits: &dyn Waits) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    /// What stands against a change set that the provider alone can tell: a quota, a lock, a signed zone. Asked
    /// only if there are changes.
    ///
    /// # Errors
    /// Fails if it cannot be told.
    async fn preflight(
        &self,
        _changes: &ChangeSet<'_>,
        _sharing: Sharing,
        _waits: &dyn Waits,
    ) -> Result<Vec<Objection>, Failure> {
        Ok(Vec::new())
    }

    /// Writes a change set if the zone still stands as it was read. Every request that writes is told to the
    /// observer before it is sent, and its fate once it is known.
    ///
    /// # Errors
    /// Fails only where it is certain that nothing was written.
    async fn apply(&self, changes: &ChangeSet<'_>, observer: &dyn Observer) -> Result<Outcome, Failure>;

    /// Who a zone is at this provider.
    ///
    /// # Errors
    /// Fails if there is no such zone, or several.
    async fn identify(&self, zone: &Name) -> Result<ZoneIdentity, Failure>;

    /// Makes an empty zone, unless there is one already.
    ///
    /// # Errors
    /// Fails if it cannot be made, or if this kind of provider needs none made.
    async fn create_zone(&self, zone: &Name) -> Result<Creation, Failure>;

    /// Looks at the login, by requests that change nothing: whose it is, and what it may do beside single zones. The
    /// zones are those that it is needed for.
    async fn examine(&self, _zones: &[Name]) -> Access {
        Access { findings: Vec::new(), goes_on: true }
    }

    /// Looks at what the login may do with a zone, by requests that change nothing.
    async fn examine_zone(&self, _zone: &Name, _identity: &ZoneIdentity, _sharing: Sharing) -> Vec<Finding> {
        Vec::new()
    }
}

/// Whether a zone is at other providers too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// It is at this provider alone.
    Alone,
    /// Several providers answer for it.
    Shared,
}

/// What stands against a change set, and cannot be consented to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// What it is, in one line.
    pub what: String,
    /// What to do.
    pub help: String,
    /// The sets that it is about; empty where it is about the zone.
    pub sets: Vec<SetKey>,
}

/// Who a zone is at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneIdentity {
    /// The provider's own identifier of the zone.
    pub id: String,
    /// The name servers that the provider assigned to it.
    pub name_servers: Vec<Name>,
}

/// What became of the wish for a new zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// It was made.
    Created(ZoneIdentity),
    /// There was one already, which was not touched.
    Existed(ZoneIdentity),
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
    /// For how long a read may still give what stood before a write.
    pub read_lag: Duration,
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
    /// The provider's own identifier of the zone; empty where it has none.
    pub id: Box<str>,
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
    /// The first of its values that stands there in another spelling than Zonal's and means the same: in capitals, cut
    /// into other strings, with other escapes.
    pub spelled: Option<Box<str>>,
}

impl LiveSet {
    /// A set that follows the source, spelled as Zonal spells it.
    #[must_use]
    pub const fn managed(set: RecordSet, version: Version) -> Self {
        Self { set, version, standing: Standing::Managed, spelled: None }
    }
}

/// Whether Zonal may change a live set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// It follows the source.
    #[default]
    Managed,
    /// It stands for as long as a push takes, and is there since one ended before its end. It goes with the next push,
    /// and no rule counts it.
    Interim,
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
    /// The zone as it shall be after all changes: more than this set may hold.
    pub desired: &'a DesiredZone,
    /// The changes in canonical order.
    pub changes: &'a [Change],
}

/// What became of a change set.
#[derive(Debug)]
pub enum Outcome {
    /// All of it was written.
    Applied,
    /// All of it was written, but the provider gave nothing by which to ask whether its servers answer so.
    Unasked {
        /// Why not.
        note: String,
    },
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
    /// All of it was accepted, but the provider does not say in time that its servers answer so.
    Unserved {
        /// How far it got.
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

/// Is told of a push while it runs, keeps its journal, and may ask for an end.
pub trait Observer: Sync {
    /// A request that writes is about to be sent. When this returns it is on disk that it may have been.
    ///
    /// # Errors
    /// Fails if that could not be written down; the request must then not be sent.
    fn sending(&self, request: &Request<'_>) -> Result<(), Failure>;

    /// What became of a request, once that is known.
    ///
    /// # Errors
    /// Fails if it could not be written down; no further request must be sent.
    fn settled(&self, request: &Request<'_>, fate: Settled) -> Result<(), Failure>;

    /// How far the push has come.
    fn progress(&self, zone: &Name, progress: Progress);

    /// Whether somebody wants the run to end: what is begun is finished, nothing more is begun.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// Is told when a read waits for the provider, and may end such a wait.
pub trait Waits: Sync {
    /// So long nothing will be asked for a zone; `None` once it goes on.
    fn waits(&self, zone: &Name, time: Option<Duration>);

    /// Whether somebody wants the read to end.
    fn is_over(&self) -> bool {
        false
    }
}

/// One request that writes.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The zone.
    pub zone: &'a Name,
    /// Its number among the requests of one change set, from 1.
    pub number: u32,
    /// The sets that it writes.
    pub sets: &'a [SetKey],
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// What it asked for stands.
    Done,
    /// Nothing of it was done.
    NotDone,
    /// It took an earlier request back: its sets stand as before that.
    Undone,
    /// It cannot be told.
    Unknown,
}

/// How far the push of one change set has come, in record sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Written.
    pub done: usize,
    /// Sent and not yet answered.
    pub in_flight: usize,
    /// In all; 0 while the zone is read.
    pub of: usize,
    /// How long it waits for quota, or until it tries again.
    pub waiting: Option<Duration>,
}

/// An observer that does not look and keeps no journal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn sending(&self, _request: &Request<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn settled(&self, _request: &Request<'_>, _fate: Settled) -> Result<(), Failure> {
        Ok(())
    }

    fn progress(&self, _zone: &Name, _progress: Progress) {}
}

impl Waits for Unobserved {
    fn waits(&self, _zone: &Name, _time: Option<Duration>) {}
}
