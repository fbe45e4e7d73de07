//! `zonal explain NAME`: the page of every diagnostic, by name.
//!
//! A rule's page stands in the rule's own file, a parser error's in `syntax::parser::pages`, and every other
//! error's is a file in `explain/pages/`, gathered when the crate is built: adding a page is adding one file.

use crate::lint::{Rule, registry};
use crate::syntax::parser;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// What is to be said about one diagnostic.
#[derive(Clone, Copy)]
pub struct Page {
    /// The diagnostic's name.
    pub name: &'static str,
    /// The page, in Markdown: what it means, why, a bad and a good example, references.
    pub text: &'static str,
    /// The rule that finds it; none for an error of the language itself, which no `allow` excuses.
    pub rule: Option<&'static Rule>,
}

/// Every page: the rules' in their order, then the parser's, then the others'.
pub fn pages() -> impl Iterator<Item = Page> {
    let rules = registry::ENTRIES.iter().map(|entry| Page {
        name: entry.rule.name,
        text: entry.page,
        rule: Some(entry.rule),
    });
    let errors = parser::pages::PAGES.iter().chain(PAGES);
    rules.chain(errors.map(|&(name, text)| Page { name, text, rule: None }))
}

/// The page of a diagnostic.
#[must_use]
pub fn page(name: &str) -> Option<Page> {
    pages().find(|page| page.name == name)
}

/// The names of all diagnostics, sorted.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = pages().map(|page| page.name).collect();
    names.sort_unstable();
    names
}
