//! What the program's own data answers for a name that some record points at.

use crate::dns::rtype::Rtype;
use crate::dns::{name, rdata};
use crate::source::FileSpan;
use crate::zone::names::Lookup;
use crate::zone::{NodeId, ProviderSet, RecordId};

use super::context::ZoneContext;

/// What one provider answers for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It has records at this name.
    Owned(NodeId),
    /// It has none, but the records of this wildcard answer (RFC 4592).
    Wildcard(NodeId),
    /// The name lies above others and has no records of its own (an empty non-terminal).
    Empty,
    /// The name does not exist.
    Missing,
    /// Somebody else answers, or it cannot be known: below a delegation or a DNAME, under an `ignore`, or where
    /// a statement was in error.
    Elsewhere,
}

/// A name that lies in a zone of the program.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The zone that is authoritative for it.
    pub context: ZoneContext<'a>,
    /// Whether that is the zone of the record that points here.
    pub own: bool,
    wire: &'a [u8],
    lookup: Lookup,
}

impl<'a> ZoneContext<'a> {
    /// Looks up a name in wire form in the program's zones; none if it is in none of them, or is the root.
    #[must_use]
    pub fn target(&self, wire: &'a [u8]) -> Option<Target<'a>> {
        let position = self.program.zone_of(wire)?;
        let context = self.program.context(position)?;
        let lookup = context.zone.names.find(wire);
        let in_zone = lookup != Lookup::OutOfZone;
        in_zone.then_some(Target { context, own: position == self.position, wire, lookup })
    }
}

impl<'a> ZoneContext<'a> {
    /// Looks up the target of a record in the program's zones, as [`ZoneContext::target`] does.
    #[must_use]
    pub fn target_of(&self, rtype: Rtype, record: RecordId) -> Option<Target<'a>> {
        let lookup = self.structure.target(record);
        if lookup == Lookup::OutOfZone && self.program.zones.len() == 1 {
            return None;
        }
        let wire = rdata::target(rtype, self.zone.rdata(record))?;
        if lookup == Lookup::OutOfZone || self.program.has_nested_zones() {
            return self.target(wire);
        }
        Some(Target { context: *self, own: true, wire, lookup })
    }
}

