//! What each record type holds: the one table behind checker, completion, hover, formatter, docs and importer.
//!
//! The fields stand in the order of the wire format, which is also the order in which people write them.

mod address;
mod dnssec;
mod naming;
mod security;
mod service;
mod text;

pub use security::CAA_TAGS;

use super::rtype::Rtype;

/// One record type.
#[derive(Debug)]
pub struct Schema {
    /// The type.
    pub rtype: Rtype,
    /// What it is for, in a few words.
    pub summary: &'static str,
    /// Where it is defined.
    pub rfc: &'static str,
    /// Its fields, in wire order.
    pub fields: &'static [Field],
    /// A record in Zonal source, without its owner.
    pub example: &'static str,
}

/// One field of a record type.
#[derive(Debug)]
pub struct Field {
    /// Its name in kebab case.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// Where it is defined.
    pub rfc: &'static str,
    /// Words that stand for numbers.
    pub mnemonics: &'static [(&'static str, u32)],
    /// Whether it must be written.
    pub presence: Presence,
}

/// Whether a field must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// In Zonal source it may be left out and then is this word; a master file must have it, unless it is empty.
    Optional(&'static str),
    /// Zonal source does not write it, and it is this word until a tool sets it; a master file has it.
    MasterFileOnly(&'static str),
}

/// What a field holds, which decides its text and its wire form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A number in one octet.
    U8,
    /// A number in two octets.
    U16,
    /// A number in four octets.
    U32,
    /// Seconds in four octets: `5m` in Zonal source.
    Duration,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A domain name.
    Name,
    /// A mailbox as a domain name: its first label stands before the `@` (RFC 1035 section 8).
    Mailbox,
    /// One character-string of at most 255 octets (RFC 1035 section 3.3).
    CharacterString,
    /// One or more character-strings whose cuts mean nothing.
    Texts,
    /// The rest of the RDATA as text.
    Text,
    /// A CAA property tag: letters and digits (RFC 8659 section 4.1).
    CaaTag,
    /// The rest of the RDATA in hexadecimal.
    Hex,
    /// The rest of the RDATA in base64.
    Base64,
    /// Service parameters (RFC 9460 section 2).
    SvcParams,
    /// A place on earth (RFC 1876).
    Location,
    /// A record type.
    RecordType,
    /// A set of record types (RFC 4034 section 4.1.2).
    RecordTypes,
    /// A point in time in four octets (RFC 4034 section 3.2).
    Timestamp,
}

impl FieldKind {
    /// What to write there, with its article.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::U8 => "a number from 0 to 255",
            Self::U16 => "a number from 0 to 65535",
            Self::U32 => "a number from 0 to 4294967295",
            Self::Duration => "a duration",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Name => "a name",
            Self::Mailbox => "a mailbox name",
            Self::CharacterString | Self::Texts | Self::Text => "a string",
            Self::CaaTag => "a property tag",
            Self::Hex => "hexadecimal digits",
            Self::Base64 => "base64",
            Self::SvcParams => "a service parameter",
            Self::Location => "a location",
            Self::RecordType => "a record type",
            Self::RecordTypes => "record types",
            Self::Timestamp => "a time",
        }
    }

    /// Whether the field takes as many words as there are.
    #[must_use]
    pub const fn takes_many(self) -> bool {
        match self {
            Self::Texts | Self::Hex | Self::Base64 | Self::SvcParams | Self::Location | Self::RecordTypes => {
                true
            }
            Self::U8
            | Self::U16
            | Self::U32
            | Self::Duration
            | Self::Ipv4
            | Self::Ipv6
            | Self::Name
            | Self::Mailbox
            | Self::CharacterString
            | Self::Text
            | Self::CaaTag
            | Self::RecordType
            | Self::Timestamp => false,
        }
    }

    /// The greatest number, if the field holds one.
    #[must_use]
    pub const fn max(self) -> Option<u32> {
        match self {
            Self::U8 => Some(0xff),
            Self::U16 => Some(0xffff),
            Self::U32 => Some(u32::MAX),
            Self::Duration => Some(super::duration::MAX),
            Self::Ipv4
            | Self::Ipv6
            | Self::Name
            | Self::Mailbox
            | Self::CharacterString
            | Self::Texts
            | Self::Text
            | Self::CaaTag
            | Self::Hex
            | Self::Base64
            | Self::SvcParams
            | Self::Location
            | Self::RecordType
            | Self::RecordTypes
            | Self::Timestamp => None,
        }
    }
}

impl Schema {
    /// The fields that Zonal source writes.
    pub fn source_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| !matches!(field.presence, Presence::MasterFileOnly(_)))
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Field {
    /// A required field.
    const fn new(name: &'static str, kind: FieldKind, rfc: &'static str, doc: &'static str) -> Self {
        Self { name, kind, doc, rfc, mnemonics: &[], presence: Presence::Required }
    }

    const fn mnemonics(mut self, mnemonics: &'static [(&'static str, u32)]) -> Self {
        self.mnemonics = mnemonics;
        self
    }

    const fn optional(mut self, default: &'static str) -> Self {
        self.presence = Presence::Optional(default);
        self
    }

    const fn master_file_only(mut self, default: &'static str) -> Self {
        self.presence = Presence::MasterFileOnly(default);
        self
    }

    /// The number that a mnemonic stands for.
    #[must_use]
    pub fn value_of(&self, mnemonic: &str) -> Option<u32> {
        self.mnemonics.iter().find(|(word, _)| *word == mnemonic).map(|(_, value)| *value)
    }

    /// The mnemonic that stands for a number.
    #[must_use]
    pub fn mnemonic_of(&self, value: u32) -> Option<&'static str> {
        self.mnemonics.iter().find(|(_, number)| *number == value).map(|(word, _)| *word)
    }
}

/// The schema of a type; `None` for a type whose RDATA is opaque here (RFC 3597).
#[must_use]
pub const fn of(rtype: Rtype) -> Option<&'static Schema> {
    Some(match rtype {
        Rtype::A => &address::A,
        Rtype::AAAA => &address::AAAA,
        Rtype::CAA => &security::CAA,
        Rtype::CDNSKEY => &dnssec::CDNSKEY,
        Rtype::CDS => &dnssec::CDS,
        Rtype::CNAME => &naming::CNAME,
        Rtype::DNAME => &naming::DNAME,
        Rtype::DNSKEY => &dnssec::DNSKEY,
        Rtype::DS => &dnssec::DS,
        Rtype::HTTPS => &service::HTTPS,
        Rtype::LOC => &text::LOC,
        Rtype::MX => &service::MX,
        Rtype::NAPTR => &service::NAPTR,
        Rtype::NS => &naming::NS,
        Rtype::NSEC => &dnssec::NSEC,
        Rtype::OPENPGPKEY => &security::OPENPGPKEY,
        Rtype::PTR => &naming::PTR,
        Rtype::RRSIG => &dnssec::RRSIG,
        Rtype::SMIMEA => &security::SMIMEA,
        Rtype::SOA => &naming::SOA,
        Rtype::SRV => &service::SRV,
        Rtype::SSHFP => &security::SSHFP,
        Rtype::SVCB => &service::SVCB,
        Rtype::TLSA => &security::TLSA,
        Rtype::TXT => &text::TXT,
        Rtype::URI => &service::URI,
        _ => return None,
    })
}

/// The schemas of every type that a source file may declare, by mnemonic.
pub fn declarable() -> impl Iterator<Item = &'static Schema> {
    Rtype::DECLARABLE.iter().filter_map(|&rtype| of(rtype))
}
