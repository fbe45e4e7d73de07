//! The plan: what a deploy would change, zone by zone and provider by provider, and what forbids it.

mod between;
pub mod consent;
pub mod danger;
pub mod document;
pub mod guards;
mod name_servers;
pub mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};

use self::name_servers::Read;
use crate::desired::DesiredZone;
use crate::diff::{Change, Diff, diff};
use crate::error::{Failure, FailureKind};
use crate::provider::{ChangeSet, LiveZone, Objection, Provider, Waits};
use crate::watch::{Reads, Watch};

/// The providers of a program by their names in the source.
pub type Providers = BTreeMap<String, Arc<dyn Provider>>;

/// How many zones are asked for at the same time; what a provider allows, its own limits see to.
const AT_ONCE: usize = 32;

/// How often a zone is read that changes meanwhile.
const READS: usize = 3;

/// What a deploy would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// One entry for each zone and provider, in the order in which they were given.
    pub zones: Vec<ZonePlan>,
}

/// What a deploy would do to one zone at one provider.
#[derive(Debug)]
pub struct ZonePlan {
    /// The zone as it shall be.
    pub desired: Arc<DesiredZone>,
    /// The zone as it was read, and the difference; or why it could not be read.
    pub state: Result<Compared, Failure>,
}

/// A live zone and its difference from the desired one.
#[derive(Debug)]
pub struct Compared {
    /// The zone as it was read. Its version guards the write.
    pub live: LiveZone,
    /// What is to be done.
    pub diff: Diff,
    /// What the provider has against it.
    pub objections: Vec<Objection>,
}

/// How many record sets a plan touches, and in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sets that come.
    pub creates: usize,
    /// Sets that change, TTL-only changes among them.
    pub updates: usize,
    /// Updates that change nothing but the TTL.
    pub ttl_only: usize,
    /// Sets that go.
    pub deletes: usize,
    /// Managed sets that stay as they are.
    pub unchanged: usize,
    /// Sets that are not Zonal's.
    pub left_alone: usize,
}

impl Plan {
    /// Reads every zone at its provider, compares, and asks the providers what stands against the differences. A zone
    /// that cannot be read is an entry of its own and hides no other.
    pub async fn make(
        desired: impl IntoIterator<Item = Arc<DesiredZone>>,
        providers: &Providers,
        watch: &dyn Watch,
    ) -> Self {
        let mut reads = Self::read(desired, providers, watch).await;
        name_servers::hold_back(&mut reads);
        let compared = reads.into_iter().map(|Read { desired, live }| async move {
            let state = match live {
                Ok(live) => examined(&desired, live, providers, watch).await,
                Err(failure) => Err(failure),
            };
            ZonePlan { desired, state }
        });
        Self { zones: stream::iter(compared).buffered(AT_ONCE).collect().await }
    }

    /// Reads every zone at its provider and compares, by requests that anybody may send who may read the zones. Such a
    /// plan tells of drift; it is not to be pushed.
    pub async fn observe(
        desired: impl IntoIterator<Item = Arc<DesiredZone>>,
        providers: &Providers,
        watch: &dyn Watch,
    ) -> Self {
        let reads = Self::read(desired, providers, watch).await.into_iter();
        let compared = reads.map(|Read { desired, live }| {
            let state =
                live.map(|live| Compared { diff: diff(&desired, &live), live, objections: Vec::new() });
            ZonePlan { desired, state }
        });
        Self { zones: compared.collect() }
    }

    async fn read(
        desired: impl IntoIterator<Item = Arc<DesiredZone>>,
        providers: &Providers,
        watch: &dyn Watch,
    ) -> Vec<Read> {
        let desired = desired.into_iter().map(name_servers::without_providers_own);
        let reads = desired.map(|desired| async move {
            let live = read(&desired, providers, watch).await;
            Read { desired, live }
        });
        let mut reads: Vec<Read> = stream::iter(reads).buffered(AT_ONCE).collect().await;
        refuse_twins(&mut reads);
        name_servers::verify(&mut reads, providers).await;
        reads
    }