impl Target<'_> {
    /// The name in wire form.
    #[must_use]
    pub const fn wire(&self) -> &[u8] {
        self.wire
    }

    /// The name's place in its zone's tree, if it is there.
    #[must_use]
    pub const fn node(&self) -> Option<NodeId> {
        match self.lookup {
            Lookup::Found(node) => Some(node),
            Lookup::Absent { .. } | Lookup::OutOfZone => None,
        }
    }

    /// What the tree of the zone's names says.
    #[must_use]
    pub const fn lookup(&self) -> Lookup {
        self.lookup
    }

    /// The label that the name has more than a name above it, if that is just one.
    #[must_use]
    pub fn single_label_below(&self, above: NodeId) -> Option<&[u8]> {
        let mut labels = name::labels(self.wire);
        let label = labels.next()?;
        let depth = self.context.zone.names.ancestors(above).count() + self.context.zone.name.label_count();
        (labels.count() == depth).then_some(label)
    }

    /// The providers, of the record's own zone and out of `providers`, for which the answer is bad. Which
    /// provider of another zone is asked nobody knows, so there the answer has to be bad for all of them.
    #[must_use]
    pub fn failing(&self, providers: ProviderSet, bad: impl Fn(Answer, ProviderSet) -> bool) -> ProviderSet {
        let fails = |&position: &usize| bad(self.answer(position), ProviderSet::one(position));
        if self.own {
            return providers
                .positions()
                .filter(fails)
                .fold(ProviderSet::EMPTY, |all, position| all.union(ProviderSet::one(position)));
        }
        let everywhere = self.context.zone.all_providers().positions().all(|position| fails(&position));
        if everywhere { providers } else { ProviderSet::EMPTY }
    }

    /// What the provider at a position of the name's zone answers.
    #[must_use]
    pub fn answer(&self, provider: usize) -> Answer {
        let one = ProviderSet::one(provider);
        let (zone, structure) = (self.context.zone, self.context.structure);
        let nearest = match self.lookup {
            Lookup::Found(node) | Lookup::Absent { encloser: node } => node,
            Lookup::OutOfZone => return Answer::Elsewhere,
        };
        if structure.delegated(nearest).overlaps(one) || self.is_redirected(nearest, one) {
            return Answer::Elsewhere;
        }
        if let Lookup::Found(node) = self.lookup {
            if self.owns_data(node, one) {
                return Answer::Owned(node);
            }
            if node == zone.names.apex() {
                return Answer::Owned(node);
            }
        }
        if self.is_uncertain(one) {
            return Answer::Elsewhere;
        }
        if let Lookup::Found(node) = self.lookup
            && structure.data_below(zone, node).overlaps(one)
        {
            return Answer::Empty;
        }
        self.by_wildcard(nearest, one)
    }

    fn is_redirected(&self, nearest: NodeId, one: ProviderSet) -> bool {
        let at_encloser = match self.lookup {
            Lookup::Absent { encloser } => self.context.providers_with(encloser, &[Rtype::DNAME]),
            Lookup::Found(_) | Lookup::OutOfZone => ProviderSet::EMPTY,
        };
        self.context.structure.redirected(nearest).union(at_encloser).overlaps(one)
    }

    fn owns_data(&self, node: NodeId, one: ProviderSet) -> bool {
        self.context.zone.sets_at(node).any(|set| self.context.set(set).providers.overlaps(one))
    }

    /// Whether records may stand here that the model does not have.
    fn is_uncertain(&self, one: ProviderSet) -> bool {
        let zone = self.context.zone;
        let hidden = match self.lookup {
            Lookup::Found(node) => zone.gaps.may_hide(node),
            Lookup::Absent { .. } | Lookup::OutOfZone => zone.gaps.may_hide_anything(),
        };
        hidden || zone.ignores.iter().any(|i| i.providers.overlaps(one) && i.pattern.matches(self.wire))
    }

    /// The wildcard directly below the closest name that exists for a provider answers (RFC 4592 section 3.3.1).
    fn by_wildcard(&self, nearest: NodeId, one: ProviderSet) -> Answer {
        let zone = self.context.zone;
        let start = match self.lookup {
            Lookup::Found(node) => zone.names.parent(node).unwrap_or(node),
            Lookup::Absent { .. } | Lookup::OutOfZone => nearest,
        };
        let exists = |&node: &NodeId| {
            node == zone.names.apex()
                || self.owns_data(node, one)
                || self.context.structure.data_below(zone, node).overlaps(one)
        };
        let mut upwards = std::iter::once(start).chain(zone.names.ancestors(start));
        let encloser = upwards.find(exists).unwrap_or(zone.names.apex());
        match zone.names.child(encloser, b"*") {
            Some(wildcard) if self.owns_data(wildcard, one) => Answer::Wildcard(wildcard),
            Some(wildcard) if zone.gaps.may_hide(wildcard) => Answer::Elsewhere,
            Some(_) | None => Answer::Missing,
        }
    }

    /// Whether an answer with records holds one of these types.
    #[must_use]
    pub fn has(&self, answer: Answer, types: &[Rtype], one: ProviderSet) -> bool {
        match answer {
            Answer::Owned(node) | Answer::Wildcard(node) => {
                self.context.providers_with(node, types).overlaps(one)
            }
            Answer::Empty | Answer::Missing | Answer::Elsewhere => false,
        }
    }

    /// The providers out of `providers` for which the name is an alias, with the place of the CNAME.
    #[must_use]
    pub fn cname(&self, providers: ProviderSet) -> Option<(ProviderSet, FileSpan)> {
        let failing = self.failing(providers, |answer, one| self.has(answer, &[Rtype::CNAME], one));
        let asked = if self.own { failing } else { self.context.zone.all_providers() };
        let provider = asked.positions().next().filter(|_| !failing.is_empty())?;
        let (Answer::Owned(node) | Answer::Wildcard(node)) = self.answer(provider) else { return None };
        let set = self.context.set_at(node, Rtype::CNAME, ProviderSet::one(provider))?;
        let zone = self.context.zone;
        Some((failing, zone.sites[zone.site_of(set)].type_at()))
    }

    /// Whether a set of one of these types may stand at the name without being in the model.
    #[must_use]
    pub fn may_hide(&self, types: &[Rtype], one: ProviderSet) -> bool {
        let zone = self.context.zone;
        let hidden = self.node().is_some_and(|node| zone.gaps.may_hide(node));
        let ignored = zone.ignores.iter().any(|ignore| {
            ignore.providers.overlaps(one)
                && (ignore.types.is_empty() || types.iter().any(|rtype| ignore.types.contains(rtype)))
                && ignore.pattern.matches(self.wire)
        });
        hidden || ignored
    }
}
