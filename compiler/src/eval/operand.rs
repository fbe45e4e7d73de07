//! The fields of one record, from words and values to RDATA.

use crate::dns::notation::Notation;
use crate::dns::rdata::{self, Encoder, FieldErrorKind, Slot, Word};
use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, FieldKind, Schema};
use crate::error;
use crate::sema::declarations::Unit;
use crate::sema::value::{BoundName, Placed, Value};
use crate::source::FileSpan;
use crate::syntax::ast::{Expr, ExprId, ExprKind};
use crate::zone::anomaly::AnomalyKind;

use super::Evaluator;
use super::expression::literal;
use super::field::{Place, field_diagnostic, in_a_string};
use super::record::{Statement, Written};

impl<'a> Evaluator<'a> {
    /// Encodes one record and adds it: first the values of `lead`, then the fields written out.
    pub(super) fn encode(
        &mut self,
        statement: &mut Statement<'_, 'a>,
        rtype: Rtype,
        lead: &[Placed],
        fields: &[ExprId],
    ) {
        let written = self.written(statement, lead, fields);
        if lead.is_empty() && self.is_generic(statement, rtype, fields) {
            return self.encode_generic(statement, rtype, fields, written);
        }
        if rtype == Rtype::SOA && lead.is_empty() && self.has_serial(statement, fields) {
            statement.failures += 1;
            return;
        }
        let Some(schema) = schema::of(rtype) else { return };
        let mut rdata = std::mem::take(self.zone.rdata());
        let start = rdata.len();
        let encoded = self.encode_fields(statement, schema, lead, fields, written, &mut rdata);
        *self.zone.rdata() = rdata;
        if encoded {
            self.add(statement, rtype, None, start, written);
        } else {
            self.zone.rdata().truncate(start);
            statement.failures += 1;
        }
    }

    fn written(&self, statement: &Statement<'_, 'a>, lead: &[Placed], fields: &[ExprId]) -> Written {
        let exprs = &statement.context.unit.tree.exprs;
        let first =
            lead.first().map(|placed| placed.at.span).or_else(|| fields.first().map(|&id| exprs[id].span));
        let last =
            fields.last().map(|&id| exprs[id].span).or_else(|| lead.last().map(|placed| placed.at.span));
        let type_span = statement.node.type_span;
        let (first, last) = (first.unwrap_or(type_span), last.unwrap_or(type_span));
        Written { at: first.to(last), last }
    }

    fn encode_fields(
        &mut self,
        statement: &Statement<'_, 'a>,
        schema: &'static Schema,
        lead: &[Placed],
        fields: &[ExprId],
        written: Written,
        out: &mut Vec<u8>,
    ) -> bool {
        let context = statement.context;
        let unit = context.unit;
        let rules = rdata::Context { notation: Notation::Zonal, origin: Some(&context.origin.wire) };
        let mut encoder = Encoder::new(schema, rules, out);
        let mut sound = true;
        for value in lead {
            sound &= self.encode_value(statement, &mut encoder, value);
        }
        // What stands behind a value that came too early is no further mistake.
        let mut early = false;
        for (position, &id) in fields.iter().enumerate() {
            let lost = !(sound && statement.sound) && is_open(encoder.slot(None)) || !sound && early;
            early = is_tag_in_quotes(&unit, unit.tree.exprs[id], &encoder);
            let rest = fields.get(position..).unwrap_or_default();
            let encoded = if lost { None } else { self.encode_operand(statement, &mut encoder, id, rest) };
            let Some(fits) = encoded else {
                sound = false;
                encoder.skip();
                break;
            };
            sound &= fits;
        }
        let end = Place { at: unit.at(written.at), text_start: None };
        match encoder.finish() {
            Ok(()) => sound,
            Err(problem) => {
                if sound {
                    self.report(field_diagnostic(&problem, end));
                }
                false
            }
        }
    }

    /// Encodes the first of the operands that are left; false if it was wrong, which has been reported or noted. None
    /// if it and those behind it were meant as something else, which has been reported.
    fn encode_operand(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        id: ExprId,
        rest: &[ExprId],
    ) -> Option<bool> {
        let unit = statement.context.unit;
        let expr = unit.tree.exprs[id];
        let at = unit.at(expr.span);
        if matches!(expr.kind, ExprKind::Word) {
            let place = Place { at, text_start: Some(expr.span.start) };
            let text = unit.of(expr.span);
            let word = Word { text: text.as_bytes(), quoted: false };
            let slot = encoder.slot(Some(word));
            let is_ttl = || rest.len() == 1 && matches!(slot, Slot::Full);
            if self.bare_texts(statement, slot, rest) || is_ttl() && self.bare_ttl(text, at) {
                return None;
            }
            return Some(self.encode_word_in(statement, encoder, slot, word, place));
        }
        if let Some(text) = literal(&unit, expr) {
            let place = Place { at, text_start: Some(expr.span.start + 1) };
            return Some(self.encode_word(
                statement,
                encoder,
                Word { text: text.as_bytes(), quoted: true },
                place,
            ));
        }
        if let ExprKind::List(elements) = expr.kind {
            return Some(self.encode_list(statement, encoder, &unit.tree.lists[elements], at));
        }
        let value = self.value(statement.context.reading(), id);
        Some(self.encode_value(statement, encoder, &value))
    }