    /// Whether every zone was read and none differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zones.iter().all(|zone| {
            zone.state
                .as_ref()
                .is_ok_and(|state| state.diff.changes.is_empty() && state.diff.conflicts.is_empty())
        })
    }

    /// The zones that could not be read, with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&ZonePlan, &Failure)> {
        self.zones.iter().filter_map(|zone| zone.state.as_ref().err().map(|failure| (zone, failure)))
    }

    /// What the plan touches, by provider and over all zones.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&str, Counts> {
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        for zone in &self.zones {
            counts.entry(&zone.desired.provider).or_default().add(zone.counts());
        }
        counts
    }
}

impl ZonePlan {
    /// The changes; none where the zone could not be read.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        self.state.as_ref().map_or(&[], |state| &state.diff.changes)
    }

    /// What the plan touches in this zone.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let Ok(state) = &self.state else { return Counts::default() };
        let mut counts = Counts {
            unchanged: state.diff.unchanged,
            left_alone: state.diff.left_alone.len(),
            ..Counts::default()
        };
        for change in &state.diff.changes {
            match change {
                Change::Create(_) => counts.creates += 1,
                Change::Update { .. } => counts.updates += 1,
                Change::Delete(_) => counts.deletes += 1,
            }
            counts.ttl_only += usize::from(change.is_ttl_only());
        }
        counts
    }
}

impl Counts {
    /// The sets that come, change or go.
    #[must_use]
    pub const fn changed(self) -> usize {
        self.creates + self.updates + self.deletes
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.add(other);
        self
    }

    fn add(&mut self, other: Self) {
        self.creates += other.creates;
        self.updates += other.updates;
        self.ttl_only += other.ttl_only;
        self.deletes += other.deletes;
        self.unchanged += other.unchanged;
        self.left_alone += other.left_alone;
    }
}

async fn read(desired: &DesiredZone, providers: &Providers, watch: &dyn Watch) -> Result<LiveZone, Failure> {
    let waits = Reads { watch, provider: &desired.provider };
    read_whole(desired, crate::providers::named(&desired.provider, providers)?, &waits).await
}

/// Reads a zone, again if a difference may be but what a page has left out.
pub(crate) async fn read_whole(
    desired: &DesiredZone,
    provider: &dyn Provider,
    waits: &dyn Waits,
) -> Result<LiveZone, Failure> {
    let mut why = String::new();
    for _ in 0..READS {
        let live = provider.read(&desired.name, waits).await?;
        if diff(desired, &live).changes.is_empty() {
            return Ok(live);
        }
        match provider.left_out(&live, waits).await? {
            Some(left_out) => why = left_out,
            None => return Ok(live),
        }
    }
    let what = format!("{} changes while it is read, {READS} times in a row: {why}", desired.name.undotted());
    Err(Failure::new(FailureKind::Unavailable, what).help("wait until nobody else writes to it"))
}

/// Fails a zone that two providers name and that is one and the same: each would take away what is the other's alone.
fn refuse_twins(reads: &mut [Read]) {
    for of_zone in reads.chunk_by_mut(|a, b| a.desired.name == b.desired.name) {
        let mut seen: Vec<(String, String)> = Vec::new();
        for read in of_zone {
            let Some(id) = read.live.as_ref().ok().map(|live| live.id.to_ascii_lowercase()) else { continue };
            if id.is_empty() {
                continue;
            }
            if let Some((first, _)) = seen.iter().find(|(_, known)| *known == id) {
                let (zone, here) = (read.desired.name.undotted(), &read.desired.provider);
                let what = format!("{zone} at `{here}` is the zone that `{first}` has too: {id}");
                let help = "serve the zone by one of them, or make a zone of its own for the other";
                read.live = Err(Failure::new(FailureKind::Data, what).help(help));
            } else {
                seen.push((read.desired.provider.clone(), id));
            }
        }
    }
}

/// Compares a zone with the live one, and asks the provider what stands against the difference.
async fn examined(
    desired: &DesiredZone,
    live: LiveZone,
    providers: &Providers,
    watch: &dyn Watch,
) -> Result<Compared, Failure> {
    let diff = diff(desired, &live);
    let objections = if diff.changes.is_empty() {
        Vec::new()
    } else {
        let provider = crate::providers::named(&desired.provider, providers)?;
        let changes = ChangeSet { before: &live, desired, changes: &diff.changes };
        let waits = Reads { watch, provider: &desired.provider };
        provider.preflight(&changes, desired.sharing, &waits).await?
    };
    Ok(Compared { live, diff, objections })
}
