//! The zone that the source wants a provider to serve.

mod compiled;
mod health;
mod probe;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::zone::pattern::Pattern;

pub use self::compiled::compiled;
pub use self::health::{HealthCheck, HealthMark, Protocol};
pub use self::probe::{Monitor, NoProbe, Probe};
use crate::provider::Sharing;
use crate::record::{Origin, RecordSet};

/// A record set together with the statements that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredSet {
    /// The set.
    pub set: RecordSet,
    /// The statements, in source order; several where statements join into one set.
    pub origins: Vec<Origin>,
}

/// Everything one provider shall serve for one zone.
///
/// The apex NS set is the union of all providers' name servers and stands among `sets`; if it is absent the
/// live one is left alone. The SOA stands among `sets` only where the source writes one; its serial is never
/// compared and never taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesiredZone {
    /// The zone's name.
    pub name: Name,
    /// The name of the provider as the source has it.
    pub provider: String,
    /// Whether other providers answer for the zone too.
    pub sharing: Sharing,
    /// The sets in any order, each identity once.
    pub sets: Vec<DesiredSet>,
    /// Where the apex NS set comes from, if it is the union of what all providers assign.
    pub assigned: Option<AssignedNameServers>,
    /// The records that someone else owns.
    pub ignores: Vec<IgnoreRule>,
    /// The health checks that its routes refer to.
    pub healths: Vec<HealthCheck>,
    /// For how long absence may be cached, if all providers of the zone shall agree on it.
    pub negative: Option<NegativeCaching>,
    /// The zone's safety rules.
    pub guards: Guards,
}

impl DesiredZone {
    /// Whether a record set is left to someone else.
    #[must_use]
    pub fn ignores(&self, owner: &Name, rtype: Rtype) -> Option<&IgnoreRule> {
        self.ignores.iter().find(|rule| rule.covers(owner, rtype))
    }
}

/// The name servers that the providers of a zone assign to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedNameServers {
    /// Every provider of the zone, with the name servers that are known of it; none if none are.
    pub providers: Vec<(String, Vec<Name>)>,
    /// The TTL of the NS set, in seconds.
    pub ttl: u32,
    /// What asks for the set.
    pub origin: Origin,
    /// Whose business the live set is.
    pub keeper: Keeper,
}

/// Whose business the live NS set at an apex is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// The zone's only provider's: the names are its own, and nobody asks for another TTL.
    Provider,
    /// The source's.
    Source,
}

impl AssignedNameServers {
    /// The NS set of a zone at its apex, if the name servers of every provider are known. A part of the union would
    /// take away servers that answer.
    #[must_use]
    pub fn set(&self, zone: &Name) -> Option<DesiredSet> {
        let every_one_known = self.providers.iter().all(|(_, names)| !names.is_empty());
        let names = self.providers.iter().flat_map(|(_, names)| names);
        let rdata: Vec<Box<[u8]>> = names.map(|name| name.wire().into()).collect();
        (every_one_known && !rdata.is_empty()).then(|| DesiredSet {
            set: RecordSet::new(zone.clone(), Rtype::NS, self.ttl, rdata),
            origins: vec![self.origin.clone()],
        })
    }
}

/// For how long it may be cached that a name or a type is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NegativeCaching {
    /// Seconds.
    pub seconds: u32,
    /// What asks for it.
    pub origin: Origin,
}

/// Records that are never changed and never drift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreRule {
    /// The owners.
    pub owners: Pattern,
    /// The types; every type where this is empty.
    pub types: Vec<Rtype>,
    /// Who owns them, in the source's words.
    pub reason: String,
}

impl IgnoreRule {
    /// Whether the rule speaks of this owner and type.
    #[must_use]
    pub fn covers(&self, owner: &Name, rtype: Rtype) -> bool {
        (self.types.is_empty() || self.types.contains(&rtype)) && self.owners.matches(owner.wire())
    }
}

/// The safety rules that a zone's policies set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guards {
    /// The largest part of a live zone that one plan may change.
    pub max_change: Option<Percent>,
    /// The number of sets that one plan may update.
    pub max_updates: Option<u32>,
    /// The number of sets that one plan may delete.
    pub max_deletes: Option<u32>,
    /// The types whose records change only with consent.
    pub confirm: Vec<Rtype>,
}

/// A whole number of hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl Percent {
    /// This part of a whole, rounded up.
    #[must_use]
    pub fn of(self, whole: usize) -> usize {
        let part = (whole as u128 * u128::from(self.0)).div_ceil(100);
        usize::try_from(part).unwrap_or(usize::MAX)
    }
}
