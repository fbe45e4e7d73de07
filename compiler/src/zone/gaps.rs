//! Where the zone is not wholly known, because a statement was in error and made no record.
//!
//! The error has been reported. What follows from a record's absence must not be reported as well: the mail
//! server whose address has a slip is not "without an address".

use rustc_hash::FxHashSet;

use super::NodeId;

/// The names about which something was written that made no record.
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    whole: bool,
    names: FxHashSet<NodeId>,
}

impl Gaps {
    /// Notes a statement in error about a name.
    pub fn note(&mut self, owner: NodeId) {
        self.names.insert(owner);
    }

    /// Notes a statement in error of which it is not known what names it is about: a line that could not be
    /// read, an include of nothing.
    pub const fn note_anywhere(&mut self) {
        self.whole = true;
    }

    /// Whether records of this name may be missing from the model.
    #[must_use]
    pub fn may_hide(&self, owner: NodeId) -> bool {
        self.whole || self.names.contains(&owner)
    }

    /// Whether records of a name that the model does not have at all may be missing from it.
    #[must_use]
    pub const fn may_hide_anything(&self) -> bool {
        self.whole
    }

    /// Whether everything that was written is in the model.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.whole && self.names.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_hides_its_name_and_an_unread_line_every_name() {
        let (www, mail) = (NodeId::from_raw(1), NodeId::from_raw(2));
        let mut gaps = Gaps::default();
        assert!(gaps.is_empty());
        gaps.note(www);
        assert!(gaps.may_hide(www) && !gaps.may_hide(mail) && !gaps.may_hide_anything());
        gaps.note_anywhere();
        assert!(gaps.may_hide(mail) && gaps.may_hide_anything());
    }
}
