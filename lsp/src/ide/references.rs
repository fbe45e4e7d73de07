//! Every place of what stands under the cursor.

use zonal_compiler::source::FileSpan;

use super::symbol::{self, Occurrence};
use crate::session::snapshot::View;

/// Whether the places that declare something are wanted as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declarations {
    /// They are.
    With,
    /// They are not.
    Without,
}

/// Every place of what stands at a byte of the document, by file and place.
#[must_use]
pub fn of(view: &View, byte: u32, declarations: Declarations) -> Vec<FileSpan> {
    let Some(found) = symbol::at(view, byte) else { return Vec::new() };
    let occurrences = found.symbol.occurrences(view, view.snapshot.files());
    let wanted = |place: &&Occurrence| declarations == Declarations::With || !place.declares;
    occurrences.iter().filter(wanted).map(|place| place.at).collect()
}

/// The places in the document itself of what stands at one of its bytes.
#[must_use]
pub fn in_document(view: &View, byte: u32) -> Vec<Occurrence> {
    let own = std::slice::from_ref(&view.file);
    symbol::at(view, byte).map(|found| found.symbol.occurrences(view, own)).unwrap_or_default()
}
