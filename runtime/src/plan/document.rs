//! A plan as a document: what a reviewer approves, what a deploy is held to, what an interrupted one is finished by.
//!
//! It is bound to the source and to the zones as they were observed. A deploy never carries out what a document
//! says: it plans anew and goes on only if the new plan is the same one, so a document that somebody edited, or that
//! has grown old, changes nothing. It holds no secrets.

mod observed;
mod set;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::observed::Observed;
pub use self::set::{SetDocument, SetError};
use super::consent::{Consent, Grant};
use super::{Plan, ZonePlan};
use crate::diff::Change;
use crate::digest::hex;
use crate::error::{Failure, FailureKind};

/// The version of the document's form.
pub const VERSION: u32 = 1;

/// A plan as a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanDocument {
    /// The version of this form.
    pub version: u32,
    /// The source that it was made from.
    pub source: SourceDigests,
    /// What was consented to, as the command line has it.
    pub consents: Vec<String>,
    /// The zones at their providers, in the plan's order.
    pub zones: Vec<ZoneDocument>,
}

/// What the files of a workspace are known again by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDigests {
    /// The SHA-256 of each file that has a say in the zones, by its path.
    pub files: BTreeMap<String, String>,
}

/// The plan of one zone at one provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneDocument {
    /// The zone's name without its final dot.
    pub zone: String,
    /// The provider's name in the source.
    pub provider: String,
    /// The provider's own identifier of the zone; empty where it has none.
    pub id: String,
    /// The zone as it stood.
    pub observed: Observed,
    /// The changes, in canonical order.
    pub changes: Vec<ChangeDocument>,
}

/// The change of one record set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDocument {
    /// The set as it stood; absent if it comes.
    pub before: Option<SetDocument>,
    /// The set as it shall be; absent if it goes.
    pub after: Option<SetDocument>,
    /// Where the set is written.
    pub origins: Vec<String>,
}

impl SourceDigests {
    /// Digests of files given by path and content.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let digest = |(path, content): (&str, &[u8])| (path.to_owned(), hex(&Sha256::digest(content)));
        Self { files: files.into_iter().map(digest).collect() }
    }

    /// The files that differ from those of another source, each with what became of it since.
    #[must_use]
    pub fn moved_to(&self, now: &Self) -> Vec<String> {
        let mut moved = Vec::new();
        for (path, digest) in &self.files {
            match now.files.get(path) {
                None => moved.push(format!("{path} is gone")),
                Some(other) if other != digest => moved.push(format!("{path} has changed")),
                Some(_) => {}
            }
        }
        moved.extend(
            now.files
                .keys()
                .filter(|path| !self.files.contains_key(*path))
                .map(|path| format!("{path} is new")),
        );
        moved
    }
}

impl PlanDocument {
    /// The document of a plan, all of whose zones were read.
    ///
    /// # Errors
    /// Gives the reason of the first zone that was not.
    pub fn new(plan: &Plan, source: SourceDigests, consent: &Consent) -> Result<Self, Failure> {
        let zones = plan.zones.iter().map(ZoneDocument::new).collect::<Result<_, _>>()?;
        Ok(Self { version: VERSION, source, consents: consent.words(), zones })
    }

    /// The document as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        // A document of strings and numbers has nothing that JSON could not say.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a document; `path` is where it came from.
    ///
    /// # Errors
    /// Fails for what is no plan document, or one of another version, with the place.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let failed = |error: &serde_json::Error| {
            let (line, column) = (error.line(), error.column());
            let at = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            Failure::data_at(path, at(line), at(column), format!("this is no plan: {what}"))
                .help("write one with `zonal plan --out FILE`")
        };
        let head: Head = serde_json::from_str(text).map_err(|error| failed(&error))?;
        if head.version != VERSION {
            let what = format!("this plan has form {}, and this Zonal knows form {VERSION}", head.version);
            let failure = Failure::new(FailureKind::Data, what).at(path);
            return Err(failure.help("make it and deploy it with the same version of Zonal"));
        }
        serde_json::from_str(text).map_err(|error| failed(&error))
    }

    /// What the document was consented to.
    ///
    /// # Errors
    /// Fails for a word that is no consent.
    pub fn consent(&self, path: &Path) -> Result<Consent, Failure> {
        let grants = self.consents.iter().map(|word| {
            word.parse::<Grant>().map_err(|error| Failure::new(FailureKind::Data, error.to_string()).at(path))
        });
        grants.collect()
    }

    /// What has moved since the document was made, a line each, if a plan made now is not the same.
    #[must_use]
    pub fn moved_to(&self, now: &Self) -> Vec<String> {
        let mut moved: Vec<String> =
            self.source.moved_to(&now.source).into_iter().map(|what| format!("the source: {what}")).collect();
        for zone in &self.zones {
            let place = format!("{} at provider `{}`", zone.zone, zone.provider);
            match now.zones.iter().find(|other| other.zone == zone.zone && other.provider == zone.provider) {
                None => moved.push(format!("{place} is no longer in the source")),
                Some(other) => {
                    moved.extend(zone.moved_to(other).into_iter().map(|what| format!("{place}: {what}")))
                }
            }
        }
        let is_known = |zone: &&ZoneDocument| {
            self.zones.iter().any(|other| other.zone == zone.zone && other.provider == zone.provider)
        };
        let new = now.zones.iter().filter(|zone| !is_known(zone));
        moved.extend(
            new.map(|zone| format!("{} at provider `{}` is not in the plan", zone.zone, zone.provider)),
        );
        moved
    }
}

impl ZoneDocument {
    fn new(plan: &ZonePlan) -> Result<Self, Failure> {
        let state = plan.state.as_ref().map_err(Failure::again)?;
        Ok(Self {
            zone: plan.desired.name.undotted().to_string(),
            provider: plan.desired.provider.clone(),
            id: state.live.id.to_string(),
            observed: Observed::new(&state.live),
            changes: state.diff.changes.iter().map(ChangeDocument::new).collect(),
        })
    }

    fn moved_to(&self, now: &Self) -> Vec<String> {
        if self.id != now.id {
            return vec![format!("it is another zone now: {} instead of {}", now.id, self.id)];
        }
        let moved = self.observed.moved_to(&now.observed);
        if moved.is_empty() && !self.same_changes(now) {
            return vec!["the changes are not those of the plan".to_owned()];
        }
        moved
    }

    /// Whether both plans do the same; where the sets are written has no say in it.
    fn same_changes(&self, other: &Self) -> bool {
        self.changes.len() == other.changes.len()
            && self
                .changes
                .iter()
                .zip(&other.changes)
                .all(|(a, b)| a.before == b.before && a.after == b.after)
    }
}

impl ChangeDocument {
    fn new(change: &Change) -> Self {
        let origins = change.after().into_iter().flat_map(|after| &after.origins);
        Self {
            before: change.before().map(|before| SetDocument::new(&before.set)),
            after: change.after().map(|after| SetDocument::new(&after.set)),
            origins: origins.map(|origin| origin.place.to_string()).collect(),
        }
    }

    /// The set that speaks for the change.
    #[must_use]
    pub fn set(&self) -> Option<&SetDocument> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// The digest of a document's text, as a reviewer passes it on.
#[must_use]
pub fn digest(text: &str) -> String {
    let mut digest = "sha256:".to_owned();
    // Writing to a string does not fail, so its result says nothing.
    let _ = write!(digest, "{}", hex(&Sha256::digest(text.as_bytes())));
    digest
}
