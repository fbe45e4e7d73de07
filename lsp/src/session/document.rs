//! A document that is open in the editor: its buffer is its text, whatever the disk has.

use super::root::Key;
use super::text::EditedText;

/// An open document.
#[derive(Debug)]
pub struct Document {
    /// The workspace that it belongs to.
    pub key: Key,
    /// Its path below the root, if it has a place on disk.
    pub path: Option<String>,
    /// Its version, as the client counts.
    pub version: i32,
    /// Its text.
    pub text: EditedText,
}

impl Document {
    /// A document that was just opened.
    #[must_use]
    pub fn new(key: Key, path: Option<String>, version: i32, text: String) -> Self {
        Self { key, path, version, text: EditedText::new(text) }
    }
}
