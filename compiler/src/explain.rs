//! The pages that say what a diagnostic's name means: what is found, why it is bad, what to write instead.
//!
//! A rule's page stands in the rule's own file, a parser error's in `syntax::parser::pages`, and every other
//! error's is a file in `explain/pages/`, gathered when the crate is built: adding a page is adding one file.

use crate::lint::registry;
use crate::syntax::parser;

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Where all pages stand on the web, each under a heading of its name.
pub const PAGES_ADDRESS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/grammar/diagnostics.md");

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

impl Page {
    /// Where the page stands on the web.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{PAGES_ADDRESS}#{}", self.name)
    }
}

/// The page of a name.
#[must_use]
pub fn page(name: &str) -> Option<Page> {
    unsorted().find(|page| page.name == name)
}

/// Every page, in the order of the names.
#[must_use]
pub fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> = unsorted().collect();
    pages.sort_unstable_by_key(|page| page.name);
    pages
}

fn unsorted() -> impl Iterator<Item = Page> {
    let rules = registry::ENTRIES.iter().map(|entry| Page {
        name: entry.rule.name,
        summary: entry.rule.summary,
        text: entry.page,
    });
    let errors = parser::pages::PAGES.iter().chain(PAGES);
    rules.chain(errors.map(|&(name, text)| Page { name, summary: first_sentence(text), text }))
}

/// The first sentence below the first heading of the second level.
fn first_sentence(page: &str) -> &str {
    let body = page.split_once("\n## ").and_then(|(_, rest)| rest.split_once('\n'));
    let body = body.map_or("", |(_, body)| body);
    body.split(['.', ':', '\n']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_page_with_a_summary() {
        let pages = pages();
        assert!(pages.is_sorted_by(|a, b| a.name < b.name), "a name has two pages");
        for page in pages {
            assert!(!page.summary.is_empty(), "{}", page.name);
            assert_eq!(super::page(page.name), Some(page));
        }
    }
}
