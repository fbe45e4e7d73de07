//! What the tests share: zones from text, and a runtime without threads.

use std::path::Path;
use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::zone::pattern::Pattern;
use zonal_runtime::deploy::Unwatched;
use zonal_runtime::desired::{DesiredSet, DesiredZone, Guards, IgnoreRule};
use zonal_runtime::error::Failure;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::{Plan, Providers, guards};
use zonal_runtime::provider::{LiveSet, LiveZone, Sharing, Version};
use zonal_runtime::providers::zonefile::{Zonefile, reader};
use zonal_runtime::record::{Origin, Place, RecordSet};
use zonal_runtime::watch::Nobody;

/// An SOA for zones that need one to be read.
pub const SOA: &str = "@ 3600 SOA ns1.example.net. hostmaster 1 7200 900 1209600 300\n";
pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// The sets of `example.com` from records in master file form, the SOA left out.
pub fn sets(records: &str) -> Vec<RecordSet> {
    let text = format!("$TTL 300\n{SOA}{records}");
    let file = reader::read_text(Path::new("t.zone"), text, &name("example.com"), Path::new(".")).unwrap();
    file.sets.into_iter().filter(|set| set.rtype != Rtype::SOA).collect()
}

/// Reads a text as the file of `example.com`.
pub fn read(text: &str) -> Result<reader::MasterFile, Failure> {
    reader::read_text(Path::new("example.com.zone"), text.to_owned(), &name("example.com"), Path::new("."))
}

/// The same, each record as one line of text.
pub fn lines(text: &str) -> Vec<String> {
    let file = read(text).unwrap_or_else(|failure| panic!("{failure}\n{:?}", failure.advice()));
    show(&file.sets)
}

/// Sets as lines of text, the SOA left out.
pub fn show(sets: &[RecordSet]) -> Vec<String> {
    let text = zonal_runtime::providers::zonefile::writer::write(&name("example.com"), sets);
    let lines = text.lines().filter(|line| !line.starts_with(';') && !line.contains(" IN SOA "));
    lines.map(str::to_owned).collect()
}

pub fn origin(line: u32) -> Origin {
    let place = Place { path: "zones.zonal".into(), line, column: 3, end_line: line, end_column: 9 };
    Origin { place, via: Vec::new() }
}

/// A desired zone `example.com` at provider `a`, with the n-th set on line n.
pub fn desired(records: &str) -> DesiredZone {
    let sets = sets(records).into_iter().zip(1..);
    DesiredZone {
        name: name("example.com"),
        provider: "a".to_owned(),
        sharing: Sharing::Alone,
        sets: sets.map(|(set, line)| DesiredSet { set, origins: vec![origin(line)] }).collect(),
        assigned: None,
        ignores: Vec::new(),
        healths: Vec::new(),
        negative: None,
        guards: Guards::default(),
    }
}

pub fn at(provider: &str, zone: &DesiredZone) -> Arc<DesiredZone> {
    Arc::new(DesiredZone { provider: provider.to_owned(), ..zone.clone() })
}

pub fn ignore(pattern: &str, types: &[Rtype]) -> IgnoreRule {
    let owners = Pattern::parse(pattern, &name("example.com")).unwrap();
    IgnoreRule { owners, types: types.to_vec(), reason: "someone else's".to_owned() }
}

/// A live zone `example.com` with an SOA.
pub fn live(records: &str) -> LiveZone {
    let text = format!("$TTL 300\n{SOA}{records}");
    let sets = read(&text).unwrap().sets;
    let managed = |set| LiveSet::managed(set, Version::default());
    LiveZone {
        name: name("example.com"),
        id: Box::default(),
        sets: sets.into_iter().map(managed).collect(),
        pinned_name_servers: Vec::new(),
        version: Version("v1".into()),
        notes: Vec::new(),
        write_notes: Vec::new(),
    }
}

pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// Zone file providers `a` and `b` in folders of those names.
pub fn providers(folder: &Path) -> Providers {
    ["a", "b"]
        .into_iter()
        .map(|name| (name.to_owned(), Arc::new(Zonefile::new(folder.join(name))) as Arc<_>))
        .collect()
}

pub fn plan(zones: &[Arc<DesiredZone>], providers: &Providers) -> Plan {
    run(Plan::make(zones.iter().cloned(), providers, &Nobody))
}

/// Plans and deploys, with no rule in the way.
pub fn deploy(zones: &[Arc<DesiredZone>], providers: &Providers) -> zonal_runtime::deploy::Report {
    let plan = plan(zones, providers);
    let approved = guards::approve(plan, providers, &Consent::default())
        .unwrap_or_else(|refused| panic!("{:?}", refused.refusals));
    run(zonal_runtime::deploy::deploy(&approved, providers, &Unwatched))
}
