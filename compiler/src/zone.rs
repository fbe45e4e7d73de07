//! The evaluated zone: every record set that the source declares, and where each came from.
//!
//! A zone may hold millions of records, so it is a handful of flat tables. RDATA is kept in wire form, owner
//! names as a tree of labels, and everything refers to everything by a four-byte identifier.

pub mod anomaly;
pub mod gaps;
pub mod names;
pub mod pattern;
pub mod policy;

use crate::arena::{Arena, Id};
use crate::dns::name::Name;
use crate::dns::rtype::Rtype;
use crate::source::{FileId, FileSpan, Span};

use anomaly::Anomaly;
use gaps::Gaps;
use names::{NameTree, Node};
use pattern::Pattern;
use policy::Policy;

/// Names a [`Record`] of a [`Zone`].
pub type RecordId = Id<Record>;
/// Names a [`RecordSet`] of a [`Zone`].
pub type SetId = Id<RecordSet>;
/// Names an owner name of a [`Zone`].
pub type NodeId = Id<Node>;
/// Names a [`Site`] of a [`Zone`].
pub type SiteId = Id<Site>;
/// Names a [`Scope`] of a [`Zone`].
pub type ScopeId = Id<Scope>;
/// Names a [`Frame`] of a [`Zone`].
pub type FrameId = Id<Frame>;

/// One zone as the source means it, for all of its providers.
#[derive(Debug, Clone)]
pub struct Zone {
    /// The zone's name: the owner name of its apex.
    pub name: Name,
    /// Where the zone is declared: its name in the `zone` header.
    pub declared_at: FileSpan,
    /// The names of the providers that serve it, in declared order. A [`ProviderSet`] counts by this order.
    pub providers: Vec<ZoneProvider>,
    /// The policies that govern it, combined.
    pub policy: Policy,
    /// Every owner name, and every name on the way to one.
    pub names: NameTree,
    /// The record sets, in the order of their first statement.
    pub sets: Arena<RecordSet>,
    /// The records of all sets, in source order.
    pub records: Arena<Record>,
    /// The RDATA of all records, one after the other.
    pub rdata: Vec<u8>,
    /// What providers answer by themselves instead of from records.
    pub aliases: Arena<Alias>,
    /// How sets with one owner and type share the answers.
    pub routes: Arena<Route>,
    /// The statements that made records.
    pub sites: Arena<Site>,
    /// The blocks that carry an `allow`.
    pub scopes: Arena<Scope>,
    /// The ways by which statements were reached.
    pub frames: Arena<Frame>,
    /// The zone body itself, if it carries an `allow`: what stands around a finding about the whole zone.
    pub scope: Option<ScopeId>,
    /// Where the TTLs are written that did not come from a policy.
    pub ttl_places: Arena<TtlPlace>,
    /// The names of a `nameservers` statement; `None` stands for the union of all providers' own.
    pub nameservers: Option<Nameservers>,
    /// The TTL of the apex NS set in seconds: that of `ttl X for NS` in the zone's own block, else that of the policy's
    /// class for NS, else one day.
    pub nameservers_ttl: u32,
    /// Records that someone else owns.
    pub ignores: Vec<Ignore>,
    /// What was written, could not become a record, and is a rule's business to report.
    pub anomalies: Vec<Anomaly>,
    /// The names whose records are not all known, as a statement about them was in error.
    pub gaps: Gaps,
}

/// A provider of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneProvider {
    /// The provider's declared name.
    pub name: String,
    /// Its kind.
    pub kind: crate::lower::ProviderKind,
    /// The name servers that the provider is known to have assigned to this zone; empty if none is known.
    pub nameservers: Vec<Name>,
}

/// A set of the providers of one zone, by their position in [`Zone::providers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ProviderSet(u32);

impl ProviderSet {
    /// No provider.
    pub const EMPTY: Self = Self(0);
    /// The number of providers that a zone may have.
    pub const LIMIT: usize = 32;

    /// The first `count` providers.
    #[must_use]
    pub const fn first(count: usize) -> Self {
        if count >= Self::LIMIT { Self(u32::MAX) } else { Self((1 << count) - 1) }
    }

    /// The provider at one position.
    #[must_use]
    pub const fn one(position: usize) -> Self {
        Self(1 << position)
    }

    /// Those of either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of this one that the other lacks.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether some provider is in both.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the provider at a position is among them.
    #[must_use]
    pub const fn contains(self, position: usize) -> bool {
        position < Self::LIMIT && self.0 & (1 << position) != 0
    }

    /// Their positions, ascending.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let position = left.trailing_zeros();
            // Takes the lowest bit away; an empty set has none, and ends the positions.
            left &= left.checked_sub(1)?;
            Some(position as usize)
        })
    }
}

