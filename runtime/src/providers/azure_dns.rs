//! The `azure-dns` provider: public zones of Azure DNS through Azure Resource Manager.
//!
//! Azure DNS writes one set at a time and has no transactions, so every write is guarded by the etag that the set
//! had when it was read, and a push goes in an order in which every state in between answers well ([`order`]).
//! Reading costs one call for each thousand sets, and one more where these are several. The interface is spoken directly: it is small,
//! and what a write may be repeated for is decided here ([`settle`]), not by a client library.
//!
//! Sets are written by the version 2018-05-01, which is generally available, and by 2023-07-01-preview where a type
//! needs it; [`read`] says by which they are read.

mod address;
mod arm;
mod examine;
mod explain;
mod limits;
mod order;
mod pinned;
mod place;
mod push;
mod read;
mod records;
mod refusal;
mod settings;
mod settle;
mod stamp;
mod token;
mod traffic;
mod transport;
mod waiting;
mod wanted;
mod zones;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use zonal_compiler::dns::name::Name;
use zonal_compiler::lower::azure_dns::CAPABILITIES;

use self::arm::Arm;
use self::place::{Group, Version};
use self::push::Push;
use self::read::{ReadZone, Reader};
use self::settings::Settings;
use self::settle::Writer;
use self::token::{Environment, Login};
use self::transport::{Https, Transport};
use self::waiting::Reading;
use self::zones::{Zone, Zones};
use crate::doctor::{Access, Finding};
use crate::error::Failure;
use crate::provider::{
    Atomicity, Capabilities, ChangeSet, Creation, Limits, LiveZone, Objection, Observer, Outcome, Provider,
    Sharing, Support, Types, Waits, ZoneIdentity,
};
use crate::providers::proxy::HttpsProxy;

/// The zones of one resource group.
#[derive(Debug)]
pub struct AzureDns {
    arm: Arm,
    group: Group,
    capabilities: Capabilities,
    /// Whether this cloud has been found to offer the stable version of the interface alone.
    is_stable_only: AtomicBool,
    /// What the last read of each zone was told of it, for the preflight that may follow.
    described: Mutex<BTreeMap<Name, Zone>>,
    /// The zones whose last read came in several pages.
    paged: Mutex<BTreeSet<Name>>,
}

impl AzureDns {
    /// The provider `name` with its settings; what they leave out is read from the environment.
    ///
    /// # Errors
    /// Fails for a setting that is missing or means nothing, and for an address that secrets must not go to.
    pub fn open(
        name: &str,
        settings: &BTreeMap<String, String>,
        variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let proxy = HttpsProxy::of(&variable)?;
        let settings = Settings::read(name, settings, Environment::new(variable))?;
        let https = Https::new(settings.answer_timeout, proxy.as_ref())?;
        let Group { subscription, name, .. } = &settings.group;
        let limits = self::limits::Limits::shared(subscription, name, &settings.account.caller());
        Ok(Self::with(Box::new(https), settings, limits))
    }

    /// What the token of the GitHub job that this runs in says, if it may ask for one.
    ///
    /// # Errors
    /// Fails if GitHub gives none.
    pub async fn job_token(
        audience: &str,
        variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Result<Option<Finding>, Failure> {
        let proxy = HttpsProxy::of(&variable)?;
        token::of_job(&Https::new(None, proxy.as_ref())?, audience, &Environment::new(variable)).await
    }

    fn with(transport: Box<dyn Transport>, settings: Settings, limits: limits::Limits) -> Self {
        let Settings { group, account, answer_timeout: _ } = settings;
        Self {
            arm: Arm::new(transport, Login::new(account), limits),
            group,
            capabilities: capabilities(),
            is_stable_only: AtomicBool::new(false),
            described: Mutex::default(),
            paged: Mutex::default(),
        }
    }

    fn version(&self) -> Version {
        if self.is_stable_only.load(Ordering::Relaxed) { Version::Stable } else { Version::Preview }
    }

    fn described(&self) -> MutexGuard<'_, BTreeMap<Name, Zone>> {
        self.described.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn paged(&self) -> MutexGuard<'_, BTreeSet<Name>> {
        self.paged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    const fn zones(&self) -> Zones<'_> {
        Zones { arm: &self.arm, group: &self.group }
    }
}

