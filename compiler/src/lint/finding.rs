//! What a rule found, before the engine has decided what becomes of it.

use crate::diagnostic::{Applicability, Edit, Fix, Label};
use crate::source::FileSpan;
use crate::zone::SiteId;

use super::Level;

/// How a finding weighs beside the usual ones of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// It has the rule's level.
    Usual,
    /// It is an error that nothing excuses.
    Forbidden,
    /// It is a warning at most.
    Mild,
}

impl Weight {
    /// The level of a finding of this weight, by that of its rule.
    pub(super) fn apply(self, level: Level) -> Level {
        match self {
            Self::Usual => level,
            Self::Forbidden => Level::Forbid,
            Self::Mild => level.min(Level::Warn),
        }
    }
}

/// A finding of the rule that is running.
#[derive(Debug, Clone)]
pub struct Finding {
    pub(super) sites: Vec<SiteId>,
    pub(super) zone: Option<usize>,
    pub(super) weight: Weight,
    pub(super) primary: Label,
    pub(super) message: String,
    pub(super) labels: Vec<Label>,
    pub(super) notes: Vec<String>,
    pub(super) help: Option<String>,
    pub(super) excuse: Option<String>,
    pub(super) fixes: Vec<Fix>,
}

impl Finding {
    /// A finding about a place.
    #[must_use]
    pub fn new(at: FileSpan, message: impl Into<String>) -> Self {
        Self {
            sites: Vec::new(),
            zone: None,
            weight: Weight::Usual,
            primary: Label { at, text: String::new() },
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            excuse: None,
            fixes: Vec::new(),
        }
    }

    /// Names a statement that the finding is about: its include trail is shown with the first one, and an
    /// `allow` around any of them excuses the finding.
    #[must_use]
    pub fn site(mut self, site: SiteId) -> Self {
        self.sites.push(site);
        self
    }

    /// Says, for a rule that looks at the whole program, which zone (by position) has the finding: that zone's
    /// policy and its `allow`s decide what becomes of it.
    #[must_use]
    pub const fn in_zone(mut self, position: usize) -> Self {
        self.zone = Some(position);
        self
    }

    /// Makes it an error that nothing excuses, whatever the level: a provider of the zone refuses it.
    #[must_use]
    pub const fn forbidden(mut self) -> Self {
        self.weight = Weight::Forbidden;
        self
    }

    /// Makes it a warning at most: the mild case of a rule whose usual findings are errors.
    #[must_use]
    pub const fn mild(mut self) -> Self {
        self.weight = Weight::Mild;
        self
    }

    /// Says something at the primary place itself.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at a further place.
    #[must_use]
    pub fn label(mut self, at: FileSpan, text: impl Into<String>) -> Self {
        self.labels.push(Label { at, text: text.into() });
        self
    }

    /// Adds a sentence of background.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Goes on, where the help ends, with how an `allow` excuses it. It is left out where none does.
    #[must_use]
    pub fn excuse(mut self, text: impl Into<String>) -> Self {
        self.excuse = Some(text.into());
        self
    }

    /// Offers a fix that was put together elsewhere.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Offers a replacement that is certain to be right.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, at: FileSpan, replacement: impl Into<String>) -> Self {
        self.with_edit(title, at, replacement, Applicability::Certain)
    }

    /// Offers a replacement that may be what was meant.
    #[must_use]
    pub fn suggest(self, title: impl Into<String>, at: FileSpan, replacement: impl Into<String>) -> Self {
        self.with_edit(title, at, replacement, Applicability::Suggested)
    }

    fn with_edit(
        mut self,
        title: impl Into<String>,
        at: FileSpan,
        replacement: impl Into<String>,
        applicability: Applicability,
    ) -> Self {
        let edits = vec![Edit { at, replacement: replacement.into() }];
        self.fixes.push(Fix { title: title.into(), edits, applicability });
        self
    }
}

/// Where rules put what they find.
#[derive(Debug, Default)]
pub struct Findings {
    pub(super) found: Vec<Finding>,
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.found.extend(findings);
    }
}
