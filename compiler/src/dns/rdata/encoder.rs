//! One record, word by word.

use super::bytes::{Digits, Spelling};
use super::error::{FieldError, FieldErrorKind, FieldResult, Found};
use super::field::{Context, encode_field};
use super::location::Location;
use super::strings::Chunks;
use super::svcb::{ParamSpec, Params};
use super::{Word, dnssec};
use crate::dns::notation::Notation;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{Field, FieldKind, Presence, Schema};
use crate::suggest::closest;

/// Where a word falls.
#[derive(Debug, Clone, Copy)]
pub enum Slot {
    /// In a field; a [`FieldKind::Name`] may be given by [`Encoder::name`] instead of [`Encoder::word`].
    Field(&'static Field),
    /// In a field of service parameters, as the next key.
    ParamKey(&'static Field),
    /// In a field of service parameters, as the value, or list of values, of this key.
    ParamValue(&'static Field, ParamSpec),
    /// After the last field.
    Full,
}

impl Slot {
    /// The field, if there is one.
    #[must_use]
    pub const fn field(self) -> Option<&'static Field> {
        match self {
            Self::Field(field) | Self::ParamKey(field) | Self::ParamValue(field, _) => Some(field),
            Self::Full => None,
        }
    }
}

/// Encodes the fields of one record, in order, onto the end of a buffer.
///
/// After an error the encoder goes on with the next field, so that one record can have several errors; what it
/// appends has no meaning then, and [`Encoder::finish`] reports nothing more.
#[derive(Debug)]
pub struct Encoder<'a> {
    schema: &'static Schema,
    context: Context<'a>,
    out: &'a mut Vec<u8>,
    start: usize,
    /// The index of the field that the next word falls in, unless it passes an optional one over.
    next: usize,
    open: Open,
    failed: bool,
}

/// A last field that takes as many words as there are.
#[derive(Debug)]
enum Open {
    Closed,
    Texts(Chunks),
    Digits(Digits),
    Params(Box<Params>),
    Location(Box<Location>),
    Types(Vec<Rtype>),
}

impl<'a> Encoder<'a> {
    /// Begins a record of a type.
    #[must_use]
    pub const fn new(schema: &'static Schema, context: Context<'a>, out: &'a mut Vec<u8>) -> Self {
        let start = out.len();
        Self { schema, context, out, start, next: 0, open: Open::Closed, failed: false }
    }

    /// Where the next word falls. The word itself matters where an optional field comes next; `None` stands for
    /// whatever is no word, and for the end.
    #[must_use]
    pub fn slot(&self, word: Option<Word<'_>>) -> Slot {
        let Some(field) = self.schema.fields.get(self.place(word)) else { return Slot::Full };
        match (&self.open, field.kind) {
            (Open::Params(params), _) => match params.awaited() {
                Some(spec) => Slot::ParamValue(field, spec),
                None => Slot::ParamKey(field),
            },
            (_, FieldKind::SvcParams) => Slot::ParamKey(field),
            _ => Slot::Field(field),
        }
    }

    /// Encodes the next word.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the word in the field that it falls in, or that there is no further field.
    pub fn word(&mut self, word: Word<'_>) -> FieldResult {
        let result = match self.advance(Some(word)) {
            None => Err(self.too_many(word)),
            Some(field) if field.kind.takes_many() => self.push_open(field, word),
            Some(field) => {
                self.next += 1;
                encode_field(field, word, self.context, self.out)
            }
        };
        self.note(result)
    }

    /// Puts a name, in lower-case wire form, into the next field, which holds a name.
    ///
    /// # Errors
    ///
    /// The next field holds no name, or there is none.
    pub fn name(&mut self, wire: &[u8]) -> FieldResult {
        let result = match self.advance(None) {
            Some(field) if matches!(field.kind, FieldKind::Name | FieldKind::Mailbox) => {
                self.next += 1;
                self.out.extend_from_slice(wire);
                Ok(())
            }
            Some(field) => {
                self.next += usize::from(!field.kind.takes_many());
                let expected = field.kind.expected();
                let message = format!("expected {expected} for `{}`, found a name", field.name);
                Err(FieldError::new(FieldErrorKind::UnexpectedName, message))
            }
            None => {
                let message = format!("unexpected name after the last field of {}", self.schema.rtype);
                Err(FieldError::new(FieldErrorKind::TooManyFields, message))
            }
        };
        self.note(result)
    }

