//! The rules that a zone lives by, combined from the policies that it names.

use crate::dns::rtype::Rtype;
use crate::lint::Level;
use crate::source::FileSpan;

use super::pattern::Pattern;

/// The TTL of a set for which nothing says otherwise: five minutes.
pub const BUILT_IN_TTL: u32 = 300;

/// The TTL of the apex NS set for which neither the zone nor its policy has a TTL for NS: one day. That set is no
/// statement's, and name servers are not meant to move within minutes: a short TTL would have resolvers ask for them
/// all day, and forget them first in an outage.
pub const NAME_SERVER_TTL: u32 = 86_400;

/// What a zone's policies say together.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The policies' names.
    pub names: Vec<String>,
    /// The TTL classes.
    pub classes: Vec<TtlClass>,
    /// `max-change`: the part of a zone that one plan may change.
    pub max_change: Option<MaxChange>,
    /// `max-updates`: how many record sets of a zone one plan may update.
    pub max_updates: Option<Most>,
    /// `max-deletes`: how many record sets of a zone one plan may delete.
    pub max_deletes: Option<Most>,
    /// `negative-ttl`: how long it may be cached that a name or a type is not there.
    pub negative_ttl: Option<NegativeTtl>,
    /// `confirm`: the types whose change needs consent.
    pub confirm: Vec<Rtype>,
    /// The levels set for rules.
    pub levels: Vec<RuleLevel>,
    /// `require` lines.
    pub requires: Vec<Require>,
    /// `forbid TYPE …` lines.
    pub forbids: Vec<Forbid>,
}

/// `ttl CLASS DURATION [default] [for TYPES]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TtlClass {
    /// The class's name.
    pub name: String,
    /// Its TTL in seconds.
    pub seconds: u32,
    /// Whether it serves what names no other class.
    pub is_default: bool,
    /// The types that it serves unless a record or block says otherwise.
    pub types: Vec<Rtype>,
    /// The line.
    pub at: FileSpan,
}

/// `max-change 10%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxChange {
    /// The percentage, 0 to 100.
    pub percent: u8,
    /// The line.
    pub at: FileSpan,
}

/// `max-updates 50`, `max-deletes 5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// The number of record sets.
    pub sets: u32,
    /// The line.
    pub at: FileSpan,
}

/// `negative-ttl 5m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NegativeTtl {
    /// Seconds.
    pub seconds: u32,
    /// The line.
    pub at: FileSpan,
}

/// A level for one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's position in the registry.
    pub rule: u16,
    /// The level.
    pub level: Level,
    /// The rule's name in the policy.
    pub at: FileSpan,
}

/// `require TYPES at PATTERN "why"`.
#[derive(Debug, Clone)]
pub struct Require {
    /// One of these types must stand there.
    pub types: Vec<Rtype>,
    /// There: every owner name of the zone that the pattern covers, and the apex for `@`.
    pub owners: Pattern,
    /// Why.
    pub reason: String,
    /// The line.
    pub at: FileSpan,
}

/// `forbid TYPES [at PATTERN] [to PATTERN] "why"`.
#[derive(Debug, Clone)]
pub struct Forbid {
    /// The types.
    pub types: Vec<Rtype>,
    /// The owners, all if absent.
    pub owners: Option<Pattern>,
    /// The targets, all if absent.
    pub targets: Option<Pattern>,
    /// Why.
    pub reason: String,
    /// The line.
    pub at: FileSpan,
}

impl Policy {
    /// The class with a name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&TtlClass> {
        self.classes.iter().find(|class| class.name == name)
    }

    /// The class that serves a type by `for`.
    #[must_use]
    pub fn class_for(&self, rtype: Rtype) -> Option<&TtlClass> {
        self.classes.iter().find(|class| class.types.contains(&rtype))
    }

    /// The class that serves what names no other.
    #[must_use]
    pub fn default_class(&self) -> Option<&TtlClass> {
        self.classes.iter().find(|class| class.is_default)
    }
}
