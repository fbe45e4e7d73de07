//! SPF records (RFC 7208): who may send mail for a domain.

mod build;
mod lookups;
mod modifier;
mod order;
mod parse;
mod record;

pub use build::build;
pub use lookups::{LOOKUP_LIMIT, LookupStep, Lookups, lookups};
pub use parse::{near_miss, parse};
pub use record::{Host, Mechanism, SpfRecord, SpfTerm, SpfTermKind};

use super::schema::{TermSchema, Values};

/// What a match of a mechanism means (RFC 7208 section 4.6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// `+`: the sender is authorized.
    Pass,
    /// `-`: the sender is not authorized.
    Fail,
    /// `~`: the sender is probably not authorized.
    SoftFail,
    /// `?`: nothing is said about the sender.
    Neutral,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::SoftFail, Self::Neutral];

    /// The word that is written in source.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::Neutral => "neutral",
        }
    }

    /// The character that stands in the record's text.
    #[must_use]
    pub const fn symbol(self) -> char {
        match self {
            Self::Pass => '+',
            Self::Fail => '-',
            Self::SoftFail => '~',
            Self::Neutral => '?',
        }
    }

    /// The qualifier that a word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.word() == word)
    }

    /// The qualifier that a character means.
    #[must_use]
    pub fn from_symbol(symbol: char) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.symbol() == symbol)
    }
}

const fn mechanism_term(
    word: &'static str,
    values: Values,
    rfc: &'static str,
    doc: &'static str,
) -> TermSchema {
    TermSchema { word, tag: word, values, doc, rfc, required: false, repeats: true }
}

const fn modifier_term(word: &'static str, rfc: &'static str, doc: &'static str) -> TermSchema {
    TermSchema { word, tag: word, values: Values::DomainSpec, doc, rfc, required: false, repeats: false }
}

const fn qualifier_term(word: &'static str, tag: &'static str, doc: &'static str) -> TermSchema {
    let rfc = "RFC 7208 section 4.6.2";
    TermSchema { word, tag, values: Values::Mechanism, doc, rfc, required: false, repeats: true }
}

/// The terms of the `SPF` builder.
pub const TERMS: &[TermSchema] = &[
    mechanism_term(
        "include",
        Values::DomainSpec,
        "RFC 7208 section 5.2",
        "Whoever the SPF record of that domain authorizes: the usual way to allow a mail provider.",
    ),
    mechanism_term(
        "a",
        Values::HostPrefix,
        "RFC 7208 section 5.3",
        "The addresses of a host, or of the domain itself; a prefix length widens them to networks.",
    ),
    mechanism_term(
        "mx",
        Values::HostPrefix,
        "RFC 7208 section 5.4",
        "The addresses of the mail exchanges of a domain, or of the domain itself.",
    ),
    mechanism_term(
        "ip4",
        Values::Ipv4Network,
        "RFC 7208 section 5.6",
        "An IPv4 address or network that may send.",
    ),
    mechanism_term(
        "ip6",
        Values::Ipv6Network,
        "RFC 7208 section 5.6",
        "An IPv6 address or network that may send.",
    ),
    mechanism_term(
        "exists",
        Values::DomainSpec,
        "RFC 7208 section 5.7",
        "Matches when that name has an address; with macros it asks about the very sender.",
    ),
    mechanism_term(
        "ptr",
        Values::OptionalDomainSpec,
        "RFC 7208 section 5.5",
        "Matches a sender by its reverse name: slow and unreliable, and not to be published any more.",
    ),
    qualifier_term(
        "pass",
        "+",
        "Alone: every other sender is authorized. In front of a mechanism: so are its senders.",
    ),
    qualifier_term(
        "fail",
        "-",
        "Alone: no other sender is authorized. In front of a mechanism: its senders are not authorized.",
    ),
    qualifier_term(
        "softfail",
        "~",
        "Alone: other senders are probably not authorized. In front of a mechanism: so are its senders.",
    ),
    qualifier_term(
        "neutral",
        "?",
        "Alone: nothing is said about other senders. In front of a mechanism: about its.",
    ),
    modifier_term(
        "redirect",
        "RFC 7208 section 6.1",
        "When nothing matched, the SPF record of that domain decides instead of this one.",
    ),
    modifier_term(
        "exp",
        "RFC 7208 section 6.2",
        "The name of a TXT record with the explanation that a rejected sender is given.",
    ),
];
