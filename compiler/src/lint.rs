//! The lint passes: what is legal to write and still wrong.
//!
//! A rule is one file in `lint/rules/`: its page as the file's documentation, its [`Rule`], its check and its
//! tests. Rules see evaluated zones only. The engine decides by level and `allow` what becomes of a finding.

mod addresses;
mod answer;
mod azure_resource;
mod caa;
mod context;
mod engine;
mod finding;
mod own_alias;
mod place;
mod rdata;
pub mod registry;
mod route_group;
mod spelling;
mod structure;
mod text;

pub use answer::{Answer, Target};
pub use context::{Program, ZoneContext, show};
pub use engine::run;
pub use finding::{Finding, Findings};
pub use registry::{Entry, RuleId};

use crate::diagnostic::Severity;
use crate::dns::rtype::Rtype;
use crate::source::FileSpan;
use crate::zone::SetId;

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: the rule does not run.
    Off,
    /// They are told, at the severity of information.
    Info,
    /// They are warnings.
    Warn,
    /// They are errors; an `allow` with a reason excuses one.
    Deny,
    /// They are errors that no `allow` excuses.
    Forbid,
}

impl Level {
    /// Reads the word that a policy uses.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            "forbid" => Some(Self::Forbid),
            _ => None,
        }
    }

    /// The severity of a finding at this level; none if the rule is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warn => Some(Severity::Warning),
            Self::Deny | Self::Forbid => Some(Severity::Error),
        }
    }
}

/// One rule.
pub struct Rule {
    /// The stable kebab-case name, which states the bad thing: `cname-at-apex`.
    pub name: &'static str,
    /// One line about what it finds.
    pub summary: &'static str,
    /// The level where no policy says otherwise. [`Level::Forbid`] is for what no provider can serve: such a
    /// rule can be neither allowed nor set to another level.
    pub level: Level,
    /// How it looks; most rules need one way.
    pub checks: &'static [Check],
}

/// How a rule looks at a program.
pub enum Check {
    /// Once for each record set of these types (none listed: of every type).
    Sets(&'static [Rtype], fn(&ZoneContext<'_>, SetId, &mut Findings)),
    /// Once for each record set of these types (none listed: of every type) that has several records.
    Several(&'static [Rtype], fn(&ZoneContext<'_>, SetId, &mut Findings)),
    /// Once for each name that owns several record sets, with all of them in the order of their first statements.
    Owners(fn(&ZoneContext<'_>, &[SetId], &mut Findings)),
    /// Once for each zone.
    Zone(fn(&ZoneContext<'_>, &mut Findings)),
    /// Once for the whole program.
    Program(fn(&Program<'_>, &mut Findings)),
    /// Once for each `allow` that excused nothing: where its rule's name stands, and that name.
    Allows(fn(FileSpan, &str) -> Finding),
}
