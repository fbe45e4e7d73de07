//! The provider against an Azure that lives in memory, under a clock that runs as fast as it can.

mod fake;
mod faults;
mod login;
mod pages;
mod rates;
mod whole_zones;
mod wire;
mod writes;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use self::fake::Fake;
use super::*;
use crate::desired::{DesiredSet, DesiredZone, Guards};
use crate::diff::{Change, diff};
use crate::provider::{Progress, Request, Settled, Unobserved};
use crate::record::RecordSet;

fn zone() -> Name {
    Name::parse("example.com").unwrap()
}

/// The provider on a fake, logged in by a client secret.
fn provider(fake: &Fake) -> AzureDns {
    provider_with(
        fake,
        &[("AZURE_TENANT_ID", "tenant"), ("AZURE_CLIENT_ID", "client"), ("AZURE_CLIENT_SECRET", "hunter2")],
    )
}

fn provider_with(fake: &Fake, variables: &[(&str, &str)]) -> AzureDns {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let settings = [("subscription", "s"), ("resource-group", "rg")];
    let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let environment = Environment::new(move |name| variables.get(name).cloned());
    let settings = Settings::read("azure", &settings, environment).unwrap();
    AzureDns::with(Box::new(fake.clone()), settings, limits::Limits::alone())
}

fn a(owner: &str, last: u8) -> RecordSet {
    RecordSet::new(Name::parse(owner).unwrap(), Rtype::A, 300, vec![Box::new([192, 0, 2, last])])
}

fn cname(owner: &str, target: &str) -> RecordSet {
    let target = Name::parse(target).unwrap();
    RecordSet::new(Name::parse(owner).unwrap(), Rtype::CNAME, 300, vec![target.wire().into()])
}

fn desired(sets: Vec<RecordSet>) -> DesiredZone {
    DesiredZone {
        name: zone(),
        provider: "azure".to_owned(),
        sets: sets.into_iter().map(|set| DesiredSet { set, origins: Vec::new() }).collect(),
        assigned: None,
        negative: None,
        ignores: Vec::new(),
        healths: Vec::new(),
        guards: Guards::default(),
        sharing: Sharing::Alone,
    }
}

/// What a push told its observer.
#[derive(Debug, Default)]
struct Journal {
    lines: Mutex<Vec<String>>,
    longest_wait: Mutex<std::time::Duration>,
    is_interrupted: AtomicBool,
    /// Interrupts once so many sets are written.
    interrupt_after: Option<usize>,
}

impl Journal {
    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

impl Observer for Journal {
    fn sending(&self, request: &Request<'_>) -> Result<(), Failure> {
        let sets: Vec<String> = request.sets.iter().map(ToString::to_string).collect();
        self.lines.lock().unwrap().push(format!("sending {} {}", request.number, sets.join(", ")));
        Ok(())
    }

    fn settled(&self, request: &Request<'_>, fate: Settled) -> Result<(), Failure> {
        self.lines.lock().unwrap().push(format!("settled {} {fate:?}", request.number));
        Ok(())
    }

    fn progress(&self, _zone: &Name, progress: Progress) {
        if self.interrupt_after.is_some_and(|after| progress.done >= after) {
            self.is_interrupted.store(true, Ordering::SeqCst);
        }
        let mut longest = self.longest_wait.lock().unwrap();
        *longest = (*longest).max(progress.waiting.unwrap_or_default());
    }

    fn is_interrupted(&self) -> bool {
        self.is_interrupted.load(Ordering::SeqCst)
    }
}

/// Reads, compares and writes, as a deploy does.
async fn push(provider: &AzureDns, wanted: Vec<RecordSet>, journal: &Journal) -> Result<Outcome, Failure> {
    let live = provider.read(&zone(), &Unobserved).await.unwrap();
    push_over(provider, &live, wanted, journal).await
}

async fn push_over(
    provider: &AzureDns,
    live: &LiveZone,
    wanted: Vec<RecordSet>,
    journal: &Journal,
) -> Result<Outcome, Failure> {
    let desired = desired(wanted);
    let changes: Vec<Change> = diff(&desired, live).changes;
    let changes = ChangeSet { before: live, desired: &desired, changes: &changes };
    provider.apply(&changes, journal).await
}

fn soa_record() -> serde_json::Value {
    json!({
        "host": "ns1-01.azure-dns.com.", "email": "azuredns-hostmaster.microsoft.com", "serialNumber": 1,
        "refreshTime": 3600, "retryTime": 300, "expireTime": 2_419_200, "minimumTTL": 300,
    })
}