    /// Encodes one word; false if it was wrong, which has been reported or noted.
    fn encode_word(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        word: Word<'_>,
        place: Place,
    ) -> bool {
        let slot = encoder.slot(Some(word));
        self.encode_word_in(statement, encoder, slot, word, place)
    }

    /// Encodes one word that falls in a slot.
    fn encode_word_in(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        slot: Slot,
        word: Word<'_>,
        place: Place,
    ) -> bool {
        if let Slot::Field(field) = slot
            && field.kind == FieldKind::Name
        {
            return self.encode_target(statement, encoder, word, place);
        }
        match encoder.word(word) {
            Ok(()) => true,
            Err(problem) => {
                let text = std::str::from_utf8(word.text).unwrap_or_default();
                let reading = statement.context.reading();
                let mut diagnostic = field_diagnostic(&problem, place);
                if place.text_start.is_some() && !word.quoted && self.is_variable(reading, text) {
                    self.mention(reading, text);
                    diagnostic = diagnostic
                        .help(format!("the variable `{text}` is read as `${text}`"))
                        .suggest("read the variable", place.at, format!("${text}"));
                }
                self.report(diagnostic);
                false
            }
        }
    }

    fn encode_value(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        found: &Placed,
    ) -> bool {
        let place = Place { at: found.at, text_start: None };
        match &found.value {
            Value::Unknown(_) => {
                encoder.skip();
                false
            }
            Value::Name(bound) => self.encode_bound_name(statement, encoder, bound, place),
            Value::String(text) => self.encode_word(statement, encoder, Word { text, quoted: true }, place),
            Value::List(elements) => {
                let words: Vec<_> =
                    elements.iter().filter_map(|element| value_word(&element.value)).collect();
                self.encode_words(encoder, &words, &vec![place; words.len()], place)
            }
            Value::Tuple(_) | Value::Range(..) => {
                let ty = found.value.ty();
                self.report(
                    error!("type-mismatch", found.at, "expected one value for a field, found {ty}").help(
                        "a tuple stands first and fills fields from there on: `MX [(10, mx1), (20, mx2)]`",
                    ),
                );
                encoder.skip();
                false
            }
            Value::Ipv4(_)
            | Value::Ipv6(_)
            | Value::Cidr(_)
            | Value::Duration(_)
            | Value::Int(_)
            | Value::Percent(_)
            | Value::Bool(_) => self.encode_scalar(statement, encoder, &found.value, place),
        }
    }

    /// Encodes a name that a variable or a function gave.
    fn encode_bound_name(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        bound: &BoundName,
        place: Place,
    ) -> bool {
        if let Some(written) = &bound.dotless {
            let kind = AnomalyKind::TargetDotless { rtype: statement.rtype(), written: written.to_string() };
            self.note_in(statement, place.at, kind);
            encoder.skip();
            return false;
        }
        let Err(problem) = encoder.name(&bound.wire) else {
            self.place_target(statement.context, place.at, &bound.wire);
            return true;
        };
        let diagnostic = field_diagnostic(&problem, place);
        let takes_text = encoder.slot(None).field().is_some_and(|field| field.kind == FieldKind::Texts);
        self.report(if takes_text {
            in_a_string(diagnostic, statement.context.unit.file_text(place.at), place.at)
        } else {
            diagnostic
        });
        false
    }

    /// Encodes an address, a number or another value that one word spells; it is no text.
    fn encode_scalar(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        value: &Value,
        place: Place,
    ) -> bool {
        let text = value.text().unwrap_or_default();
        let word = Word::bare(&text);
        if let Slot::Field(field) = encoder.slot(Some(word))
            && matches!(field.kind, FieldKind::Texts | FieldKind::Text | FieldKind::CharacterString)
        {
            let (name, ty) = (field.name, value.ty());
            let problem = error!("type-mismatch", place.at, "expected a string for `{name}`, found {ty}");
            self.report(in_a_string(problem, statement.context.unit.file_text(place.at), place.at));
            encoder.skip();
            return false;
        }
        self.encode_word(statement, encoder, word, place)
    }

