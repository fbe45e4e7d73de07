//! The pages that say what a diagnostic's name means: what is found, why it is bad, what to write instead.

use crate::lint::registry;
use crate::syntax::parser::pages;

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
    let language = [pages::PAGES].into_iter().flatten();
    rules.chain(language.map(|&(name, text)| Page { name, summary: first_sentence(text), text }))
}

/// The sentence under the first heading of a page, without its full stop.
fn first_sentence(page: &'static str) -> &'static str {
    let body = page.split_once("## What it does\n").map_or(page, |(_, body)| body);
    let line = body.lines().next().unwrap_or_default();
    line.split_once(". ").map_or(line, |(first, _)| first).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_page_with_a_summary() {
        let pages = pages();
        assert!(pages.is_sorted_by(|a, b| a.name < b.name), "a name has two pages");
        for page in pages {
            assert!(!page.summary.is_empty() && !page.summary.contains('\n'), "{}", page.name);
            assert_eq!(super::page(page.name), Some(page));
        }
    }
}
