//! Terms that stand twice, or where they have no effect (RFC 7208 sections 5.1 and 6).

use super::parse::RULE;
use super::record::{SpfRecord, SpfTerm, SpfTermKind};
use crate::dns::mail::Problem;

/// Adds what is wrong with the terms taken together.
pub(super) fn check(record: &mut SpfRecord) {
    let mut problems = Vec::new();
    let all = record.terms.iter().find(|term| term.is_all());
    for (index, term) in record.terms.iter().enumerate() {
        let mut earlier = record.terms.iter().take(index);
        let repeated = earlier.find(|earlier| same(earlier, term));
        let problem = match (&term.kind, repeated, all) {
            (SpfTermKind::Redirect(_) | SpfTermKind::Explanation(_), Some(first), _) => {
                let message = format!("`{}` stands after `{}`", term.text, first.text);
                Problem::error(RULE, term.at.clone(), message).help("a record has at most one of them")
            }
            (SpfTermKind::Directive(..), _, Some(all)) if term.at.start > all.at.start => {
                let message = format!("`{}` has no effect after `{}`", term.text, all.text);
                let help = format!("`{}` matches every sender: put it last", all.text);
                Problem::warning(RULE, term.at.clone(), message).help(help)
            }
            (SpfTermKind::Redirect(_), None, Some(all)) => {
                let message = format!("`{}` has no effect beside `{}`", term.text, all.text);
                Problem::warning(RULE, term.at.clone(), message).help("keep one of them")
            }
            (SpfTermKind::Directive(..), Some(_), _) => {
                Problem::warning(RULE, term.at.clone(), format!("`{}` stands twice", term.text))
                    .help("the first match decides: remove the second one")
            }
            (
                SpfTermKind::Directive(..)
                | SpfTermKind::Redirect(_)
                | SpfTermKind::Explanation(_)
                | SpfTermKind::UnknownModifier,
                _,
                _,
            ) => continue,
        };
        problems.push(problem);
    }
    record.problems.append(&mut problems);
}

/// Whether two terms match the same senders, or are the same modifier.
fn same(a: &SpfTerm, b: &SpfTerm) -> bool {
    match (&a.kind, &b.kind) {
        (SpfTermKind::Directive(_, a), SpfTermKind::Directive(_, b)) => a == b,
        (SpfTermKind::Redirect(_), SpfTermKind::Redirect(_)) => true,
        (SpfTermKind::Explanation(_), SpfTermKind::Explanation(_)) => true,
        (
            SpfTermKind::Directive(..)
            | SpfTermKind::Redirect(_)
            | SpfTermKind::Explanation(_)
            | SpfTermKind::UnknownModifier,
            _,
        ) => false,
    }
}
