//! What a deploy needs and may lack: credentials, rights, a right clock, zones, name servers, and a delegation to them.
//!
//! Everything is tried by requests that change nothing. Whether a login may write is therefore not tried.

#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod clock;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub mod delegation;
pub mod editor;
pub mod token;

use std::collections::BTreeSet;

use zonal_compiler::dns::name::Name;

use crate::error::Failure;
use crate::provider::{Provider, Sharing, ZoneIdentity};
use crate::workspace::{FACTS_FILE, Facts};

#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub(crate) use self::clock::against;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub topic: Topic,
    /// The provider, by its name in the source, if it is about one.
    pub provider: Option<String>,
    /// The zone, if it is about one.
    pub zone: Option<Name>,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found, in one line.
    pub what: String,
    /// What mends it.
    pub help: Option<String>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What the source says of a provider.
    Settings,
    /// Who logs in, by which means.
    Credentials,
    /// This machine's clock.
    Clock,
    /// What the login may do.
    Rights,
    /// Whether a zone is there, once.
    Zone,
    /// The name servers that a provider assigned.
    NameServers,
    /// What the parent zone says.
    Delegation,
    /// What a pipeline's token says.
    Token,
    /// The editor's extension.
    Editor,
}

impl Topic {
    /// Its stable name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Credentials => "credentials",
            Self::Clock => "clock",
            Self::Rights => "rights",
            Self::Zone => "zone",
            Self::NameServers => "name-servers",
            Self::Delegation => "delegation",
            Self::Token => "token",
            Self::Editor => "editor",
        }
    }
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// It cannot be told, or need not be as it should yet.
    Doubtful,
    /// A deploy would not do, or the world would not see, what the source says.
    Bad,
}

impl Verdict {
    /// Its stable name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Doubtful => "warning",
            Self::Bad => "problem",
        }
    }
}

impl Finding {
    /// A finding that is about nothing in particular yet.
    #[must_use]
    pub fn new(topic: Topic, verdict: Verdict, what: impl Into<String>) -> Self {
        Self { topic, provider: None, zone: None, verdict, what: what.into(), help: None }
    }

    /// Something that went wrong.
    #[must_use]
    pub fn failed(topic: Topic, verdict: Verdict, failure: &Failure) -> Self {
        Self { help: failure.advice().map(str::to_owned), ..Self::new(topic, verdict, failure.to_string()) }
    }

    /// Says what mends it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the provider.
    #[must_use]
    pub fn at(mut self, provider: &str) -> Self {
        self.provider = Some(provider.to_owned());
        self
    }

    /// Names the zone.
    #[must_use]
    pub fn of(mut self, zone: &Name) -> Self {
        self.zone = Some(zone.clone());
        self
    }
}

/// What was found of a login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The findings, in the order in which they were made.
    pub findings: Vec<Finding>,
    /// Whether there is any use in asking for more.
    pub goes_on: bool,
}

impl Access {
    /// An end: this is what stands against everything else.
    #[must_use]
    pub fn ends(mut findings: Vec<Finding>, with: Finding) -> Self {
        findings.push(with);
        Self { findings, goes_on: false }
    }
}

/// A zone at a provider, as far as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The zone.
    pub zone: Name,
    /// What the provider says of it.
    pub identity: ZoneIdentity,
}

/// Looks at a provider and at the zones that shall be there.
pub async fn provider(
    name: &str,
    provider: &dyn Provider,
    zones: &[(Name, Sharing)],
    facts: &Facts,
) -> (Vec<Finding>, Vec<Located>) {
    let names: Vec<Name> = zones.iter().map(|(zone, _)| zone.clone()).collect();
    let Access { mut findings, goes_on } = provider.examine(&names).await;
    let mut located = Vec::new();
    if goes_on {
        for (zone, sharing) in zones {
            let (found, identity) = at(name, provider, zone, *sharing, facts).await;
            findings.extend(found.into_iter().map(|finding| finding.of(zone)));
            located.extend(identity.map(|identity| Located { zone: zone.clone(), identity }));
        }
    }
    (findings.into_iter().map(|finding| finding.at(name)).collect(), located)
}

async fn at(
    name: &str,
    provider: &dyn Provider,
    zone: &Name,
    sharing: Sharing,
    facts: &Facts,
) -> (Vec<Finding>, Option<ZoneIdentity>) {
    let identity = match provider.identify(zone).await {
        Ok(identity) => identity,
        Err(failure) => return (vec![Finding::failed(Topic::Zone, Verdict::Bad, &failure)], None),
    };
    let mut findings = Vec::new();
    if !identity.id.is_empty() {
        findings.push(Finding::new(Topic::Zone, Verdict::Fine, format!("is there: {}", identity.id)));
    }
    findings.extend(provider.examine_zone(zone, &identity, sharing).await);
    if !identity.name_servers.is_empty() {
        findings.push(locked(name, zone, &identity, facts));
    }
    (findings, Some(identity))
}

/// Whether `zonal.lock` knows the name servers that the provider assigned.
fn locked(name: &str, zone: &Name, identity: &ZoneIdentity, facts: &Facts) -> Finding {
    let finding = |verdict, what: String| Finding::new(Topic::NameServers, verdict, what);
    let lock =
        format!("`zonal zones lock --zone {} --provider {name}`, and commit {FACTS_FILE}", zone.undotted());
    let Some(known) = facts.of(zone, name).filter(|known| !known.name_servers.is_empty()) else {
        let what = format!("{FACTS_FILE} does not know the name servers that were assigned");
        return finding(Verdict::Bad, what).help(lock);
    };
    let set = |names: &[Name]| names.iter().cloned().collect::<BTreeSet<Name>>();
    let (assigned, known) = (set(&identity.name_servers), set(&known.name_servers));
    if assigned == known {
        return finding(Verdict::Fine, format!("{} name servers, as in {FACTS_FILE}", assigned.len()));
    }
    let what = format!(
        "{FACTS_FILE} names other name servers than were assigned: {}",
        difference(&known, &assigned)
    );
    finding(Verdict::Bad, what).help(lock)
}

/// `- a.example. + b.example.`
#[must_use]
pub fn difference(old: &BTreeSet<Name>, new: &BTreeSet<Name>) -> String {
    let gone = old.difference(new).map(|name| format!("- {name}"));
    let come = new.difference(old).map(|name| format!("+ {name}"));
    gone.chain(come).collect::<Vec<_>>().join(" ")
}
