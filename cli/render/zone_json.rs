//! What a provider shall serve for a zone, for programs: a JSON document, whose form changes only with its
//! `version`.

use std::collections::BTreeSet;

use serde::Serialize;
use zonal_compiler::dns::rdata;
use zonal_compiler::eval::{HealthCheck, SettingValue};
use zonal_compiler::lower::ProviderKind;
use zonal_runtime::desired::{Compiled, Guards, IgnoreRule};
use zonal_runtime::record::{Origin, RecordSet};

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
    kind: &'static str,
    target: String,
    hosted_zone: Option<String>,
}

impl Document {
    /// The document of a zone at a provider of a kind; its sets in canonical order, with those of a program's
    /// health checks that its routes name.
    #[must_use]
    pub fn new(compiled: &Compiled, kind: ProviderKind, healths: &[HealthCheck]) -> Self {
        let zone = &compiled.zone;
        let plain = zone.sets.iter().map(|want| (&want.set, None, &want.origins));
        let aliases = compiled.aliases.iter().map(|want| (&want.set, Some(&want.alias), &want.origins));
        let mut all: Vec<_> = plain.chain(aliases).collect();
        all.sort_by_key(|(set, _, _)| set.sort_key());
        let watched: BTreeSet<&str> = all.iter().filter_map(|(set, _, _)| health_of(set)).collect();
        Self {
            version: VERSION,
            zone: zone.name.to_string(),
            provider: zone.provider.clone(),
            kind: kind.word(),
            guards: rules(&zone.guards),
            ignores: zone.ignores.iter().map(ignored).collect(),
            healths: healths
                .iter()
                .filter(|check| watched.contains(check.name.as_str()))
                .map(health)
                .collect(),
            sets: all.into_iter().map(|(set, alias, origins)| record_set(set, alias, origins)).collect(),
        }
    }
}

fn rules(guards: &Guards) -> Rules {
    Rules {
        max_change_percent: guards.max_change.map(|percent| percent.0),
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

/// The name of the health check that a set's route has, if any.
fn health_of(set: &RecordSet) -> Option<&str> {
    let fields = &set.route.as_ref()?.fields;
    fields.iter().find(|(field, _)| &**field == "health").map(|(_, value)| &**value)
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

fn record_set(set: &RecordSet, alias: Option<&zonal_compiler::zone::Alias>, origins: &[Origin]) -> Set {
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
        alias: alias.map(|alias| Alias {
            kind: alias.kind.word(),
            target: alias.target.clone(),
            hosted_zone: alias.hosted_zone.clone(),
        }),
        values: set.rdata.iter().map(|value| rdata::display(set.rtype, value).to_string()).collect(),
        origins: origins.iter().map(Source::new).collect(),
    }
}
