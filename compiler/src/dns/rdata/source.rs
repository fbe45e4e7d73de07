//! Records as Zonal source spells them, with mnemonics and units: what an importer writes.

use std::fmt::{self, Write};

use data_encoding::{BASE64, HEXLOWER};

use super::canonical::validate_wire;
use super::present::{number, write_field};
use super::svcb;
use super::walk::{fields, strings};
use crate::dns::duration;
use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{Field, FieldKind, Presence};

/// One field of a record as Zonal source spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceField {
    /// The field's name in the schema.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Its text; of a location or service parameters, several words. Names are absolute.
    pub text: String,
}

/// The fields of a record as Zonal source spells them, without those that it leaves out; `None` if only
/// `\# LENGTH HEX` can spell the RDATA.
#[must_use]
pub fn source_fields(rtype: Rtype, rdata: &[u8]) -> Option<Vec<SourceField>> {
    if !validate_wire(rtype, rdata) {
        return None;
    }
    let mut out = Vec::new();
    for (field, wire) in fields(rtype, rdata) {
        let left_out = match field.presence {
            Presence::Required => false,
            Presence::MasterFileOnly(_) => true,
            Presence::Optional(default) => wire.is_empty() || number(wire).to_string() == default,
        };
        if left_out {
            continue;
        }
        let mut text = String::new();
        let spelt = spell(field, wire, &mut text).ok()?;
        if !spelt {
            return None;
        }
        out.push(SourceField { name: field.name, kind: field.kind, text });
    }
    (!out.is_empty()).then_some(out)
}

/// Writes one field; false if source has no spelling for it.
fn spell(field: &Field, wire: &[u8], out: &mut String) -> Result<bool, fmt::Error> {
    match field.kind {
        FieldKind::U8 | FieldKind::U16 | FieldKind::U32 => match field.mnemonic_of(number(wire)) {
            Some(mnemonic) => out.write_str(mnemonic)?,
            None => write!(out, "{}", number(wire))?,
        },
        FieldKind::Duration if number(wire) > duration::MAX => return Ok(false),
        FieldKind::Duration => write!(out, "{}", duration::display(number(wire)))?,
        FieldKind::Name | FieldKind::Mailbox => write_name(wire, out)?,
        FieldKind::CharacterString => write_string(wire.get(1..).unwrap_or_default(), out)?,
        FieldKind::Texts => write_string(&strings(wire).collect::<Vec<_>>().concat(), out)?,
        FieldKind::Text => write_string(wire, out)?,
        FieldKind::Hex => write!(out, "\"{}\"", HEXLOWER.encode_display(wire))?,
        FieldKind::Base64 => write!(out, "\"{}\"", BASE64.encode_display(wire))?,
        FieldKind::SvcParams => return svcb::write_source(wire, out),
        FieldKind::Ipv4
        | FieldKind::Ipv6
        | FieldKind::CaaTag
        | FieldKind::Location
        | FieldKind::RecordType
        | FieldKind::RecordTypes
        | FieldKind::Timestamp => write_field(field.kind, wire, out)?,
    }
    Ok(true)
}

/// Writes a name as a bare word: what a word must not hold is `\DDD`.
fn write_name(wire: &[u8], out: &mut String) -> fmt::Result {
    if name::labels(wire).next().is_none() {
        return out.write_char('.');
    }
    for label in name::labels(wire) {
        for &byte in label {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'*' | b'/' => {
                    out.push(char::from(byte))
                }
                _ => write!(out, "\\{byte:03}")?,
            }
        }
        out.push('.');
    }
    Ok(())
}

/// Writes octets as a string: what can be read as text is text, anything else `\DDD`.
pub(super) fn write_string(octets: &[u8], out: &mut String) -> fmt::Result {
    out.push('"');
    for chunk in octets.utf8_chunks() {
        for char in chunk.valid().chars() {
            let visible = char == ' ' || char.escape_debug().len() == 1;
            match char {
                '"' | '\\' | '$' => {
                    out.push('\\');
                    out.push(char);
                }
                '\'' => out.push(char),
                _ if visible => out.push(char),
                _ => {
                    let mut buffer = [0; 4];
                    write_decimal(char.encode_utf8(&mut buffer).as_bytes(), out)?;
                }
            }
        }
        write_decimal(chunk.invalid(), out)?;
    }
    out.push('"');
    Ok(())
}

fn write_decimal(octets: &[u8], out: &mut String) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(out, "\\{octet:03}"))
}
