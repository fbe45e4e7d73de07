//! Service parameters as Zonal source spells them.

use std::fmt::{self, Write};

use data_encoding::BASE64;

use super::present::write_value;
use super::table::{ParamKind, ParamSpec, param_of};
use super::wire::{keys, params};
use crate::dns::rdata::source::write_string;
use crate::dns::rdata::walk::strings;

/// Writes all parameters, blanks between them; false if source has no spelling for a value.
pub(in crate::dns::rdata) fn write_source(wire: &[u8], out: &mut String) -> Result<bool, fmt::Error> {
    for (index, (spec, value)) in params(wire).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&name(spec));
        if spec.kind == ParamKind::Flag {
            continue;
        }
        out.push(' ');
        let Some(items) = items(spec.kind, value)? else { return Ok(false) };
        match &items[..] {
            [item] => out.push_str(item),
            _ => write!(out, "[{}]", items.join(", "))?,
        }
    }
    Ok(true)
}

fn name(spec: ParamSpec) -> String {
    if spec.kind == ParamKind::Opaque { format!("key{}", spec.number) } else { spec.name.to_owned() }
}

/// The values of one parameter; `None` if one of them has no spelling.
fn items(kind: ParamKind, value: &[u8]) -> Result<Option<Vec<String>>, fmt::Error> {
    let mut text = String::new();
    let items = match kind {
        ParamKind::Keys => keys(value).map(|key| name(param_of(key))).collect(),
        // A comma is taken for a slip.
        ParamKind::Alpn if value.contains(&b',') => return Ok(None),
        ParamKind::Alpn => strings(value).map(protocol).collect::<Result<_, _>>()?,
        ParamKind::Ipv4s | ParamKind::Ipv6s => {
            write_value(kind, value, &mut text)?;
            text.split(',').map(str::to_owned).collect()
        }
        ParamKind::Flag | ParamKind::Port => {
            write_value(kind, value, &mut text)?;
            vec![text]
        }
        ParamKind::Base64 => vec![format!("\"{}\"", BASE64.encode_display(value))],
        ParamKind::Text | ParamKind::Opaque => {
            write_string(value, &mut text)?;
            vec![text]
        }
    };
    Ok(Some(items))
}

/// A protocol as a bare word where it is one.
fn protocol(id: &[u8]) -> Result<String, fmt::Error> {
    let mut out = String::new();
    match std::str::from_utf8(id) {
        Ok(text)
            if id.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'/')) =>
        {
            out.push_str(text);
        }
        _ => write_string(id, &mut out)?,
    }
    Ok(out)
}
