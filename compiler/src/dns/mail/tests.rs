//! What builders and readers say, text by text.

mod dmarc_build;
mod spf_build;

use super::{Term, TermError, TermWord, build};
use crate::dns::keyword::Builder;

/// Cuts the source of terms into their words, as the evaluator hands them over.
pub(super) fn terms(source: &str) -> Vec<Term<'_>> {
    let mut terms = Vec::new();
    let mut words = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = if first == '"' {
            let (text, after) = rest[1..].split_once('"').expect("a closing quote");
            (TermWord { text, quoted: true }, after)
        } else {
            let end = rest.find([' ', ',']).unwrap_or(rest.len());
            (TermWord { text: &rest[..end], quoted: false }, &rest[end..])
        };
        words.push(word);
        rest = after.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            terms.push(Term { words: std::mem::take(&mut words) });
            rest = after.trim_start();
        }
    }
    if !words.is_empty() {
        terms.push(Term { words });
    }
    terms
}

/// Checks that each source builds its text.
pub(super) fn assert_builds(builder: Builder, table: &[(&str, &str)]) {
    for &(source, expected) in table {
        assert_eq!(build(builder, &terms(source)), Ok(expected.to_owned()), "{} {source}", builder.word());
    }
}

/// Checks that each source is refused with these errors, a line each: see [`shown`].
pub(super) fn assert_refuses(builder: Builder, table: &[(&str, &str)]) {
    for &(source, expected) in table {
        let terms = terms(source);
        let errors = build(builder, &terms).expect_err(source);
        let lines: Vec<String> = errors.iter().map(|error| shown(&terms, error)).collect();
        assert_eq!(lines.join("\n"), expected, "{} {source}", builder.word());
    }
}

/// An error as one line: name, the source it points at (and the other term), message, help and suggestion.
fn shown(terms: &[Term<'_>], error: &TermError) -> String {
    let whole = |term: &Term<'_>| term.words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    let place = match (error.term, error.word) {
        (None, _) => "all".to_owned(),
        (Some(term), None) => whole(&terms[term]),
        (Some(term), Some(word)) => {
            let text = terms[term].words[word].text;
            error.at.clone().map_or(text, |at| &text[at]).to_owned()
        }
    };
    let other = error.other.map_or(String::new(), |term| format!(" & {}", whole(&terms[term])));
    let help = error.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let suggestion = error.suggestion.as_ref().map_or(String::new(), |source| format!(" -> {source}"));
    format!("{} [{place}{other}] {}{help}{suggestion}", error.name, error.message)
}
