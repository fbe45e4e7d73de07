//! Slips in the fields of a record that are one mistake, and would be several errors word by word.

use crate::dns::duration;
use crate::dns::rdata::Slot;
use crate::dns::schema::FieldKind;
use crate::error;
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{ExprId, ExprKind};

use super::Evaluator;
use super::record::Statement;

impl<'a> Evaluator<'a> {
    /// Reports several bare words where text belongs, as one slip; false if it is none.
    pub(super) fn bare_texts(
        &mut self,
        statement: &Statement<'_, 'a>,
        slot: Slot,
        fields: &[ExprId],
    ) -> bool {
        let unit = statement.context.unit;
        let Slot::Field(field) = slot else { return false };
        if field.kind != FieldKind::Texts {
            return false;
        }
        if let Some(word) = between_strings(statement, fields) {
            self.report(
                error!("bare-text", unit.at(word), "the string ends in front of `{}`", unit.of(word))
                    .help("text stands in quotes, and a quotation mark within a string is written `\\\"`"),
            );
            return true;
        }
        let words = fields.iter().map(|&id| unit.tree.exprs[id]);
        let words = words.take_while(|expr| matches!(expr.kind, ExprKind::Word));
        let spans: Vec<_> = words.map(|expr| expr.span).collect();
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return false };
        let span = first.to(*last);
        if spans.len() < 2 || unit.of(span).contains(['\\', '\n']) {
            return false;
        }
        let (at, text) = (unit.at(span), unit.of(span));
        self.report(
            error!("bare-text", at, "expected a string for `{}`, found {} words", field.name, spans.len())
                .help("write the text in quotes")
                .suggest("put it in quotes", at, format!("\"{text}\"")),
        );
        true
    }

    /// Reports a TTL that stands behind a record's last field without its word; false if it is none.
    pub(super) fn bare_ttl(&mut self, text: &str, at: FileSpan) -> bool {
        let seconds = duration::parse(text).ok().or_else(|| text.parse().ok());
        let Some(seconds) = seconds.filter(|seconds| *seconds <= duration::MAX) else { return false };
        let ttl = format!("ttl {}", duration::display(seconds));
        self.report(
            error!("too-many-fields", at, "unexpected `{text}` after the last field")
                .help(format!("if it is the TTL, write `{ttl}`; a comma begins another record"))
                .suggest(format!("write `{ttl}`"), at, ttl),
        );
        true
    }

    /// Reports the serial that master files write in an SOA; false if there is none.
    pub(super) fn has_serial(&mut self, statement: &Statement<'_, 'a>, fields: &[ExprId]) -> bool {
        let unit = statement.context.unit;
        let &[_, _, serial, refresh, retry, expire, minimum] = fields else { return false };
        let span = |id: ExprId| unit.tree.exprs[id].span;
        let times = [refresh, retry, expire, minimum].map(|id| {
            let text = unit.of(span(id));
            match text.parse() {
                Ok(seconds) => duration::display(seconds).to_string(),
                Err(_) => text.to_owned(),
            }
        });
        let at = unit.at(span(serial).to(span(minimum)));
        self.report(
            error!("soa-serial", unit.at(span(serial)), "the serial of an SOA is not written")
                .here("it is counted up when the zone is deployed")
                .help(format!("leave it out, and write the times with units: `{}`", times.join(" ")))
                .fix("leave the serial out", at, times.join(" ")),
        );
        true
    }
}

/// The word at the head of some fields, if it stands between two strings, as in `"say "hello" now"`.
fn between_strings(statement: &Statement<'_, '_>, fields: &[ExprId]) -> Option<Span> {
    let unit = statement.context.unit;
    let (&first, behind) = fields.split_first()?;
    let word = unit.tree.exprs[first].span;
    let before = unit.text.get(..word.start as usize)?.trim_end_matches([' ', '\t']);
    let is_string = |id: &ExprId| matches!(unit.tree.exprs[*id].kind, ExprKind::Str | ExprKind::Template);
    (before.ends_with('"') && behind.iter().any(is_string)).then_some(word)
}
