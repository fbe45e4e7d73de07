//! `zonal.lock`: facts about live zones that the compiler cannot know otherwise. It holds no secrets.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use zonal_compiler::dns::name::Name;
use zonal_compiler::sema::facts::ZoneFact;

use super::{malformed, read_optional};
use crate::error::Failure;
use crate::text;

/// The only format so far.
const VERSION: u32 = 1;

/// What is known about live zones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The zones at their providers, in the file's order.
    pub zones: Vec<ZoneFacts>,
}

/// What is known about one zone at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneFacts {
    /// The zone.
    pub name: Name,
    /// The provider's name in the source.
    pub provider: String,
    /// The provider's own identifier of the zone.
    pub id: Option<String>,
    /// The name servers that the provider assigned.
    pub name_servers: Vec<Name>,
}

impl Facts {
    /// What is known about a zone at a provider.
    #[must_use]
    pub fn of(&self, zone: &Name, provider: &str) -> Option<&ZoneFacts> {
        self.zones.iter().find(|facts| facts.name == *zone && facts.provider == provider)
    }

    /// Puts down what is known about a zone at a provider, in place of what was.
    pub fn learn(&mut self, known: ZoneFacts) {
        match self.zones.iter_mut().find(|old| old.name == known.name && old.provider == known.provider) {
            Some(old) => *old = known,
            None => self.zones.push(known),
        }
    }

    /// The facts as the text of `zonal.lock`, sorted, so that a change shows as what it is.
    #[must_use]
    pub fn to_text(&self) -> String {
        const HEAD: &str =
            "# Facts about live zones, written by Zonal: commit this file, and leave it to `zonal zones`.\n";
        let mut zones: Vec<&ZoneFacts> = self.zones.iter().collect();
        zones.sort_by(|a, b| (&a.name, &a.provider).cmp(&(&b.name, &b.provider)));
        let written = Written { version: VERSION, zones: zones.into_iter().map(WrittenZone::of).collect() };
        // Strings and numbers have nothing that TOML could not say.
        format!("{HEAD}{}", toml::to_string(&written).unwrap_or_default())
    }

    /// The facts as the compiler takes them.
    #[must_use]
    pub fn for_compiler(&self) -> zonal_compiler::sema::facts::Facts {
        let fact = |zone: &ZoneFacts| ZoneFact {
            zone: zone.name.clone(),
            provider: zone.provider.clone(),
            nameservers: zone.name_servers.clone(),
        };
        zonal_compiler::sema::facts::Facts { zones: self.zones.iter().map(fact).collect() }
    }

    /// A provider's own identifiers of its zones, as far as they are known.
    #[must_use]
    pub fn ids(&self, provider: &str) -> BTreeMap<Name, String> {
        let of_provider = self.zones.iter().filter(|facts| facts.provider == provider);
        of_provider.filter_map(|facts| Some((facts.name.clone(), facts.id.clone()?))).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Spanned<u32>,
    #[serde(default, rename = "zone")]
    zones: Vec<Zone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    name: Spanned<String>,
    provider: Spanned<String>,
    id: Option<String>,
    #[serde(default)]
    nameservers: Vec<Spanned<String>>,
}

#[derive(Serialize)]
struct Written {
    version: u32,
    #[serde(rename = "zone", skip_serializing_if = "Vec::is_empty")]
    zones: Vec<WrittenZone>,
}

#[derive(Serialize)]
struct WrittenZone {
    name: String,
    provider: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    nameservers: Vec<String>,
}

impl WrittenZone {
    fn of(facts: &ZoneFacts) -> Self {
        Self {
            name: facts.name.undotted().to_string(),
            provider: facts.provider.clone(),
            id: facts.id.clone(),
            nameservers: facts.name_servers.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Reads the facts; none if there is no such file.
pub(super) fn read(path: &Path) -> Result<Facts, Failure> {
    let Some(text) = read_optional(path)? else { return Ok(Facts::default()) };
    let file: File = toml::from_str(&text).map_err(|error| {
        let help = "zonal.lock is written by Zonal: restore it from version control";
        malformed(path, &text, &error).help(help)
    })?;
    let fail = |at: usize, what: String| {
        let (line, column) = text::line_column(&text, at);
        Failure::data_at(path, line, column, what)
    };
    if *file.version.get_ref() != VERSION {
        let what = format!("expected version {VERSION}, found {}", file.version.get_ref());
        return Err(fail(file.version.span().start, what).help("a newer Zonal wrote it: update this one"));
    }
    let name = |text: &Spanned<String>| {
        let parsed = Name::parse_master_file(text.get_ref().as_bytes());
        parsed.map_err(|error| fail(text.span().start, error.to_string()))
    };
    let mut facts = Facts::default();
    for zone in &file.zones {
        let read = ZoneFacts {
            name: name(&zone.name)?,
            provider: zone.provider.get_ref().clone(),
            id: zone.id.clone(),
            name_servers: zone.nameservers.iter().map(name).collect::<Result<_, _>>()?,
        };
        if facts.of(&read.name, &read.provider).is_some() {
            let what = format!("{} at provider `{}` is here twice", read.name.undotted(), read.provider);
            return Err(fail(zone.name.span().start, what).help("remove one of the two"));
        }
        facts.zones.push(read);
    }
    Ok(facts)
}
