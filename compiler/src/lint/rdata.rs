//! What the rules read out of RDATA without copying it.

use crate::dns::rdata::txt_bytes;

/// Whether the text of a TXT record begins with some text, ASCII case aside.
#[must_use]
pub fn text_begins(rdata: &[u8], prefix: &[u8]) -> bool {
    let Some((&len, rest)) = rdata.split_first() else { return prefix.is_empty() };
    if rest.len() < prefix.len() {
        return false;
    }
    match rest.get(..prefix.len()) {
        Some(start) if prefix.len() <= usize::from(len) => start.eq_ignore_ascii_case(prefix),
        // The prefix itself is cut in two: rare enough to join the strings.
        _ => txt_bytes(rdata).get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)),
    }
}
