//! One fast look over a whole text for what few texts hold, so that words need not be searched one by one.

/// Which rare characters a text holds anywhere, strings and comments included.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// A `$`.
    pub dollar: bool,
    /// Two dots in a row.
    pub dots: bool,
    /// A backslash.
    pub backslash: bool,
    /// A control character, or anything outside ASCII.
    pub odd: bool,
}

impl Traits {
    /// Looks over a text. Each pass is a plain fold, which compiles to vector instructions.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let shifted = bytes.get(1..).unwrap_or_default();
        Self {
            dollar: bytes.iter().fold(false, |found, &byte| found | (byte == b'$')),
            dots: bytes
                .iter()
                .zip(shifted)
                .fold(false, |found, (&a, &b)| found | ((a == b'.') & (b == b'.'))),
            backslash: bytes.iter().fold(false, |found, &byte| found | (byte == b'\\')),
            odd: bytes.iter().fold(false, |found, &byte| found | is_odd(byte)),
        }
    }
}

/// Whether a byte is a control character other than a tab or a line's end, or part of a non-ASCII character.
pub const fn is_odd(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r') || byte >= 0x7f
}
