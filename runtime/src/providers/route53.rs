//! The `route53` provider: public hosted zones of Amazon Route 53.
//!
//! A read is one request to find the zone and one for every 300 record sets. A write is a sequence of batches that
//! are applied wholly or not at all, each of which deletes sets exactly as they were listed and creates them as
//! they shall be. So nothing is overwritten that was not seen, at no greater cost than overwriting it.
//!
//! Its user or role needs `route53:ListHostedZonesByName` or, with an identifier in `zonal.lock`,
//! `route53:GetHostedZone`; `route53:ListResourceRecordSets` to plan; `route53:ChangeResourceRecordSets`,
//! `route53:GetChange`, `route53:GetHostedZoneLimit` and, for a zone that other providers serve too,
//! `route53:GetDNSSEC` to deploy; `route53:ListHealthChecks`, `route53:GetAccountLimit` and `route53:CreateHealthCheck` for
//! health checks, and `route53:ChangeTagsForResource` to name them; `route53:CreateHostedZone` for new zones.

mod apply;
mod batch;
mod client;
mod elements;
mod errors;
mod examine;
#[cfg(test)]
mod fixtures;
mod health;
mod listed;
mod names;
mod order;
mod pace;
mod preflight;
mod read;
mod refusal;
mod room;
mod routing;
mod set;
mod settings;
mod settle;
mod signable;
mod transport;
mod value;
mod wait;
mod zones;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Mutex;
use zonal_compiler::dns::name::Name;
use zonal_compiler::lower;

use self::client::Account;
use self::room::Room;
use self::settings::Settings;
use crate::doctor::{Access, Finding};
use crate::error::Failure;
use crate::provider::{
    Atomicity, Capabilities, ChangeSet, Creation, Limits, LiveZone, Objection, Observer, Outcome, Provider,
    Sharing, Support, Types, Waits, ZoneIdentity,
};

/// The record sets of one zone, unless AWS was asked for more
/// (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>).
const SETS_PER_ZONE: usize = 10_000;

/// An AWS account as one provider of a source reaches it.
#[derive(Debug)]
pub struct Route53 {
    account: Account,
    ids: BTreeMap<Name, String>,
    capabilities: Capabilities,
    /// How many record sets hosted zones may hold, as far as that was asked.
    quotas: Lock<BTreeMap<Box<str>, usize>>,
    /// Route 53 takes in one change of a zone at a time.
    writing: Lock<BTreeMap<Box<str>, Arc<Mutex<()>>>>,
}

impl Route53 {
    /// A provider by its settings and the identifiers of its hosted zones as far as they are known. Nothing is
    /// asked of AWS yet.
    ///
    /// # Errors
    /// Fails for settings that cannot be meant.
    pub fn new(
        name: &str,
        settings: &BTreeMap<String, String>,
        ids: &BTreeMap<Name, String>,
    ) -> Result<Self, Failure> {
        let account = Account::new(Settings::read(name, settings, |name| std::env::var(name).ok())?);
        Ok(Self {
            account,
            ids: ids.clone(),
            capabilities: capabilities(),
            quotas: Lock::default(),
            writing: Lock::default(),
        })
    }

    fn id(&self, zone: &Name) -> Option<&str> {
        self.ids.get(zone).map(String::as_str)
    }

    /// The room in a zone, if its quota was asked for.
    fn room(&self, zone: &LiveZone) -> Option<Room> {
        let quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
        quotas.get(&zone.id).map(|most| Room { now: zone.sets.len(), most: *most })
    }

    fn writer(&self, hosted_zone: &str) -> Arc<Mutex<()>> {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(writing.entry(hosted_zone.into()).or_default())
    }
}

fn capabilities() -> Capabilities {
    let known = &lower::route53::CAPABILITIES;
    let types = match known.types {
        lower::Types::Any => Types::Every,
        lower::Types::Only(types) => Types::These(types.iter().copied().collect()),
    };
    Capabilities {
        types,
        alias: Support::Yes,
        routing: Support::Yes,
        dnssec: Support::Yes,
        assigns_name_servers: Support::Yes,
        atomicity: Atomicity::Batch,
        // A listing has every change that was accepted, also if it is not served yet.
        read_lag: Duration::ZERO,
        limits: Limits {
            records_per_set: known.records_per_set.and_then(|limit| usize::try_from(limit.value).ok()),
            sets_per_zone: Some(SETS_PER_ZONE),
            least_ttl: None,
        },
    }
}

#[async_trait]
impl Provider for Route53 {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn read(&self, zone: &Name, _waits: &dyn Waits) -> Result<LiveZone, Failure> {
        read::read(&self.account, zone, self.id(zone)).await
    }

    async fn preflight(
        &self,
        changes: &ChangeSet<'_>,
        sharing: Sharing,
        _waits: &dyn Waits,
    ) -> Result<Vec<Objection>, Failure> {
        let stands = preflight::objections(&self.account, changes, sharing).await?;
        if let Some(room) = stands.room {
            let mut quotas = self.quotas.lock().unwrap_or_else(PoisonError::into_inner);
            quotas.insert(changes.before.id.clone(), room.most);
        }
        Ok(stands.objections)
    }

    async fn apply(&self, changes: &ChangeSet<'_>, observer: &dyn Observer) -> Result<Outcome, Failure> {
        let writer = self.writer(&changes.before.id);
        let _alone = writer.lock().await;
        apply::apply(&self.account, changes, self.room(changes.before), observer).await
    }

    async fn identify(&self, zone: &Name) -> Result<ZoneIdentity, Failure> {
        zones::identify(&self.account, zone, self.id(zone)).await
    }

    async fn create_zone(&self, zone: &Name) -> Result<Creation, Failure> {
        zones::create(&self.account, zone, self.id(zone)).await
    }

    async fn examine(&self, zones: &[Name]) -> Access {
        let finds_by_name = zones.iter().any(|zone| self.id(zone).is_none());
        examine::access(&self.account, finds_by_name).await
    }

    async fn examine_zone(&self, zone: &Name, identity: &ZoneIdentity, sharing: Sharing) -> Vec<Finding> {
        examine::zone(&self.account, zone, &identity.id, sharing).await
    }
}
