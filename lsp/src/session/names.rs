//! The names of an analysed workspace, by place and by name.

use std::hash::{DefaultHasher, Hash, Hasher};

use zonal_compiler::sema::places::{NamePlace, NamePlaces};
use zonal_compiler::source::{FileId, FileSpan};

/// Where names are written, in the order of their places and in that of their hashes.
#[derive(Debug, Default)]
pub struct NameIndex {
    by_place: Vec<u32>,
    by_name: Vec<(u64, u32)>,
}

/// The names of an analysis.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Every name with its place, as evaluation met them.
    pub places: &'a NamePlaces,
    /// Their order.
    pub index: &'a NameIndex,
}

impl NameIndex {
    /// Sorts the names.
    #[must_use]
    pub fn of(places: &NamePlaces) -> Self {
        let mut by_place: Vec<u32> = (0..places.len() as u32).collect();
        // Evaluation goes through the text from start to end but for includes, and this sort is quick about runs.
        by_place.sort_by_key(|&position| places.get(position as usize));
        by_place.dedup_by_key(|position| places.get(*position as usize));
        let hashed = |&position: &u32| places.get(position as usize).map(|place| hash(place.name));
        let mut by_name: Vec<(u64, u32)> =
            by_place.iter().filter_map(|position| Some((hashed(position)?, *position))).collect();
        // Stable, so that what means one name stays in the order of its places.
        by_name.sort_by_key(|&(hash, _)| hash);
        Self { by_place, by_name }
    }
}

impl<'a> Names<'a> {
    /// What is written around a byte of a file: one place with each name that it means.
    #[must_use]
    pub fn at(self, file: FileId, byte: u32) -> Vec<NamePlace<'a>> {
        let get = |position: &u32| self.places.get(*position as usize);
        let by_place = &self.index.by_place;
        let end = by_place.partition_point(|position| {
            get(position).is_some_and(|place| (place.at.file, place.at.span.start) <= (file, byte))
        });
        let Some(last) = end.checked_sub(1).and_then(|last| by_place.get(last)).and_then(get) else {
            return Vec::new();
        };
        if last.at.file != file || !last.at.span.touches(byte) {
            return Vec::new();
        }
        self.here(last.at)
    }

    /// What is written at a place, with each name that it means.
    #[must_use]
    pub fn here(self, at: FileSpan) -> Vec<NamePlace<'a>> {
        let get = |position: &u32| self.places.get(*position as usize);
        let by_place = &self.index.by_place;
        let start = by_place.partition_point(|position| get(position).is_some_and(|place| place.at < at));
        by_place.iter().skip(start).filter_map(get).take_while(|place| place.at == at).collect()
    }

    /// Every place of a name in wire form, by file and place.
    pub fn of(self, name: &[u8]) -> impl Iterator<Item = NamePlace<'a>> {
        let hash = hash(name);
        let by_name = &self.index.by_name;
        let start = by_name.partition_point(|&(other, _)| other < hash);
        let same = by_name.iter().skip(start).take_while(move |(other, _)| *other == hash);
        let places = same.filter_map(move |&(_, position)| self.places.get(position as usize));
        places.filter(move |place| place.name == name)
    }

    /// Every place of a file, in order.
    pub fn of_file(self, file: FileId) -> impl Iterator<Item = NamePlace<'a>> {
        let get = move |position: &u32| self.places.get(*position as usize);
        let by_place = &self.index.by_place;
        let start =
            by_place.partition_point(|position| get(position).is_some_and(|place| place.at.file < file));
        by_place.iter().skip(start).filter_map(get).take_while(move |place| place.at.file == file)
    }
}

fn hash(name: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
