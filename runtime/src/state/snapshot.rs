//! What stood before a deploy: every set that was Zonal's to change, exact enough to be put back.

use std::path::Path;

use serde::{Deserialize, Serialize};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::desired::{DesiredSet, DesiredZone, Keeper};
use crate::error::{Failure, FailureKind};
use crate::plan::document::SetDocument;
use crate::plan::{Plan, ZonePlan};
use crate::provider::Standing;

/// The version of the form.
const VERSION: u32 = 1;

/// The zones of a plan as they stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    version: u32,
    /// The zones at their providers.
    pub zones: Vec<SnapshotZone>,
}

/// One zone at one provider as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotZone {
    /// The zone's name without its final dot.
    pub zone: String,
    /// The provider's name in the source.
    pub provider: String,
    /// The provider's own identifier of the zone; empty where it has none.
    pub id: String,
    /// Its managed sets.
    pub sets: Vec<SetDocument>,
}

impl Snapshot {
    /// What stands in the zones that a plan changes.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let changed = plan.zones.iter().filter(|zone| !zone.changes().is_empty());
        Self { version: VERSION, zones: changed.filter_map(SnapshotZone::of).collect() }
    }

    /// The snapshot as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        // A document of strings and numbers has nothing that JSON could not say.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Reads a snapshot; `path` is where it came from.
    ///
    /// # Errors
    /// Fails for what is no snapshot of this version.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let read: Self = serde_json::from_str(text).map_err(|error| {
            Failure::new(FailureKind::Data, format!("this is no snapshot: {error}")).at(path)
        })?;
        if read.version != VERSION {
            let what =
                format!("this snapshot has form {}, and this Zonal knows form {VERSION}", read.version);
            return Err(Failure::new(FailureKind::Data, what).at(path));
        }
        Ok(read)
    }

    /// How a zone stood at its provider, if the snapshot has it.
    #[must_use]
    pub fn of_zone(&self, zone: &DesiredZone) -> Option<&SnapshotZone> {
        self.zones.iter().find(|stood| stood.is_of(zone))
    }

    /// The zone as it shall be if it goes back to what stood; its rules are those of the source, and so are the name
    /// servers of a zone at several providers, which would else send resolvers to a part of them. `None` if the snapshot
    /// does not have it.
    ///
    /// # Errors
    /// Fails for a set that makes no sense.
    pub fn taken_back(&self, zone: &DesiredZone) -> Result<Option<DesiredZone>, Failure> {
        let Some(stood) = self.of_zone(zone) else { return Ok(None) };
        let set = |document: &SetDocument| {
            let set = document.set().map_err(|error| {
                Failure::new(FailureKind::Data, format!("the snapshot cannot be understood: {error}"))
            })?;
            Ok(DesiredSet { set, origins: Vec::new() })
        };
        let mut sets: Vec<DesiredSet> = stood.sets.iter().map(set).collect::<Result<_, Failure>>()?;
        if zone.assigned.as_ref().is_some_and(|assigned| assigned.keeper == Keeper::Source) {
            let is_apex_ns = |set: &DesiredSet| set.set.is_at_apex(&zone.name, Rtype::NS);
            sets.retain(|set| !is_apex_ns(set));
            sets.extend(zone.sets.iter().filter(|set| is_apex_ns(set)).cloned());
        }
        Ok(Some(DesiredZone { sets, ..zone.clone() }))
    }
}

impl SnapshotZone {
    /// Whether it is this zone at its provider.
    #[must_use]
    pub fn is_of(&self, zone: &DesiredZone) -> bool {
        self.provider == zone.provider
            && Name::parse_master_file(self.zone.as_bytes()).is_ok_and(|name| name == zone.name)
    }

    fn of(plan: &ZonePlan) -> Option<Self> {
        let live = &plan.state.as_ref().ok()?.live;
        let managed = live.sets.iter().filter(|live| live.standing == Standing::Managed);
        Some(Self {
            zone: plan.desired.name.undotted().to_string(),
            provider: plan.desired.provider.clone(),
            id: live.id.to_string(),
            sets: managed.map(|live| SetDocument::new(&live.set)).collect(),
        })
    }
}
