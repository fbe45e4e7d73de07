//! IPv4 and IPv6 addresses.

use std::net::Ipv6Addr;

use super::error::{FieldError, FieldErrorKind, FieldResult};
use super::{Word, error::Found};
use crate::dns::keyword::RecordKeyword;

/// An address family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4
    V4,
    /// IPv6
    V6,
}

impl Family {
    const fn expected(self) -> &'static str {
        match self {
            Self::V4 => "an IPv4 address",
            Self::V6 => "an IPv6 address",
        }
    }

    const fn record(self) -> &'static str {
        match self {
            Self::V4 => "write an A record",
            Self::V6 => "write an AAAA record",
        }
    }

    const fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }
}

/// The family of a text that is an address, for telling an address from a name.
#[must_use]
pub fn family_of(text: &str) -> Option<Family> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if quick_ipv4(text.as_bytes()).is_some() {
        Some(Family::V4)
    } else if text.contains(':') && text.parse::<Ipv6Addr>().is_ok() {
        Some(Family::V6)
    } else {
        None
    }
}

/// Reads an IPv4 address: four decimal numbers without leading zeros.
///
/// # Errors
///
/// Says which slip it is: a prefix, an IPv6 address, a leading zero, a number over 255, a final dot.
pub fn parse_ipv4(word: Word<'_>) -> FieldResult<[u8; 4]> {
    quick_ipv4(word.text).ok_or_else(|| explain(word, Family::V4))
}

/// Reads an IPv6 address in any form of RFC 4291 section 2.2, without a zone identifier.
///
/// # Errors
///
/// Says which slip it is: a prefix, an IPv4 address, brackets, a zone identifier.
pub fn parse_ipv6(word: Word<'_>) -> FieldResult<[u8; 16]> {
    let parsed = word.as_str().and_then(|text| text.parse::<Ipv6Addr>().ok());
    parsed.map(|address| address.octets()).ok_or_else(|| explain(word, Family::V6))
}

/// Reads an IPv4 address in one pass.
fn quick_ipv4(text: &[u8]) -> Option<[u8; 4]> {
    let mut address = 0_u32;
    let mut dots = 0;
    // The part being read: none yet, or a number of up to three digits.
    let mut part: Option<u32> = None;
    for &byte in text {
        match (byte, part) {
            (b'0'..=b'9', None) => part = Some(u32::from(byte - b'0')),
            (b'0'..=b'9', Some(number @ 1..=25)) => part = Some(number * 10 + u32::from(byte - b'0')),
            (b'.', Some(number @ 0..=255)) => {
                address = address << 8 | number;
                dots += 1;
                part = None;
            }
            _ => return None,
        }
    }
    let last = part.filter(|&number| number <= 255 && dots == 3)?;
    Some((address << 8 | last).to_be_bytes())
}

/// Finds out why a text is no address of a family.
fn explain(word: Word<'_>, family: Family) -> Box<FieldError> {
    let other = match family {
        Family::V4 => Family::V6,
        Family::V6 => Family::V4,
    };
    let text = word.as_str().unwrap_or_default();
    let expected = |kind| FieldError::expected(kind, family.expected(), word);
    if family_of(text) == Some(other) && !text.ends_with('.') {
        return expected(FieldErrorKind::AddressIsOtherFamily).help(other.record());
    }
    if let Some((address, prefix)) = text.split_once('/') {
        let bits = prefix.parse::<u8>().ok().filter(|&bits| bits <= family.bits());
        if bits.is_some() && family_of(address) == Some(family) {
            let at = address.len()..text.len();
            return FieldError::new(
                FieldErrorKind::AddressIsCidr,
                format!("expected {}, found the network {}", family.expected(), Found(word)),
            )
            .help(format!("write one address, without `/{prefix}`"))
            .at(at);
        }
    }
    if let Some(bare) = text.strip_suffix('.').filter(|bare| family_of(bare) == Some(family)) {
        return expected(FieldErrorKind::BadAddress)
            .help("an address has no final dot")
            .at(bare.len()..text.len())
            .suggest(bare);
    }
    if word.quoted && family_of(text.trim()) == Some(family) {
        return expected(FieldErrorKind::BadAddress)
            .help("an address has no blanks around it")
            .suggest(text.trim());
    }
    let slip = match family {
        Family::V4 => explain_ipv4(text),
        Family::V6 => explain_ipv6(text),
    };
    slip.unwrap_or_else(|| {
        let error = expected(FieldErrorKind::BadAddress);
        let is_name = text.contains(|c: char| c.is_ascii_alphabetic()) && !text.contains([':', '/', ' ']);
        if RecordKeyword::parse(text).is_some() {
            error.help("a record has one type: write a line for each type")
        } else if is_name && !word.quoted {
            error.help(format!("an address stands here; to point at another name, write `CNAME {text}`"))
        } else if text.contains("://") {
            error.help("write the address alone, without scheme and path")
        } else if let Some((address, _)) = text.rsplit_once(':').filter(|(host, _)| family_of(host).is_some())
        {
            error.help(format!("write the address alone, without a port: `{address}`")).suggest(address)
        } else {
            error
        }
    })
}

