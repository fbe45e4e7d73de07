//! RDATA: what a record says, between text and wire form.
//!
//! The neutral form, in which every stage holds a record, is the uncompressed wire form with names in lower case
//! (the canonical form of RFC 4034 section 6.2), a TXT's text cut anew every 255 octets, and service parameters
//! sorted. Two records mean the same if and only if their neutral bytes are equal.
//!
//! - [`Encoder`] takes the fields of one record word by word, for Zonal source and master files alike;
//! - [`parse`] reads a whole record of a master file, [`display`] writes one;
//! - [`fields`], [`names`], [`target`] and [`txt_bytes`] read neutral RDATA in place;
//! - [`canonicalize`] and [`validate_wire`] are the door for RDATA from elsewhere.

mod address;
mod bytes;
mod canonical;
mod dnssec;
mod encoder;
mod error;
mod field;
mod generic;
mod location;
mod number;
mod present;
mod source;
mod strings;
pub mod svcb;
mod walk;

use std::ops::Range;

pub use address::{Family, family_of, parse_ipv4, parse_ipv6};
pub use canonical::{canonicalize, validate_wire};
pub use encoder::{Encoder, Slot};
pub use error::{FieldError, FieldErrorKind, FieldResult, RdataError, RdataResult};
pub use field::{Context, encode_field};
pub use generic::{parse, parse_generic};
pub use present::{Display, display};
pub use source::{SourceField, source_fields};
pub use strings::unescape;
pub use walk::{Fields, fields, names, target, txt_bytes};

/// One word of a record as it was written, or as a value renders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The text without its quotes. Of Zonal source, unescaped: any octet may stand here. Of a master file, as
    /// written, its escapes still in.
    pub text: &'a [u8],
    /// Whether it is a string in quotes.
    pub quoted: bool,
}

impl<'a> Word<'a> {
    /// A bare word.
    #[must_use]
    pub const fn bare(text: &'a str) -> Self {
        Self { text: text.as_bytes(), quoted: false }
    }

    /// A string.
    #[must_use]
    pub const fn quoted(text: &'a str) -> Self {
        Self { text: text.as_bytes(), quoted: true }
    }

    /// The text, if it is UTF-8.
    fn as_str(self) -> Option<&'a str> {
        std::str::from_utf8(self.text).ok()
    }

    /// The bytes of the UTF-8 character that begins at a byte.
    fn character(self, at: usize) -> Range<usize> {
        let continues = |byte: &&u8| **byte & 0xc0 == 0x80;
        at..at + 1 + self.text.iter().skip(at + 1).take_while(continues).count()
    }
}

#[cfg(test)]
mod tests;
