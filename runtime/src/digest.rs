//! Digests: what plans, zones and health checks are known again by.

use std::fmt::Write as _;

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail, so its result says nothing.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
