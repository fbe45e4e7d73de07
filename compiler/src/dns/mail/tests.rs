//! What builders and readers say, text by text.

mod dkim_build;
mod dmarc_build;
mod key;
mod lookups;
mod places;
mod short_build;
mod spf_build;
mod spf_read;
mod tag_read;

use super::tags::Dialect;
use super::{Problem, Term, TermError, TermWord, bimi, build, dkim, dmarc, mta_sts, spf, tls_rpt};
use crate::diagnostic::Severity;
use crate::dns::keyword::Builder;
use crate::lint::registry;

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

/// Checks that each source builds its text, and that the reader finds no error in it.
pub(super) fn assert_builds(builder: Builder, table: &[(&str, &str)]) {
    for &(source, expected) in table {
        assert_eq!(build(builder, &terms(source)), Ok(expected.to_owned()), "{} {source}", builder.word());
        let faults =
            problems(builder, expected.as_bytes()).into_iter().filter(|p| p.severity == Severity::Error);
        assert_eq!(faults.collect::<Vec<_>>(), [], "{expected}");
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

/// What the reader of that builder's records says about a text.
pub(super) fn problems(builder: Builder, text: &[u8]) -> Vec<Problem> {
    let record = match builder {
        Builder::Spf => {
            return spf::parse(text)
                .map(|record| record.problems)
                .into_iter()
                .flatten()
                .chain(spf::near_miss(text))
                .collect();
        }
        Builder::Dmarc => dmarc::check(text),
        Builder::Dkim => dkim::check(text),
        Builder::MtaSts => mta_sts::check(text),
        Builder::TlsRpt => tls_rpt::check(text),
        Builder::Bimi => bimi::check(text),
    };
    record.map(|record| record.problems).unwrap_or_default()
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

/// Checks that a reader finds these problems, a line each, in each text: see [`found`].
pub(super) fn assert_finds(read: impl Fn(&[u8]) -> Vec<Problem>, table: &[(&str, &str)]) {
    for &(text, expected) in table {
        let lines: Vec<String> = read(text.as_bytes()).iter().map(|problem| found(text, problem)).collect();
        assert_eq!(lines.join("\n"), expected, "{text}");
    }
}

/// A problem as one line: lint, severity, the text it points at, message, help and replacement.
fn found(text: &str, problem: &Problem) -> String {
    assert!(registry::find(problem.rule).is_some(), "no rule `{}` tells it", problem.rule);
    let place = &text[problem.at.clone()];
    let help = problem.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let replacement = problem.replacement.as_ref().map_or(String::new(), |text| format!(" -> {text}"));
    let Problem { rule, severity, message, .. } = problem;
    format!("{rule} {} [{place}] {message}{help}{replacement}", severity.as_str())
}

#[test]
fn every_rule_of_a_dialect_is_registered() {
    for dialect in [&dmarc::DIALECT, &dkim::DIALECT, &mta_sts::DIALECT, &tls_rpt::DIALECT, &bimi::DIALECT] {
        let Dialect { name, rule, removed_rule, missing_rule, value_rule, .. } = dialect;
        let rules = [*rule, *removed_rule, *missing_rule].into_iter().chain(value_rule.map(|(_, rule)| rule));
        for rule in rules {
            assert!(registry::find(rule).is_some(), "{name}: no rule `{rule}` tells its problems");
        }
    }
}
