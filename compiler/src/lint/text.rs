//! Findings inside the text of a TXT record.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Applicability, Severity};
use crate::dns::mail::{Problem, TagRecord};
use crate::dns::rdata::txt_bytes;
use crate::source::FileSpan;
use crate::zone::{RecordId, SetId};

use super::context::ZoneContext;
use super::finding::{Finding, Findings};
use super::place::Written;

/// The text of a TXT record, and where it stands in the source.
pub struct RecordText<'a> {
    /// The text, its character-strings joined.
    pub bytes: Cow<'a, [u8]>,
    context: ZoneContext<'a>,
    record: RecordId,
}

impl<'a> RecordText<'a> {
    /// Reads the text of a record.
    #[must_use]
    pub fn new(context: &ZoneContext<'a>, record: RecordId) -> Self {
        let rdata = context.zone.rdata(record);
        let bytes = match rdata.split_first() {
            Some((&len, text)) if text.len() == usize::from(len) => Cow::from(text),
            Some(_) | None => Cow::from(txt_bytes(rdata)),
        };
        Self { bytes, context: *context, record }
    }

    fn at(&self) -> FileSpan {
        self.context.zone.record_at(self.record)
    }

    /// The text as it is written; none if a builder made it or several strings were joined.
    fn written(&self) -> Option<Written<'a>> {
        Written::read(&self.context, self.at()).filter(|written| written.value.as_bytes() == &*self.bytes)
    }

    /// Where some bytes of the text stand: the whole record if they are not written as they are.
    #[must_use]
    pub fn part(&self, bytes: Range<usize>) -> FileSpan {
        self.written().map_or(self.at(), |written| written.part(bytes))
    }

    /// The finding that a reader's problem is, with the advice of its rule if the reader has none of its own.
    #[must_use]
    pub fn finding(&self, problem: Problem, advice: &str) -> Finding {
        let Problem { severity, at, message, help, replacement, applicability, .. } = problem;
        let place = self.part(at);
        let mut finding = Finding::new(place, message)
            .site(self.context.zone.records[self.record].site)
            .help(help.unwrap_or_else(|| advice.to_owned()));
        if severity != Severity::Error {
            finding = finding.mild();
        }
        match replacement {
            Some(text) if self.written().is_some() => {
                let title = format!("write `{text}`");
                match applicability {
                    Applicability::Certain => finding.fix(title, place, text),
                    Applicability::Suggested => finding.suggest(title, place, text),
                }
            }
            Some(_) | None => finding,
        }
    }
}

/// What a rule about records that are lists of tags looks for.
pub struct TagRule {
    /// The rule's name.
    pub name: &'static str,
    /// What to do about a problem whose reader does not say it.
    pub advice: &'static str,
    /// The reader of the records; it takes none for another record.
    pub read: for<'t> fn(&'t [u8]) -> Option<TagRecord<'t>>,
    /// What is said of a record of another kind that stands alone where only this kind has a meaning.
    pub foreign: Option<Foreign>,
}

/// What is said of a record that is none of the kind that belongs at its name.
pub struct Foreign {
    /// How a record of the kind begins.
    pub beginning: &'static str,
    /// What to do, by the name of the zone.
    pub help: fn(zone: &str) -> String,
}

impl TagRule {
    /// Reports what the reader finds in each record of a set and tells by this rule's name.
    pub fn check(&self, context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
        let alone = context.set(set).len == 1;
        for record in context.zone.records_of(set) {
            let text = RecordText::new(context, record);
            match ((self.read)(&text.bytes), &self.foreign) {
                (Some(read), _) => {
                    let of_rule = read.problems.into_iter().filter(|problem| problem.rule == self.name);
                    findings.extend(of_rule.map(|problem| text.finding(problem, self.advice)));
                }
                (None, Some(foreign)) if alone => findings.push(foreign.finding(&text)),
                (None, _) => {}
            }
        }
    }
}

impl Foreign {
    fn finding(&self, text: &RecordText<'_>) -> Finding {
        let message = format!("this record does not begin with `{}`", self.beginning);
        Finding::new(text.part(0..text.bytes.len()), message)
            .site(text.context.zone.records[text.record].site)
            .here("receivers ignore it")
            .help((self.help)(&text.context.zone.name.unicode().to_string()))
    }
}

/// Whether a set's owner lies below a name that begins with a label, as DKIM keys do below `_domainkey`.
pub fn is_below(context: &ZoneContext<'_>, set: SetId, label: &[u8]) -> bool {
    let names = &context.zone.names;
    names.ancestors(context.set(set).owner).any(|node| names.label(node) == label)
}

/// Whether the first labels of a set's owner are these.
pub fn begins(context: &ZoneContext<'_>, set: SetId, labels: &[&[u8]]) -> bool {
    let names = &context.zone.names;
    let owner = context.set(set).owner;
    let mut nodes = std::iter::once(owner).chain(names.ancestors(owner));
    labels.iter().all(|label| nodes.next().is_some_and(|node| names.label(node) == *label))
}
