//! Octets in hexadecimal and base64 (RFC 4648), over one word or several.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::Word;
use super::error::{FieldError, FieldErrorKind, FieldResult};

/// How octets are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Two digits an octet, in any case.
    Hex,
    /// With padding.
    Base64,
}

impl Spelling {
    const fn kind(self) -> FieldErrorKind {
        match self {
            Self::Hex => FieldErrorKind::BadHex,
            Self::Base64 => FieldErrorKind::BadBase64,
        }
    }

    fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.decode(text).ok(),
            Self::Base64 => BASE64.decode(text).ok(),
        }
    }

    const fn allows(self, byte: u8) -> bool {
        match self {
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal digits",
            Self::Base64 => "base64",
        }
    }
}

/// Collects digits until the field ends: a byte may be cut by the blank between two words.
#[derive(Debug)]
pub(super) struct Digits {
    spelling: Spelling,
    text: Vec<u8>,
}

impl Digits {
    pub(super) const fn new(spelling: Spelling) -> Self {
        Self { spelling, text: Vec::new() }
    }

    /// Takes one word's digits. Blanks within a string mean nothing.
    pub(super) fn push(&mut self, word: Word<'_>) -> FieldResult {
        let blank = |byte: u8| word.quoted && byte == b' ';
        let bad = word.text.iter().position(|&byte| !self.spelling.allows(byte) && !blank(byte));
        if let Some(at) = bad {
            let place = word.character(at);
            let char = String::from_utf8_lossy(word.text.get(place.clone()).unwrap_or_default()).into_owned();
            let message = format!("expected {}, found `{}`", self.spelling.expected(), char.escape_debug());
            let error = FieldError::new(self.spelling.kind(), message).at(place);
            return Err(match (self.spelling, word.text.contains(&b':')) {
                (Spelling::Hex, true) => error.help("write the digits without colons"),
                (Spelling::Hex, false) | (Spelling::Base64, _) => error,
            });
        }
        self.text.extend(word.text.iter().filter(|&&byte| byte != b' '));
        Ok(())
    }

    /// Appends the octets.
    pub(super) fn finish(&self, out: &mut Vec<u8>) -> FieldResult {
        let error = |message| Err(FieldError::new(self.spelling.kind(), message));
        if self.text.is_empty() {
            return error(format!("expected {}, found nothing", self.spelling.expected()));
        }
        match self.spelling.decode(&self.text) {
            Some(mut octets) => {
                out.append(&mut octets);
                Ok(())
            }
            None => error(match self.spelling {
                Spelling::Hex => {
                    format!(
                        "expected two hexadecimal digits for each octet, found {} digits",
                        self.text.len()
                    )
                }
                Spelling::Base64 => "the base64 text is cut off or its padding is wrong".to_owned(),
            }),
        }
    }
}
