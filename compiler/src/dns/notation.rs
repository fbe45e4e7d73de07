//! The two ways in which names and values are spelled.

/// Whose spelling a text follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notation {
    /// Zonal source. Names are checked as a person's input and may be Unicode, numbers have mnemonics, durations
    /// have units, and the text of a string has been unescaped.
    Zonal,
    /// A master file (RFC 1035 section 5). Names are octets, numbers are numbers, and a string's text still holds
    /// its escapes.
    MasterFile,
}
