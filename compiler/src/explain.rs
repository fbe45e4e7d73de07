//! The pages that say what a diagnostic's name means: what is found, why it is bad, what to write instead.

use crate::lint::registry;

/// The page of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The name, as messages show it in brackets.
    pub name: &'static str,
    /// What it is about, in a few words.
    pub summary: &'static str,
    /// The page, in Markdown.
    pub text: &'static str,
}

/// The page of a name.
#[must_use]
pub fn page(name: &str) -> Option<Page> {
    pages().find(|page| page.name == name)
}

/// Every page, in the order of the names.
pub fn pages() -> impl Iterator<Item = Page> {
    registry::ENTRIES.iter().map(|entry| Page {
        name: entry.rule.name,
        summary: entry.rule.summary,
        text: entry.page,
    })
}