/// A record set: (zone, providers, owner, type, route). RFC 9499 section 5 calls it an RRset.
///
/// Two sets of one owner, type and route have no provider in common: what stands under an `on` makes a set for each
/// provider.
#[derive(Debug, Clone)]
pub struct RecordSet {
    /// The owner name.
    pub owner: NodeId,
    /// The type. An `ALIAS` is an A and an AAAA set.
    pub rtype: Rtype,
    /// Whether the statements stand under an `on`.
    pub placement: Placement,
    /// Where the TTL came from.
    pub ttl_source: TtlSource,
    /// The TTL in seconds.
    pub ttl: u32,
    /// Where the TTL is written: the `ttl X` of the record or of the block around.
    pub ttl_place: Option<Id<TtlPlace>>,
    /// The providers that it is for.
    pub providers: ProviderSet,
    /// The route, if the set shares its owner and type with others.
    pub route: Option<Id<Route>>,
    /// What it is an alias of; such a set has one record, with empty RDATA, that says where it was written.
    pub alias: Option<Id<Alias>>,
    /// The first record, in source order.
    pub first: RecordId,
    /// The last record.
    pub last: RecordId,
    /// The number of records.
    pub len: u32,
    /// The next set with the same owner, in the order of first statements.
    pub next_at_owner: Option<SetId>,
}

/// Whether a set is for every provider of the zone or for those of an `on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// Stands under no `on`: for every provider.
    Common,
    /// Stands under an `on`.
    Scoped,
}

/// Where the TTL of a set came from, by falling precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TtlSource {
    /// `ttl X` on the record itself.
    Record,
    /// A `ttl` statement of a block around it.
    Block,
    /// A class that the policy gives to the type.
    PolicyType,
    /// The policy's default class.
    PolicyDefault,
    /// Five minutes, as nothing says otherwise.
    BuiltIn,
}

/// Where a TTL is written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TtlPlace {
    /// The `ttl X`.
    pub at: FileSpan,
    /// What X is.
    pub spelling: TtlSpelling,
}

/// How a TTL is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TtlSpelling {
    /// As a duration.
    Duration,
    /// As the name of a class of the policy.
    Class,
}

/// One record.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    rdata_start: u32,
    rdata_len: u16,
    target_offset: u16,
    /// The record's fields in the source, in the file of its site.
    pub at: Span,
    /// The statement that made it.
    pub site: SiteId,
    /// The next record of the same set, in source order.
    pub next: Option<RecordId>,
}

impl Record {
    /// A record whose RDATA is `len` octets from `start` of [`Zone::rdata`], written at `at`, whose last field
    /// begins `target_offset` bytes into `at`.
    #[must_use]
    pub const fn new(start: u32, len: u16, at: Span, target_offset: u16, site: SiteId) -> Self {
        Self { rdata_start: start, rdata_len: len, target_offset, at, site, next: None }
    }

    /// The last field in the source: where the types that have a target name keep it.
    #[must_use]
    pub const fn target_at(self) -> Span {
        Span::new(self.at.start + self.target_offset as u32, self.at.end)
    }
}

/// The statement that made a record: where it stands and how it was reached.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// The file.
    pub file: FileId,
    /// The owner, as written; the owner block's for a record without one.
    pub owner: Span,
    /// The type word.
    pub rtype: Span,
    /// The include or loop that the statement was reached through.
    pub frame: Option<FrameId>,
    /// The innermost block around it that carries an `allow`.
    pub scope: Option<ScopeId>,
}

impl Site {
    /// The owner with its file.
    #[must_use]
    pub const fn owner_at(self) -> FileSpan {
        self.owner.in_file(self.file)
    }

    /// The type word with its file.
    #[must_use]
    pub const fn type_at(self) -> FileSpan {
        self.rtype.in_file(self.file)
    }
}

/// A block that carries at least one `allow`.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The next such block outward, through includes to the caller's.
    pub parent: Option<ScopeId>,
    /// What it allows.
    pub allows: Vec<AllowId>,
}

/// The position of an `allow` entry among all of the program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AllowId {
    /// The rule's name in the source, which is unique to the entry.
    pub at: FileSpan,
    /// The rule's position in the registry.
    pub rule: u16,
}

/// One step of the way by which a statement was reached.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The step before.
    pub parent: Option<FrameId>,
    /// The `include` statement.
    pub at: FileSpan,
    /// The template that it expands.
    pub template: String,
}

/// What a provider answers A or AAAA queries from instead of from records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// What kind of thing the target is.
    pub kind: AliasKind,
    /// The target: a name or a resource identifier, as the kind has it.
    pub target: String,
    /// The hosted zone of the target, where the kind needs one.
    pub hosted_zone: Option<String>,
}

