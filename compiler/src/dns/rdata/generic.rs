//! Whole records of master files, those of unknown types among them (RFC 3597).

use data_encoding::HEXLOWER_PERMISSIVE;

use super::Word;
use super::canonical::canonicalize;
use super::encoder::Encoder;
use super::error::{FieldError, FieldErrorKind, FieldResult, Found, RdataError, RdataResult};
use super::field::Context;
use super::number::decimal;
use crate::dns::name::Name;
use crate::dns::notation::Notation;
use crate::dns::rtype::Rtype;
use crate::dns::schema;

/// The word that generic RDATA begins with.
const MARK: &[u8] = b"\\#";

/// Reads the RDATA of a master file's record and appends its neutral form to `out`; after an error `out` is as it
/// was. Relative names are relative to `origin`. Any type may be written as `\# LENGTH HEX`.
///
/// A word that holds a quoted part, such as `alpn="h2,h3"`, comes with the quotes in its text.
///
/// # Errors
///
/// Says which word is wrong and how; a word after the last one, if something is missing.
pub fn parse(rtype: Rtype, words: &[Word<'_>], origin: Option<&Name>, out: &mut Vec<u8>) -> RdataResult {
    let start = out.len();
    let generic = words.first().is_some_and(|word| word.text == MARK && !word.quoted);
    let result = match schema::of(rtype) {
        Some(schema) if !generic => {
            let origin = origin.map(Name::wire);
            let context = Context { notation: Notation::MasterFile, origin };
            encode_all(Encoder::new(schema, context, out), words)
        }
        _ => parse_generic(rtype, words, out),
    };
    if result.is_err() {
        out.truncate(start);
    }
    result
}

fn encode_all(mut encoder: Encoder<'_>, words: &[Word<'_>]) -> RdataResult {
    for (index, word) in words.iter().enumerate() {
        encoder.word(*word).map_err(|error| RdataError { word: index, error })?;
    }
    encoder.finish().map_err(|error| RdataError { word: words.len(), error })
}

/// Reads `\# LENGTH HEX` in either notation (RFC 3597 section 5) and appends its neutral form; the digits may be
/// cut into several words.
///
/// # Errors
///
/// As [`parse`]; also for octets that are no RDATA of a known type.
pub fn parse_generic(rtype: Rtype, words: &[Word<'_>], out: &mut Vec<u8>) -> RdataResult {
    let at = |word| move |error| RdataError { word, error };
    let bad = |message: String| FieldError::new(FieldErrorKind::BadGeneric, message);
    let mark = words.first().copied().unwrap_or(Word::bare(""));
    if mark.text != MARK {
        let message = format!("expected `\\#` and the RDATA's length for {rtype}, found {}", Found(mark));
        return Err(at(0)(bad(message).help("the RDATA of an unknown type is written `\\# 2 abcd`")));
    }
    let length = words.get(1).copied().unwrap_or(Word::bare(""));
    let octets = decimal(length.text).and_then(|number| u16::try_from(number).ok());
    let Some(octets) = octets else {
        return Err(at(1)(bad(format!("expected the number of octets, found {}", Found(length)))));
    };
    let digits = words.get(2..).unwrap_or_default();
    let hex = digits.iter().flat_map(|word| word.text).copied().collect::<Vec<u8>>();
    let decoded = HEXLOWER_PERMISSIVE.decode(&hex).map_err(|_| {
        let wrong = digits.iter().position(|word| !word.text.iter().all(u8::is_ascii_hexdigit));
        let message = match wrong {
            Some(_) => "expected hexadecimal digits".to_owned(),
            None => format!("expected two hexadecimal digits for each octet, found {} digits", hex.len()),
        };
        at(wrong.map_or(words.len() - 1, |index| index + 2))(bad(message))
    })?;
    check_length(usize::from(octets), decoded.len()).map_err(at(1))?;
    push_decoded(rtype, decoded, out).map_err(at(1))
}

fn check_length(announced: usize, found: usize) -> FieldResult {
    if announced == found {
        return Ok(());
    }
    let message = format!("expected {announced} octets of RDATA, found {found}");
    Err(FieldError::new(FieldErrorKind::BadGeneric, message).suggest(found.to_string()))
}

fn push_decoded(rtype: Rtype, mut decoded: Vec<u8>, out: &mut Vec<u8>) -> FieldResult {
    if !canonicalize(rtype, &mut decoded) {
        let message = format!("the octets are no RDATA of type {rtype}");
        return Err(FieldError::new(FieldErrorKind::BadGeneric, message));
    }
    out.append(&mut decoded);
    Ok(())
}
