//! What of the source was used: variables that were read, templates that were included, `allow`s that were met.

use rustc_hash::FxHashSet;

use crate::source::FileSpan;
use crate::zone::AllowId;

/// What was used so far. Declarations are known by the place of their name.
#[derive(Debug, Default)]
pub struct Usage {
    declared: Vec<FileSpan>,
    known: FxHashSet<FileSpan>,
    read: FxHashSet<FileSpan>,
    included: FxHashSet<FileSpan>,
    allows: FxHashSet<AllowId>,
    limit_at: Option<FileSpan>,
}

impl Usage {
    /// Notes a variable.
    pub fn declare(&mut self, at: FileSpan) {
        if self.known.insert(at) {
            self.declared.push(at);
        }
    }

    /// Notes that a variable was read.
    pub fn read(&mut self, at: FileSpan) {
        self.read.insert(at);
    }

    /// Notes that a template was included.
    pub fn include(&mut self, at: FileSpan) {
        self.included.insert(at);
    }

    /// Whether a template was included.
    pub fn is_included(&self, at: FileSpan) -> bool {
        self.included.contains(&at)
    }

    /// Notes an `allow` entry.
    pub fn allow(&mut self, allow: AllowId) {
        self.allows.insert(allow);
    }

    /// Notes where the budget was used up, the first time.
    pub fn meet_limit(&mut self, at: FileSpan) {
        self.limit_at.get_or_insert(at);
    }

    /// Where the budget was used up.
    pub const fn limit_at(&self) -> Option<FileSpan> {
        self.limit_at
    }

    /// The variables that nothing read, in the order of their declaration.
    pub fn unread(&self) -> Vec<FileSpan> {
        self.declared.iter().copied().filter(|at| !self.read.contains(at)).collect()
    }

    /// The `allow` entries, in source order.
    pub fn into_allows(self) -> Vec<AllowId> {
        let mut allows: Vec<_> = self.allows.into_iter().collect();
        allows.sort_unstable();
        allows
    }
}
