//! Canonical order (RFC 4034 section 6.1): by labels from the right, each compared as lower-case octets.

use std::cmp::Ordering;

use super::wire::labels;

/// Compares two names in wire form, both in lower case.
#[must_use]
pub fn compare(a: &[u8], b: &[u8]) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let mut left = labels(a).rev();
    let mut right = labels(b).rev();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => match x.cmp(y) {
                Ordering::Equal => {}
                unequal @ (Ordering::Less | Ordering::Greater) => return unequal,
            },
        }
    }
}

/// Appends bytes whose plain comparison is the canonical order, for sorting many names.
///
/// Each label from the right is followed by a zero octet; an octet 0 or 1 within a label is written as 1 and itself
/// plus one, so that no label holds the separator.
pub fn push_sort_key(wire: &[u8], out: &mut Vec<u8>) {
    for label in labels(wire).rev() {
        for &byte in label {
            match byte {
                0 | 1 => out.extend_from_slice(&[1, byte + 1]),
                _ => out.push(byte),
            }
        }
        out.push(0);
    }
}
