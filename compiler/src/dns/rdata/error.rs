//! What can be wrong with a field's text.

use std::fmt;
use std::ops::Range;

use super::Word;
use crate::dns::duration::DurationError;
use crate::dns::name::NameErrorKind;

/// The outcome of encoding something; the error is boxed because it is rare and large.
pub type FieldResult<T = ()> = Result<T, Box<FieldError>>;

/// The outcome of reading a whole record.
pub type RdataResult<T = ()> = Result<T, RdataError>;

/// A word that its field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// What is wrong, for callers that know more about it.
    pub kind: FieldErrorKind,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The bytes of the word's text at which it is wrong; the whole word otherwise.
    pub at: Option<Range<usize>>,
    /// What to write instead of the whole word, in Zonal source quotes included.
    pub suggestion: Option<String>,
}

/// The ways in which a word can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldErrorKind {
    /// An address with a prefix length where one address belongs.
    AddressIsCidr,
    /// An IPv6 address where an IPv4 address belongs, or the other way round.
    AddressIsOtherFamily,
    /// A part of an IPv4 address that begins with a zero, which some read as octal (RFC 6943 section 3.1.1).
    LeadingZero,
    /// An IPv6 address with a zone identifier (RFC 4007 section 11), which means something on one host alone.
    AddressHasZone,
    /// Any other text that is no address.
    BadAddress,
    /// Text where a number belongs.
    NotANumber,
    /// A number that the field cannot hold.
    NumberOutOfRange,
    /// A word that stands for no number in this field.
    UnknownMnemonic,
    /// Text that is no duration.
    BadDuration(DurationError),
    /// Text that is no name.
    Name(NameErrorKind),
    /// A relative name with no origin to be relative to.
    NoOrigin,
    /// An IP address where a name belongs.
    TargetIsAddress,
    /// A mailbox written with an `@`.
    MailboxHasAt,
    /// A bare word where a string belongs.
    NotAString,
    /// A string that is longer than its length octet can say.
    StringTooLong,
    /// A backslash before neither one character nor three digits up to 255.
    BadEscape,
    /// A CAA tag with something other than letters and digits, or none.
    BadTag,
    /// Text that is not hexadecimal.
    BadHex,
    /// Text that is not base64.
    BadBase64,
    /// Text that is no part of a location.
    BadLocation,
    /// Text that is no point in time.
    BadTimestamp,
    /// Text that is no record type.
    BadType,
    /// A word that is no service parameter.
    UnknownParam,
    /// A value that a service parameter cannot have, or none where it must have one.
    BadParam,
    /// A service parameter that is there twice.
    DuplicateParam,
    /// A service parameter that is mandatory and not there; its number.
    MissingParam(u16),
    /// A field that is not there; its name.
    MissingField(&'static str),
    /// A word after the last field.
    TooManyFields,
    /// RDATA after `\#` that does not keep to RFC 3597 section 5.
    BadGeneric,
    /// A list where one value belongs.
    UnexpectedList,
    /// A name where something else belongs.
    UnexpectedName,
    /// More octets than RDATA can have.
    TooLong,
}

/// A word of a whole record that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RdataError {
    /// The index of the word; the number of words if something is missing at the end.
    pub word: usize,
    /// What is wrong with it.
    pub error: Box<FieldError>,
}

impl FieldError {
    /// An error about a whole word.
    pub(super) fn new(kind: FieldErrorKind, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind, message: message.into(), help: None, at: None, suggestion: None })
    }

    /// "expected X, found Y".
    pub(super) fn expected(kind: FieldErrorKind, expected: impl fmt::Display, word: Word<'_>) -> Box<Self> {
        Self::new(kind, format!("expected {expected}, found {}", Found(word)))
    }

    pub(super) fn help(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at(mut self: Box<Self>, at: Range<usize>) -> Box<Self> {
        self.at = Some(at);
        self
    }

    pub(super) fn suggest(mut self: Box<Self>, replacement: impl Into<String>) -> Box<Self> {
        self.suggestion = Some(replacement.into());
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FieldError {}

impl fmt::Display for RdataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for RdataError {}

/// A word as a message shows it, cut if it is long.
pub(super) struct Found<'a>(pub Word<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 48;
        let text = String::from_utf8_lossy(self.0.text);
        let mut chars = text.chars();
        let mut shown: String = chars.by_ref().take(SHOWN).flat_map(char::escape_debug).collect();
        if chars.next().is_some() {
            shown.push('…');
        }
        match self.0.quoted {
            true => write!(f, "the string \"{shown}\""),
            false => write!(f, "`{shown}`"),
        }
    }
}
