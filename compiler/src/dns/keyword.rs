//! The words that may stand in a record's type position.

use super::rtype::Rtype;

/// What the word in type position means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKeyword {
    /// A record type, by mnemonic or as `TYPE65534`.
    Type(Rtype),
    /// `ALIAS`: the provider answers A and AAAA itself.
    Alias,
    /// A typed builder over TXT.
    Builder(Builder),
}

/// A typed builder: its terms are checked and one TXT record comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builder {
    /// RFC 7208
    Spf,
    /// RFC 9989
    Dmarc,
    /// RFC 6376
    Dkim,
    /// RFC 8461
    MtaSts,
    /// RFC 8460
    TlsRpt,
    /// BIMI, as its Internet-Draft has it
    Bimi,
}

impl Builder {
    /// Every builder.
    pub const ALL: [Self; 6] = [Self::Spf, Self::Dmarc, Self::Dkim, Self::MtaSts, Self::TlsRpt, Self::Bimi];

    /// The word in type position.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Spf => "SPF",
            Self::Dmarc => "DMARC",
            Self::Dkim => "DKIM",
            Self::MtaSts => "MTA-STS",
            Self::TlsRpt => "TLS-RPT",
            Self::Bimi => "BIMI",
        }
    }
}

impl RecordKeyword {
    /// Reads a word in type position; upper case alone is a type.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(rtype) = Rtype::from_mnemonic(word) {
            return Some(Self::Type(rtype));
        }
        if word == "ALIAS" {
            return Some(Self::Alias);
        }
        Builder::ALL.into_iter().find(|builder| builder.word() == word).map(Self::Builder)
    }

    /// Every word that may stand in type position, but for `TYPEnnn`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        let types = Rtype::DECLARABLE.iter().filter_map(|rtype| rtype.mnemonic());
        types.chain(["ALIAS"]).chain(Builder::ALL.map(Builder::word))
    }
}