fn capabilities() -> Capabilities {
    let limit = |limit: Option<&zonal_compiler::lower::Limit>| limit.map(|limit| limit.value);
    let records = limit(CAPABILITIES.records_per_set.as_ref());
    let ttl = limit(CAPABILITIES.ttl_min.as_ref());
    Capabilities {
        types: Types::These(records::types().collect()),
        alias: Support::Yes,
        routing: Support::Yes,
        dnssec: Support::Yes,
        assigns_name_servers: Support::Yes,
        atomicity: Atomicity::Set,
        // The service says that a write is stored; that every reader sees it at once it does not say.
        read_lag: Duration::from_secs(30),
        limits: Limits {
            records_per_set: records.and_then(|most| usize::try_from(most).ok()),
            // Raised on request, so it is the zone itself that tells.
            sets_per_zone: None,
            least_ttl: ttl,
        },
    }
}

#[async_trait]
impl Provider for AzureDns {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn read(&self, zone: &Name, waits: &dyn Waits) -> Result<LiveZone, Failure> {
        let patience = Reading { zone, waits };
        let reader = Reader { arm: &self.arm, group: &self.group, patience: &patience };
        let ReadZone { mut live, version, described, is_snapshot } =
            reader.zone(zone, self.version()).await?;
        match is_snapshot {
            true => self.paged().remove(zone),
            false => self.paged().insert(zone.clone()),
        };
        self.is_stable_only.store(version == Version::Stable, Ordering::Relaxed);
        match described {
            Some(described) => drop(self.described().insert(zone.clone(), described)),
            None => drop(self.described().remove(zone)),
        }
        traffic::expand(&self.arm, &self.group, &mut live, &patience).await?;
        Ok(live)
    }

    async fn left_out(&self, live: &LiveZone, waits: &dyn Waits) -> Result<Option<String>, Failure> {
        if !self.paged().contains(&live.name) {
            return Ok(None);
        }
        let known = self.described().remove(&live.name);
        let described = match known {
            Some(known) => known,
            None => {
                let patience = Reading { zone: &live.name, waits };
                self.zones().get(&live.name, self.version(), &patience).await?
            }
        };
        let left_out = described.left_out(&live.version);
        self.described().insert(live.name.clone(), described);
        Ok(left_out)
    }

    async fn preflight(
        &self,
        changes: &ChangeSet<'_>,
        sharing: Sharing,
        waits: &dyn Waits,
    ) -> Result<Vec<Objection>, Failure> {
        let patience = Reading { zone: &changes.before.name, waits };
        let lowered = traffic::lower(&self.group, changes);
        let as_taken = ChangeSet { changes: &lowered.changes, ..*changes };
        let described = self.described().remove(&changes.before.name);
        let mut found =
            self.zones().preflight(&as_taken, sharing, self.version(), described, &patience).await?;
        found.extend(traffic::objections(&self.arm, &self.group, changes.before, &lowered, &patience).await?);
        Ok(found)
    }

    async fn apply(&self, changes: &ChangeSet<'_>, observer: &dyn Observer) -> Result<Outcome, Failure> {
        if changes.changes.is_empty() {
            return Ok(Outcome::NothingToDo);
        }
        let writer =
            Writer { arm: &self.arm, group: &self.group, zone: changes.before, version: self.version() };
        let lowered = traffic::lower(&self.group, changes);
        Push::new(writer, &lowered, observer, changes.changes).run(changes.changes).await
    }

    async fn identify(&self, zone: &Name) -> Result<ZoneIdentity, Failure> {
        self.zones().identify(zone).await
    }

    async fn create_zone(&self, zone: &Name) -> Result<Creation, Failure> {
        self.zones().create(zone).await
    }

    async fn examine(&self, _zones: &[Name]) -> Access {
        examine::access(&self.arm, &self.group).await
    }

    async fn examine_zone(&self, zone: &Name, _identity: &ZoneIdentity, _sharing: Sharing) -> Vec<Finding> {
        examine::zone(&self.arm, &self.group, zone).await
    }
}

#[cfg(test)]
mod tests;
