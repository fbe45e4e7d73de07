//! A plan in all its forms.

use zonal_compiler::diagnostic::Severity;
use zonal_compiler::dns::name::Name;
use zonal_runtime::error::Failure;
use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::danger::{Dangers, dangers};
use zonal_runtime::plan::document;
use zonal_runtime::plan::guards::{Refusal, judge};
use zonal_runtime::record::Place;
use zonal_runtime::workspace;
use zonal_runtime::workspace::revision::checked_out;

use super::github::{self, Annotation, Spot};
use super::markdown::COMMENT_LIMIT;
use super::plan_markdown::Review;
use super::stamp::Stamp;
use super::style::Paint;
use super::{failure, json, plan, plan_json};
use crate::commands::live::Live;
use crate::formats::{ChangesFormat, Forms, ReportArgument};

/// A plan, with what stands against it.
pub struct Changes<'p> {
    /// What stands against it.
    pub refusals: Vec<Refusal>,
    /// What is compared, if not the source with what is live.
    pub between: Option<String>,
    /// When and from what it was made.
    pub stamp: Stamp,
    plan: &'p Plan,
    dangers: Dangers,
    consented: Vec<Refusal>,
    prefix: String,
}

impl<'p> Changes<'p> {
    /// The changes of a plan; `document` is the plan as a file, if it was read whole.
    #[must_use]
    pub fn of(live: &'p Live, consent: &Consent, document: Option<&str>, to: &ReportArgument) -> Self {
        let refusals = judge(&live.plan, &live.providers, consent);
        let all = judge(&live.plan, &live.providers, &Consent::default());
        let commit = to.commit.clone().or_else(|| checked_out(&live.root));
        let digest = document.filter(|_| refusals.is_empty()).map(document::digest);
        Self {
            consented: all.into_iter().filter(|refusal| !refusals.contains(refusal)).collect(),
            refusals,
            between: None,
            stamp: Stamp { name: to.name.clone(), commit, digest },
            plan: &live.plan,
            dangers: dangers(&live.plan, &live.providers),
            prefix: workspace::prefix(&live.root),
        }
    }

    fn spot(&self, place: &Place) -> Spot {
        spot(&self.prefix, place)
    }

    fn annotation(&self, refusal: &Refusal) -> Annotation {
        Annotation {
            level: Severity::Warning,
            title: "blocked".to_owned(),
            message: format!("{}\nhelp: {}", refusal.message, refusal.help),
            spot: refusal.place.as_ref().map(|place| self.spot(place)),
        }
    }
}

/// A zone that could not be read, as an annotation.
#[must_use]
pub fn unread(zone: &Name, provider: &str, failure: &Failure) -> Annotation {
    let Annotation { level, message, spot, .. } = failure::annotation(failure);
    let message = format!("{} at {provider}: {message}", zone.undotted());
    Annotation { level, title: "not read".to_owned(), message, spot }
}

/// A place of a workspace as a place of its repository.
#[must_use]
pub fn spot(prefix: &str, place: &Place) -> Spot {
    Spot {
        path: format!("{prefix}{}", place.path),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

impl Forms for Changes<'_> {
    type Format = ChangesFormat;

    const FOR_PEOPLE: &'static [ChangesFormat] = &[ChangesFormat::Human];

    fn human(&self, paint: Paint) -> String {
        match &self.between {
            Some(between) => plan::render_difference(paint, self.plan, &self.refusals, between),
            None => plan::render(paint, self.plan, &self.refusals),
        }
    }

    fn annotations(&self) -> String {
        let unread = self.plan.failures().map(|(zone, failure)| {
            let desired = &zone.desired;
            unread(&desired.name, &desired.provider, failure)
        });
        let blocked = self.refusals.iter().map(|refusal| self.annotation(refusal));
        github::render(unread.chain(blocked).collect())
    }

    fn markdown(&self, limit: usize) -> String {
        let review = Review {
            kind: if self.between.is_some() { "diff" } else { "plan" },
            between: self.between.as_deref(),
            plan: self.plan,
            dangers: &self.dangers,
            refusals: &self.refusals,
            consented: &self.consented,
            prefix: &self.prefix,
        };
        review.render(&self.stamp, limit)
    }

    fn form(&self, format: ChangesFormat, paint: Paint) -> String {
        match format {
            ChangesFormat::Human => self.human(paint),
            ChangesFormat::Json => {
                json::text(&plan_json::Document::new(self.plan, &self.refusals, self.between.as_deref()))
            }
            ChangesFormat::Markdown => self.markdown(COMMENT_LIMIT),
            ChangesFormat::Github => self.annotations(),
        }
    }
}
