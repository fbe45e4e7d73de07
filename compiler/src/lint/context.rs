//! What a rule may look at.

use rustc_hash::FxHashMap;

use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::eval::HealthCheck;
use crate::source::{FileSpan, Sources};
use crate::zone::{NodeId, ProviderSet, RecordSet, SetId, Zone};

use super::structure::Structure;

/// Everything that was declared and evaluated.
pub struct Program<'a> {
    /// The source files.
    pub sources: &'a Sources,
    /// The zones, in source order.
    pub zones: &'a [Zone],
    /// The health checks, in source order.
    pub healths: &'a [HealthCheck],
    /// Top-level and inner `let` names that nothing reads.
    pub unused_variables: &'a [FileSpan],
    /// Templates that nothing includes.
    pub unused_templates: &'a [FileSpan],
    structures: Vec<Structure>,
    by_name: FxHashMap<&'a [u8], usize>,
    has_nested_zones: bool,
}

impl<'a> Program<'a> {
    /// Gathers what the rules look at.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        zones: &'a [Zone],
        healths: &'a [HealthCheck],
        unused_variables: &'a [FileSpan],
        unused_templates: &'a [FileSpan],
    ) -> Self {
        let by_name = zones.iter().enumerate().map(|(position, zone)| (zone.name.wire(), position)).collect();
        let structures = zones.iter().map(Structure::new).collect();
        let mut program = Self {
            sources,
            zones,
            healths,
            unused_variables,
            unused_templates,
            structures,
            by_name,
            has_nested_zones: false,
        };
        program.has_nested_zones = zones.iter().any(|zone| {
            name::parent(zone.name.wire()).is_some_and(|parent| program.zone_of(parent).is_some())
        });
        program
    }

    /// Whether some zone lies below another.
    #[must_use]
    pub const fn has_nested_zones(&self) -> bool {
        self.has_nested_zones
    }

    /// Every zone with what surrounds it.
    pub fn contexts(&self) -> impl Iterator<Item = ZoneContext<'_>> {
        (0..self.zones.len()).filter_map(|position| self.context(position))
    }

    /// One zone with what surrounds it, by its position in [`Program::zones`].
    #[must_use]
    pub fn context(&self, position: usize) -> Option<ZoneContext<'_>> {
        let (zone, structure) = (self.zones.get(position)?, self.structures.get(position)?);
        Some(ZoneContext { zone, program: self, position, structure })
    }

    /// The position of the zone of this program that is authoritative for a name in wire form: of those whose
    /// name stands above it, the one with the longest.
    #[must_use]
    pub fn zone_of(&self, name: &[u8]) -> Option<usize> {
        if let [only] = self.zones {
            return name::is_within(name, only.name.wire()).then_some(0);
        }
        let mut candidate = Some(name);
        while let Some(name) = candidate {
            if let Some(&position) = self.by_name.get(name) {
                return Some(position);
            }
            candidate = name::parent(name);
        }
        None
    }
}

/// One zone among the others.
#[derive(Clone, Copy)]
pub struct ZoneContext<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// The program that it is part of.
    pub program: &'a Program<'a>,
    /// Its position in [`Program::zones`].
    pub position: usize,
    /// What was found out about the tree of its names.
    pub structure: &'a Structure,
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
        self.name(self.set(set).owner)
    }

    /// A name of the zone's tree as people write it, without a final dot.
    #[must_use]
    pub fn name(&self, node: NodeId) -> String {
        self.zone.names.name(node).unicode().to_string()
    }

    /// The source text under a span.
    #[must_use]
    pub fn text(&self, at: FileSpan) -> &'a str {
        self.program.sources.text(at)
    }

    /// The providers for which a name owns a set of one of these types.
    #[must_use]
    pub fn providers_with(&self, node: NodeId, types: &[Rtype]) -> ProviderSet {
        let sets = self.zone.sets_at(node).map(|set| self.set(set));
        sets.filter(|set| types.contains(&set.rtype))
            .fold(ProviderSet::EMPTY, |all, set| all.union(set.providers))
    }

    /// The providers of a set that answer for it: those for which no delegation stands at or above its owner.
    #[must_use]
    pub fn authoritative(&self, set: SetId) -> ProviderSet {
        let set = self.set(set);
        set.providers.without(self.structure.delegated(set.owner))
    }

    /// The first set of a type at an owner that some of these providers have.
    #[must_use]
    pub fn set_at(&self, owner: NodeId, rtype: Rtype, providers: ProviderSet) -> Option<SetId> {
        self.zone.sets_at(owner).find(|&set| {
            let set = self.set(set);
            set.rtype == rtype && set.providers.overlaps(providers)
        })
    }

    /// The A set that the `ALIAS` statement of an AAAA set made too: of the two, one finding says enough.
    #[must_use]
    pub fn alias_half(&self, aaaa: SetId) -> Option<SetId> {
        let entry = self.set(aaaa);
        let statement = |set: SetId| {
            let site = self.zone.sites[self.zone.site_of(set)];
            (site.type_at(), site.frame)
        };
        entry.alias.filter(|_| entry.rtype == Rtype::AAAA)?;
        self.zone.sets_at(entry.owner).find(|&other| {
            let a = self.set(other);
            a.rtype == Rtype::A && a.providers == entry.providers && statement(other) == statement(aaaa)
        })
    }

    /// The highest delegation at or above a name as one of these providers sees it; the apex's NS are none.
    #[must_use]
    pub fn delegation_at_or_above(&self, node: NodeId, providers: ProviderSet) -> Option<SetId> {
        let names = &self.zone.names;
        let below_apex =
            std::iter::once(node).chain(names.ancestors(node)).filter(|&node| node != names.apex());
        below_apex.filter_map(|node| self.set_at(node, Rtype::NS, providers)).last()
    }

    /// The names of some providers for the end of a message, ` for aws and azure`; nothing if they are all of
    /// the zone's.
    #[must_use]
    pub fn for_providers(&self, providers: ProviderSet) -> String {
        if providers == self.zone.all_providers() {
            return String::new();
        }
        format!(" for {}", self.zone.provider_names(providers))
    }
}

/// A name in wire form as people write it, without a final dot.
#[must_use]
pub fn show(wire: &[u8]) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = name::write_unicode(wire, &mut text);
    text
}
