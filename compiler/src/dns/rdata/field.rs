//! One field that takes one word.

use super::error::{FieldError, FieldErrorKind, FieldResult};
use super::{Word, address, dnssec, number, strings};
use crate::dns::name::{self, Form, NameErrorKind};
use crate::dns::notation::Notation;
use crate::dns::schema::{Field, FieldKind};

/// What a word's meaning depends on besides its field.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Whose spelling the words follow.
    pub notation: Notation,
    /// The name, in wire form, that relative names are relative to.
    pub origin: Option<&'a [u8]>,
}

/// Appends the wire form of one word in a field that takes one word ([`FieldKind::takes_many`] is false).
///
/// # Errors
///
/// Says what is wrong with the word; what `out` then holds has no meaning.
pub fn encode_field(field: &Field, word: Word<'_>, context: Context<'_>, out: &mut Vec<u8>) -> FieldResult {
    let Context { notation, .. } = context;
    match field.kind {
        FieldKind::U8 => out.extend(number::parse(field, 0xff, notation, word)?.to_be_bytes().get(3)),
        FieldKind::U16 => {
            let number = number::parse(field, 0xffff, notation, word)?.to_be_bytes();
            out.extend(number.get(2..).unwrap_or_default());
        }
        FieldKind::U32 => out.extend(number::parse(field, u32::MAX, notation, word)?.to_be_bytes()),
        FieldKind::Duration => out.extend(number::parse_duration(field, notation, word)?.to_be_bytes()),
        FieldKind::Ipv4 => out.extend(address::parse_ipv4(word)?),
        FieldKind::Ipv6 => out.extend(address::parse_ipv6(word)?),
        FieldKind::Name | FieldKind::Mailbox => push_name(field, word, context, out)?,
        FieldKind::CharacterString => strings::push_character_string(field, notation, word, out)?,
        FieldKind::Text => {
            strings::require_string(field, notation, word)?;
            strings::push_octets(notation, word, out)?;
        }
        FieldKind::CaaTag => strings::push_tag(notation, word, out)?,
        FieldKind::RecordType => out.extend(dnssec::parse_type(word)?.0.to_be_bytes()),
        FieldKind::Timestamp => out.extend(dnssec::parse_timestamp(word)?.to_be_bytes()),
        FieldKind::Texts
        | FieldKind::Hex
        | FieldKind::Base64
        | FieldKind::SvcParams
        | FieldKind::Location
        | FieldKind::RecordTypes => {
            return Err(FieldError::expected(FieldErrorKind::TooManyFields, "one word", word));
        }
    }
    Ok(())
}

fn push_name(field: &Field, word: Word<'_>, context: Context<'_>, out: &mut Vec<u8>) -> FieldResult {
    let Context { notation, origin } = context;
    if notation == Notation::Zonal
        && let Some(error) = address_as_name(field, word)
    {
        return Err(error);
    }
    // Without an origin the root stands in, and a name that needed one is refused.
    let form = name::push_name(word.text, notation, origin.unwrap_or(&[0]), out).map_err(|error| {
        let mailbox = (field.kind == FieldKind::Mailbox && error.kind == NameErrorKind::Forbidden('@'))
            .then(|| mailbox_as_name(word))
            .flatten();
        mailbox.unwrap_or_else(|| {
            let built = FieldError::new(FieldErrorKind::Name(error.kind), error.to_string()).at(error.at);
            match error.kind.help() {
                Some(help) => built.help(help),
                None => built,
            }
        })
    })?;
    if form == Form::Absolute || origin.is_some() {
        return Ok(());
    }
    let expected = format!("an absolute name for `{}`", field.name);
    Err(FieldError::expected(FieldErrorKind::NoOrigin, expected, word).help("write a dot at its end"))
}

/// The error for an address where a name belongs.
fn address_as_name(field: &Field, word: Word<'_>) -> Option<Box<FieldError>> {
    // Of the texts that are addresses, all begin and end like this.
    let hexadecimal =
        |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    if !hexadecimal(word.text.first()) || !hexadecimal(word.text.last()) {
        return None;
    }
    let family = address::family_of(word.as_str()?)?;
    let rtype = match family {
        address::Family::V4 => "A",
        address::Family::V6 => "AAAA",
    };
    let expected = format!("a name for `{}`", field.name);
    let error = FieldError::expected(FieldErrorKind::TargetIsAddress, expected, word);
    Some(error.help(format!("give a name an {rtype} record with this address, and write that name here")))
}

/// The error for a mailbox written as in mail (RFC 1035 section 8).
fn mailbox_as_name(word: Word<'_>) -> Option<Box<FieldError>> {
    let (local, domain) = word.as_str()?.split_once('@')?;
    if local.is_empty() || domain.is_empty() || domain.contains('@') {
        return None;
    }
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    let suggestion = format!("{}.{domain}.", local.replace('.', "\\."));
    let error = FieldError::expected(FieldErrorKind::MailboxHasAt, "a mailbox with a dot for its `@`", word);
    Some(error.help(format!("write `{suggestion}`")).suggest(suggestion))
}
