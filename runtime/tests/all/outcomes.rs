//! Deploys to providers that misbehave: what they say counts for nothing, what they hold counts.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use zonal_compiler::dns::name::Name;
use zonal_compiler::lower::ProviderKind;
use zonal_runtime::deploy::Report;
use zonal_runtime::diff::{Change, apply};
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::plan::Providers;
use zonal_runtime::provider::{
    Capabilities, ChangeSet, Creation, LiveSet, LiveZone, Observer, Outcome, Provider, Support, Types,
    Version, Waits, ZoneIdentity,
};
use zonal_runtime::providers;
use zonal_runtime::providers::Opening;

use crate::support::{at, deploy, desired, live};

/// A provider in memory that does a part of what it is told and says something about it.
struct Double {
    capabilities: Capabilities,
    zone: Mutex<LiveZone>,
    /// How many of the changes it carries out.
    does: usize,
    says: fn() -> Result<Outcome, Failure>,
    breaks_after_write: bool,
}

fn trouble() -> Failure {
    Failure::new(FailureKind::Unavailable, "the connection was reset")
}

#[async_trait::async_trait]
impl Provider for Double {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn read(&self, _zone: &Name, _waits: &dyn Waits) -> Result<LiveZone, Failure> {
        let zone = self.zone.lock().unwrap().clone();
        if self.breaks_after_write && &*zone.version.0 == "written" { Err(trouble()) } else { Ok(zone) }
    }

    async fn apply(&self, changes: &ChangeSet<'_>, _observer: &dyn Observer) -> Result<Outcome, Failure> {
        let mut zone = self.zone.lock().unwrap();
        let done: &[Change] = &changes.changes[..self.does.min(changes.changes.len())];
        let sets = apply(zone.sets.drain(..).map(|live| live.set), done);
        zone.sets = sets.into_iter().map(|set| LiveSet::managed(set, Version::default())).collect();
        zone.version = Version("written".into());
        (self.says)()
    }

    async fn identify(&self, _zone: &Name) -> Result<ZoneIdentity, Failure> {
        Err(trouble())
    }

    async fn create_zone(&self, _zone: &Name) -> Result<Creation, Failure> {
        Err(trouble())
    }
}

/// Deploys three changes to a double, then to another that works.
fn run(does: usize, says: fn() -> Result<Outcome, Failure>, breaks_after_write: bool) -> Report {
    let double = |does, says, breaks_after_write| -> Arc<dyn Provider> {
        Arc::new(Double {
            capabilities: Capabilities {
                types: Types::Every,
                assigns_name_servers: Support::Yes,
                ..Capabilities::default()
            },
            zone: Mutex::new(live("@ NS ns1\nold A 192.0.2.1\nw A 192.0.2.1\n")),
            does,
            says,
            breaks_after_write,
        })
    };
    let applied: fn() -> Result<Outcome, Failure> = || Ok(Outcome::Applied);
    let providers: Providers =
        [("a", double(does, says, breaks_after_write)), ("b", double(3, applied, false))]
            .map(|(name, it)| (name.to_owned(), it))
            .into();
    let want = desired("@ NS ns1\nnew A 192.0.2.1\nw A 192.0.2.2\n");
    deploy(&[at("a", &want), at("b", &want)], &providers)
}

fn statuses(report: &Report) -> [String; 2] {
    [0, 1].map(|at| report.zones[at].status.to_string())
}

const STOPPED: &str = "not started: the zone did not end confirmed at provider `a`";

#[test]
fn an_unknown_outcome_is_settled_by_reading() {
    let unknown = || Ok(Outcome::Unknown { error: trouble() });
    assert_eq!(statuses(&run(3, unknown, false)), ["done", "done"]);
    let none = run(0, unknown, false);
    assert_eq!(
        statuses(&none),
        ["not confirmed, 3 sets are not as they shall be: the connection was reset", STOPPED]
    );
}

#[test]
fn a_partial_write_says_what_is_left_and_stops_the_line() {
    let partial = || Ok(Outcome::Partial { done: Vec::new(), pending: Vec::new(), error: trouble() });
    let report = run(1, partial, false);
    assert_eq!(
        statuses(&report),
        ["not confirmed, 2 sets are not as they shall be: the connection was reset", STOPPED]
    );
}

#[test]
fn a_provider_that_says_done_and_is_not_is_not_believed() {
    let report = run(2, || Ok(Outcome::Applied), false);
    assert_eq!(
        statuses(&report),
        [
            "not confirmed, 1 set is not as it shall be: the provider took the changes, but does not have them",
            STOPPED
        ]
    );
}

#[test]
fn a_zone_that_cannot_be_read_again_is_not_confirmed() {
    let report = run(3, || Ok(Outcome::Applied), true);
    assert_eq!(
        statuses(&report),
        ["not confirmed: the zone cannot be read again: the connection was reset", STOPPED]
    );
}

#[test]
fn a_failure_before_the_write_says_that_nothing_was_written() {
    let report = run(0, || Err(trouble()), false);
    assert_eq!(statuses(&report), ["failed, nothing written: the connection was reset", STOPPED]);
}

#[test]
fn providers_are_opened_by_kind() {
    let open = |kind: ProviderKind, settings: &[(&str, &str)]| {
        let settings: BTreeMap<String, String> =
            settings.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
        let ids = BTreeMap::new();
        providers::open("p", kind, Opening { settings: &settings, root: Path::new("/ws"), ids: &ids })
    };
    assert!(open(ProviderKind::Zonefile, &[("directory", "zones")]).is_ok());
    let missing = open(ProviderKind::Zonefile, &[]).map(drop).unwrap_err();
    assert_eq!(missing.to_string(), "provider `p` has no `directory`");
}
