//! Service parameters from text.

use data_encoding::BASE64;

use super::present::split_master;
use super::table::{
    ALPN, NO_DEFAULT_ALPN, PARAMS, ParamKind, ParamSpec, master_param, numbered, param, param_of,
};
use super::wire::{is_sound_value, keys};
use crate::dns::notation::Notation;
use crate::dns::rdata::error::{FieldError, FieldErrorKind, FieldResult, Found};
use crate::dns::rdata::number::decimal;
use crate::dns::rdata::strings::{bad_escape, quoted, unescape};
use crate::dns::rdata::{Word, address};
use crate::suggest::closest;

/// Reads service parameters word by word and puts them in order.
#[derive(Debug, Default)]
pub struct Params {
    done: Vec<(ParamSpec, Vec<u8>)>,
    /// The parameter whose value comes next.
    awaited: Option<ParamSpec>,
}

impl Params {
    /// The parameter whose value comes next.
    #[must_use]
    pub const fn awaited(&self) -> Option<ParamSpec> {
        self.awaited
    }

    /// Takes a key, or the value of the key before. In a master file a word is both.
    ///
    /// # Errors
    ///
    /// There is no such key, it was there before, or the value is not one of its values.
    pub fn word(&mut self, word: Word<'_>, notation: Notation) -> FieldResult {
        match (notation, self.awaited) {
            (Notation::MasterFile, _) => self.master_word(word),
            (Notation::Zonal, Some(_)) => self.values(&[word], notation).map_err(|(_, error)| error),
            (Notation::Zonal, None) => {
                let spec = key(word)?;
                self.check_duplicate(spec, word)?;
                if spec.kind == ParamKind::Flag {
                    self.done.push((spec, Vec::new()));
                } else {
                    self.awaited = Some(spec);
                }
                Ok(())
            }
        }
    }

    /// Takes the list of values of the key before.
    ///
    /// # Errors
    ///
    /// The index of the value that is wrong, and what is wrong with it.
    pub fn values(&mut self, words: &[Word<'_>], notation: Notation) -> Result<(), (usize, Box<FieldError>)> {
        let Some(spec) = self.awaited.take() else { return Ok(()) };
        let mut value = Vec::new();
        // A wrong value is a value all the same: the next word is a key again.
        let result = encode_param(spec, words, notation, &mut value);
        self.done.push((spec, value));
        result
    }

    fn master_word(&mut self, word: Word<'_>) -> FieldResult {
        let (name, value) = split_master(word.text);
        let spec = std::str::from_utf8(name).ok().and_then(master_param);
        let spec = spec
            .ok_or_else(|| FieldError::expected(FieldErrorKind::UnknownParam, "a service parameter", word))?;
        self.check_duplicate(spec, word)?;
        let mut octets = Vec::new();
        if let Some(value) = value {
            unescape(value, &mut octets)
                .map_err(|at| bad_escape(word, word.text.len().min(at + name.len() + 1)))?;
        }
        let mut out = Vec::new();
        // A parameter of a known type that is written by its number has a generic value (RFC 9460 section 2.1).
        if spec.kind == ParamKind::Opaque || name.starts_with(b"key") {
            if !is_sound_value(spec.kind, &octets) {
                let expected = format!("the wire form of `{}`", spec.master_name);
                return Err(FieldError::expected(FieldErrorKind::BadParam, expected, word));
            }
            out = octets;
        } else {
            encode_master_value(spec, value.map(|_| octets.as_slice()), &mut out)?;
        }
        self.done.push((spec, out));
        Ok(())
    }

    fn check_duplicate(&self, spec: ParamSpec, word: Word<'_>) -> FieldResult {
        if self.done.iter().any(|(done, _)| done.number == spec.number) {
            let message = format!("the service parameter {} is there twice", Found(word));
            return Err(
                FieldError::new(FieldErrorKind::DuplicateParam, message).help("leave one of them out")
            );
        }
        Ok(())
    }

    /// Appends the parameters, sorted by number.
    ///
    /// # Errors
    ///
    /// A key has no value, or `mandatory` lists a parameter that is not there.
    pub fn finish(mut self, out: &mut Vec<u8>) -> FieldResult {
        if let Some(spec) = self.awaited {
            let message = format!("expected {} after `{}`, found nothing", spec.kind.expected(), spec.name);
            return Err(FieldError::new(FieldErrorKind::BadParam, message));
        }
        self.done.sort_by_key(|(spec, _)| spec.number);
        self.check_mandatory()?;
        self.check_alpn()?;
        for (spec, value) in &self.done {
            out.extend(spec.number.to_be_bytes());
            out.extend(length(value.len())?.to_be_bytes());
            out.extend_from_slice(value);
        }
        Ok(())
    }

    fn check_mandatory(&self) -> FieldResult {
        let mandatory = self.done.iter().find(|(spec, _)| spec.kind == ParamKind::Keys);
        let there = |key| self.done.iter().any(|(spec, _)| spec.number == key);
        let missing = mandatory.and_then(|(_, value)| keys(value).find(|&key| !there(key)));
        let Some(missing) = missing else { return Ok(()) };
        let name = Named(missing);
        let message = format!("`mandatory` lists `{name}`, which the record does not have");
        let error = FieldError::new(FieldErrorKind::MissingParam(missing), message);
        Err(error.help(format!("add `{name}`, or take it off the list")))
    }

    /// Without a default there must be something else (RFC 9460 section 7.1.1); servers refuse the record otherwise.
    fn check_alpn(&self) -> FieldResult {
        let there = |key| self.done.iter().any(|(spec, _)| spec.number == key);
        if !there(NO_DEFAULT_ALPN) || there(ALPN) {
            return Ok(());
        }
        let message = "`no-default-alpn` stands without `alpn`";
        let error = FieldError::new(FieldErrorKind::MissingParam(ALPN), message);
        Err(error.help("add `alpn` with the protocols that the service speaks"))
    }
}

fn length(octets: usize) -> FieldResult<u16> {
    u16::try_from(octets).map_err(|_| {
        let message = format!("a service parameter has {octets} octets, at most 65535 are allowed");
        FieldError::new(FieldErrorKind::TooLong, message)
    })
}

/// A parameter's name in Zonal source.
struct Named(u16);

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let spec = param_of(self.0);
        if spec.kind == ParamKind::Opaque { write!(f, "key{}", self.0) } else { f.write_str(spec.name) }
    }
}

