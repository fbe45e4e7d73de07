//! Record types by number and mnemonic.

use std::fmt;

/// A record type: its number in the IANA registry "Resource Record (RR) TYPEs".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rtype(pub u16);

macro_rules! rtypes {
    ($($(#[$doc:meta])* $name:ident = $number:literal),+ $(,)?) => {
        impl Rtype {
            $($(#[$doc])* pub const $name: Self = Self($number);)+

            const NAMED: &'static [(&'static str, Self)] = &[$((stringify!($name), Self::$name)),+];
        }
    };
}

rtypes! {
    /// RFC 1035: an IPv4 address
    A = 1,
    /// RFC 1035: a name server
    NS = 2,
    /// RFC 1035: a canonical name
    CNAME = 5,
    /// RFC 1035: the start of authority
    SOA = 6,
    /// RFC 1035: a pointer
    PTR = 12,
    /// RFC 1035: a mail exchange
    MX = 15,
    /// RFC 1035: text
    TXT = 16,
    /// RFC 3596: an IPv6 address
    AAAA = 28,
    /// RFC 1876: a location
    LOC = 29,
    /// RFC 2782: a service's host and port
    SRV = 33,
    /// RFC 3403: a naming authority pointer
    NAPTR = 35,
    /// RFC 6672: a redirection of a whole subtree
    DNAME = 39,
    /// RFC 4034: a delegation signer
    DS = 43,
    /// RFC 4255: an SSH host key's fingerprint
    SSHFP = 44,
    /// RFC 4034: a signature; providers make them
    RRSIG = 46,
    /// RFC 4034: proof of absence; providers make them
    NSEC = 47,
    /// RFC 4034: a zone key; providers make them
    DNSKEY = 48,
    /// RFC 6698: a TLS certificate association
    TLSA = 52,
    /// RFC 8162: an S/MIME certificate association
    SMIMEA = 53,
    /// RFC 7344: a child's copy of its DS
    CDS = 59,
    /// RFC 7344: a child's copy of its DNSKEY
    CDNSKEY = 60,
    /// RFC 7929: an OpenPGP key
    OPENPGPKEY = 61,
    /// RFC 9460: a service binding
    SVCB = 64,
    /// RFC 9460: an HTTPS service binding
    HTTPS = 65,
    /// RFC 7553: a URI
    URI = 256,
    /// RFC 8659: the certification authorities that may issue
    CAA = 257,
}

impl Rtype {
    /// The types that a source file may declare by mnemonic.
    pub const DECLARABLE: &'static [Self] = &[
        Self::A,
        Self::AAAA,
        Self::CAA,
        Self::CNAME,
        Self::DNAME,
        Self::DS,
        Self::HTTPS,
        Self::LOC,
        Self::MX,
        Self::NAPTR,
        Self::NS,
        Self::OPENPGPKEY,
        Self::PTR,
        Self::SMIMEA,
        Self::SOA,
        Self::SRV,
        Self::SSHFP,
        Self::SVCB,
        Self::TLSA,
        Self::TXT,
        Self::URI,
    ];

    /// Reads an upper-case mnemonic of a declarable type, or `TYPEnnn` (RFC 3597 section 5).
    #[must_use]
    pub fn from_mnemonic(word: &str) -> Option<Self> {
        let known = match word {
            "A" => Self::A,
            "AAAA" => Self::AAAA,
            "CNAME" => Self::CNAME,
            "TXT" => Self::TXT,
            "MX" => Self::MX,
            "NS" => Self::NS,
            _ => return Self::from_rare_mnemonic(word),
        };
        Some(known)
    }

    fn from_rare_mnemonic(word: &str) -> Option<Self> {
        if let Some(digits) = word.strip_prefix("TYPE") {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            return if plain { digits.parse().ok().map(Self) } else { None };
        }
        let named = |rtype: &&Self| rtype.mnemonic() == Some(word);
        Self::DECLARABLE.iter().find(named).copied()
    }

    /// Reads any mnemonic that a zone file may hold, in any case, or `TYPEnnn`.
    #[must_use]
    pub fn from_zone_file(word: &str) -> Option<Self> {
        let named = Self::NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        named.map(|&(_, rtype)| rtype).or_else(|| Self::from_rare_mnemonic(&word.to_ascii_uppercase()))
    }

    /// The mnemonic, if the type is one that this compiler knows.
    #[must_use]
    pub fn mnemonic(self) -> Option<&'static str> {
        Self::NAMED.iter().find(|(_, rtype)| *rtype == self).map(|(name, _)| *name)
    }
}

impl fmt::Display for Rtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mnemonic() {
            Some(name) => f.write_str(name),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}
