//! The strings of TXT records: RFC 1035 text within JSON strings, so that a backslash is doubled and any octet can be
//! written as a backslash and three decimal digits (learn.microsoft.com, "Azure DNS FAQ").

use zonal_compiler::dns::rdata::unescape;

/// The octets that a string stands for; `None` if a backslash begins no escape.
pub(super) fn octets(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len());
    unescape(text.as_bytes(), &mut octets).ok()?;
    Some(octets)
}

/// The string that stands for octets: what cannot be seen is escaped, and what a reader could take for more than
/// itself.
pub(super) fn text(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for &octet in octets {
        match octet {
            b'\\' => text.push_str("\\\\"),
            b'"' => text.push_str("\\\""),
            b' '..=b'~' => text.push(char::from(octet)),
            _ => text.push_str(&format!("\\{octet:03}")),
        }
    }
    text
}
