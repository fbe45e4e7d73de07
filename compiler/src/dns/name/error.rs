//! What can be wrong with a name's text.

use std::fmt;
use std::ops::Range;

/// A name's text that is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    /// What is wrong.
    pub kind: NameErrorKind,
    /// The bytes of the text at which it is wrong.
    pub at: Range<usize>,
}

/// The ways in which a name's text can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameErrorKind {
    /// There is no text.
    Empty,
    /// Nothing stands before a dot.
    EmptyLabel,
    /// A label is longer than 63 octets (RFC 1035 section 2.3.4).
    LabelTooLong {
        /// Its length in wire form, without the length octet.
        octets: usize,
    },
    /// The whole name, its origin included, is longer than 255 octets (RFC 1035 section 2.3.4).
    NameTooLong {
        /// Its length in wire form.
        octets: usize,
    },
    /// A backslash before neither one character nor three digits up to 255 (RFC 1035 section 5.1).
    BadEscape,
    /// A character that has to be escaped, or that no name may hold.
    Forbidden(char),
    /// A label that IDNA 2008 does not allow (RFC 5891).
    Idna(IdnaError),
}

/// Why a label is no IDNA 2008 label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdnaError {
    /// A character that labels must not hold (RFC 5892).
    Disallowed(char),
    /// A character that is allowed in other places alone (RFC 5892 appendix A).
    Misplaced(char),
    /// Left-to-right and right-to-left characters in an order that RFC 5893 rules out, or a mark at the start.
    Unreadable,
    /// A hyphen first, last, or third and fourth (RFC 5891 section 4.2.3.1).
    Hyphen,
    /// `xn--` before something that decodes to no U-label.
    BadALabel,
}

impl NameError {
    pub(super) const fn new(kind: NameErrorKind, at: Range<usize>) -> Self {
        Self { kind, at }
    }
}

impl NameErrorKind {
    /// What to do about it.
    #[must_use]
    pub const fn help(self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("write `@` for the origin itself"),
            Self::EmptyLabel => Some("write one dot between two labels"),
            Self::LabelTooLong { .. } => Some("a label has at most 63 octets"),
            Self::NameTooLong { .. } => Some("a name has at most 255 octets, its zone included"),
            Self::BadEscape => Some(r"write `\.` for a character, or three decimal digits as in `\046`"),
            Self::Forbidden('@') => Some(r"`@` stands alone or last, as in `mail.@`; a literal one is `\@`"),
            Self::Forbidden(':') => {
                Some("write the host's name alone, without a scheme, a port or an address")
            }
            Self::Forbidden(_) | Self::Idna(_) => None,
        }
    }
}

impl fmt::Display for NameErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name is empty"),
            Self::EmptyLabel => f.write_str("a label of the name is empty"),
            Self::LabelTooLong { octets } => write!(f, "a label has {octets} octets, at most 63 are allowed"),
            Self::NameTooLong { octets } => {
                write!(f, "the name has {octets} octets, at most 255 are allowed")
            }
            Self::BadEscape => {
                f.write_str("a backslash must stand before one character or three digits up to 255")
            }
            Self::Forbidden(char) => write!(f, "{} must not stand in a name", Shown(*char)),
            Self::Idna(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for IdnaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disallowed(char) => write!(f, "{} is not allowed in domain names", Shown(*char)),
            Self::Misplaced(char) => {
                write!(f, "{} is not allowed at this place of a domain name", Shown(*char))
            }
            Self::Unreadable => f.write_str("the characters of the label must not be joined in this order"),
            Self::Hyphen => f.write_str(
                "a Unicode label has no hyphen at its start, its end, or its third and fourth place",
            ),
            Self::BadALabel => f.write_str("the label begins with `xn--` but does not decode"),
        }
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for NameError {}

/// A character as a message shows it: itself if it can be seen, its code point otherwise.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(char) = *self;
        if char == ' ' {
            f.write_str("a space")
        } else if char.is_ascii_graphic() || char.is_alphanumeric() {
            write!(f, "`{char}`")
        } else if char.is_ascii() || char.is_whitespace() || char.is_control() {
            write!(f, "U+{:04X}", u32::from(char))
        } else {
            write!(f, "`{}` (U+{:04X})", char.escape_debug(), u32::from(char))
        }
    }
}
