//! Where the names of a program are written, and what each means there.
//!
//! A name means what its surroundings make of it: the origin, the include, the round of a loop. Only evaluation knows,
//! so the evaluator notes it for tools that go from a name to everything that means the same: see
//! [`Parsed::evaluate_placing`](crate::compile::Parsed::evaluate_placing).

use crate::source::FileSpan;

/// What a name is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameRole {
    /// A zone's own name in its header.
    Zone,
    /// The name of the zone that an `extend zone` adds to.
    Extend,
    /// The owner of records.
    Owner,
    /// The name of an `under`: the origin of what stands in it.
    Origin,
    /// A name that something leads to: a target, a name server, a name that an SPF record refers to.
    Target,
    /// A value that is a name: of a variable, in a list, of an argument.
    Value,
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSpelling {
    /// Its own text stands there, as a word or a plain string.
    Literal,
    /// A variable holds it.
    Variable,
    /// It is put together: by `${…}` in a string, by an escape, by a function.
    Computed,
}

/// A name that is written somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamePlace<'p> {
    /// Where: the text of the name, without the quotes of a plain string.
    pub at: FileSpan,
    /// What it is written for.
    pub role: NameRole,
    /// How.
    pub spelling: NameSpelling,
    /// The absolute name that it means there, in wire form.
    pub name: &'p [u8],
}

/// Every name of a program with its place, in the order in which evaluation met them. What is evaluated many times, as
/// in a template or a loop, is there as many times.
#[derive(Debug, Clone, Default)]
pub struct NamePlaces {
    entries: Vec<Entry>,
    wires: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    at: FileSpan,
    start: u32,
    len: u8,
    role: NameRole,
    spelling: NameSpelling,
}

impl NamePlaces {
    /// Notes a place.
    pub(crate) fn push(&mut self, place: NamePlace<'_>) {
        let (Ok(len), Ok(start)) = (u8::try_from(place.name.len()), u32::try_from(self.wires.len())) else {
            return;
        };
        self.wires.extend_from_slice(place.name);
        self.entries.push(Entry { at: place.at, start, len, role: place.role, spelling: place.spelling });
    }

    /// The place at a position; none if there are not so many.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<NamePlace<'_>> {
        self.entries.get(position).map(|entry| self.place(entry))
    }

    /// The places, in the order of their positions.
    pub fn iter(&self) -> impl Iterator<Item = NamePlace<'_>> {
        self.entries.iter().map(|entry| self.place(entry))
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, entry: &Entry) -> NamePlace<'_> {
        let start = entry.start as usize;
        let name = self.wires.get(start..start + usize::from(entry.len)).unwrap_or_default();
        NamePlace { at: entry.at, role: entry.role, spelling: entry.spelling, name }
    }
}
