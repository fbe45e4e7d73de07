//! Service parameters in wire form (RFC 9460 section 2.2).

use super::table::{ALPN, NO_DEFAULT_ALPN, ParamKind, ParamSpec, param_of};

/// The parameters of a record with their values, until one is cut off.
pub(super) fn params(mut wire: &[u8]) -> impl Iterator<Item = (ParamSpec, &[u8])> {
    std::iter::from_fn(move || {
        let [k0, k1, l0, l1, rest @ ..] = wire else { return None };
        let len = u16::from_be_bytes([*l0, *l1]);
        let (value, rest) = rest.split_at_checked(usize::from(len))?;
        wire = rest;
        Some((param_of(u16::from_be_bytes([*k0, *k1])), value))
    })
}

/// The parameters that the value of `mandatory` lists.
pub(super) fn keys(value: &[u8]) -> impl Iterator<Item = u16> {
    let (pairs, _) = value.as_chunks::<2>();
    pairs.iter().map(|pair| u16::from_be_bytes(*pair))
}

/// Whether octets are service parameters: in order, each once, with values that mean something.
pub(in crate::dns::rdata) fn is_sound(wire: &[u8]) -> bool {
    let mut read = 0;
    let mut last = None;
    for (spec, value) in params(wire) {
        if last >= Some(spec.number) || spec.number == u16::MAX || !is_sound_value(spec.kind, value) {
            return false;
        }
        let listed_are_there = |key| params(wire).any(|(spec, _)| spec.number == key);
        if spec.kind == ParamKind::Keys && !keys(value).all(listed_are_there) {
            return false;
        }
        if spec.number == NO_DEFAULT_ALPN && last != Some(ALPN) {
            return false;
        }
        last = Some(spec.number);
        read += 4 + value.len();
    }
    read == wire.len()
}

/// Whether octets are a value of this kind.
pub(super) fn is_sound_value(kind: ParamKind, value: &[u8]) -> bool {
    match kind {
        ParamKind::Keys => {
            let ascending = keys(value).zip(keys(value).skip(1)).all(|(a, b)| a < b);
            !value.is_empty() && value.len().is_multiple_of(2) && ascending && keys(value).next() != Some(0)
        }
        ParamKind::Alpn => {
            let ids = || crate::dns::rdata::walk::strings(value);
            let read: usize = ids().map(|id| id.len() + 1).sum();
            !value.is_empty() && read == value.len() && ids().all(|id| !id.is_empty())
        }
        ParamKind::Flag => value.is_empty(),
        ParamKind::Port => value.len() == 2,
        ParamKind::Ipv4s => !value.is_empty() && value.len().is_multiple_of(4),
        ParamKind::Ipv6s => !value.is_empty() && value.len().is_multiple_of(16),
        ParamKind::Base64 => !value.is_empty(),
        ParamKind::Text => !value.is_empty() && std::str::from_utf8(value).is_ok(),
        ParamKind::Opaque => true,
    }
}
