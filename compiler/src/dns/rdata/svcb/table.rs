//! The known service parameters.

/// One service parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamSpec {
    /// Its SvcParamKey.
    pub number: u16,
    /// Its name in Zonal source; `key` for one that is known by its number alone.
    pub name: &'static str,
    /// Its name in master files.
    pub master_name: &'static str,
    /// What its value is.
    pub kind: ParamKind,
    /// What it means, in a sentence.
    pub doc: &'static str,
    /// Where it is defined.
    pub rfc: &'static str,
}

/// What a service parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParamKind {
    /// Names of other parameters.
    Keys,
    /// ALPN protocol identifiers.
    Alpn,
    /// Nothing.
    Flag,
    /// A port.
    Port,
    /// IPv4 addresses.
    Ipv4s,
    /// Octets in base64.
    Base64,
    /// IPv6 addresses.
    Ipv6s,
    /// UTF-8 text.
    Text,
    /// Any octets.
    Opaque,
}

impl ParamKind {
    /// Whether a list may stand as its value.
    #[must_use]
    pub const fn takes_list(self) -> bool {
        match self {
            Self::Keys | Self::Alpn | Self::Ipv4s | Self::Ipv6s => true,
            Self::Flag | Self::Port | Self::Base64 | Self::Text | Self::Opaque => false,
        }
    }

    /// What to write as its value.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Keys => "a list of parameter names",
            Self::Alpn => "a list of protocols such as `[h2, h3]`",
            Self::Flag => "no value",
            Self::Port => "a port from 0 to 65535",
            Self::Ipv4s => "a list of IPv4 addresses",
            Self::Base64 => "base64",
            Self::Ipv6s => "a list of IPv6 addresses",
            Self::Text | Self::Opaque => "a string",
        }
    }
}

/// The number of `alpn`.
pub(super) const ALPN: u16 = 1;
/// The number of `no-default-alpn`.
pub(super) const NO_DEFAULT_ALPN: u16 = 2;

/// Every known service parameter, by number.
pub const PARAMS: &[ParamSpec] = &[
    ParamSpec {
        number: 0,
        name: "mandatory",
        master_name: "mandatory",
        kind: ParamKind::Keys,
        doc: "The parameters that a client must understand to use this record.",
        rfc: "RFC 9460 section 8",
    },
    ParamSpec {
        number: ALPN,
        name: "alpn",
        master_name: "alpn",
        kind: ParamKind::Alpn,
        doc: "The protocols that the service speaks, such as `h2` and `h3`.",
        rfc: "RFC 9460 section 7.1",
    },
    ParamSpec {
        number: NO_DEFAULT_ALPN,
        name: "no-default-alpn",
        master_name: "no-default-alpn",
        kind: ParamKind::Flag,
        doc: "The service does not speak its scheme's default protocol.",
        rfc: "RFC 9460 section 7.1",
    },
    ParamSpec {
        number: 3,
        name: "port",
        master_name: "port",
        kind: ParamKind::Port,
        doc: "The port of the service.",
        rfc: "RFC 9460 section 7.2",
    },
    ParamSpec {
        number: 4,
        name: "ipv4-hint",
        master_name: "ipv4hint",
        kind: ParamKind::Ipv4s,
        doc: "IPv4 addresses to begin with before the target's own are known.",
        rfc: "RFC 9460 section 7.3",
    },
    ParamSpec {
        number: 5,
        name: "ech",
        master_name: "ech",
        kind: ParamKind::Base64,
        doc: "The keys for Encrypted ClientHello.",
        rfc: "RFC 9848",
    },
    ParamSpec {
        number: 6,
        name: "ipv6-hint",
        master_name: "ipv6hint",
        kind: ParamKind::Ipv6s,
        doc: "IPv6 addresses to begin with before the target's own are known.",
        rfc: "RFC 9460 section 7.3",
    },
    ParamSpec {
        number: 7,
        name: "dohpath",
        master_name: "dohpath",
        kind: ParamKind::Text,
        doc: "The URI template of DNS over HTTPS, such as `\"/dns-query{?dns}\"`.",
        rfc: "RFC 9461 section 5",
    },
];

/// The parameter of a name in Zonal source, or of `keyNNN` for a number without a name.
#[must_use]
pub fn param(name: &str) -> Option<ParamSpec> {
    let named = PARAMS.iter().find(|spec| spec.name == name).copied();
    named.or_else(|| numbered(name).filter(|spec| spec.kind == ParamKind::Opaque))
}

/// The parameter of a name in a master file; `keyNNN` may also name a known one.
pub(super) fn master_param(name: &str) -> Option<ParamSpec> {
    let named = PARAMS.iter().find(|spec| spec.master_name == name).copied();
    named.or_else(|| numbered(name))
}

/// The parameter of a number.
pub(super) fn param_of(number: u16) -> ParamSpec {
    PARAMS.iter().find(|spec| spec.number == number).copied().unwrap_or(ParamSpec {
        number,
        name: "key",
        master_name: "key",
        kind: ParamKind::Opaque,
        doc: "A parameter that is known by its number alone.",
        rfc: "RFC 9460 section 2.1",
    })
}

/// Reads `keyNNN`, without leading zeros; 65535 is reserved (RFC 9460 section 14.3.2).
pub(super) fn numbered(name: &str) -> Option<ParamSpec> {
    let digits = name.strip_prefix("key")?;
    let plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    let number = plain.then(|| digits.parse::<u16>().ok()).flatten()?;
    (number < u16::MAX).then(|| param_of(number))
}
