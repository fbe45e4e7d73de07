//! Names as text (RFC 1035 section 5.1).

use std::fmt::{self, Write};

use super::idn;
use super::wire::labels;

/// A name without its final dot.
#[derive(Debug, Clone, Copy)]
pub struct Undotted<'a>(pub(super) &'a [u8]);

/// A name with U-labels for A-labels and without its final dot.
#[derive(Debug, Clone, Copy)]
pub struct Unicode<'a>(pub(super) &'a [u8]);

impl fmt::Display for Undotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_undotted(self.0, f)
    }
}

impl fmt::Display for Unicode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_unicode(self.0, f)
    }
}

/// Writes a name in wire form with its final dot and escapes, as any master file reader takes it.
///
/// # Errors
///
/// Those of `out`.
pub fn write(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    let mut any = false;
    for label in labels(wire) {
        write_label(label, out)?;
        out.write_char('.')?;
        any = true;
    }
    if any { Ok(()) } else { out.write_char('.') }
}

/// As [`write`](fn@write), without the final dot; the root stays `.`.
///
/// # Errors
///
/// Those of `out`.
pub fn write_undotted(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    separated(wire, out, write_label)
}

/// As [`write_undotted`], with A-labels decoded.
///
/// # Errors
///
/// Those of `out`.
pub fn write_unicode(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    separated(wire, out, |label, out| match idn::to_u_label(label) {
        Some(u_label) => out.write_str(&u_label),
        None => write_label(label, out),
    })
}

fn separated<W: Write>(
    wire: &[u8],
    out: &mut W,
    mut write_one: impl FnMut(&[u8], &mut W) -> fmt::Result,
) -> fmt::Result {
    let mut first = true;
    for label in labels(wire) {
        if !first {
            out.write_char('.')?;
        }
        first = false;
        write_one(label, out)?;
    }
    if first { out.write_char('.') } else { Ok(()) }
}

/// Writes one label: what has a meaning in a master file is escaped, what cannot be seen is `\DDD`.
fn write_label(label: &[u8], out: &mut impl Write) -> fmt::Result {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'*' | b'/');
    if label.iter().all(plain) {
        return out.write_str(std::str::from_utf8(label).unwrap_or_default());
    }
    for &byte in label {
        match byte {
            b'.' | b'\\' | b'"' | b'(' | b')' | b';' | b'@' | b'$' | b':' => {
                out.write_char('\\')?;
                out.write_char(char::from(byte))?;
            }
            b'!'..=b'~' => out.write_char(char::from(byte))?,
            _ => write!(out, "\\{byte:03}")?,
        }
    }
    Ok(())
}
