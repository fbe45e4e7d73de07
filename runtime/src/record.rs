//! Record sets, the unit of everything that the runtime reads, compares and writes.

mod alias;

use std::fmt;
use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

pub use self::alias::{AliasTarget, ResourceId};

/// What makes a record set this one and no other within a zone at a provider.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetKey {
    /// The owner name.
    pub owner: Name,
    /// The type of its records.
    pub rtype: Rtype,
    /// The set identifier of a routed set.
    pub route: Option<Box<str>>,
}

impl fmt::Display for SetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.owner, self.rtype)?;
        self.route.as_ref().map_or(Ok(()), |route| write!(f, " (set {route})"))
    }
}

/// How a provider chooses between the sets of one owner and type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    /// The set identifier, unique within the owner and type.
    pub set: Box<str>,
    /// The routing fields besides it (`weight`, `health`…) and their values, sorted by field.
    pub fields: Vec<(Box<str>, Box<str>)>,
}

/// A record set: the records of one owner and type, and of one route where routing is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RecordSet {
    /// The owner name.
    pub owner: Name,
    /// The type of its records.
    pub rtype: Rtype,
    /// The route, if the provider answers differently by weight, place or health.
    pub route: Option<Route>,
    /// The TTL in seconds, one for the whole set (RFC 2181 section 5.2); 0 for an alias that has none of its own.
    pub ttl: u32,
    /// The canonical wire RDATA (RFC 4034 section 6.2) of each record, sorted and free of duplicates; empty for
    /// an alias.
    pub rdata: Vec<Box<[u8]>>,
    /// What the provider takes the answers from, if not from records.
    pub alias: Option<Box<AliasTarget>>,
}

impl RecordSet {
    /// A plain set; sorts its values and drops duplicates.
    #[must_use]
    pub fn new(owner: Name, rtype: Rtype, ttl: u32, mut rdata: Vec<Box<[u8]>>) -> Self {
        rdata.sort_unstable();
        rdata.dedup();
        Self { owner, rtype, route: None, ttl, rdata, alias: None }
    }

    /// Whether this is the set of that type at the zone's own name.
    #[must_use]
    pub fn is_at_apex(&self, zone: &Name, rtype: Rtype) -> bool {
        self.rtype == rtype && self.owner == *zone
    }

    /// Whether this is the SOA or the NS set at the zone's own name, which every live zone holds.
    #[must_use]
    pub fn is_apex_furniture(&self, zone: &Name) -> bool {
        matches!(self.rtype, Rtype::SOA | Rtype::NS) && self.owner == *zone
    }

    /// The TTL in seconds; none for an alias that has the TTL of what it stands for.
    #[must_use]
    pub fn own_ttl(&self) -> Option<u32> {
        (self.alias.is_none() || self.ttl > 0).then_some(self.ttl)
    }

    /// The set's identity.
    #[must_use]
    pub fn key(&self) -> SetKey {
        let route = self.route.as_ref().map(|route| route.set.clone());
        SetKey { owner: self.owner.clone(), rtype: self.rtype, route }
    }

    /// The set's identity without a copy, for ordering: canonical owner order, then type, then route.
    #[must_use]
    pub fn sort_key(&self) -> (&Name, Rtype, Option<&str>) {
        (&self.owner, self.rtype, self.route.as_ref().map(|route| &*route.set))
    }
}

/// A line and column of a source file, and the way there through templates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Where the record is written.
    pub place: Place,
    /// The includes that led there, innermost first.
    pub via: Vec<Frame>,
}

/// A range of a source file as people count it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path relative to the workspace root, with `/` between its parts.
    pub path: Arc<str>,
    /// The first line, from 1.
    pub line: u32,
    /// The first column in Unicode scalar values, from 1.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the last.
    pub end_column: u32,
}

impl Place {
    /// The path and the line, for whom the column says nothing.
    #[must_use]
    pub fn path_and_line(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// One `include` on the way to a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frame {
    /// The template's name.
    pub template: Arc<str>,
    /// Where the `include` stands.
    pub place: Place,
}