    fn encode_list(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        elements: &[ExprId],
        at: FileSpan,
    ) -> bool {
        let unit = statement.context.unit;
        let mut words = Vec::with_capacity(elements.len());
        let mut places = Vec::with_capacity(elements.len());
        for &element in elements {
            let expr = unit.tree.exprs[element];
            let element_at = unit.at(expr.span);
            let word = if let Some(text) = literal(&unit, expr) {
                Some((text.as_bytes().to_vec(), matches!(expr.kind, ExprKind::Str)))
            } else {
                let found = self.value(statement.context.reading(), element);
                if found.value.is_unknown() {
                    encoder.skip();
                    return false;
                }
                value_word(&found.value)
            };
            let Some(word) = word else {
                self.report(
                    error!("type-mismatch", element_at, "expected a single value in this list")
                        .help("write the values in one pair of brackets: `[h2, h3]`"),
                );
                encoder.skip();
                return false;
            };
            words.push(word);
            places.push(Place { at: element_at, text_start: None });
        }
        self.encode_words(encoder, &words, &places, Place { at, text_start: None })
    }

    fn encode_words(
        &mut self,
        encoder: &mut Encoder<'_>,
        words: &[(Vec<u8>, bool)],
        places: &[Place],
        whole: Place,
    ) -> bool {
        let list: Vec<_> = words.iter().map(|(text, quoted)| Word { text, quoted: *quoted }).collect();
        match encoder.list(&list) {
            Ok(()) => true,
            Err((index, problem)) => {
                let list_is_wrong = problem.kind == FieldErrorKind::UnexpectedList;
                let place = if list_is_wrong { whole } else { places.get(index).copied().unwrap_or(whole) };
                let mut diagnostic = field_diagnostic(&problem, place);
                if list_is_wrong && matches!(encoder.slot(None), Slot::Field(_) | Slot::Full) {
                    diagnostic = diagnostic.help(
                        "a list stands first, where it gives a record for each value; several fields are tuples: \
                         `MX [(10, mx1), (20, mx2)]`",
                    );
                }
                self.report(diagnostic);
                false
            }
        }
    }

    /// Whether a record is written as RFC 3597 has it, or must be.
    fn is_generic(&self, statement: &Statement<'_, 'a>, rtype: Rtype, fields: &[ExprId]) -> bool {
        let unit = statement.context.unit;
        let first = fields.first().map(|&id| unit.tree.exprs[id]);
        let marked =
            first.is_some_and(|expr| matches!(expr.kind, ExprKind::Word) && unit.of(expr.span) == "\\#");
        marked || schema::of(rtype).is_none()
    }

    fn encode_generic(
        &mut self,
        statement: &mut Statement<'_, 'a>,
        rtype: Rtype,
        fields: &[ExprId],
        written: Written,
    ) {
        let unit = statement.context.unit;
        let words: Vec<_> = fields
            .iter()
            .map(|&id| Word { text: unit.of(unit.tree.exprs[id].span).as_bytes(), quoted: false })
            .collect();
        let mut octets = Vec::new();
        match rdata::parse(rtype, &words, None, &mut octets) {
            Ok(()) => {
                let start = self.zone.rdata().len();
                self.zone.rdata().extend_from_slice(&octets);
                self.add(statement, rtype, None, start, written);
            }
            Err(problem) => {
                let span = fields.get(problem.word).map_or(written.at, |&id| unit.tree.exprs[id].span);
                let place = Place { at: unit.at(span), text_start: None };
                let mut diagnostic = field_diagnostic(&problem.error, place);
                if schema::of(rtype).is_none() && diagnostic.help.is_none() {
                    diagnostic = diagnostic
                        .help(format!("write it as in `{rtype} \\# 2 abcd`: octets and hexadecimal"));
                }
                self.report(diagnostic);
            }
        }
    }
}

impl Statement<'_, '_> {
    /// The type of the statement; TXT for a builder.
    pub(super) fn rtype(&self) -> Rtype {
        match self.node.keyword {
            crate::dns::keyword::RecordKeyword::Type(rtype) => rtype,
            crate::dns::keyword::RecordKeyword::Alias => Rtype::A,
            crate::dns::keyword::RecordKeyword::Builder(_) => Rtype::TXT,
        }
    }
}

fn value_word(value: &Value) -> Option<(Vec<u8>, bool)> {
    if let Some(text) = value.as_text() {
        return Some((text.to_vec(), true));
    }
    value.text().map(|text| (text.into_bytes(), false))
}

/// Whether a word falls in a field that takes as many as there are, or behind the last: after a mistake, what
/// such words are meant to be cannot be told.
const fn is_open(slot: Slot) -> bool {
    match slot {
        Slot::Field(field) => field.kind.takes_many(),
        Slot::ParamKey(_) | Slot::ParamValue(..) | Slot::Full => true,
    }
}

/// Whether an operand is a string where the tag of a CAA record stands, in front of its value.
fn is_tag_in_quotes(unit: &Unit<'_>, expr: Expr, encoder: &Encoder<'_>) -> bool {
    let quoted = literal(unit, expr).filter(|_| matches!(expr.kind, ExprKind::Str));
    let word = quoted.map(|text| Word { text: text.as_bytes(), quoted: true });
    word.and_then(|word| encoder.slot(Some(word)).field())
        .is_some_and(|field| field.kind == FieldKind::CaaTag)
}
