//! Zones as a whole: who they are, how full they are, and making one.

use serde::Deserialize;
use serde_json::json;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::arm::{Arm, Trouble};
use super::explain::{Deed, Doing};
use super::place::{Group, Version};
use super::read::{Count, garbled};
use super::refusal::Class;
use super::transport::{Lost, Sent};
use super::waiting::{self, Patience, Quietly};
use crate::diff::Change;
use crate::error::Failure;
use crate::provider::{self, ChangeSet, Creation, Objection, Sharing, ZoneIdentity};

/// How often a zone is asked for again whose making got no answer.
const TRIES: usize = 4;

/// A zone as Azure describes it.
#[derive(Debug, Deserialize)]
pub(super) struct Zone {
    #[serde(default)]
    properties: Properties,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Properties {
    max_number_of_record_sets: Option<u64>,
    number_of_record_sets: Option<u64>,
    name_servers: Option<Vec<String>>,
    /// Only the preview version tells of them.
    signing_keys: Option<Vec<serde_json::Value>>,
}

/// The zones of a resource group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zones<'a> {
    pub(super) arm: &'a Arm,
    pub(super) group: &'a Group,
}

impl Zones<'_> {
    /// A zone's description.
    pub(super) async fn get(
        &self,
        zone: &Name,
        version: Version,
        patience: &dyn Patience,
    ) -> Result<Zone, Failure> {
        let doing = Doing { group: self.group, zone, deed: Deed::ReadZone };
        let ask = self.group.zone(zone, version);
        let answer = self.arm.read(&ask, patience).await.map_err(|trouble| doing.failure(trouble))?;
        serde_json::from_slice(&answer.body).map_err(|error| garbled(zone, &error.to_string()))
    }

    /// Who a zone is.
    pub(super) async fn identify(&self, zone: &Name) -> Result<ZoneIdentity, Failure> {
        Ok(self.identity(zone, &self.get(zone, Version::Stable, &Quietly).await?))
    }

    fn identity(&self, zone: &Name, described: &Zone) -> ZoneIdentity {
        ZoneIdentity { id: self.group.zone_id(zone), name_servers: described.name_servers() }
    }

    /// Makes a zone, or finds the one that is there.
    pub(super) async fn create(&self, zone: &Name) -> Result<Creation, Failure> {
        // Zones belong to no region; Resource Manager wants one all the same.
        let body = json!({ "location": "global" });
        let ask = self.group.new_zone(zone, &body);
        let doing = Doing { group: self.group, zone, deed: Deed::CreateZone };
        let mut delays = waiting::backoff(TRIES);
        loop {
            let trouble = match self.arm.exchange(&ask, None, &Quietly).await {
                Ok(answer) => {
                    let made = serde_json::from_slice::<Zone>(&answer.body).ok();
                    let made = made.filter(|made| !made.name_servers().is_empty());
                    return match made {
                        Some(made) => Ok(Creation::Created(self.identity(zone, &made))),
                        None => self.identify(zone).await.map(Creation::Created),
                    };
                }
                Err(trouble) => trouble,
            };
            let class = match &trouble {
                Trouble::Refused(refusal) => Some(refusal.class()),
                Trouble::Lost(Lost { sent: Sent::Perhaps, .. }) => Some(Class::Broken),
                Trouble::Lost(_) | Trouble::Halted(_) => None,
            };
            match class {
                Some(Class::Precondition) => return self.identify(zone).await.map(Creation::Existed),
                Some(Class::Broken) => {}
                Some(_) | None => return Err(doing.failure(trouble)),
            }
            // Nobody knows whether it was made. Making it again is safe: if it was, the guard says so.
            let Some(delay) = delays.next() else { return Err(doing.failure(trouble)) };
            tokio::time::sleep(delay).await;
        }
    }

    /// What stands against a change set that the zone's description tells, which may have been asked for already.
    pub(super) async fn preflight(
        &self,
        changes: &ChangeSet<'_>,
        sharing: Sharing,
        version: Version,
        described: Option<Zone>,
        patience: &dyn Patience,
    ) -> Result<Vec<Objection>, Failure> {
        let described = match described {
            Some(described) => described,
            None => self.get(&changes.before.name, version, patience).await?,
        };
        let found = [
            described.moved(changes),
            described.quota(changes),
            described.name_servers_kept(changes),
            described.signed(changes, sharing),
        ];
        Ok(found.into_iter().flatten().collect())
    }
}

