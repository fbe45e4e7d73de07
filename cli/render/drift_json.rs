//! Drift for programs: one JSON document, whose form changes only with its `version`.

use std::collections::BTreeMap;

use serde::Serialize;
use zonal_compiler::dns::rdata;
use zonal_runtime::diff::{Conflict, Respelled};
use zonal_runtime::drift::{Disagreement, Drift, Finding, Kind, ZoneDrift};
use zonal_runtime::record::{RecordSet, Route, SetKey};

use super::json::Unread;
use super::plan_json::Source;

/// The version of the document's form.
const VERSION: u32 = 1;

/// The drift of every zone.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    drifted: bool,
    zones: Vec<Zone>,
    disagreements: Vec<Differing>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Zone {
    zone: String,
    provider: String,
    findings: Vec<Found>,
    conflicts: Vec<InTheWay>,
    formatting: Vec<Spelled>,
    failure: Option<Unread>,
}

/// A declared set with something in its way.
#[derive(Debug, Serialize)]
struct InTheWay {
    #[serde(flatten)]
    set: Key,
    message: String,
    origins: Vec<Source>,
}

/// What is no drift: a set that the provider spells otherwise.
#[derive(Debug, Serialize)]
struct Spelled {
    #[serde(flatten)]
    set: Key,
    spelled: String,
    origin: Option<Source>,
}

#[derive(Debug, Serialize)]
struct Found {
    kind: &'static str,
    #[serde(flatten)]
    set: Key,
    live: Option<Set>,
    source: Option<Set>,
    origins: Vec<Source>,
}

#[derive(Debug, Serialize)]
struct Key {
    owner: String,
    r#type: String,
    route: Option<String>,
}

#[derive(Debug, Serialize)]
struct Set {
    ttl: u32,
    values: Vec<String>,
    alias: Option<String>,
    /// How a routed set shares the answers, by the argument of `route`.
    #[serde(skip_serializing_if = "Option::is_none")]
    routing: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Serialize)]
struct Differing {
    zone: String,
    #[serde(flatten)]
    set: Key,
    answers: Vec<Answer>,
}

#[derive(Debug, Serialize)]
struct Answer {
    provider: String,
    live: Option<Set>,
}

impl Document {
    /// The document of a drift.
    #[must_use]
    pub fn new(drift: &Drift<'_>) -> Self {
        Self {
            version: VERSION,
            drifted: drift.is_drifted(),
            zones: drift.zones.iter().map(zone).collect(),
            disagreements: drift.disagreements.iter().map(differing).collect(),
            notes: drift.notes.clone(),
        }
    }
}

fn zone(zone: &ZoneDrift<'_>) -> Zone {
    let findings = zone.findings.as_deref().unwrap_or_default();
    Zone {
        zone: zone.zone.undotted().to_string(),
        provider: zone.provider.to_owned(),
        findings: findings.iter().map(found).collect(),
        conflicts: zone.conflicts.iter().map(in_the_way).collect(),
        formatting: zone.respelled.iter().map(spelled).collect(),
        failure: zone.findings.as_ref().err().map(|failure| Unread::new(failure)),
    }
}

/// The word for a kind of drift, as programs read it.
#[must_use]
pub const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "missing",
        Kind::Extra => "extra",
        Kind::Edited => "edited",
        Kind::TtlEdited => "ttl-edited",
    }
}

fn found(finding: &Finding<'_>) -> Found {
    let (before, after) = (finding.undo.before(), finding.undo.after());
    Found {
        kind: word(finding.kind),
        set: key(&finding.undo.key()),
        live: before.map(|live| set(&live.set)),
        source: after.map(|wanted| set(&wanted.set)),
        origins: after.map_or_else(Vec::new, |wanted| wanted.origins.iter().map(Source::new).collect()),
    }
}

fn in_the_way(conflict: &Conflict) -> InTheWay {
    InTheWay {
        set: key(&conflict.declared),
        message: conflict.what.clone(),
        origins: conflict.origins.iter().map(Source::new).collect(),
    }
}

fn spelled(set: &Respelled) -> Spelled {
    Spelled {
        set: key(&set.key),
        spelled: set.spelled.to_string(),
        origin: set.origin.as_ref().map(Source::new),
    }
}

fn key(key: &SetKey) -> Key {
    Key {
        owner: key.owner.to_string(),
        r#type: key.rtype.to_string(),
        route: key.route.as_deref().map(str::to_owned),
    }
}

fn set(set: &RecordSet) -> Set {
    let fields = |route: &Route| {
        route.fields.iter().map(|(field, value)| (field.to_string(), value.to_string())).collect()
    };
    Set {
        routing: set.route.as_ref().map(fields),
        ttl: set.ttl,
        values: set.rdata.iter().map(|value| rdata::display(set.rtype, value).to_string()).collect(),
        alias: set.alias.as_deref().map(ToString::to_string),
    }
}

fn differing(disagreement: &Disagreement<'_>) -> Differing {
    let answer = |(provider, live): &(&str, Option<&RecordSet>)| Answer {
        provider: (*provider).to_owned(),
        live: live.map(set),
    };
    Differing {
        zone: disagreement.zone.undotted().to_string(),
        set: key(&disagreement.key),
        answers: disagreement.answers.iter().map(answer).collect(),
    }
}
