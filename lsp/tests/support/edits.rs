//! What a text becomes by edits.

use zonal_compiler::source::Span;

/// A text with edits that do not overlap.
pub fn applied(text: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(at, _)| *at);
    let mut text = text.to_owned();
    for (at, replacement) in edits.into_iter().rev() {
        text.replace_range(at.range(), &replacement);
    }
    text
}
