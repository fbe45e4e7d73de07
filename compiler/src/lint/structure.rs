//! What follows from the tree of a zone's names: where other zones take over, and where there is data below.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::dns::name;
use crate::dns::rdata::target;
use crate::dns::rtype::Rtype;
use crate::zone::names::Lookup;
use crate::zone::{NodeId, ProviderSet, RecordId, SetId, Zone};

/// What the tree of a zone's names says about each of them.
#[derive(Debug)]
pub struct Structure {
    /// By name: the providers for which a delegation stands at or above it. Empty in a zone without delegations.
    delegated: Vec<ProviderSet>,
    /// By name: the providers for which a DNAME stands above it. Empty in a zone without DNAME.
    redirected: Vec<ProviderSet>,
    /// The names in this zone that a delegation gives as name servers.
    glue: FxHashSet<NodeId>,
    /// By record: where its target is in the tree, packed.
    targets: Vec<Packed>,
    data_below: OnceLock<Vec<ProviderSet>>,
}

impl Structure {
    /// Looks at every set once, and at every name if there are delegations.
    #[must_use]
    pub fn new(zone: &Zone) -> Self {
        let mut cuts = Vec::new();
        let mut dnames = Vec::new();
        let mut glue = FxHashSet::default();
        let mut targets = Vec::new();
        for (id, set) in zone.sets.iter_ids() {
            if POINTING.contains(&set.rtype) {
                look_up_targets(zone, id, &mut targets);
            }
            if set.rtype == Rtype::DNAME {
                dnames.push((set.owner, set.providers));
            } else if set.rtype == Rtype::NS && set.owner != zone.names.apex() {
                cuts.push((set.owner, set.providers));
                glue.extend(zone.records_of(id).filter_map(|record| name_server(zone, zone.rdata(record))));
            }
        }
        let delegated = spread(zone, &cuts);
        let mut redirected = spread(zone, &dnames);
        exclude_own(zone, &mut redirected);
        Self { delegated, redirected, glue, targets, data_below: OnceLock::new() }
    }

    /// The providers for which a delegation stands at a name or above it.
    #[must_use]
    pub fn delegated(&self, node: NodeId) -> ProviderSet {
        self.delegated.get(node.index()).copied().unwrap_or_default()
    }

    /// The providers for which a DNAME stands above a name.
    #[must_use]
    pub fn redirected(&self, node: NodeId) -> ProviderSet {
        self.redirected.get(node.index()).copied().unwrap_or_default()
    }

    /// Whether the zone delegates anything.
    #[must_use]
    pub fn has_delegations(&self) -> bool {
        !self.delegated.is_empty()
    }

    /// Whether a delegation names this as a name server, so that its addresses are glue.
    #[must_use]
    pub fn is_glue(&self, node: NodeId) -> bool {
        self.glue.contains(&node)
    }

    /// Where the target of a record is in the zone's tree, for the types that [`POINTING`] lists.
    #[must_use]
    pub fn target(&self, record: RecordId) -> Lookup {
        self.targets.get(record.index()).map_or(Lookup::OutOfZone, |packed| packed.unpack())
    }

    /// The providers for which some name below this one owns data. Looks at every name on first use.
    #[must_use]
    pub fn data_below(&self, zone: &Zone, node: NodeId) -> ProviderSet {
        let below = self.data_below.get_or_init(|| data_below(zone));
        below.get(node.index()).copied().unwrap_or_default()
    }
}

/// The types whose targets several rules look up, so that it is done once.
const POINTING: [Rtype; 4] = [Rtype::CNAME, Rtype::MX, Rtype::SRV, Rtype::NS];

/// A [`Lookup`] in four bytes: nothing for a name outside, else the name with a bit for being there itself.
#[derive(Debug, Clone, Copy, Default)]
struct Packed(u32);

impl Packed {
    const fn new(lookup: Lookup) -> Self {
        match lookup {
            Lookup::OutOfZone => Self(0),
            Lookup::Found(node) => Self((node.raw() + 1) << 1 | 1),
            Lookup::Absent { encloser } => Self((encloser.raw() + 1) << 1),
        }
    }

    const fn unpack(self) -> Lookup {
        let Some(node) = (self.0 >> 1).checked_sub(1) else { return Lookup::OutOfZone };
        let node = NodeId::from_raw(node);
        if self.0 & 1 == 1 { Lookup::Found(node) } else { Lookup::Absent { encloser: node } }
    }
}

fn look_up_targets(zone: &Zone, set: SetId, targets: &mut Vec<Packed>) {
    for record in zone.records_of(set) {
        let Some(name) = target(zone.sets[set].rtype, zone.rdata(record)) else { continue };
        let found = Packed::new(zone.names.find(name));
        if found.0 == 0 {
            continue;
        }
        if targets.is_empty() {
            targets.resize(zone.records.len(), Packed::default());
        }
        if let Some(slot) = targets.get_mut(record.index()) {
            *slot = found;
        }
    }
}

fn name_server(zone: &Zone, name: &[u8]) -> Option<NodeId> {
    match zone.names.find(name) {
        Lookup::Found(node) if name::is_wire(name) => Some(node),
        Lookup::Found(_) | Lookup::Absent { .. } | Lookup::OutOfZone => None,
    }
}

/// Hands what holds at some names down to every name below them. Parents come before children in the tree.
fn spread(zone: &Zone, starts: &[(NodeId, ProviderSet)]) -> Vec<ProviderSet> {
    if starts.is_empty() {
        return Vec::new();
    }
    let mut by_name = vec![ProviderSet::EMPTY; zone.names.len()];
    for &(node, providers) in starts {
        join(&mut by_name, node, providers);
    }
    for node in zone.names.iter() {
        if let Some(above) = zone.names.parent(node).and_then(|parent| by_name.get(parent.index()).copied()) {
            join(&mut by_name, node, above);
        }
    }
    by_name
}

/// Leaves to each name what holds above it alone. Children come after parents, so the last goes first.
fn exclude_own(zone: &Zone, by_name: &mut [ProviderSet]) {
    let above: Vec<_> = by_name.to_vec();
    for (node, slot) in zone.names.iter().zip(by_name) {
        let parent = zone.names.parent(node);
        *slot = parent.and_then(|parent| above.get(parent.index()).copied()).unwrap_or_default();
    }
}

fn data_below(zone: &Zone) -> Vec<ProviderSet> {
    let mut below = vec![ProviderSet::EMPTY; zone.names.len()];
    let nodes: Vec<_> = zone.names.iter().collect();
    for node in nodes.into_iter().rev() {
        let Some(parent) = zone.names.parent(node) else { continue };
        let own = zone.sets_at(node).map(|set| zone.sets[set].providers);
        let here = below.get(node.index()).copied().unwrap_or_default();
        join(&mut below, parent, own.fold(here, ProviderSet::union));
    }
    below
}

fn join(by_name: &mut [ProviderSet], node: NodeId, providers: ProviderSet) {
    if let Some(slot) = by_name.get_mut(node.index()) {
        *slot = slot.union(providers);
    }
}
