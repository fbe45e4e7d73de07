//! What the formatter does to given texts.

use super::format;

mod contract;
mod layout;
mod manual;
mod meaning;
mod property;
mod refused;

/// Formats what must be formattable.
fn formatted(text: &str) -> String {
    format(text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", error.span.start))
}
