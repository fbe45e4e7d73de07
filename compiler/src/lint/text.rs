//! Findings inside the text of a TXT record.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Applicability, Severity};
use crate::dns::mail::Problem;
use crate::dns::rdata::txt_bytes;
use crate::source::FileSpan;
use crate::zone::RecordId;

use super::context::ZoneContext;
use super::finding::Finding;
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
