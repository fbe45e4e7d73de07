//! Typed arenas: growable tables whose entries are named by a four-byte identifier.
//!
//! An identifier is only ever made by the arena that holds its entry, so looking one up cannot fail. That is
//! the one place of the crate where a slice is indexed.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

/// The identifier of an entry of an [`Arena`] of `T`.
///
/// One less than the stored number is the position, so that an `Option<Id<T>>` takes four bytes as well.
pub struct Id<T> {
    successor: NonZeroU32,
    entry: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The identifier with this position in its arena. Positions come from [`Arena::len`] alone.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self { successor: NonZeroU32::MIN.saturating_add(raw), entry: PhantomData }
    }

    /// The position of the entry in its arena.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.successor.get() - 1
    }

    /// The position of the entry in its arena, for use as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.raw() as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.successor == other.successor
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.successor.cmp(&other.successor)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.successor.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.raw())
    }
}

/// A table of `T` that only grows.
#[derive(Debug, Clone)]
pub struct Arena<T> {
    entries: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Adds an entry and names it.
    ///
    /// The table holds at most 2³²−1 entries; the compiler's file-size and evaluation limits keep every arena
    /// far below that.
    pub fn push(&mut self, entry: T) -> Id<T> {
        let id = self.next_id();
        self.entries.push(entry);
        id
    }

    /// Makes room for more entries.
    pub fn reserve(&mut self, entries: usize) {
        self.entries.reserve_exact(entries);
    }

    /// The identifier that the next entry will get.
    #[must_use]
    pub fn next_id(&self) -> Id<T> {
        Id::from_raw(u32::try_from(self.entries.len()).unwrap_or(u32::MAX))
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing has been added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.entries.iter()
    }

    /// The entries with their identifiers, in the order in which they were added.
    pub fn iter_ids(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        (0u32..).map(Id::from_raw).zip(self.entries.iter())
    }

    /// Every identifier of this arena, in order.
    pub fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.next_id().raw()).map(Id::from_raw)
    }

    /// The entries of a run that was pushed without anything in between.
    #[must_use]
    pub fn slice(&self, range: Range<T>) -> &[T] {
        let start = range.start.index();
        self.entries.get(start..start + range.len as usize).unwrap_or_default()
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an Id is only made by its arena, which never shrinks")]
    fn index(&self, id: Id<T>) -> &T {
        &self.entries[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    #[expect(clippy::indexing_slicing, reason = "an Id is only made by its arena, which never shrinks")]
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.entries[id.index()]
    }
}

impl<T> FromIterator<T> for Arena<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self { entries: iter.into_iter().collect() }
    }
}

/// A run of neighbouring entries of an [`Arena`].
pub struct Range<T> {
    /// The first entry of the run.
    pub start: Id<T>,
    /// The number of entries.
    pub len: u32,
}

impl<T> Range<T> {
    /// The identifiers of the run, in order.
    pub fn ids(self) -> impl Iterator<Item = Id<T>> {
        (self.start.raw()..self.start.raw() + self.len).map(Id::from_raw)
    }
}

impl<T> Clone for Range<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Range<T> {}
impl<T> fmt::Debug for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}+{}", self.start.raw(), self.len)
    }
}
