//! What a provider shall serve for a zone, for programs: a JSON document, whose form changes only with its
//! `version`.

use serde::Serialize;
use zonal_compiler::dns::rdata;
use zonal_compiler::eval::{HealthCheck, SettingValue};
use zonal_compiler::lower::ProviderKind;
use zonal_runtime::desired::{DesiredSet, DesiredZone, Guards, IgnoreRule};
use zonal_runtime::record::AliasTarget;

use super::plan_json::Source;

/// The version of the document's form.
const VERSION: u32 = 1;

/// A zone at a provider.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    zone: String,
    provider: String,
    kind: &'static str,
    guards: Rules,
    ignores: Vec<Ignored>,
    healths: Vec<Health>,
    sets: Vec<Set>,
}

#[derive(Debug, Serialize)]
struct Rules {
    max_change_percent: Option<u32>,
    max_updates: Option<u32>,
    max_deletes: Option<u32>,
    confirm: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Ignored {
    pattern: String,
    types: Vec<String>,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Health {
    name: String,
    kind: &'static str,
    settings: Vec<Argument>,
}

#[derive(Debug, Serialize)]
struct Set {
    name: String,
    r#type: String,
    ttl: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<Routing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<Alias>,
    values: Vec<String>,
    origins: Vec<Source>,
}

#[derive(Debug, Serialize)]
struct Routing {
    set: String,
    arguments: Vec<Argument>,
}

#[derive(Debug, Serialize)]
struct Argument {
    name: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct Alias {
    target: String,
    hosted_zone: Option<String>,
    evaluates_health: bool,
}

impl Document {
    /// The document of a zone at a provider of a kind; its sets in canonical order, with those of a program's
    /// health checks that its routes name.
    #[must_use]
    pub fn new(zone: &DesiredZone, kind: ProviderKind, healths: &[HealthCheck]) -> Self {
        let mut all: Vec<_> = zone.sets.iter().collect();
        all.sort_by_key(|want| want.set.sort_key());
        Self {
            version: VERSION,
            zone: zone.name.to_string(),
            provider: zone.provider.clone(),
            kind: kind.word(),
            guards: rules(&zone.guards),
            ignores: zone.ignores.iter().map(ignored).collect(),
            healths: healths
                .iter()
                .filter(|check| zone.healths.iter().any(|used| used.name == check.name))
                .map(health)
                .collect(),
            sets: all.into_iter().map(record_set).collect(),
        }
    }
}

fn rules(guards: &Guards) -> Rules {
    Rules {
        max_change_percent: guards.max_change.map(|percent| percent.0),
        max_updates: guards.max_updates,
        max_deletes: guards.max_deletes,
        confirm: guards.confirm.iter().map(ToString::to_string).collect(),
    }
}

fn ignored(rule: &IgnoreRule) -> Ignored {
    Ignored {
        pattern: rule.owners.text.clone(),
        types: rule.types.iter().map(ToString::to_string).collect(),
        reason: rule.reason.clone(),
    }
}

fn health(check: &HealthCheck) -> Health {
    let settings = check.settings.iter().map(|given| Argument {
        name: given.name.to_owned(),
        value: match &given.value {
            SettingValue::Text(text) => text.clone(),
            SettingValue::Int(number) => number.to_string(),
            // What the environment holds stays out of every file.
            SettingValue::Env(variable) => format!("env({variable})"),
            SettingValue::Names(names) => {
                names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
        },
    });
    Health { name: check.name.clone(), kind: check.kind, settings: settings.collect() }
}

fn record_set(want: &DesiredSet) -> Set {
    let DesiredSet { set, origins } = want;
    let argument =
        |(name, value): &(Box<str>, Box<str>)| Argument { name: name.to_string(), value: value.to_string() };
    Set {
        name: set.owner.to_string(),
        r#type: set.rtype.to_string(),
        ttl: set.ttl,
        route: set.route.as_ref().map(|route| Routing {
            set: route.set.to_string(),
            arguments: route.fields.iter().map(argument).collect(),
        }),
        alias: set.alias.as_deref().map(alias),
        values: set.rdata.iter().map(|value| rdata::display(set.rtype, value).to_string()).collect(),
        origins: origins.iter().map(Source::new).collect(),
    }
}

fn alias(target: &AliasTarget) -> Alias {
    match target {
        AliasTarget::Name { target, hosted_zone, evaluates_health } => Alias {
            target: target.to_string(),
            hosted_zone: hosted_zone.as_deref().map(str::to_owned),
            evaluates_health: *evaluates_health,
        },
        AliasTarget::Resource(id) => {
            Alias { target: id.to_string(), hosted_zone: None, evaluates_health: false }
        }
    }
}
