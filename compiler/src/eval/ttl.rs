//! Which TTL a record gets: the record's own, else the innermost block's that has one, else the policy's.

use std::rc::Rc;

use crate::arena::Id;
use crate::dns::rtype::Rtype;
use crate::zone::policy::{BUILT_IN_TTL, Policy};
use crate::zone::{TtlPlace, TtlSource};

/// The TTLs that the blocks around a statement set, innermost first.
#[derive(Debug, Clone, Default)]
pub struct TtlLevels {
    innermost: Option<Rc<TtlLevel>>,
}

/// The `ttl` statements of one block.
#[derive(Debug, Default)]
pub struct TtlLevel {
    /// `ttl X`.
    pub plain: Option<WrittenTtl>,
    /// `ttl X for TYPE`.
    pub for_types: Vec<(Rtype, WrittenTtl)>,
    depth: u16,
    outer: Option<Rc<Self>>,
}

/// A TTL of the source and where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenTtl {
    /// Seconds.
    pub seconds: u32,
    /// The place, as the zone counts them.
    pub place: Id<TtlPlace>,
}

/// A TTL and how strong its claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedTtl {
    /// Seconds.
    pub seconds: u32,
    /// Where it came from.
    pub source: TtlSource,
    /// Where it is written, unless a policy gave it.
    pub place: Option<Id<TtlPlace>>,
    /// The strength: a set takes the TTL of the strongest of its statements.
    pub strength: u16,
}

const RECORD: u16 = u16::MAX;

impl ResolvedTtl {
    /// The TTL that stands on a record itself.
    #[must_use]
    pub const fn on_record(written: WrittenTtl) -> Self {
        let WrittenTtl { seconds, place } = written;
        Self { seconds, source: TtlSource::Record, place: Some(place), strength: RECORD }
    }
}

impl TtlLevels {
    /// These levels with one block more inside.
    #[must_use]
    pub fn with(&self, plain: Option<WrittenTtl>, for_types: Vec<(Rtype, WrittenTtl)>) -> Self {
        let depth = self.innermost.as_ref().map_or(3, |level| level.depth.saturating_add(1));
        let outer = self.innermost.clone();
        Self { innermost: Some(Rc::new(TtlLevel { plain, for_types, depth, outer })) }
    }

    /// The TTL of a record of a type without one of its own. `ttl X for TYPE` beats the plain `ttl` of its block.
    #[must_use]
    pub fn resolve(&self, rtype: Rtype, policy: &Policy) -> ResolvedTtl {
        let levels = std::iter::successors(self.innermost.as_deref(), |level| level.outer.as_deref());
        for level in levels {
            let for_type = level.for_types.iter().find(|(of, _)| *of == rtype).map(|&(_, ttl)| ttl);
            if let Some(WrittenTtl { seconds, place }) = for_type.or(level.plain) {
                return ResolvedTtl {
                    seconds,
                    source: TtlSource::Block,
                    place: Some(place),
                    strength: level.depth,
                };
            }
        }
        let (seconds, source, strength) = match (policy.class_for(rtype), policy.default_class()) {
            (Some(class), _) => (class.seconds, TtlSource::PolicyType, 2),
            (None, Some(class)) => (class.seconds, TtlSource::PolicyDefault, 1),
            (None, None) => (BUILT_IN_TTL, TtlSource::BuiltIn, 0),
        };
        ResolvedTtl { seconds, source, place: None, strength }
    }
}
