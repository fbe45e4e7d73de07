//! Names from text.

use std::ops::Range;

use super::error::{IdnaError, NameError, NameErrorKind};
use super::{MAX_LABEL, MAX_NAME, idn};
use crate::dns::notation::Notation;

/// What a name's text is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// It has no final dot: `www`, `www.eu`.
    Relative,
    /// It ends in a dot: `www.example.com.`, `.`.
    Absolute,
    /// It names the origin: `@`, or in Zonal `www.@`.
    Origin,
}

/// Appends the labels of a text in Zonal's spelling, in wire form without a root label.
///
/// Unicode labels become A-labels: lower case, normal form C, then IDNA 2008. `\.` and `\DDD` are escapes as in
/// RFC 1035 section 5.1. White space, controls, colons and an `@` within a label need an escape.
///
/// # Errors
///
/// Says what is wrong and at which bytes of `text`; `out` is then as it was.
pub fn push_labels(text: &str, out: &mut Vec<u8>) -> Result<Form, NameError> {
    push(text.as_bytes(), Notation::Zonal, out)
}

/// Appends a name in wire form: the labels of `text` and, unless they are absolute, those of `origin`, which is
/// itself a name in wire form.
///
/// # Errors
///
/// As [`push_labels`]; a master file's name may hold any octet.
pub fn push_name(
    text: &[u8],
    notation: Notation,
    origin: &[u8],
    out: &mut Vec<u8>,
) -> Result<Form, NameError> {
    let start = out.len();
    let form = push(text, notation, out)?;
    match form {
        Form::Absolute => out.push(0),
        Form::Relative | Form::Origin => out.extend_from_slice(origin),
    }
    let octets = out.len() - start;
    if octets > MAX_NAME {
        out.truncate(start);
        return Err(NameError::new(NameErrorKind::NameTooLong { octets }, 0..text.len()));
    }
    Ok(form)
}

/// Appends labels in either notation.
pub(super) fn push(text: &[u8], notation: Notation, out: &mut Vec<u8>) -> Result<Form, NameError> {
    match text {
        [] => return Err(NameError::new(NameErrorKind::Empty, 0..0)),
        b"@" => return Ok(Form::Origin),
        b"." => return Ok(Form::Absolute),
        _ => {}
    }
    let start = out.len();
    if let Some(form) = push_plain(text, out) {
        return Ok(form);
    }
    out.truncate(start);
    let pushed = push_any(text, notation, out).and_then(|form| {
        let octets = out.len() - start + 1;
        let kind = NameErrorKind::NameTooLong { octets };
        if octets > MAX_NAME { Err(NameError::new(kind, 0..text.len())) } else { Ok(form) }
    });
    if pushed.is_err() {
        out.truncate(start);
    }
    pushed
}

/// The common case in one pass: letters, digits and harmless marks in labels of a fair length. `None` sends the
/// text to [`push_any`], which finds out why.
///
/// A label's length goes where the dot before it stands, so the text is copied as it is and then gone over.
fn push_plain(text: &[u8], out: &mut Vec<u8>) -> Option<Form> {
    if text.len() >= MAX_NAME {
        return None;
    }
    let start = out.len();
    out.push(b'.');
    out.extend_from_slice(text);
    let copy = out.get_mut(start..)?;
    copy.make_ascii_lowercase();
    let mut before = 0;
    for (at, &byte) in (1..).zip(text) {
        match CHARACTERS.get(usize::from(byte))? {
            Character::Plain => {}
            Character::Dot => {
                end_label(copy, before, at)?;
                before = at;
            }
            Character::Rare => return None,
        }
    }
    if text.ends_with(b".") {
        out.pop();
        return Some(Form::Absolute);
    }
    let end = copy.len();
    end_label(copy, before, end)?;
    Some(Form::Relative)
}

/// What a byte is in a name that needs no second look.
#[derive(Clone, Copy)]
enum Character {
    Plain,
    Dot,
    Rare,
}

#[expect(clippy::indexing_slicing, reason = "an index out of bounds would not compile")]
static CHARACTERS: [Character; 256] = {
    let mut table = [Character::Rare; 256];
    let mut rest: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_*/";
    while let [byte, after @ ..] = rest {
        table[*byte as usize] = Character::Plain;
        rest = after;
    }
    table[b'.' as usize] = Character::Dot;
    table
};

/// Writes the length of the label between two dots over the first of them. `None` if it is empty or too long, or
/// claims to be an A-label.
fn end_label(copy: &mut [u8], before: usize, end: usize) -> Option<()> {
    let label = copy.get(before + 1..end)?;
    let len = u8::try_from(label.len()).ok().filter(|&len| len > 0 && usize::from(len) <= MAX_LABEL)?;
    if label.starts_with(b"xn--") {
        return None;
    }
    *copy.get_mut(before)? = len;
    Some(())
}

