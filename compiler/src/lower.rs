//! What each provider kind can serve, and the desired record sets in its terms.
//!
//! A capability that a provider's table does not list is one it does not have. Every limit carries the date and
//! page on which it was last verified.

pub mod azure_dns;
pub mod route53;
pub mod zonefile;

use crate::dns::rtype::Rtype;

/// The kinds of provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProviderKind {
    /// Amazon Route 53.
    Route53,
    /// Azure DNS.
    AzureDns,
    /// A folder of RFC 1035 master files.
    Zonefile,
}

impl ProviderKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Route53, Self::AzureDns, Self::Zonefile];

    /// The word in a provider declaration.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Route53 => "route53",
            Self::AzureDns => "azure-dns",
            Self::Zonefile => "zonefile",
        }
    }

    /// The name that people know it by.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Route53 => "Route 53",
            Self::AzureDns => "Azure DNS",
            Self::Zonefile => "zonefile",
        }
    }

    /// Reads the word in a provider declaration.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What the kind can do.
    #[must_use]
    pub const fn capabilities(self) -> &'static Capabilities {
        match self {
            Self::Route53 => &route53::CAPABILITIES,
            Self::AzureDns => &azure_dns::CAPABILITIES,
            Self::Zonefile => &zonefile::CAPABILITIES,
        }
    }
}

/// What a provider kind can do. What is absent, it cannot.
#[derive(Debug)]
pub struct Capabilities {
    /// The record types that it serves.
    pub types: Types,
    /// Whether `ALIAS` of some kind can be answered, by the kind's word in the source.
    pub aliases: &'static [&'static str],
    /// How several sets of one owner and type can share the answers (`route`).
    pub routing: Option<Routing>,
    /// What it takes as owner names, where that is less than all.
    pub owners: Option<Owners>,
    /// The greatest number of records in a set.
    pub records_per_set: Option<Limit>,
    /// The greatest number of octets of text in a TXT set, all records together.
    pub txt_octets_per_set: Option<Limit>,
    /// The greatest number of octets of text in one TXT record, its quotes counted.
    pub txt_octets_per_record: Option<Limit>,
    /// The greatest number of characters in a TXT set, all records together, each with its quotes.
    pub txt_characters_per_set: Option<Limit>,
    /// The least TTL in seconds.
    pub ttl_min: Option<Limit>,
    /// Whether an empty TXT string is refused.
    pub refuses_empty_txt: Option<Verified>,
    /// Whether a null MX (RFC 7505) is refused.
    pub refuses_null_mx: Option<Verified>,
    /// Whether a name in record data is refused that is the root, or has an octet that a master file escapes.
    pub refuses_odd_targets: Option<Verified>,
}

/// The owner names that a provider takes.
#[derive(Debug)]
pub struct Owners {
    /// What may stand in the labels.
    pub labels: Labels,
    /// The types that may not stand at a wildcard.
    pub not_at_wildcard: &'static [Rtype],
    /// The types that may not stand at the apex.
    pub not_at_apex: &'static [Rtype],
    /// When and where this was last verified.
    pub verified: Verified,
}

/// What may stand in the labels of an owner name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Every octet, but no `*` beside others in the first label.
    Any,
    /// Letters, digits, `-` and `_`, or a `*` as the whole first label. A zone has two labels at least, with no `-` at
    /// either end of one.
    Plain,
}

/// How sets of one owner and type can share the answers.
#[derive(Debug)]
pub struct Routing {
    /// The types whose sets can.
    pub types: Types,
    /// The ways of sharing, by their arguments of `route`.
    pub policies: &'static [&'static str],
    /// When and where this was last verified.
    pub verified: Verified,
    /// What the sets of one owner and type may be beside each other.
    pub group: Option<Group>,
    /// What holds the sets of one owner and type, where it has limits of its own.
    pub profile: Option<Profile>,
}

/// What the routed sets of one owner and type may be beside each other, by their policies.
#[derive(Debug)]
pub struct Group {
    /// The greatest number of sets.
    pub sets: Limit,
    /// The policies whose sets have one record each.
    pub single_record: &'static [&'static str],
    /// The policies whose sets have the same TTL.
    pub same_ttl: &'static [&'static str],
    /// The policies of which no two sets say the same.
    pub distinct: &'static [&'static str],
    /// The policies that share the answers of addresses and other data, but of no CNAME and no ALIAS.
    pub data_alone: &'static [&'static str],
    /// The policies of which a set should say `default`.
    pub with_default: &'static [&'static str],
}

/// A thing that answers for all routed sets of one owner and type: they have one TTL, and are checked in one way.
#[derive(Debug)]
pub struct Profile {
    /// What people call it.
    pub title: &'static str,
    /// The greatest number of addresses, of all sets together.
    pub addresses: Limit,
    /// The greatest weight of an address.
    pub weight: Limit,
    /// The greatest number of characters of a set's name; letters, digits, `-`, `_` and `.` are allowed in it.
    pub set_name: Limit,
    /// When and where it was last verified how health is checked.
    pub health: Verified,
}

/// The record types that a provider serves.
#[derive(Debug)]
pub enum Types {
    /// All of them.
    Any,
    /// These.
    Only(&'static [Rtype]),
}

impl Types {
    /// Whether a type is among them.
    #[must_use]
    pub fn contains(&self, rtype: Rtype) -> bool {
        match self {
            Self::Any => true,
            Self::Only(types) => types.contains(&rtype),
        }
    }
}

/// When and where a fact was last verified.
#[derive(Debug, Clone, Copy)]
pub struct Verified {
    /// The day, as `YYYY-MM-DD`.
    pub date: &'static str,
    /// The page.
    pub page: &'static str,
}

/// A limit, with its source.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The number.
    pub value: u32,
    /// When and where it was last verified.
    pub verified: Verified,
}
