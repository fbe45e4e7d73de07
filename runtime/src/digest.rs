//! Digests as text: what plans, zones and health checks are known again by.

use data_encoding::HEXLOWER;

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// The bytes of lower-case hexadecimal digits; none if they are no such digits, or an odd number of them.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}
