//! Service parameters in a master file's spelling (RFC 9460 section 2.1 and appendix A).

use std::fmt::{self, Write};

use data_encoding::BASE64;

use super::table::{ParamKind, ParamSpec, param_of};
use super::wire::{keys, params};
use crate::dns::rdata::present::{write_ipv4s, write_ipv6s, write_quoted};
use crate::dns::rdata::walk::strings;

/// Cuts `key=value` or `key="value"` at its `=`.
pub(super) fn split_master(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let Some(at) = text.iter().position(|&byte| byte == b'=') else { return (text, None) };
    let value = text.get(at + 1..).unwrap_or_default();
    let value = match value {
        [b'"', inner @ .., b'"'] => inner,
        _ => value,
    };
    (text.get(..at).unwrap_or_default(), Some(value))
}

/// Cuts an unescaped value at its commas; `\,` and `\\` are a comma and a backslash within an item.
pub(super) fn split_list(octets: &[u8]) -> Vec<Vec<u8>> {
    let mut items = vec![Vec::new()];
    let mut bytes = octets.iter().copied();
    while let Some(byte) = bytes.next() {
        let taken = match byte {
            b'\\' => bytes.next(),
            b',' => {
                items.push(Vec::new());
                continue;
            }
            _ => Some(byte),
        };
        if let Some(item) = items.last_mut() {
            item.extend(taken);
        }
    }
    items
}

/// Writes all parameters, a blank before each.
pub(in crate::dns::rdata) fn write(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    for (spec, value) in params(wire) {
        out.write_char(' ')?;
        write_key(spec, out)?;
        if spec.kind != ParamKind::Flag && !(spec.kind == ParamKind::Opaque && value.is_empty()) {
            out.write_char('=')?;
            write_value(spec.kind, value, out)?;
        }
    }
    Ok(())
}

fn write_key(spec: ParamSpec, out: &mut impl Write) -> fmt::Result {
    if spec.kind == ParamKind::Opaque {
        write!(out, "key{}", spec.number)
    } else {
        out.write_str(spec.master_name)
    }
}

/// Writes one value.
pub(super) fn write_value(kind: ParamKind, value: &[u8], out: &mut impl Write) -> fmt::Result {
    match kind {
        ParamKind::Keys => {
            for (index, key) in keys(value).enumerate() {
                if index > 0 {
                    out.write_char(',')?;
                }
                write_key(param_of(key), out)?;
            }
            Ok(())
        }
        ParamKind::Alpn => {
            let mut list = Vec::with_capacity(value.len());
            for (index, id) in strings(value).enumerate() {
                if index > 0 {
                    list.push(b',');
                }
                for &byte in id {
                    if matches!(byte, b',' | b'\\') {
                        list.push(b'\\');
                    }
                    list.push(byte);
                }
            }
            write_quoted(&list, out)
        }
        ParamKind::Flag => Ok(()),
        ParamKind::Port => {
            let port = value.try_into().map(u16::from_be_bytes).unwrap_or_default();
            write!(out, "{port}")
        }
        ParamKind::Ipv4s => write_ipv4s(value, out),
        ParamKind::Ipv6s => write_ipv6s(value, out),
        ParamKind::Base64 => write!(out, "{}", BASE64.encode_display(value)),
        ParamKind::Text | ParamKind::Opaque => write_quoted(value, out),
    }
}