/// The kinds of alias target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AliasKind {
    /// A CloudFront distribution (Route 53).
    CloudFront,
    /// An Elastic Load Balancer (Route 53).
    LoadBalancer,
    /// An S3 website endpoint (Route 53).
    S3Website,
    /// A Global Accelerator (Route 53).
    GlobalAccelerator,
    /// Another name of the same zone (Route 53).
    Name,
    /// An Azure resource by its identifier (Azure DNS).
    Azure,
}

impl AliasKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::CloudFront,
        Self::LoadBalancer,
        Self::S3Website,
        Self::GlobalAccelerator,
        Self::Name,
        Self::Azure,
    ];

    /// The word after `ALIAS`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CloudFront => "cloudfront",
            Self::LoadBalancer => "load-balancer",
            Self::S3Website => "s3-website",
            Self::GlobalAccelerator => "global-accelerator",
            Self::Name => "name",
            Self::Azure => "azure",
        }
    }
}

/// How one of several sets with the same owner and type takes its share of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// The set identifier.
    pub set: String,
    /// The arguments of `route(…)` other than `set`, by name, as text.
    pub arguments: Vec<(String, String)>,
    /// The `route(…)` modifier in the source.
    pub at: Option<FileSpan>,
}

/// The names of a `nameservers` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameservers {
    /// The whole statement.
    pub at: FileSpan,
    /// The names, as declared.
    pub names: Vec<(Name, FileSpan)>,
}

/// `ignore "PATTERN" TYPES "why"`.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The whole statement.
    pub at: FileSpan,
    /// Which owners.
    pub pattern: Pattern,
    /// Which types; empty stands for all.
    pub types: Vec<Rtype>,
    /// Which providers.
    pub providers: ProviderSet,
    /// Why.
    pub reason: String,
}

impl Zone {
    /// The RDATA of a record, in canonical wire form.
    #[must_use]
    pub fn rdata(&self, record: RecordId) -> &[u8] {
        let record = &self.records[record];
        let start = record.rdata_start as usize;
        self.rdata.get(start..start + usize::from(record.rdata_len)).unwrap_or_default()
    }

    /// The records of a set, in source order.
    pub fn records_of(&self, set: SetId) -> impl Iterator<Item = RecordId> {
        let mut next = Some(self.sets[set].first);
        let mut left = self.sets[set].len;
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let record = next?;
            next = self.records[record].next;
            Some(record)
        })
    }

    /// The sets at an owner name, in the order of their first statements.
    pub fn sets_at(&self, owner: NodeId) -> impl Iterator<Item = SetId> {
        let mut next = self.names.first_set(owner);
        std::iter::from_fn(move || {
            let set = next?;
            next = self.sets[set].next_at_owner;
            Some(set)
        })
    }

    /// The statement that made the first record of a set.
    #[must_use]
    pub fn site_of(&self, set: SetId) -> SiteId {
        self.records[self.sets[set].first].site
    }

    /// A record's fields in the source, with the file.
    #[must_use]
    pub fn record_at(&self, record: RecordId) -> FileSpan {
        let record = &self.records[record];
        record.at.in_file(self.sites[record.site].file)
    }

    /// A record's last field in the source, with the file.
    #[must_use]
    pub fn target_at(&self, record: RecordId) -> FileSpan {
        let record = &self.records[record];
        record.target_at().in_file(self.sites[record.site].file)
    }

    /// Where the TTL of a set is written, unless a policy gave it.
    #[must_use]
    pub fn ttl_at(&self, set: SetId) -> Option<FileSpan> {
        self.sets[set].ttl_place.map(|place| self.ttl_places[place].at)
    }

    /// Whether the TTL of a set was written as a class of the policy: somebody chose it by its name.
    #[must_use]
    pub fn names_ttl_class(&self, set: SetId) -> bool {
        let place = self.sets[set].ttl_place;
        place.is_some_and(|place| self.ttl_places[place].spelling == TtlSpelling::Class)
    }

    /// All providers of the zone.
    #[must_use]
    pub fn all_providers(&self) -> ProviderSet {
        ProviderSet::first(self.providers.len())
    }

    /// The names of some providers, joined for a message: `aws and azure`.
    #[must_use]
    pub fn provider_names(&self, providers: ProviderSet) -> String {
        let names: Vec<_> = providers
            .positions()
            .filter_map(|position| self.providers.get(position))
            .map(|p| p.name.as_str())
            .collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hot_types_stay_small() {
        assert_eq!(size_of::<Record>(), 24);
        assert_eq!(size_of::<Site>(), 28);
        assert!(size_of::<RecordSet>() <= 44, "{}", size_of::<RecordSet>());
        assert!(size_of::<Node>() <= 16, "{}", size_of::<Node>());
    }

    #[test]
    fn provider_sets_count_by_position() {
        let both = ProviderSet::first(2);
        assert_eq!(both.positions().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(both.without(ProviderSet::one(0)), ProviderSet::one(1));
        assert!(ProviderSet::first(40).contains(31));
    }
}