fn explain_ipv4(text: &str) -> Option<Box<FieldError>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let mut at = 0;
    for part in text.split('.') {
        let range = at..at + part.len();
        at = range.end + 1;
        if part.is_empty() {
            let message = format!("expected an IPv4 address, found `{text}` with an empty part");
            let range = range.start.min(text.len() - 1)..(range.end + 1).min(text.len());
            return Some(FieldError::new(FieldErrorKind::BadAddress, message).at(range));
        }
        let number = part.trim_start_matches('0');
        if part.len() > 1 && part.starts_with('0') {
            let decimal: Vec<&str> = text.split('.').map(without_zeros).collect();
            let decimal = decimal.join(".");
            let error = FieldError::new(
                FieldErrorKind::LeadingZero,
                format!("the part `{part}` of the IPv4 address begins with a zero"),
            );
            let error = error.at(range).help(format!(
                "some programs read `{part}` as octal; write `{}`",
                if number.is_empty() { "0" } else { number }
            ));
            let parses = quick_ipv4(decimal.as_bytes()).is_some();
            return Some(if parses { error.suggest(decimal) } else { error });
        }
        if number.parse::<u8>().is_err() && !number.is_empty() {
            let message = format!("the part `{part}` of the IPv4 address is greater than 255");
            let error = FieldError::new(FieldErrorKind::BadAddress, message).at(range);
            return Some(error.help("each of the four numbers is 0 to 255"));
        }
    }
    let parts = text.split('.').count();
    let message = format!("expected an IPv4 address, found {parts} of its 4 parts in `{text}`");
    let message = if parts > 4 {
        format!("expected an IPv4 address, found {parts} parts instead of 4 in `{text}`")
    } else {
        message
    };
    Some(
        FieldError::new(FieldErrorKind::BadAddress, message)
            .help("write four numbers from 0 to 255 with dots between them"),
    )
}

fn without_zeros(part: &str) -> &str {
    let number = part.trim_start_matches('0');
    if number.is_empty() { "0" } else { number }
}

fn explain_ipv6(text: &str) -> Option<Box<FieldError>> {
    if let Some((address, zone)) = text.split_once('%')
        && address.parse::<Ipv6Addr>().is_ok()
    {
        let message = format!("the zone identifier `%{zone}` must not stand in a record");
        return Some(
            FieldError::new(FieldErrorKind::AddressHasZone, message)
                .help("a zone identifier means something on one host alone; leave it out")
                .at(address.len()..text.len())
                .suggest(address),
        );
    }
    let groups = text.split(':').count();
    let hexadecimal = |group: &str| group.len() <= 4 && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if groups > 8 && text.split(':').all(hexadecimal) && !text.contains("::") {
        let message = format!("expected an IPv6 address, found {groups} groups instead of 8 in `{text}`");
        return Some(
            FieldError::new(FieldErrorKind::BadAddress, message)
                .help("write eight groups with colons between them, and no port"),
        );
    }
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    inner.parse::<Ipv6Addr>().ok()?;
    let message = format!("expected an IPv6 address, found `{text}`");
    Some(
        FieldError::new(FieldErrorKind::BadAddress, message)
            .help("an address stands without brackets")
            .suggest(inner),
    )
}
