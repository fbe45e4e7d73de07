//! The door for RDATA from elsewhere: is it well-formed, and what is its neutral form.

use super::strings::Chunks;
use super::walk::{fields, strings};
use super::{dnssec, location, svcb};
use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{Field, FieldKind};

/// Whether octets are well-formed RDATA of a type, in uncompressed form. Any octets are, of an unknown type.
#[must_use]
pub fn validate_wire(rtype: Rtype, rdata: &[u8]) -> bool {
    if rdata.len() > 0xffff {
        return false;
    }
    let mut walk = fields(rtype, rdata);
    let known = walk.remaining() > 0;
    let sound = walk.by_ref().all(|(field, wire)| is_sound(field, wire));
    sound && walk.remaining() == 0 && (!known || walk.rest().is_empty())
}

/// Whether the octets of one field mean something.
fn is_sound(field: &Field, wire: &[u8]) -> bool {
    match field.kind {
        FieldKind::CaaTag => wire.len() > 1 && wire.iter().skip(1).all(u8::is_ascii_alphanumeric),
        FieldKind::Texts => {
            let read: usize = strings(wire).map(|string| string.len() + 1).sum();
            !wire.is_empty() && read == wire.len()
        }
        FieldKind::Hex | FieldKind::Base64 => !wire.is_empty(),
        FieldKind::SvcParams => svcb::is_sound(wire),
        FieldKind::Location => location::is_sound(wire),
        FieldKind::RecordTypes => dnssec::is_bitmap(wire),
        FieldKind::U8
        | FieldKind::U16
        | FieldKind::U32
        | FieldKind::Duration
        | FieldKind::Ipv4
        | FieldKind::Ipv6
        | FieldKind::Name
        | FieldKind::Mailbox
        | FieldKind::CharacterString
        | FieldKind::Text
        | FieldKind::RecordType
        | FieldKind::Timestamp => true,
    }
}

/// Brings uncompressed RDATA into its neutral form: names in lower case, a TXT's text cut anew.
///
/// False, and nothing changed, if it is not well-formed; service parameters out of order are not (RFC 9460
/// section 2.2).
pub fn canonicalize(rtype: Rtype, rdata: &mut Vec<u8>) -> bool {
    if !validate_wire(rtype, rdata) {
        return false;
    }
    let mut at = 0;
    let mut lower = Vec::new();
    for (field, wire) in fields(rtype, rdata) {
        let is_name = matches!(field.kind, FieldKind::Name | FieldKind::Mailbox);
        if is_name && name::labels(wire).flatten().any(u8::is_ascii_uppercase) {
            lower.push(at..at + wire.len());
        }
        at += wire.len();
    }
    for range in lower {
        // Length octets are at most 63 and so no letters.
        rdata.get_mut(range).unwrap_or_default().make_ascii_lowercase();
    }
    if rtype == Rtype::TXT {
        recut(rdata);
    }
    true
}

/// Cuts a TXT's text into strings of 255 octets.
fn recut(rdata: &mut Vec<u8>) {
    let mut left = rdata.len();
    let as_it_should_be = strings(rdata).all(|string| {
        left -= string.len() + 1;
        string.len() == usize::from(u8::MAX) || left == 0
    });
    // A text of 255 octets needs no empty string after it.
    if as_it_should_be && (rdata.len() == 1 || !rdata.ends_with(&[0])) {
        return;
    }
    let mut out = Vec::with_capacity(rdata.len());
    let mut chunks = Chunks::default();
    chunks.push(&super::txt_bytes(rdata), &mut out);
    *rdata = out;
}
