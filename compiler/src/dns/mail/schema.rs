//! What the terms of a builder are: the one table that builders, readers, completion, hover and docs are fed from.

/// One term that a builder knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermSchema {
    /// The word that is written in source.
    pub word: &'static str,
    /// The tag, mechanism, modifier or qualifier in the record's text.
    pub tag: &'static str,
    /// What may follow the word.
    pub values: Values,
    /// What the term says, in a sentence.
    pub doc: &'static str,
    /// Where it is defined.
    pub rfc: &'static str,
    /// Whether a record is wrong without it.
    pub required: bool,
    /// Whether it may stand more than once, with different values.
    pub repeats: bool,
}

/// One word of a closed set of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word that is written in source.
    pub word: &'static str,
    /// How it stands in the record's text.
    pub text: &'static str,
    /// What it says.
    pub doc: &'static str,
}

/// What may follow the word of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Nothing.
    Nothing,
    /// Nothing, or a mechanism that it qualifies (RFC 7208 section 4.6.2).
    Mechanism,
    /// One of some words.
    OneOf(&'static [Choice]),
    /// One of some words; the term may stand once for each.
    AnyOf(&'static [Choice]),
    /// A domain name, absolute by definition, that may hold SPF macros (RFC 7208 section 7).
    DomainSpec,
    /// The same, or nothing for the domain itself.
    OptionalDomainSpec,
    /// The same, with prefix lengths: `host`, `host/24`, `host/24//64`, `/24`, or nothing.
    HostPrefix,
    /// An IPv4 address or network.
    Ipv4Network,
    /// An IPv6 address or network.
    Ipv6Network,
    /// A URI that reports are sent to, of one of some schemes.
    ReportUri(&'static [&'static str]),
    /// An `https:` URI, or an empty string.
    OptionalHttpsUri,
    /// A public key: base64 or the content of a PEM file, or an empty string for one that is revoked.
    PublicKey,
    /// 1 to 32 letters and digits.
    Identifier,
    /// Printable ASCII without a semicolon.
    Text,
}

impl Values {
    /// What the value is called in a message.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Mechanism => "a mechanism",
            Self::OneOf(_) | Self::AnyOf(_) => "a word",
            Self::DomainSpec | Self::OptionalDomainSpec => "a domain name",
            Self::HostPrefix => "a host name",
            Self::Ipv4Network => "an IPv4 address or network",
            Self::Ipv6Network => "an IPv6 address or network",
            Self::ReportUri(_) | Self::OptionalHttpsUri => "a URI",
            Self::PublicKey => "a public key",
            Self::Identifier => "an identifier",
            Self::Text => "a text",
        }
    }

    /// The words of a closed set; empty where the values are open.
    #[must_use]
    pub const fn choices(&self) -> &'static [Choice] {
        match self {
            Self::OneOf(choices) | Self::AnyOf(choices) => choices,
            Self::Nothing
            | Self::Mechanism
            | Self::DomainSpec
            | Self::OptionalDomainSpec
            | Self::HostPrefix
            | Self::Ipv4Network
            | Self::Ipv6Network
            | Self::ReportUri(_)
            | Self::OptionalHttpsUri
            | Self::PublicKey
            | Self::Identifier
            | Self::Text => &[],
        }
    }

    /// What stands between the values of a tag that holds several.
    pub(super) const fn separator(&self) -> Option<&'static str> {
        match self {
            Self::ReportUri(_) => Some(","),
            Self::AnyOf(_) => Some(":"),
            Self::Nothing
            | Self::Mechanism
            | Self::OneOf(_)
            | Self::DomainSpec
            | Self::OptionalDomainSpec
            | Self::HostPrefix
            | Self::Ipv4Network
            | Self::Ipv6Network
            | Self::OptionalHttpsUri
            | Self::PublicKey
            | Self::Identifier
            | Self::Text => None,
        }
    }
}