impl Zone {
    /// How many sets it holds, if it tells.
    pub(super) fn sets(&self) -> Option<usize> {
        self.properties.number_of_record_sets.and_then(|sets| usize::try_from(sets).ok())
    }

    /// The name servers that Azure assigned to it.
    pub(super) fn name_servers(&self) -> Vec<Name> {
        let names = self.properties.name_servers.as_deref().unwrap_or_default();
        names.iter().filter_map(|name| Name::parse(name).ok()).collect()
    }

    /// Says so if it holds another number of sets than a read found.
    pub(super) fn left_out(&self, read: &provider::Version) -> Option<String> {
        let Count(read) = Count::of(read)?;
        let holds = self.sets().filter(|holds| *holds != read)?;
        Some(format!("it holds {holds} sets, and {read} were read"))
    }

    /// The zone holds another number of sets than were read of it.
    fn moved(&self, changes: &ChangeSet<'_>) -> Option<Objection> {
        let why = self.left_out(&changes.before.version)?;
        let what = format!("{} moved while it was read: {why}", changes.before.name.undotted());
        let help = "run it again once nobody else writes to it".to_owned();
        Some(Objection { what, help, sets: Vec::new() })
    }

    /// The new sets do not fit in. They come before others go.
    fn quota(&self, changes: &ChangeSet<'_>) -> Option<Objection> {
        let (most, holds) =
            (self.properties.max_number_of_record_sets?, self.properties.number_of_record_sets?);
        let is_new = |change: &&Change| matches!(change, Change::Create(_));
        let new = u64::try_from(changes.changes.iter().filter(is_new).count()).ok()?;
        if new == 0 || holds.saturating_add(new) <= most {
            return None;
        }
        let zone = changes.before.name.undotted();
        let what = format!("{zone} may hold {most} sets: it has {holds}, and {new} would be added");
        let help = "delete sets first, or have Azure's support raise the limit".to_owned();
        Some(Objection { what, help, sets: Vec::new() })
    }

    /// The apex NS set would lack a name server that Azure does not let go of.
    fn name_servers_kept(&self, changes: &ChangeSet<'_>) -> Option<Objection> {
        let zone = &changes.before.name;
        let after = changes.changes.iter().filter_map(Change::after);
        let apex = after.map(|after| &after.set).find(|set| set.is_at_apex(zone, Rtype::NS))?;
        let is_kept = |server: &Name| {
            apex.rdata.iter().any(|rdata| **rdata == *server.wire())
                || changes.before.pinned_name_servers.contains(server)
        };
        let missing = self.name_servers().into_iter().find(|server| !is_kept(server))?;
        let what = format!("the name servers of {} would lack {missing}, which is Azure's", zone.undotted());
        let help = format!("name it in the zone: `nameservers …, {missing}`");
        Some(Objection { what, help, sets: vec![apex.key()] })
    }

    /// A zone that Azure signs cannot be at other providers too: nobody else can sign with its keys.
    fn signed(&self, changes: &ChangeSet<'_>, sharing: Sharing) -> Option<Objection> {
        let keys = self.properties.signing_keys.as_deref().unwrap_or_default();
        if keys.is_empty() || sharing == Sharing::Alone {
            return None;
        }
        let zone = changes.before.name.undotted();
        let what =
            format!("Azure DNS signs {zone} with keys of its own, and other providers answer for it too");
        let help = "turn its signing off at Azure, after the DS records at the parent are gone; or leave the zone to Azure DNS alone".to_owned();
        Some(Objection { what, help, sets: Vec::new() })
    }
}
