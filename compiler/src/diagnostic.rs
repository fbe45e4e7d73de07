//! The one neutral diagnostic that every phase makes and every renderer shows.
//!
//! A message is lower case, has no full stop, and says what is wrong in the field's terms; `help` says what to
//! do about it; a [`Fix`] is an edit that is certain to be right.

use crate::source::FileSpan;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Info,
    /// Probably wrong; fails no run by itself.
    Warning,
    /// Wrong; nothing is built or pushed.
    Error,
}

impl Severity {
    /// The word that is printed for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with something to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub at: FileSpan,
    /// What to say there; may be empty for a primary label.
    pub text: String,
}

/// One replacement of source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub at: FileSpan,
    /// The new text.
    pub replacement: String,
}

/// Whether a fix may be applied without a person looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// Keeps or states the certain meaning.
    Certain,
    /// One of several things that may have been meant.
    Suggested,
}

/// A named set of edits that makes a diagnostic go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in the imperative.
    pub title: String,
    /// Its edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it is certain to be what was meant.
    pub applicability: Applicability,
}

/// Which `allow` would excuse a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excuse {
    /// None.
    None,
    /// One in a block around the statement that it points at, or around the zone.
    Around,
    /// One in the body of the zone alone: the finding is about the zone as a whole.
    InZone,
}

/// One finding about the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable kebab-case name that `zonal explain` knows.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where, with a few words about this very place.
    pub primary: Label,
    /// Further places that belong to it: the other definition, the include that led here.
    pub labels: Vec<Label>,
    /// Background, a sentence each.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Edits that would do it.
    pub fixes: Vec<Fix>,
    /// Which `allow` would excuse it.
    pub excuse: Excuse,
}

impl Diagnostic {
    /// A diagnostic with a message at a place and nothing else yet.
    #[must_use]
    pub fn new(name: &'static str, severity: Severity, at: FileSpan, message: impl Into<String>) -> Self {
        Self {
            name,
            severity,
            message: message.into(),
            primary: Label { at, text: String::new() },
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            excuse: Excuse::None,
        }
    }

    /// Whether it is about something that could go without any loss, which editors show faded.
    #[must_use]
    pub fn is_about_unused(&self) -> bool {
        self.name.starts_with("unused-")
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

    /// Offers one replacement that is certain to be right.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, at: FileSpan, replacement: impl Into<String>) -> Self {
        let edits = vec![Edit { at, replacement: replacement.into() }];
        self.with_fix(Fix { title: title.into(), edits, applicability: Applicability::Certain })
    }

    /// Offers one replacement that may be what was meant.
    #[must_use]
    pub fn suggest(self, title: impl Into<String>, at: FileSpan, replacement: impl Into<String>) -> Self {
        let edits = vec![Edit { at, replacement: replacement.into() }];
        self.with_fix(Fix { title: title.into(), edits, applicability: Applicability::Suggested })
    }

    /// Offers a fix of several edits.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }
}

/// Makes an error-level [`Diagnostic`]: `error!("name", at, "message {}", …)`.
#[macro_export]
macro_rules! error {
    ($name:literal, $at:expr, $($message:tt)+) => {
        $crate::diagnostic::Diagnostic::new(
            $name,
            $crate::diagnostic::Severity::Error,
            $at,
            format!($($message)+),
        )
    };
}
