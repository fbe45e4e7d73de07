//! Drift in all its forms.

use std::path::Path;

use zonal_compiler::diagnostic::Severity;
use zonal_runtime::diff::Conflict;
use zonal_runtime::drift::{Drift, Finding, ZoneDrift};
use zonal_runtime::plan::view::relative;
use zonal_runtime::workspace;
use zonal_runtime::workspace::revision::checked_out;

use super::changes::{spot, unread};
use super::drift::{CONFLICT, word};
use super::github::{self, Annotation};
use super::markdown::COMMENT_LIMIT;
use super::sides::both;
use super::stamp::Stamp;
use super::style::Paint;
use super::{drift_json, drift_markdown, json};
use crate::formats::{ChangesFormat, Forms, ReportArgument};

/// Drift, with when and from what it was found.
pub struct Drifted<'p> {
    drift: &'p Drift<'p>,
    prefix: String,
    stamp: Stamp,
}

impl<'p> Drifted<'p> {
    /// The drift from a workspace's source.
    #[must_use]
    pub fn of(drift: &'p Drift<'p>, root: &Path, to: &ReportArgument) -> Self {
        let commit = to.commit.clone().or_else(|| checked_out(root));
        let stamp = Stamp { name: to.name.clone(), commit, digest: None };
        Self { drift, prefix: workspace::prefix(root), stamp }
    }

    fn annotation(&self, zone: &ZoneDrift<'_>, finding: &Finding<'_>) -> Annotation {
        let set = finding.undo.set();
        let (before, after) = (finding.undo.before(), finding.undo.after());
        let (live, source) = both(before.map(|before| &before.set), after.map(|after| &after.set));
        let origin = after.and_then(|after| after.origins.first());
        Annotation {
            level: Severity::Error,
            title: format!("drift: {}", word(finding.kind)),
            message: format!(
                "{} {} in {} at {}: live {live}, source {source}",
                relative(&set.owner, zone.zone),
                set.rtype,
                zone.zone.undotted(),
                zone.provider
            ),
            spot: origin.map(|origin| spot(&self.prefix, &origin.place)),
        }
    }
}

impl Drifted<'_> {
    fn in_the_way(&self, zone: &ZoneDrift<'_>, conflict: &Conflict) -> Annotation {
        let origin = conflict.origins.first();
        Annotation {
            level: Severity::Error,
            title: format!("drift: {CONFLICT}"),
            message: format!(
                "{} {} in {} at {}: {}",
                relative(&conflict.declared.owner, zone.zone),
                conflict.declared.rtype,
                zone.zone.undotted(),
                zone.provider,
                conflict.what
            ),
            spot: origin.map(|origin| spot(&self.prefix, &origin.place)),
        }
    }
}

impl Forms for Drifted<'_> {
    type Format = ChangesFormat;

    const FOR_PEOPLE: &'static [ChangesFormat] = &[ChangesFormat::Human];

    fn human(&self, paint: Paint) -> String {
        super::drift::render(paint, self.drift)
    }

    fn annotations(&self) -> String {
        let mut annotations = Vec::new();
        for zone in &self.drift.zones {
            match &zone.findings {
                Ok(findings) => {
                    annotations.extend(findings.iter().map(|finding| self.annotation(zone, finding)));
                    annotations.extend(zone.conflicts.iter().map(|conflict| self.in_the_way(zone, conflict)));
                }
                Err(failure) => annotations.push(unread(zone.zone, zone.provider, failure)),
            }
        }
        github::render(annotations)
    }

    fn markdown(&self, limit: usize) -> String {
        drift_markdown::render(self.drift, &self.prefix, &self.stamp, limit)
    }

    fn form(&self, format: ChangesFormat, paint: Paint) -> String {
        match format {
            ChangesFormat::Human => self.human(paint),
            ChangesFormat::Json => json::text(&drift_json::Document::new(self.drift)),
            ChangesFormat::Markdown => self.markdown(COMMENT_LIMIT),
            ChangesFormat::Github => self.annotations(),
        }
    }
}
