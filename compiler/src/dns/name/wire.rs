//! Names in wire form, in place.

use std::iter::FusedIterator;

use super::{MAX_LABEL, MAX_NAME};

/// The labels of a name, leftmost first, without the root's.
#[derive(Debug, Clone)]
pub struct Labels<'a> {
    rest: &'a [u8],
}

/// The labels of a name in wire form. What follows a label that is cut off is left out.
#[must_use]
pub const fn labels(wire: &[u8]) -> Labels<'_> {
    Labels { rest: wire }
}

/// Splits the leftmost label off; `None` at the root and where the form is broken.
fn split(wire: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&len, rest) = wire.split_first()?;
    if len == 0 { None } else { rest.split_at_checked(usize::from(len)) }
}

impl<'a> Iterator for Labels<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let (label, rest) = split(self.rest)?;
        self.rest = rest;
        Some(label)
    }
}

/// Walks from the left for every step: names are short, and nothing has to be remembered.
impl DoubleEndedIterator for Labels<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let mut walk = self.rest;
        let mut last = None;
        while let Some((label, rest)) = split(walk) {
            last = Some((self.rest.len() - walk.len(), label));
            walk = rest;
        }
        let (offset, label) = last?;
        self.rest = self.rest.get(..offset)?;
        Some(label)
    }
}

impl FusedIterator for Labels<'_> {}

/// The length of the uncompressed name at the start of a slice, root label included; `None` if there is none.
#[must_use]
pub fn prefix_len(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < MAX_NAME {
        let len = usize::from(*bytes.get(at)?);
        at += 1 + len;
        if len == 0 {
            return (at <= MAX_NAME).then_some(at);
        }
        if len > MAX_LABEL {
            return None;
        }
    }
    None
}

/// Whether a slice is exactly one uncompressed name.
#[must_use]
pub fn is_wire(bytes: &[u8]) -> bool {
    prefix_len(bytes) == Some(bytes.len())
}

/// The name without its leftmost label; `None` for the root.
#[must_use]
pub fn parent(wire: &[u8]) -> Option<&[u8]> {
    split(wire).map(|(_, rest)| rest)
}

/// Whether a name is `zone` or stands below it.
#[must_use]
pub fn is_within(name: &[u8], zone: &[u8]) -> bool {
    strip_suffix(name, zone).is_some()
}

/// The labels of `name` left of `zone`, without a root label; `None` if it is not within the zone.
#[must_use]
pub fn strip_suffix<'a>(name: &'a [u8], zone: &[u8]) -> Option<&'a [u8]> {
    let head = name.strip_suffix(zone)?;
    // Equal bytes at the end are the zone's labels only if a label of the name begins there.
    let mut at = 0;
    while at < head.len() {
        at += 1 + usize::from(*head.get(at)?);
    }
    (at == head.len()).then_some(head)
}

/// Appends one label in lower case; `None` if it is empty or too long.
pub(super) fn push_label(label: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let len = u8::try_from(label.len()).ok().filter(|&len| len > 0 && usize::from(len) <= MAX_LABEL)?;
    out.push(len);
    out.extend(label.iter().map(u8::to_ascii_lowercase));
    Some(())
}
