//! A plan for programs: one JSON document, whose form changes only with its `version`.

use serde::Serialize;
use zonal_runtime::plan::guards::{Refusal, Rule};
use zonal_runtime::plan::view::{SetView, Symbol, TtlView, ZoneView, view};
use zonal_runtime::plan::{Counts, Plan};
use zonal_runtime::record::Origin;

use super::json::Unread;

/// The version of the document's form.
const VERSION: u32 = 1;

/// A plan with what stands against it.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    /// The commits that are compared, if not the source with what is live.
    between: Option<String>,
    zones: Vec<Zone>,
    blocked: Vec<Blocked>,
}

#[derive(Debug, Serialize)]
struct Zone {
    zone: String,
    provider: String,
    counts: Numbers,
    changes: Vec<Change>,
    notes: Vec<String>,
    failure: Option<Unread>,
}

#[derive(Debug, Serialize)]
struct Numbers {
    create: usize,
    change: usize,
    ttl_only: usize,
    delete: usize,
    unchanged: usize,
    left_alone: usize,
}

#[derive(Debug, Serialize)]
struct Change {
    action: &'static str,
    owner: String,
    r#type: String,
    route: Option<String>,
    ttl: BeforeAfter<u32>,
    ttl_only: bool,
    values: Vec<BeforeAfter<String>>,
    origins: Vec<Source>,
}

#[derive(Debug, Serialize)]
struct BeforeAfter<T> {
    before: Option<T>,
    after: Option<T>,
}

/// Where a set is written.
#[derive(Debug, Serialize)]
pub struct Source {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    /// The includes that led there, innermost first.
    via: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    template: String,
    path: String,
    line: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct Blocked {
    rule: String,
    zone: String,
    provider: String,
    message: String,
    help: String,
    confirm: Option<String>,
}

impl Document {
    /// The document of a plan.
    #[must_use]
    pub fn new(plan: &Plan, refusals: &[Refusal], between: Option<&str>) -> Self {
        let views = view(plan);
        let failures = plan.zones.iter().map(|zone| zone.state.as_ref().err().map(Unread::new));
        let zones = views.iter().zip(failures).map(|(view, failure)| zone(view, failure)).collect();
        let between = between.map(str::to_owned);
        Self { version: VERSION, between, zones, blocked: refusals.iter().map(blocked).collect() }
    }
}

fn zone(view: &ZoneView, failure: Option<Unread>) -> Zone {
    Zone {
        zone: view.zone.clone(),
        provider: view.provider.clone(),
        counts: numbers(&view.counts),
        changes: view.sets.iter().map(change).collect(),
        notes: view.notes.clone(),
        failure,
    }
}

const fn numbers(counts: &Counts) -> Numbers {
    Numbers {
        create: counts.creates,
        change: counts.updates,
        ttl_only: counts.ttl_only,
        delete: counts.deletes,
        unchanged: counts.unchanged,
        left_alone: counts.left_alone,
    }
}

fn change(set: &SetView) -> Change {
    let (was, will_be) = (set.symbol != Symbol::Add, set.symbol != Symbol::Remove);
    let ttl = match set.ttl {
        TtlView::None => BeforeAfter { before: None, after: None },
        TtlView::Steady(ttl) => BeforeAfter { before: was.then_some(ttl), after: will_be.then_some(ttl) },
        TtlView::Change { from, to } => BeforeAfter { before: Some(from), after: Some(to) },
    };
    let values = set.values.iter().map(|value| match value.symbol {
        Symbol::Add => BeforeAfter { before: None, after: Some(value.text.clone()) },
        Symbol::Remove => BeforeAfter { before: Some(value.text.clone()), after: None },
        Symbol::Change => BeforeAfter { before: Some(value.text.clone()), after: value.becomes.clone() },
        Symbol::Keep => BeforeAfter { before: Some(value.text.clone()), after: Some(value.text.clone()) },
    });
    Change {
        action: match set.symbol {
            Symbol::Add => "create",
            Symbol::Change => "change",
            Symbol::Remove => "delete",
            Symbol::Keep => "keep",
        },
        owner: set.owner.clone(),
        r#type: set.rtype.clone(),
        route: set.route.clone(),
        ttl,
        ttl_only: set.ttl_only,
        values: values.collect(),
        origins: set.origins.iter().map(Source::new).collect(),
    }
}

impl Source {
    /// A statement's place as JSON has it.
    #[must_use]
    pub fn new(origin: &Origin) -> Self {
        let step = |frame: &zonal_runtime::record::Frame| Step {
            template: frame.template.to_string(),
            path: frame.place.path.to_string(),
            line: frame.place.line,
            column: frame.place.column,
        };
        Self {
            path: origin.place.path.to_string(),
            line: origin.place.line,
            column: origin.place.column,
            end_line: origin.place.end_line,
            end_column: origin.place.end_column,
            via: origin.via.iter().map(step).collect(),
        }
    }
}

fn blocked(refusal: &Refusal) -> Blocked {
    Blocked {
        rule: match refusal.rule {
            Rule::MaxChange => "max-change".to_owned(),
            Rule::MaxUpdates => "max-updates".to_owned(),
            Rule::MaxDeletes => "max-deletes".to_owned(),
            Rule::EmptyZone => "empty-zone".to_owned(),
            Rule::Confirm(rtype) => format!("confirm {rtype}"),
            Rule::Conflict => "conflict".to_owned(),
            Rule::Unserved => "unserved".to_owned(),
            Rule::Provider => "provider".to_owned(),
        },
        zone: refusal.zone.undotted().to_string(),
        provider: refusal.provider.clone(),
        message: refusal.message.clone(),
        help: refusal.help.clone(),
        confirm: refusal.consent.as_ref().map(ToString::to_string),
    }
}
