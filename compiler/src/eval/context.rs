//! Where a statement stands: what its relative names, its TTL, its providers and its `allow`s come from.

use std::rc::Rc;

use crate::sema::declarations::Unit;
use crate::source::{FileSpan, Span};
use crate::zone::{FrameId, NodeId, Placement, ProviderSet, ScopeId};

use super::expression::Reading;
use super::scope::Locals;
use super::ttl::TtlLevels;

/// The surroundings of a statement. Cheap to clone: blocks inside get a changed copy.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The file that is being read.
    pub unit: Unit<'a>,
    /// Whether records are made.
    pub purpose: Purpose,
    /// Which block this is.
    pub body: Body,
    /// The origin of relative names.
    pub origin: Origin,
    /// The providers that records are for.
    pub providers: ProviderSet,
    /// Whether an `on` stands around.
    pub placement: Placement,
    /// The variables.
    pub locals: Locals,
    /// The TTLs of the blocks around.
    pub ttls: TtlLevels,
    /// The innermost block that carries an `allow`.
    pub scope: Option<ScopeId>,
    /// The include that led here.
    pub frame: Option<FrameId>,
    /// The owner block around, if any.
    pub owner: Option<BlockOwner>,
    /// The templates that are being expanded, outermost first, by the place of their name.
    pub expanding: Rc<[FileSpan]>,
}

/// Whether records are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// They are.
    Declare,
    /// They are not: the statements are walked for their errors alone, with unknown values.
    Rehearse,
}

/// Which block statements stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A zone's own.
    Zone,
    /// Any other.
    Inner,
}

/// The origin of relative names.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The name in the zone's tree.
    pub node: NodeId,
    /// The same in wire form.
    pub wire: Rc<[u8]>,
}

/// The owner of an owner block.
#[derive(Debug, Clone, Copy)]
pub struct BlockOwner {
    /// Where it is written.
    pub at: Span,
    /// The name; none if it could not be had, which has been reported.
    pub node: Option<NodeId>,
}

impl<'a> Context<'a> {
    /// What expressions here are read against.
    pub fn reading(&self) -> Reading<'_, 'a> {
        Reading { unit: self.unit, locals: &self.locals, origin: Some(&self.origin.wire) }
    }

    /// The same surroundings, walked for errors alone.
    pub fn rehearsing(&self) -> Self {
        Self { purpose: Purpose::Rehearse, ..self.clone() }
    }
}
