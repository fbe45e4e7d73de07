//! Character-strings, the long texts that they are cut from, and CAA's tags and values.

use super::error::{FieldError, FieldErrorKind, FieldResult};
use super::{Word, error::Found};
use crate::dns::name;
use crate::dns::notation::Notation;
use crate::dns::schema::Field;

/// The octets of a character-string, at most (RFC 1035 section 3.3).
pub(super) const MAX_STRING: usize = 255;

/// Appends the octets that a word of a master file stands for (RFC 1035 section 5.1).
///
/// # Errors
///
/// The offset of a backslash that begins no escape.
pub fn unescape(text: &[u8], out: &mut Vec<u8>) -> Result<(), usize> {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte == b'\\') {
        let (plain, escaped) = rest.split_at(at);
        out.extend_from_slice(plain);
        let after = escaped.get(1..).unwrap_or_default();
        let (octet, after) = name::escape(after).ok_or(text.len() - escaped.len())?;
        out.push(octet);
        rest = after;
    }
    out.extend_from_slice(rest);
    Ok(())
}

/// Appends the octets of a word: as they are in Zonal source, where the evaluator has unescaped them already.
pub(super) fn push_octets(notation: Notation, word: Word<'_>, out: &mut Vec<u8>) -> FieldResult {
    match notation {
        Notation::Zonal => out.extend_from_slice(word.text),
        Notation::MasterFile => unescape(word.text, out).map_err(|at| bad_escape(word, at))?,
    }
    Ok(())
}

pub(super) fn bad_escape(word: Word<'_>, at: usize) -> Box<FieldError> {
    FieldError::new(
        FieldErrorKind::BadEscape,
        "a backslash must stand before one character or three digits up to 255",
    )
    .at(at..(at + 4).min(word.text.len()))
}

/// Refuses a bare word where Zonal source has a string.
pub(super) fn require_string(field: &Field, notation: Notation, word: Word<'_>) -> FieldResult {
    if word.quoted || notation == Notation::MasterFile {
        return Ok(());
    }
    let expected = format!("a string for `{}`", field.name);
    let error = FieldError::expected(FieldErrorKind::NotAString, expected, word).help("write it in quotes");
    Err(match word.as_str() {
        Some(text) => error.suggest(quoted(text)),
        None => error,
    })
}

/// A text as a string of Zonal source.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' | '$' => {
                out.push('\\');
                out.push(char);
            }
            _ if char.is_ascii_control() => out.push_str(&format!("\\{:03}", u32::from(char))),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Encodes one character-string.
pub(super) fn push_character_string(
    field: &Field,
    notation: Notation,
    word: Word<'_>,
    out: &mut Vec<u8>,
) -> FieldResult {
    require_string(field, notation, word)?;
    push_counted(&format_args!("the field `{}`", field.name), notation, word, out)
}

/// Encodes the octets of a word after their number.
fn push_counted(
    what: &dyn std::fmt::Display,
    notation: Notation,
    word: Word<'_>,
    out: &mut Vec<u8>,
) -> FieldResult {
    let length_at = out.len();
    out.push(0);
    push_octets(notation, word, out)?;
    let octets = out.len() - length_at - 1;
    match (u8::try_from(octets), out.get_mut(length_at)) {
        (Ok(len), Some(length)) => {
            *length = len;
            Ok(())
        }
        _ => Err(FieldError::new(
            FieldErrorKind::StringTooLong,
            format!("{what} has {octets} octets, at most {MAX_STRING} are allowed"),
        )),
    }
}

/// Encodes a CAA tag.
pub(super) fn push_tag(notation: Notation, word: Word<'_>, out: &mut Vec<u8>) -> FieldResult {
    if word.quoted && notation == Notation::Zonal {
        return Err(FieldError::expected(FieldErrorKind::BadTag, "a property tag", word)
            .help("the tag comes before the value, without quotes: `CAA issue \"letsencrypt.org\"`"));
    }
    if let Some(at) = word.text.iter().position(|byte| !byte.is_ascii_alphanumeric()) {
        let error = FieldError::expected(FieldErrorKind::BadTag, "a property tag", word)
            .help("a tag is made of letters and digits, such as `issue`, `issuewild` or `iodef`");
        return Err(error.at(word.character(at)));
    }
    if word.text.is_empty() {
        return Err(FieldError::expected(FieldErrorKind::BadTag, "a property tag", word));
    }
    push_counted(&"the tag", notation, word, out)
}

/// Cuts a text that comes in pieces into character-strings of 255 octets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chunks {
    /// Where in the output the length octet of the open string is.
    length_at: Option<usize>,
}

impl Chunks {
    /// Appends one word's octets to the text.
    pub(super) fn push_word(
        &mut self,
        field: &Field,
        notation: Notation,
        word: Word<'_>,
        out: &mut Vec<u8>,
    ) -> FieldResult {
        require_string(field, notation, word)?;
        match notation {
            Notation::Zonal => self.push(word.text, out),
            Notation::MasterFile if word.text.contains(&b'\\') => {
                let mut octets = Vec::with_capacity(word.text.len());
                push_octets(notation, word, &mut octets)?;
                check_master_string(octets.len(), word)?;
                self.push(&octets, out);
            }
            Notation::MasterFile => {
                check_master_string(word.text.len(), word)?;
                self.push(word.text, out);
            }
        }
        Ok(())
    }

    /// Appends octets to the text; the first call opens a string even if there are none.
    pub(super) fn push(&mut self, mut octets: &[u8], out: &mut Vec<u8>) {
        let mut length_at = self.length_at.unwrap_or_else(|| open(out));
        loop {
            let room = MAX_STRING - (out.len() - length_at - 1).min(MAX_STRING);
            let (now, later) = octets.split_at(room.min(octets.len()));
            out.extend_from_slice(now);
            let len = u8::try_from(out.len() - length_at - 1).unwrap_or(u8::MAX);
            if let Some(length) = out.get_mut(length_at) {
                *length = len;
            }
            if later.is_empty() {
                break;
            }
            octets = later;
            length_at = open(out);
        }
        self.length_at = Some(length_at);
    }
}

fn open(out: &mut Vec<u8>) -> usize {
    out.push(0);
    out.len() - 1
}

/// Zonal cuts a long text; a master file's writer had to, and every server refuses the file otherwise.
fn check_master_string(octets: usize, word: Word<'_>) -> FieldResult {
    if octets <= MAX_STRING {
        return Ok(());
    }
    let message = format!("a string of {octets} octets, at most {MAX_STRING} are allowed: {}", Found(word));
    Err(FieldError::new(FieldErrorKind::StringTooLong, message).help("cut it into several strings"))
}