    /// Encodes a list in brackets, which only service parameters take.
    ///
    /// # Errors
    ///
    /// The index of the word that is wrong with what is wrong, or 0 if no list belongs here.
    pub fn list(&mut self, words: &[Word<'_>]) -> Result<(), (usize, Box<FieldError>)> {
        let result = match (self.advance(None), &mut self.open) {
            (Some(_), Open::Params(params)) if params.awaited().is_some() => {
                params.values(words, self.context.notation)
            }
            (Some(field), _) => {
                self.next += usize::from(!field.kind.takes_many());
                let message =
                    format!("expected {} for `{}`, found a list", field.kind.expected(), field.name);
                Err((0, FieldError::new(FieldErrorKind::UnexpectedList, message)))
            }
            (None, _) => {
                let message = format!("unexpected list after the last field of {}", self.schema.rtype);
                Err((0, FieldError::new(FieldErrorKind::TooManyFields, message)))
            }
        };
        result.map_err(|(index, error)| {
            self.failed = true;
            (index, self.with_usage(error))
        })
    }

    /// Passes the next field over, because its value was wrong in a way that the caller has reported.
    pub fn skip(&mut self) {
        self.failed = true;
        if let Some(field) = self.advance(None) {
            self.next += usize::from(!field.kind.takes_many());
        }
    }

    /// Ends the record.
    ///
    /// # Errors
    ///
    /// A field is missing, what the last words make together is wrong, or the RDATA is longer than 65535 octets.
    /// Nothing of this is reported if an earlier word was wrong.
    pub fn finish(mut self) -> FieldResult {
        if self.failed {
            return Ok(());
        }
        let result = self.close().and_then(|()| self.fill());
        let result = result.and_then(|()| {
            let octets = self.out.len() - self.start;
            if octets <= 0xffff {
                return Ok(());
            }
            let message = format!("the record has {octets} octets, at most 65535 are allowed");
            Err(FieldError::new(FieldErrorKind::TooLong, message))
        });
        self.note(result)
    }

    /// The index of the field that a word falls in.
    fn place(&self, word: Option<Word<'_>>) -> usize {
        let mut index = self.next;
        while let Some(field) = self.schema.fields.get(index) {
            let passed_over = self.context.notation == Notation::Zonal
                && match field.presence {
                    Presence::Required => false,
                    Presence::MasterFileOnly(_) => true,
                    Presence::Optional(_) => {
                        index + 1 < self.schema.fields.len() && !word.is_some_and(|word| fits(field, word))
                    }
                };
            if !passed_over {
                break;
            }
            index += 1;
        }
        index
    }

    /// Moves on to the field that a word falls in and writes those that it passes over.
    fn advance(&mut self, word: Option<Word<'_>>) -> Option<&'static Field> {
        let place = self.place(word);
        while self.next < place {
            self.write_default();
            self.next += 1;
        }
        self.schema.fields.get(self.next)
    }

    /// Writes the next field as if it had been left out.
    fn write_default(&mut self) {
        let Some(field) = self.schema.fields.get(self.next) else { return };
        let default = match field.presence {
            Presence::Required => return,
            Presence::Optional(default) | Presence::MasterFileOnly(default) => default,
        };
        if !default.is_empty() {
            let context = Context { notation: Notation::MasterFile, origin: None };
            // A default is the schema's own word; the tests encode each.
            self.failed |= encode_field(field, Word::bare(default), context, self.out).is_err();
        }
    }

    fn push_open(&mut self, field: &'static Field, word: Word<'_>) -> FieldResult {
        let notation = self.context.notation;
        if matches!(self.open, Open::Closed) {
            self.open = match field.kind {
                FieldKind::Hex => Open::Digits(Digits::new(Spelling::Hex)),
                FieldKind::Base64 => Open::Digits(Digits::new(Spelling::Base64)),
                FieldKind::SvcParams => Open::Params(Box::default()),
                FieldKind::Location => Open::Location(Box::default()),
                FieldKind::RecordTypes => Open::Types(Vec::new()),
                FieldKind::Texts
                | FieldKind::U8
                | FieldKind::U16
                | FieldKind::U32
                | FieldKind::Duration
                | FieldKind::Ipv4
                | FieldKind::Ipv6
                | FieldKind::Name
                | FieldKind::Mailbox
                | FieldKind::CharacterString
                | FieldKind::Text
                | FieldKind::CaaTag
                | FieldKind::RecordType
                | FieldKind::Timestamp => Open::Texts(Chunks::default()),
            };
        }
        match &mut self.open {
            Open::Closed => Ok(()),
            Open::Texts(chunks) => chunks.push_word(field, notation, word, self.out),
            Open::Digits(digits) => digits.push(word),
            Open::Params(params) => params.word(word, notation),
            Open::Location(location) => location.word(word, notation),
            Open::Types(types) => {
                types.push(dnssec::parse_type(word)?);
                Ok(())
            }
        }
    }

    /// Ends the field that is open.
    fn close(&mut self) -> FieldResult {
        match std::mem::replace(&mut self.open, Open::Closed) {
            Open::Closed => return Ok(()),
            Open::Texts(_) => {}
            Open::Digits(digits) => digits.finish(self.out)?,
            Open::Params(params) => params.finish(self.out)?,
            Open::Location(location) => location.finish(self.out)?,
            Open::Types(mut types) => dnssec::push_bitmap(&mut types, self.out),
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the fields that may be left out at the end.
    fn fill(&mut self) -> FieldResult {
        while let Some(field) = self.schema.fields.get(self.next) {
            let left_out = match (field.presence, self.context.notation) {
                (Presence::Required, _) => field.kind == FieldKind::RecordTypes,
                (Presence::Optional(default), Notation::MasterFile) => default.is_empty(),
                (Presence::Optional(_) | Presence::MasterFileOnly(_), Notation::Zonal) => true,
                (Presence::MasterFileOnly(_), Notation::MasterFile) => false,
            };
            if !left_out {
                let message = format!("missing field `{}`", field.name);
                return Err(FieldError::new(FieldErrorKind::MissingField(field.name), message));
            }
            self.write_default();
            self.next += 1;
        }
        Ok(())
    }

    fn too_many(&self, word: Word<'_>) -> Box<FieldError> {
        let rtype = self.schema.rtype;
        let message = format!("unexpected {} after the last field of {rtype}", Found(word));
        let error = FieldError::new(FieldErrorKind::TooManyFields, message);
        let text = std::str::from_utf8(word.text).unwrap_or_default();
        match self.context.notation {
            Notation::Zonal if !word.quoted && closest(text, ["ttl"]).is_some() => {
                error.help("did you mean `ttl`?")
            }
            Notation::Zonal => error.help(format!("{}; a comma begins another record", self.usage())),
            Notation::MasterFile => error,
        }
    }

    fn note(&mut self, result: FieldResult) -> FieldResult {
        result.map_err(|error| {
            self.failed = true;
            self.with_usage(error)
        })
    }

    /// Says how the whole record is written, where nothing better is known.
    fn with_usage(&self, error: Box<FieldError>) -> Box<FieldError> {
        match error.help {
            None if self.context.notation == Notation::Zonal => error.help(self.usage()),
            _ => error,
        }
    }

    fn usage(&self) -> String {
        let names: Vec<String> =
            self.schema.source_fields().map(|field| format!("`{}`", field.name)).collect();
        let names = match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        };
        format!("{} takes {names}: `{}`", self.schema.rtype, self.schema.example)
    }
}

/// Whether a word is meant for an optional field rather than for the one after it.
fn fits(field: &Field, word: Word<'_>) -> bool {
    if word.quoted {
        return false;
    }
    let number = word.text.first().is_some_and(u8::is_ascii_digit);
    let names = || field.mnemonics.iter().map(|(name, _)| *name);
    let abbreviates = |text: &str| text.len() > 2 && names().any(|name| name.starts_with(text));
    number || word.as_str().is_some_and(|text| abbreviates(text) || closest(text, names()).is_some())
}
