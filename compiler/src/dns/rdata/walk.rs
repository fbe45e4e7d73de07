//! Neutral RDATA, read in place.

use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, Field, FieldKind};

/// The fields of a record with their wire form, in order.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    fields: std::slice::Iter<'static, Field>,
    rest: &'a [u8],
}

/// Cuts RDATA into its fields. Length octets are part of a field. Nothing comes out for a type without a schema,
/// and what follows a field that is cut off is left out.
#[must_use]
pub fn fields(rtype: Rtype, rdata: &[u8]) -> Fields<'_> {
    let known: &'static [Field] = schema::of(rtype).map_or(&[], |schema| schema.fields);
    Fields { fields: known.iter(), rest: rdata }
}

impl<'a> Fields<'a> {
    /// What is left: octets after the last field, or a field that is cut off.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// How many fields are still to come.
    pub(super) fn remaining(&self) -> usize {
        self.fields.len()
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'static Field, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let field = self.fields.as_slice().first()?;
        let (wire, rest) = self.rest.split_at_checked(wire_len(field.kind, self.rest)?)?;
        self.fields.next();
        self.rest = rest;
        Some((field, wire))
    }
}

/// How many of the octets belong to a field that begins with them.
fn wire_len(kind: FieldKind, wire: &[u8]) -> Option<usize> {
    Some(match kind {
        FieldKind::U8 => 1,
        FieldKind::U16 | FieldKind::RecordType => 2,
        FieldKind::U32 | FieldKind::Duration | FieldKind::Ipv4 | FieldKind::Timestamp => 4,
        FieldKind::Ipv6 | FieldKind::Location => 16,
        FieldKind::Name | FieldKind::Mailbox => name::prefix_len(wire)?,
        FieldKind::CharacterString | FieldKind::CaaTag => 1 + usize::from(*wire.first()?),
        FieldKind::Texts
        | FieldKind::Text
        | FieldKind::Hex
        | FieldKind::Base64
        | FieldKind::SvcParams
        | FieldKind::RecordTypes => wire.len(),
    })
}

/// The names that a record holds, in wire form, with their fields.
pub fn names(rtype: Rtype, rdata: &[u8]) -> impl Iterator<Item = (&'static Field, &[u8])> {
    fields(rtype, rdata).filter(|(field, _)| matches!(field.kind, FieldKind::Name | FieldKind::Mailbox))
}

/// The name that a record leads to, in wire form: the target of CNAME, DNAME, NS, PTR, SRV, SVCB and HTTPS, the
/// exchange of MX, the replacement of NAPTR.
#[must_use]
pub fn target(rtype: Rtype, rdata: &[u8]) -> Option<&[u8]> {
    match rtype {
        Rtype::CNAME | Rtype::DNAME | Rtype::NS | Rtype::PTR => Some(rdata),
        Rtype::MX | Rtype::SVCB | Rtype::HTTPS | Rtype::SRV | Rtype::NAPTR => {
            names(rtype, rdata).next().map(|(_, wire)| wire)
        }
        _ => None,
    }
}

/// The octets of a TXT's text without its cuts.
#[must_use]
pub fn txt_bytes(rdata: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rdata.len());
    for string in strings(rdata) {
        out.extend_from_slice(string);
    }
    out
}

/// The character-strings of a TXT, without their length octets.
pub(super) fn strings(mut rdata: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&len, rest) = rdata.split_first()?;
        let (string, rest) = rest.split_at_checked(usize::from(len))?;
        rdata = rest;
        Some(string)
    })
}
