//! What a rule may look at.

use rustc_hash::FxHashMap;

use crate::dns::name::Name;
use crate::dns::rtype::Rtype;
use crate::source::{FileSpan, Sources};
use crate::zone::names::Lookup;
use crate::zone::{NodeId, ProviderSet, RecordSet, SetId, Zone};

/// Everything that was declared and evaluated.
pub struct Program<'a> {
    /// The source files.
    pub sources: &'a Sources,
    /// The zones, in source order.
    pub zones: &'a [Zone],
    /// Top-level and inner `let` names that nothing reads.
    pub unused_variables: &'a [FileSpan],
    /// Templates that nothing includes.
    pub unused_templates: &'a [FileSpan],
    by_name: FxHashMap<&'a Name, usize>,
}

impl<'a> Program<'a> {
    /// Gathers what the rules look at.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        zones: &'a [Zone],
        unused_variables: &'a [FileSpan],
        unused_templates: &'a [FileSpan],
    ) -> Self {
        let by_name = zones.iter().enumerate().map(|(position, zone)| (&zone.name, position)).collect();
        Self { sources, zones, unused_variables, unused_templates, by_name }
    }

    /// The zone of this program that is authoritative for a name: the one with the longest name above it.
    #[must_use]
    pub fn zone_of(&self, name: &Name) -> Option<&'a Zone> {
        let mut candidate = Some(name.clone());
        while let Some(name) = candidate {
            if let Some(zone) = self.by_name.get(&name).and_then(|&position| self.zones.get(position)) {
                return Some(zone);
            }
            candidate = name.parent();
        }
        None
    }
}

/// One zone among the others.
pub struct ZoneContext<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// The program that it is part of.
    pub program: &'a Program<'a>,
}

/// What the data of a zone says about a name for some providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The name owns sets of these types for every provider asked about.
    Types(Vec<Rtype>),
    /// The name is below a delegation, so another zone answers.
    Delegated,
    /// The name exists, without data of its own (an empty non-terminal).
    Empty,
    /// A wildcard answers for it with these types.
    Wildcard(Vec<Rtype>),
    /// Nothing answers for it.
    Missing,
    /// The name is not in this zone.
    OutOfZone,
}

impl<'a> ZoneContext<'a> {
    /// The set.
    #[must_use]
    pub fn set(&self, set: SetId) -> &'a RecordSet {
        &self.zone.sets[set]
    }

    /// The owner name of a set as people write it, without a final dot.
    #[must_use]
    pub fn owner(&self, set: SetId) -> String {
        self.zone.names.name(self.set(set).owner).undotted().to_string()
    }

    /// The first set of a type at an owner that some of these providers have.
    #[must_use]
    pub fn set_at(&self, owner: NodeId, rtype: Rtype, providers: ProviderSet) -> Option<SetId> {
        self.zone.sets_at(owner).find(|&set| {
            let set = self.set(set);
            set.rtype == rtype && set.providers.overlaps(providers)
        })
    }

    /// The delegation at or above a name, the apex's NS not counted, as one of these providers sees it.
    #[must_use]
    pub fn delegation_at_or_above(&self, node: NodeId, providers: ProviderSet) -> Option<SetId> {
        let names = &self.zone.names;
        let below_apex =
            std::iter::once(node).chain(names.ancestors(node)).filter(|&node| node != names.apex());
        below_apex.filter_map(|node| self.set_at(node, Rtype::NS, providers)).last()
    }

    /// What this zone's own data answers for a name, for the providers given.
    #[must_use]
    pub fn answer(&self, wire: &[u8], providers: ProviderSet) -> Answer {
        match self.zone.names.find(wire) {
            Lookup::OutOfZone => Answer::OutOfZone,
            Lookup::Found(node) => {
                if self.delegation_at_or_above(node, providers).is_some() {
                    return Answer::Delegated;
                }
                let types = self.types_at(node, providers);
                if !types.is_empty() {
                    return Answer::Types(types);
                }
                if self.zone.names.ancestors(node).next().is_none() {
                    return Answer::Empty;
                }
                self.covered_by_wildcard(node, providers)
            }
            Lookup::Absent { encloser } => {
                if self.delegation_at_or_above(encloser, providers).is_some() {
                    return Answer::Delegated;
                }
                match self.wildcard_below(encloser, providers) {
                    Some(types) => Answer::Wildcard(types),
                    None => Answer::Missing,
                }
            }
        }
    }

    /// A name of the tree that owns nothing for these providers either lies above data (and is empty), or
    /// exists for other providers alone.
    fn covered_by_wildcard(&self, node: NodeId, providers: ProviderSet) -> Answer {
        if self.has_data_below(node, providers) {
            return Answer::Empty;
        }
        let parent = self.zone.names.parent(node).unwrap_or(node);
        self.wildcard_below(parent, providers).map_or(Answer::Missing, Answer::Wildcard)
    }

    fn wildcard_below(&self, encloser: NodeId, providers: ProviderSet) -> Option<Vec<Rtype>> {
        let wildcard = self.zone.names.child(encloser, b"*")?;
        let types = self.types_at(wildcard, providers);
        (!types.is_empty()).then_some(types)
    }

    /// The types that a name owns for at least one of these providers.
    #[must_use]
    pub fn types_at(&self, node: NodeId, providers: ProviderSet) -> Vec<Rtype> {
        let sets = self.zone.sets_at(node).map(|set| self.set(set));
        let mut types: Vec<_> =
            sets.filter(|set| set.providers.overlaps(providers)).map(|set| set.rtype).collect();
        types.dedup();
        types
    }

    /// Whether some name below owns data for one of these providers. Walks the whole tree: for rare questions.
    fn has_data_below(&self, node: NodeId, providers: ProviderSet) -> bool {
        let names = &self.zone.names;
        names.iter().any(|other| {
            !self.types_at(other, providers).is_empty() && names.ancestors(other).any(|above| above == node)
        })
    }
}
