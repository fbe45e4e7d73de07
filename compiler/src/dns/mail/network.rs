//! Addresses, networks and prefix lengths of SPF mechanisms (RFC 7208 sections 5.3 to 5.6).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::fault::Fault;

/// Reads `192.0.2.0/24` or `192.0.2.1`; without a length it is a single address.
pub(super) fn ipv4(text: &str) -> Result<(Ipv4Addr, Option<u8>), Fault> {
    let (address, length) = split_length(text);
    let Ok(parsed) = address.parse::<Ipv4Addr>() else {
        let fault = Fault::whole(text, format!("expected an IPv4 address or network, found `{text}`"));
        return Err(match address.parse::<Ipv6Addr>() {
            Ok(_) => fault.help(format!("an IPv6 network is an `ip6` term: `ip6 {text}`")),
            Err(_) if address.contains(|c: char| c.is_ascii_alphabetic()) => {
                fault.help(format!("a host name is an `a` term: `a {address}`"))
            }
            Err(_) => fault.help("write four numbers from 0 to 255, as in `192.0.2.0/24`"),
        });
    };
    Ok((parsed, length.map(|length| prefix_length(length, 32, address.len() + 1)).transpose()?))
}

/// Reads `2001:db8::/32` or `2001:db8::1`; without a length it is a single address.
pub(super) fn ipv6(text: &str) -> Result<(Ipv6Addr, Option<u8>), Fault> {
    let (address, length) = split_length(text);
    let Ok(parsed) = address.parse::<Ipv6Addr>() else {
        let fault = Fault::whole(text, format!("expected an IPv6 address or network, found `{text}`"));
        return Err(match address.parse::<Ipv4Addr>() {
            Ok(_) => fault.help(format!("an IPv4 network is an `ip4` term: `ip4 {text}`")),
            Err(_) => fault.help("write groups of hexadecimal digits, as in `2001:db8::/32`"),
        });
    };
    Ok((parsed, length.map(|length| prefix_length(length, 128, address.len() + 1)).transpose()?))
}

fn split_length(text: &str) -> (&str, Option<&str>) {
    text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)))
}

/// Reads a prefix length that begins `offset` bytes into its value: digits without a leading zero, up to `limit`.
fn prefix_length(digits: &str, limit: u8, offset: usize) -> Result<u8, Fault> {
    let plain = digits == "0" || (!digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()));
    match digits.parse::<u8>() {
        Ok(length) if plain && length <= limit => Ok(length),
        _ => {
            let message = format!("expected a prefix length from 0 to {limit}, found `{digits}`");
            Err(Fault::new(offset..offset + digits.len(), message))
        }
    }
}

/// A host with prefix lengths: `host`, `host/24`, `host//64`, `host/24//64`, `/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HostPrefix<'a> {
    /// The name before the first length; empty for the domain itself.
    pub host: &'a str,
    /// The length for IPv4 addresses.
    pub v4: Option<u8>,
    /// The length for IPv6 addresses.
    pub v6: Option<u8>,
}

/// Splits a `domain-spec` from its `dual-cidr-length` (RFC 7208 section 5.3). Only slashes outside macros count.
pub(super) fn host_prefix(text: &str) -> Result<HostPrefix<'_>, Fault> {
    let after_macros = text.rfind('}').map_or(0, |brace| brace + 1);
    let tail = text.get(after_macros..).unwrap_or_default();
    let Some(slash) = tail.find('/').map(|slash| slash + after_macros) else {
        return Ok(HostPrefix { host: text, v4: None, v6: None });
    };
    let (host, lengths) = text.split_at(slash);
    let (first, second) = match lengths.split_once("//") {
        None => (lengths.strip_prefix('/'), None),
        Some((first, second)) => (first.strip_prefix('/'), Some(second)),
    };
    let v4 = first.map(|digits| prefix_length(digits, 32, slash + 1)).transpose().map_err(two_slashes)?;
    let v6_at = text.len() - second.map_or(0, str::len);
    let v6 = second.map(|digits| prefix_length(digits, 128, v6_at)).transpose()?;
    Ok(HostPrefix { host, v4, v6 })
}

/// A second length after one slash alone is the usual slip.
fn two_slashes(fault: Fault) -> Fault {
    if !fault.message.contains('/') {
        return fault;
    }
    fault.help("a length for IPv6 comes after two slashes, as in `mail.example.com/24//64`")
}

/// The lengths as they stand in a record: `/24//64`.
pub(super) fn lengths_text(v4: Option<u8>, v6: Option<u8>) -> String {
    let v4 = v4.map(|length| format!("/{length}")).unwrap_or_default();
    let v6 = v6.map(|length| format!("//{length}")).unwrap_or_default();
    v4 + &v6
}
