//! What the rules read out of RDATA in wire form.

use crate::dns::name;
use crate::dns::rtype::Rtype;

/// The name that a record of a type points at, in wire form.
#[must_use]
pub fn target(rtype: Rtype, rdata: &[u8]) -> Option<&[u8]> {
    let offset = match rtype {
        Rtype::CNAME | Rtype::DNAME | Rtype::NS | Rtype::PTR => 0,
        Rtype::MX | Rtype::HTTPS | Rtype::SVCB => 2,
        Rtype::SRV => 6,
        _ => return None,
    };
    let rest = rdata.get(offset..)?;
    rest.get(..name::prefix_len(rest)?)
}

/// The text of a TXT record: its character-strings joined (RFC 7208 section 3.3).
#[must_use]
pub fn text(rdata: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(rdata.len());
    let mut rest = rdata;
    while let Some((&len, after)) = rest.split_first() {
        let (string, after) = after.split_at_checked(usize::from(len)).unwrap_or((after, &[]));
        text.extend_from_slice(string);
        rest = after;
    }
    text
}

/// Whether the text of a TXT record begins with some text, ASCII case aside.
#[must_use]
pub fn text_begins(rdata: &[u8], prefix: &[u8]) -> bool {
    let Some((&len, rest)) = rdata.split_first() else { return prefix.is_empty() };
    if rest.len() < prefix.len() {
        return false;
    }
    match rest.get(..prefix.len()) {
        Some(start) if prefix.len() <= usize::from(len) => start.eq_ignore_ascii_case(prefix),
        // The prefix is cut into strings: rare enough to join them.
        _ => text(rdata).get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
    }
}
