//! Numbers, with and without mnemonics, and durations.

use super::Word;
use super::error::{FieldError, FieldErrorKind, FieldResult};
use crate::dns::duration::{self, DurationError};
use crate::dns::notation::Notation;
use crate::dns::schema::Field;
use crate::suggest::closest;

/// Decimal digits as a number, cut to what fits; `None` for anything else.
pub(super) fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |sum, &byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        Some(sum.saturating_mul(10).saturating_add(digit))
    })
}

/// Reads a field that holds a number of at most `max`.
pub(super) fn parse(field: &Field, max: u32, notation: Notation, word: Word<'_>) -> FieldResult<u32> {
    let number = if word.quoted && notation == Notation::Zonal { None } else { decimal(word.text) };
    match number {
        Some(number) => u32::try_from(number)
            .ok()
            .filter(|&number| number <= max)
            .ok_or_else(|| out_of_range(field, max, word)),
        None => mnemonic(field, notation, word).ok_or_else(|| explain(field, max, word)),
    }
}

fn out_of_range(field: &Field, max: u32, word: Word<'_>) -> Box<FieldError> {
    let shown = String::from_utf8_lossy(word.text);
    let message = format!("{shown} is too great for the field `{}`, which ends at {max}", field.name);
    FieldError::new(FieldErrorKind::NumberOutOfRange, message)
}

/// The number that a word stands for. Master files spell mnemonics in any case, with or without hyphens.
fn mnemonic(field: &Field, notation: Notation, word: Word<'_>) -> Option<u32> {
    let text = word.as_str()?;
    match notation {
        Notation::Zonal if word.quoted => None,
        Notation::Zonal => field.value_of(text),
        Notation::MasterFile => {
            let loose = |text: &str| text.replace('-', "").to_ascii_lowercase();
            let wanted = loose(text);
            field.mnemonics.iter().find(|(name, _)| loose(name) == wanted).map(|(_, value)| *value)
        }
    }
}

fn explain(field: &Field, max: u32, word: Word<'_>) -> Box<FieldError> {
    let text = word.as_str().unwrap_or_default();
    if word.quoted && (decimal(word.text).is_some() || field.value_of(text).is_some()) {
        let expected = format!("{} for `{}`", field.kind.expected(), field.name);
        return FieldError::expected(FieldErrorKind::NotANumber, expected, word)
            .help("a number stands without quotes")
            .suggest(text);
    }
    if word.quoted && text.trim().contains(' ') && text.starts_with(|c: char| c.is_ascii_digit()) {
        let expected = format!("{} for `{}`", field.kind.expected(), field.name);
        return FieldError::expected(FieldErrorKind::NotANumber, expected, word)
            .help("each field is a word of its own: write them without quotes")
            .suggest(text.trim());
    }
    if field.mnemonics.is_empty() {
        let negative = text.strip_prefix('-').is_some_and(|digits| decimal(digits.as_bytes()).is_some());
        let kind = if negative { FieldErrorKind::NumberOutOfRange } else { FieldErrorKind::NotANumber };
        return FieldError::expected(kind, format!("{} for `{}`", field.kind.expected(), field.name), word);
    }
    let names = || field.mnemonics.iter().map(|(name, _)| *name);
    let listed: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    let expected = format!("{} or a number from 0 to {max} for `{}`", listed.join(", "), field.name);
    let error = FieldError::expected(FieldErrorKind::UnknownMnemonic, expected, word);
    let begun = names().find(|name| text.len() > 2 && name.starts_with(text));
    match begun.or_else(|| closest(text, names())) {
        Some(near) => error.help(format!("did you mean `{near}`?")).suggest(near),
        None => error,
    }
}

/// Reads a duration in seconds.
pub(super) fn parse_duration(field: &Field, notation: Notation, word: Word<'_>) -> FieldResult<u32> {
    let text = word.as_str().unwrap_or_default();
    let parsed = match notation {
        Notation::Zonal => duration::parse(text),
        // On the wire a timer has 32 bits, whatever a TTL is cut to (RFC 1035 section 3.3.13).
        Notation::MasterFile => duration::parse_master_file(text).or_else(|error| {
            let seconds = if let DurationError::TooLong(seconds) = error { seconds } else { u64::MAX };
            u32::try_from(seconds).map_err(|_| error)
        }),
    };
    parsed.map_err(|error| {
        let message = format!("{error} in the field `{}`", field.name);
        let built = FieldError::new(FieldErrorKind::BadDuration(error), message).help(error.help());
        match error.suggestion() {
            Some(suggestion) => built.suggest(suggestion),
            None => built,
        }
    })
}
