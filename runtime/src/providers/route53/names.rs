//! Names as Route 53 spells them: with a final dot, in lower case, and every octet but letters, digits, `-` and
//! `_` as a backslash and three octal digits, so that `*` comes back as `\052`
//! (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>).

use std::fmt::Write as _;

use zonal_compiler::dns::name::{self, Name};

/// Reads a name, with or without its final dot; `None` if it is none.
pub(super) fn read(text: &str) -> Option<Name> {
    let mut wire = Vec::with_capacity(text.len() + 2);
    let mut rest = text.as_bytes();
    if rest == b"." {
        return Some(Name::root());
    }
    while !rest.is_empty() {
        let length_at = wire.len();
        wire.push(0);
        loop {
            match octet(rest) {
                None => {
                    rest = &[];
                    break;
                }
                Some((Octet::Dot, after)) => {
                    rest = after;
                    break;
                }
                Some((Octet::Plain(octet), after)) => {
                    wire.push(octet);
                    rest = after;
                }
            }
        }
        let length = wire.len() - length_at - 1;
        // A label of no octets is the root's, and the root is not within a name.
        *wire.get_mut(length_at)? = u8::try_from(length).ok().filter(|length| *length > 0)?;
    }
    wire.push(0);
    Name::from_wire(&wire)
}

enum Octet {
    Dot,
    Plain(u8),
}

/// The first octet that a text stands for, and what follows it.
fn octet(text: &[u8]) -> Option<(Octet, &[u8])> {
    Some(match text {
        [] => return None,
        [b'.', rest @ ..] => (Octet::Dot, rest),
        [b'\\', rest @ ..] => match (octal(rest), rest) {
            (Some((octet, after)), _) => (Octet::Plain(octet), after),
            (None, [octet, after @ ..]) => (Octet::Plain(*octet), after),
            (None, []) => (Octet::Plain(b'\\'), rest),
        },
        [octet, rest @ ..] => (Octet::Plain(*octet), rest),
    })
}

/// An octet of three octal digits, and what follows them.
pub(super) fn octal(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = text.split_at_checked(3)?;
    let value = digits.iter().try_fold(0_u32, |value, digit| match digit {
        b'0'..=b'7' => Some(value * 8 + u32::from(digit - b'0')),
        _ => None,
    })?;
    u8::try_from(value).ok().map(|octet| (octet, rest))
}

/// Appends a name in wire form, with its final dot.
pub(super) fn write(wire: &[u8], out: &mut String) {
    let start = out.len();
    for label in name::labels(wire) {
        for &octet in label {
            match octet {
                b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => out.push(char::from(octet)),
                // Writing to a string does not fail, so its result says nothing.
                _ => drop(write!(out, "\\{octet:03o}")),
            }
        }
        out.push('.');
    }
    if out.len() == start {
        out.push('.');
    }
}

/// A name as text, with its final dot.
pub(super) fn text(name: &Name) -> String {
    let mut out = String::with_capacity(name.wire().len() + 1);
    write(name.wire(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_octet_comes_back() {
        for octets in
            [&b"*"[..], b"a.b", b"@", b"\\", b"a b", &[0, 255], b"0/25", b"_dmarc", b"xn--bcher-kva"]
        {
            let name = Name::from_labels([octets, b"example"]).unwrap();
            assert_eq!(read(&text(&name)), Some(name));
        }
        assert_eq!(text(&Name::from_labels([&b"*"[..], b"example"]).unwrap()), "\\052.example.");
        assert_eq!(text(&Name::root()), ".");
    }

    #[test]
    fn a_name_is_read_in_every_spelling() {
        let wildcard = Name::from_labels([&b"*"[..], b"example"]).unwrap();
        for text in ["\\052.example.", "*.example", "*.EXAMPLE.", "\\*.example."] {
            assert_eq!(read(text).as_ref(), Some(&wildcard), "{text}");
        }
        for text in ["", "a..b.", ".a.", &"a".repeat(64)] {
            assert_eq!(read(text).filter(|name| !name.is_root()), None, "{text}");
        }
    }
}