/// Reads a key in Zonal source.
fn key(word: Word<'_>) -> FieldResult<ParamSpec> {
    let text = word.as_str().unwrap_or_default();
    if let Some(spec) = param(text).filter(|_| !word.quoted) {
        return Ok(spec);
    }
    let error = FieldError::expected(FieldErrorKind::UnknownParam, "a service parameter", word);
    if let Some(spec) = numbered(text) {
        return Err(error
            .help(format!("parameter {} is called `{}`", spec.number, spec.name))
            .suggest(spec.name));
    }
    if text.contains('=') {
        return Err(
            error.help("a key and its value are two words, and several values a list: `alpn [h2, h3]`")
        );
    }
    let master = PARAMS.iter().find(|spec| spec.master_name == text);
    let near = master.map(|spec| spec.name).or_else(|| closest(text, PARAMS.iter().map(|spec| spec.name)));
    Err(match near {
        Some(name) => error.help(format!("did you mean `{name}`?")).suggest(name),
        None => {
            let names: Vec<String> = PARAMS.iter().map(|spec| format!("`{}`", spec.name)).collect();
            error.help(format!("the service parameters are {}, and `key123` for others", names.join(", ")))
        }
    })
}

/// Appends the wire form of a parameter's values, without key and length.
///
/// # Errors
///
/// The index of the value that is wrong, and what is wrong with it.
pub fn encode_param(
    spec: ParamSpec,
    values: &[Word<'_>],
    notation: Notation,
    out: &mut Vec<u8>,
) -> Result<(), (usize, Box<FieldError>)> {
    let wrong_count = match values {
        [] => spec.kind != ParamKind::Flag,
        [_] => spec.kind == ParamKind::Flag,
        [_, _, ..] => !spec.kind.takes_list(),
    };
    if wrong_count {
        let message =
            format!("expected {} after `{}`, found {} values", spec.kind.expected(), spec.name, values.len());
        return Err((0, FieldError::new(FieldErrorKind::BadParam, message)));
    }
    let start = out.len();
    for (index, word) in values.iter().enumerate() {
        encode_value(spec, *word, notation, out).map_err(|error| (index, error))?;
    }
    if spec.kind == ParamKind::Keys {
        let mut listed: Vec<u16> = keys(out.get(start..).unwrap_or_default()).collect();
        listed.sort_unstable();
        if let Some(index) = listed.windows(2).position(|pair| matches!(pair, [a, b] if a == b)) {
            let message =
                format!("`mandatory` lists `{}` twice", Named(listed.get(index).copied().unwrap_or(0)));
            return Err((0, FieldError::new(FieldErrorKind::DuplicateParam, message)));
        }
        out.truncate(start);
        out.extend(listed.into_iter().flat_map(u16::to_be_bytes));
    }
    Ok(())
}

fn encode_value(spec: ParamSpec, word: Word<'_>, notation: Notation, out: &mut Vec<u8>) -> FieldResult {
    let expected = |expected: &str| FieldError::expected(FieldErrorKind::BadParam, expected, word);
    match spec.kind {
        ParamKind::Keys => {
            let listed = match notation {
                Notation::Zonal => key(word)?,
                Notation::MasterFile => {
                    let spec = word.as_str().and_then(master_param);
                    spec.ok_or_else(|| expected("the name of a service parameter"))?
                }
            };
            if listed.kind == ParamKind::Keys {
                return Err(expected("a parameter other than `mandatory` itself"));
            }
            out.extend(listed.number.to_be_bytes());
        }
        ParamKind::Alpn => {
            if notation == Notation::Zonal && word.text.contains(&b',') {
                let list = String::from_utf8_lossy(word.text)
                    .split(',')
                    .map(str::trim)
                    .collect::<Vec<_>>()
                    .join(", ");
                return Err(expected("one protocol")
                    .help("write several as a list")
                    .suggest(format!("[{list}]")));
            }
            let len = u8::try_from(word.text.len()).ok().filter(|&len| len > 0);
            out.push(len.ok_or_else(|| expected("a protocol of 1 to 255 octets"))?);
            out.extend_from_slice(word.text);
        }
        ParamKind::Flag => {}
        ParamKind::Port => {
            let port = decimal(word.text).filter(|_| !word.quoted || notation == Notation::MasterFile);
            let port = port.and_then(|port| u16::try_from(port).ok());
            out.extend(port.ok_or_else(|| expected(spec.kind.expected()))?.to_be_bytes());
        }
        ParamKind::Ipv4s => out.extend(address::parse_ipv4(word)?),
        ParamKind::Ipv6s => out.extend(address::parse_ipv6(word)?),
        ParamKind::Base64 => {
            let octets = BASE64.decode(word.text).ok().filter(|octets| !octets.is_empty());
            let bad = || FieldError::expected(FieldErrorKind::BadBase64, spec.kind.expected(), word);
            out.append(&mut octets.ok_or_else(bad)?);
        }
        ParamKind::Text | ParamKind::Opaque => {
            if notation == Notation::Zonal && !word.quoted {
                let error = FieldError::expected(FieldErrorKind::NotAString, "a string", word);
                let text = quoted(&String::from_utf8_lossy(word.text));
                return Err(error.help("write it in quotes").suggest(text));
            }
            let is_text =
                spec.kind == ParamKind::Opaque || word.as_str().is_some_and(|text| !text.is_empty());
            if !is_text {
                return Err(expected("text in UTF-8"));
            }
            out.extend_from_slice(word.text);
        }
    }
    Ok(())
}

/// Encodes the unescaped value of a master file's parameter, if it has one (RFC 9460 appendix A).
fn encode_master_value(spec: ParamSpec, value: Option<&[u8]>, out: &mut Vec<u8>) -> FieldResult {
    let items: Vec<Vec<u8>> = match value {
        None => Vec::new(),
        Some(octets) if spec.kind.takes_list() => super::present::split_list(octets),
        Some(octets) => vec![octets.to_vec()],
    };
    let words: Vec<Word<'_>> = items.iter().map(|item| Word { text: item, quoted: true }).collect();
    encode_param(spec, &words, Notation::MasterFile, out).map_err(|(_, error)| error)
}