/// Every case, label by label.
fn push_any(text: &[u8], notation: Notation, out: &mut Vec<u8>) -> Result<Form, NameError> {
    let mut at = 0;
    loop {
        let end = label_end(text, at);
        let raw = text.get(at..end).unwrap_or_default();
        let last = end == text.len();
        if last && raw == b"@" && notation == Notation::Zonal {
            return Ok(Form::Origin);
        }
        if raw.is_empty() {
            return Err(NameError::new(NameErrorKind::EmptyLabel, at..(end + 1).min(text.len())));
        }
        push_label(raw, at, notation, out)?;
        match (last, end + 1 == text.len()) {
            (true, _) => return Ok(Form::Relative),
            (false, true) => return Ok(Form::Absolute),
            (false, false) => at = end + 1,
        }
    }
}

/// Where the label that begins at `at` ends: at a dot that no backslash stands before, or at the end.
fn label_end(text: &[u8], at: usize) -> usize {
    let mut escaped = false;
    for (offset, &byte) in text.iter().enumerate().skip(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'.' => return offset,
            _ => {}
        }
    }
    text.len()
}

/// Appends one label, given as written.
fn push_label(raw: &[u8], at: usize, notation: Notation, out: &mut Vec<u8>) -> Result<(), NameError> {
    let whole = at..at + raw.len();
    let mut octets = Vec::with_capacity(raw.len());
    let unicode = match notation {
        Notation::MasterFile => false,
        Notation::Zonal => !check_characters(raw, at)?.is_ascii(),
    };
    unescape(raw, at, &mut octets)?;
    if unicode {
        // An escaped octet above 127 beside Unicode text is neither an octet label nor a Unicode one.
        let label = std::str::from_utf8(&octets)
            .map_err(|_| NameError::new(NameErrorKind::BadEscape, whole.clone()))?;
        let a_label = idn::to_a_label(label).map_err(|error| idna_error(error, raw, &whole))?;
        octets.clear();
        octets.extend_from_slice(a_label.as_bytes());
    } else {
        octets.make_ascii_lowercase();
        if notation == Notation::Zonal && octets.starts_with(b"xn--") && idn::to_u_label(&octets).is_none() {
            return Err(NameError::new(NameErrorKind::Idna(IdnaError::BadALabel), whole));
        }
    }
    if octets.len() > MAX_LABEL {
        return Err(NameError::new(NameErrorKind::LabelTooLong { octets: octets.len() }, whole));
    }
    out.extend(u8::try_from(octets.len()));
    out.append(&mut octets);
    Ok(())
}

/// Finds what must not stand unescaped in a label of Zonal source; the label as text.
fn check_characters(raw: &[u8], at: usize) -> Result<&str, NameError> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text,
        Err(error) => {
            let bad = at + error.valid_up_to();
            let kind = NameErrorKind::Forbidden(char::REPLACEMENT_CHARACTER);
            return Err(NameError::new(kind, bad..bad + 1));
        }
    };
    let mut escaped = false;
    for (offset, char) in text.char_indices() {
        let forbidden = matches!(char, '@' | ':') || char.is_whitespace() || char.is_control();
        if forbidden && !(escaped && char.is_ascii()) {
            let start = at + offset;
            return Err(NameError::new(NameErrorKind::Forbidden(char), start..start + char.len_utf8()));
        }
        escaped = char == '\\' && !escaped;
    }
    Ok(text)
}

/// Points at the character that IDNA objects to, if it stands in the label as written.
fn idna_error(error: IdnaError, raw: &[u8], whole: &Range<usize>) -> NameError {
    let found = match error {
        IdnaError::Disallowed(char) | IdnaError::Misplaced(char) => {
            std::str::from_utf8(raw).ok().and_then(|text| {
                let (offset, char) =
                    text.char_indices().find(|(_, c)| *c == char || c.to_lowercase().eq([char]))?;
                Some(whole.start + offset..whole.start + offset + char.len_utf8())
            })
        }
        IdnaError::Unreadable | IdnaError::Hyphen | IdnaError::BadALabel => None,
    };
    NameError::new(NameErrorKind::Idna(error), found.unwrap_or_else(|| whole.clone()))
}

/// Appends the octets that a label's text stands for.
fn unescape(raw: &[u8], at: usize, out: &mut Vec<u8>) -> Result<(), NameError> {
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        if byte != b'\\' {
            out.push(byte);
            rest = after;
            continue;
        }
        let start = at + raw.len() - rest.len();
        let Some((octet, after)) = escape(after) else {
            let end = (start + 4).min(at + raw.len());
            return Err(NameError::new(NameErrorKind::BadEscape, start..end));
        };
        out.push(octet);
        rest = after;
    }
    Ok(())
}

/// Reads what follows a backslash: three decimal digits or any other one octet (RFC 1035 section 5.1).
pub(in crate::dns) fn escape(after: &[u8]) -> Option<(u8, &[u8])> {
    match after {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', rest @ ..] => {
            let value = [a, b, c].iter().fold(0_u32, |sum, digit| sum * 10 + u32::from(**digit - b'0'));
            u8::try_from(value).ok().map(|octet| (octet, rest))
        }
        [b'0'..=b'9', ..] | [] => None,
        [octet, rest @ ..] => Some((*octet, rest)),
    }
}
