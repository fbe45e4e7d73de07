//! Records from text to wire form and back.

mod good;
mod master;
mod random;
mod slips;

use super::*;
use crate::dns::name::Name;
use crate::dns::notation::Notation;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, FieldKind};

/// Cuts a line at its blanks into words and strings; `[ ]` come out as words of their own. Of strings, `escapes`
/// keeps the text as written.
fn cut(line: &str, notation: Notation) -> Vec<(Vec<u8>, bool)> {
    let mut words = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&char) = chars.peek() {
        match char {
            ' ' => {
                chars.next();
            }
            ',' if notation == Notation::Zonal => {
                chars.next();
            }
            '[' | ']' if notation == Notation::Zonal => {
                chars.next();
                words.push((char.to_string().into_bytes(), false));
            }
            '"' => {
                chars.next();
                let mut text = String::new();
                while let Some(char) = chars.next().filter(|&char| char != '"') {
                    text.push(char);
                    if char == '\\' {
                        text.extend(chars.next());
                    }
                }
                let mut octets = Vec::new();
                match notation {
                    Notation::Zonal => unescape(text.as_bytes(), &mut octets).unwrap(),
                    Notation::MasterFile => octets = text.into_bytes(),
                }
                words.push((octets, true));
            }
            _ => {
                let mut text = String::new();
                let mut quoted = false;
                while let Some(&char) = chars.peek() {
                    let ends = match notation {
                        Notation::Zonal => matches!(char, ' ' | ',' | ']'),
                        Notation::MasterFile => char == ' ' && !quoted,
                    };
                    if ends {
                        break;
                    }
                    quoted ^= char == '"';
                    text.push(char);
                    chars.next();
                    if char == '\\' {
                        text.extend(chars.next());
                    }
                }
                words.push((text.into_bytes(), false));
            }
        }
    }
    words
}

/// The type that a line begins with, and the rest of it.
fn typed(line: &str) -> (Rtype, &str) {
    let (rtype, rest) = line.split_once(' ').unwrap_or((line, ""));
    (Rtype::from_zone_file(rtype).unwrap_or_else(|| panic!("{rtype}")), rest)
}

/// Encodes a record of Zonal source as the evaluator does; relative names are below `example.com.`.
fn zonal(line: &str) -> Result<Vec<u8>, (String, Box<FieldError>)> {
    let (rtype, rest) = typed(line);
    let origin = Name::parse("example.com.").unwrap();
    let mut out = Vec::new();
    let context = Context { notation: Notation::Zonal, origin: Some(origin.wire()) };
    let mut encoder = Encoder::new(schema::of(rtype).unwrap(), context, &mut out);
    let words = cut(rest, Notation::Zonal);
    let mut list: Option<Vec<Word<'_>>> = None;
    for (text, quoted) in &words {
        let word = Word { text, quoted: *quoted };
        let shown = String::from_utf8_lossy(text).into_owned();
        match (&text[..], &mut list) {
            (b"[", _) if !quoted => list = Some(Vec::new()),
            (b"]", Some(values)) if !quoted => {
                encoder.list(values).map_err(|(index, error)| (index.to_string(), error))?;
                list = None;
            }
            (_, Some(values)) => values.push(word),
            (_, None) => encoder.word(word).map_err(|error| (shown, error))?,
        }
    }
    encoder.finish().map_err(|error| (String::new(), error))?;
    assert!(validate_wire(rtype, &out), "{line}: {out:?}");
    Ok(out)
}

/// Reads a record of a master file.
fn master(line: &str) -> RdataResult<Vec<u8>> {
    let (rtype, rest) = typed(line);
    let words = cut(rest, Notation::MasterFile);
    let words: Vec<Word<'_>> = words.iter().map(|(text, quoted)| Word { text, quoted: *quoted }).collect();
    let mut out = Vec::new();
    parse(rtype, &words, Name::parse("example.com.").ok().as_ref(), &mut out)?;
    assert!(validate_wire(rtype, &out), "{line}: {out:?}");
    Ok(out)
}

/// The master-file form of a record of Zonal source.
fn shown(line: &str) -> String {
    let rdata = zonal(line).unwrap_or_else(|(word, error)| panic!("{line}: {word}: {error}"));
    display(typed(line).0, &rdata).to_string()
}
