//! What was written, is not a record, and is for a rule to report.
//!
//! The evaluator meets these while it reads names and values; it drops the record and notes the fact. Each kind
//! belongs to one rule, which knows the words, the level and what may be allowed.

use crate::dns::name::NameError;
use crate::dns::rtype::Rtype;
use crate::source::FileSpan;

use super::{RecordId, SiteId};

/// A fact about a statement that kept it, or a part of it, from becoming a record.
#[derive(Debug, Clone)]
pub struct Anomaly {
    /// The statement.
    pub site: SiteId,
    /// The very word.
    pub at: FileSpan,
    /// What is the matter with it.
    pub kind: AnomalyKind,
}

/// The kinds of [`Anomaly`].
#[derive(Debug, Clone)]
pub enum AnomalyKind {
    /// An owner or target that is not a domain name.
    BadName(NameError),
    /// A name that would be over 255 octets with its origin.
    NameTooLong {
        /// The name's length in wire form.
        octets: usize,
    },
    /// A relative owner that ends with the zone's own name.
    OwnerRepeatsZone {
        /// The owner without the repetition, `@` if nothing is left.
        relative: String,
    },
    /// An absolute owner outside the zone.
    OwnerOutOfZone,
    /// A target with dots inside but neither a final dot nor `.@`.
    TargetDotless {
        /// The type of the record.
        rtype: Rtype,
        /// The word as written.
        written: String,
    },
    /// An address where a target name belongs.
    TargetIsAddress {
        /// The type of the record.
        rtype: Rtype,
        /// The address as written.
        written: String,
    },
    /// Two records of one set that set different TTLs at the same level.
    TtlConflict {
        /// The record that set the other TTL.
        other: RecordId,
        /// This statement's TTL in seconds.
        this_ttl: u32,
        /// The other's TTL in seconds.
        other_ttl: u32,
    },
    /// A TTL over 2³¹−1 seconds.
    TtlTooLarge {
        /// The seconds that were written.
        seconds: u64,
    },
}
