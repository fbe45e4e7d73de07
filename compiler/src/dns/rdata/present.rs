//! Records as master files spell them, the way that BIND, Knot, NSD and dnspython all read.

use std::fmt::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::{BASE64, HEXLOWER};

use super::walk::{fields, strings};
use super::{canonical, dnssec, location, svcb};
use crate::dns::name;
use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, FieldKind};

/// Shows RDATA as a master file spells it.
#[derive(Debug, Clone, Copy)]
pub struct Display<'a> {
    rtype: Rtype,
    rdata: &'a [u8],
}

/// Shows RDATA in its type's own form; that of an unknown type, or that is not well-formed, as `\# LENGTH HEX`
/// (RFC 3597 section 5).
#[must_use]
pub const fn display(rtype: Rtype, rdata: &[u8]) -> Display<'_> {
    Display { rtype, rdata }
}

impl fmt::Display for Display<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if schema::of(self.rtype).is_none() || !canonical::validate_wire(self.rtype, self.rdata) {
            return write_generic(self.rdata, f);
        }
        for (index, (field, wire)) in fields(self.rtype, self.rdata).enumerate() {
            // Service parameters bring a blank each.
            if index > 0
                && field.kind != FieldKind::SvcParams
                && !(wire.is_empty() && field.kind == FieldKind::RecordTypes)
            {
                f.write_char(' ')?;
            }
            write_field(field.kind, wire, f)?;
        }
        Ok(())
    }
}

fn write_generic(rdata: &[u8], out: &mut impl Write) -> fmt::Result {
    write!(out, "\\# {}", rdata.len())?;
    if !rdata.is_empty() {
        write!(out, " {}", HEXLOWER.encode_display(rdata))?;
    }
    Ok(())
}

/// Writes the octets of one field.
pub(super) fn write_field(kind: FieldKind, wire: &[u8], out: &mut impl Write) -> fmt::Result {
    match kind {
        FieldKind::U8 | FieldKind::U16 | FieldKind::U32 | FieldKind::Duration => {
            write!(out, "{}", number(wire))
        }
        FieldKind::Ipv4 => write_ipv4s(wire, out),
        FieldKind::Ipv6 => write_ipv6s(wire, out),
        FieldKind::Name | FieldKind::Mailbox => name::write(wire, out),
        FieldKind::CharacterString => write_quoted(wire.get(1..).unwrap_or_default(), out),
        FieldKind::Texts => {
            for (index, string) in strings(wire).enumerate() {
                if index > 0 {
                    out.write_char(' ')?;
                }
                write_quoted(string, out)?;
            }
            Ok(())
        }
        FieldKind::Text => write_quoted(wire, out),
        FieldKind::CaaTag => out.write_str(&String::from_utf8_lossy(wire.get(1..).unwrap_or_default())),
        FieldKind::Hex => write!(out, "{}", HEXLOWER.encode_display(wire)),
        FieldKind::Base64 => write!(out, "{}", BASE64.encode_display(wire)),
        FieldKind::SvcParams => svcb::write(wire, out),
        FieldKind::Location => location::write(wire, out),
        FieldKind::RecordType => write!(out, "{}", Rtype(u16::try_from(number(wire)).unwrap_or_default())),
        FieldKind::RecordTypes => dnssec::write_bitmap(wire, out),
        FieldKind::Timestamp => dnssec::write_timestamp(number(wire), out),
    }
}

/// A number of up to four octets.
pub(super) fn number(wire: &[u8]) -> u32 {
    wire.iter().fold(0, |sum, &octet| sum << 8 | u32::from(octet))
}

/// Writes IPv4 addresses, commas between them.
pub(super) fn write_ipv4s(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    let (addresses, _) = wire.as_chunks::<4>();
    write_list(addresses.iter().map(|octets| Ipv4Addr::from(*octets)), out)
}

/// Writes IPv6 addresses in the form of RFC 5952, commas between them.
pub(super) fn write_ipv6s(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    let (addresses, _) = wire.as_chunks::<16>();
    write_list(addresses.iter().map(|octets| Ipv6Addr::from(*octets)), out)
}

fn write_list(items: impl Iterator<Item = impl fmt::Display>, out: &mut impl Write) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        write!(out, "{item}")?;
    }
    Ok(())
}

/// Writes octets in quotes with the escapes of RFC 1035 section 5.1.
pub(super) fn write_quoted(octets: &[u8], out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    write_escaped(octets, out)?;
    out.write_char('"')
}

/// Writes what can be seen as it is, and runs of it at once.
fn write_escaped(octets: &[u8], out: &mut impl Write) -> fmt::Result {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    let mut rest = octets;
    while !rest.is_empty() {
        let len = rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(len);
        out.write_str(std::str::from_utf8(run).unwrap_or_default())?;
        rest = after;
        if let Some((&byte, after)) = rest.split_first() {
            match byte {
                b'"' | b'\\' => {
                    out.write_char('\\')?;
                    out.write_char(char::from(byte))?;
                }
                _ => write!(out, "\\{byte:03}")?,
            }
            rest = after;
        }
    }
    Ok(())
}
