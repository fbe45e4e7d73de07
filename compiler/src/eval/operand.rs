//! The fields of one record, from words and values to RDATA.

use crate::diagnostic::Diagnostic;
use crate::dns::name::{self, Form, NameErrorKind, push_labels};
use crate::dns::notation::Notation;
use crate::dns::rdata::{self, Encoder, FieldErrorKind, Slot, Word};
use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, FieldKind, Schema};
use crate::error;
use crate::sema::value::{Placed, Value};
use crate::source::FileSpan;
use crate::syntax::ast::{ExprId, ExprKind};
use crate::zone::anomaly::AnomalyKind;

use super::Evaluator;
use super::expression::{inner, literal};
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
        let mut early = false;
        for value in lead {
            sound &= self.encode_value(statement, &mut encoder, value);
        }
        for (position, &id) in fields.iter().enumerate() {
            if !(sound && statement.sound) && is_open(encoder.slot(None)) {
                sound = false;
                encoder.skip();
                break;
            }
            let expr = unit.tree.exprs[id];
            let at = unit.at(expr.span);
            // The first word too many has been reported; the rest of them is no further mistake. Nor is what stands
            // behind a value that came too early.
            if !sound && (matches!(encoder.slot(None), Slot::Full) || early) {
                encoder.skip();
                break;
            }
            sound &= match expr.kind {
                ExprKind::Word => {
                    let place = Place { at, text_start: Some(expr.span.start) };
                    let text = unit.of(expr.span);
                    let word = Word { text: text.as_bytes(), quoted: false };
                    let slot = encoder.slot(Some(word));
                    let is_last = position + 1 == fields.len();
                    if self.bare_texts(statement, slot, fields.get(position..).unwrap_or_default())
                        || is_last && matches!(slot, Slot::Full) && self.bare_ttl(text, at)
                    {
                        encoder.skip();
                        sound = false;
                        break;
                    }
                    self.encode_word_in(statement, &mut encoder, slot, word, place)
                }
                ExprKind::Str => {
                    let place = Place { at, text_start: Some(expr.span.start + 1) };
                    let word = Word { text: inner(unit.of(expr.span)).as_bytes(), quoted: true };
                    early =
                        encoder.slot(Some(word)).field().is_some_and(|field| field.kind == FieldKind::CaaTag);
                    self.encode_word(statement, &mut encoder, word, place)
                }
                ExprKind::List(elements) => {
                    self.encode_list(statement, &mut encoder, &unit.tree.lists[elements], at)
                }
                ExprKind::Template
                | ExprKind::Variable
                | ExprKind::Comma
                | ExprKind::Tuple(_)
                | ExprKind::Call(_)
                | ExprKind::Ttl(_)
                | ExprKind::Not(_)
                | ExprKind::Binary(_)
                | ExprKind::Error => {
                    let value = self.value(context.reading(), id);
                    self.encode_value(statement, &mut encoder, &value)
                }
            };
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

    /// Encodes a target name under the language's own rule: dots inside need a final dot or `.@`.
    fn encode_target(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        word: Word<'_>,
        place: Place,
    ) -> bool {
        let text = std::str::from_utf8(word.text).unwrap_or_default();
        let origin = &statement.context.origin.wire;
        let mut wire = std::mem::take(&mut self.scratch);
        wire.clear();
        let kind = match push_labels(text, &mut wire) {
            Ok(_) if is_address(text) => {
                Some(AnomalyKind::TargetIsAddress { rtype: statement.rtype(), written: text.to_owned() })
            }
            Ok(Form::Absolute) => {
                wire.push(0);
                None
            }
            Ok(Form::Relative) if text.contains('.') => {
                Some(AnomalyKind::TargetDotless { rtype: statement.rtype(), written: text.to_owned() })
            }
            Ok(Form::Relative | Form::Origin) => {
                wire.extend_from_slice(origin);
                (wire.len() > name::MAX_NAME).then_some(AnomalyKind::NameTooLong { octets: wire.len() })
            }
            Err(_) if is_address(text) => {
                Some(AnomalyKind::TargetIsAddress { rtype: statement.rtype(), written: text.to_owned() })
            }
            Err(_) if text.contains("://") => {
                Some(AnomalyKind::TargetDotless { rtype: statement.rtype(), written: text.to_owned() })
            }
            Err(problem) => match problem.kind {
                NameErrorKind::EmptyLabel | NameErrorKind::LabelTooLong { .. } => {
                    Some(AnomalyKind::BadName(problem))
                }
                NameErrorKind::NameTooLong { octets } => Some(AnomalyKind::NameTooLong { octets }),
                NameErrorKind::Empty
                | NameErrorKind::BadEscape
                | NameErrorKind::Forbidden(_)
                | NameErrorKind::Idna(_) => {
                    self.report(super::word::bad_name(text, place.at, &problem));
                    self.scratch = wire;
                    encoder.skip();
                    return false;
                }
            },
        };
        let sound = match kind {
            None => {
                self.place_target(statement.context, place.at, &wire);
                encoder.name(&wire).is_ok()
            }
            Some(kind) => {
                self.note_in(statement, place.at, kind);
                encoder.skip();
                false
            }
        };
        self.scratch = wire;
        sound
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
            Value::Name(bound) => {
                if let Some(written) = &bound.dotless {
                    let kind =
                        AnomalyKind::TargetDotless { rtype: statement.rtype(), written: written.to_string() };
                    self.note_in(statement, found.at, kind);
                    encoder.skip();
                    return false;
                }
                match encoder.name(&bound.wire) {
                    Ok(()) => {
                        self.place_target(statement.context, found.at, &bound.wire);
                        true
                    }
                    Err(problem) => {
                        let written = statement.context.unit.file_text(found.at);
                        let diagnostic = field_diagnostic(&problem, place);
                        self.report(match encoder.slot(None) {
                            Slot::Field(field) if field.kind == FieldKind::Texts => {
                                in_a_string(diagnostic, written, found.at)
                            }
                            Slot::Field(_) | Slot::ParamKey(_) | Slot::ParamValue(..) | Slot::Full => {
                                diagnostic
                            }
                        });
                        false
                    }
                }
            }
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
            | Value::Bool(_) => {
                let text = found.value.text().unwrap_or_default();
                let word = Word::bare(&text);
                if let Slot::Field(field) = encoder.slot(Some(word))
                    && matches!(field.kind, FieldKind::Texts | FieldKind::Text | FieldKind::CharacterString)
                {
                    let (name, ty) = (field.name, found.value.ty());
                    let problem =
                        error!("type-mismatch", found.at, "expected a string for `{name}`, found {ty}");
                    self.report(in_a_string(problem, statement.context.unit.file_text(found.at), found.at));
                    encoder.skip();
                    return false;
                }
                self.encode_word(statement, encoder, word, place)
            }
        }
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

/// Whether a text is an IP address. Nearly every name has a letter that no address has.
fn is_address(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.' || byte == b':')
        && rdata::family_of(text).is_some()
}

fn value_word(value: &Value) -> Option<(Vec<u8>, bool)> {
    if let Some(text) = value.as_text() {
        return Some((text.to_vec(), true));
    }
    value.text().map(|text| (text.into_bytes(), false))
}

/// The error for a target with dots inside and none at its end, where it cannot be left to a rule.
pub(super) fn dotless_target(written: &str, at: FileSpan) -> Diagnostic {
    error!("trailing-dot-target", at, "the target `{written}` has no final dot")
        .help(format!("write `{written}.` for the name as it is, or `{written}.@` for one below the origin"))
        .suggest("make it absolute", at, format!("{written}."))
        .suggest("make it relative", at, format!("{written}.@"))
}

/// Whether a word falls in a field that takes as many as there are, or behind the last: after a mistake, what
/// such words are meant to be cannot be told.
const fn is_open(slot: Slot) -> bool {
    match slot {
        Slot::Field(field) => field.kind.takes_many(),
        Slot::ParamKey(_) | Slot::ParamValue(..) | Slot::Full => true,
    }
}
