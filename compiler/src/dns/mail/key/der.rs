//! Just enough DER to tell keys apart and to count the bits of an RSA modulus (RFC 5280 section 4.1, RFC 8017
//! appendix A.1.1, RFC 8410).

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// 1.2.840.113549.1.1.1
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.3.101.112
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// What some bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Structure {
    /// An RSA key in a SubjectPublicKeyInfo.
    SubjectPublicKeyInfo { bits: usize },
    /// An RSA key of its own, as PKCS#1 has it.
    RsaPublicKey,
    /// An Ed25519 key, with or without a SubjectPublicKeyInfo around it.
    Ed25519([u8; 32]),
    /// A private key.
    PrivateKey,
    /// The beginning of a DER structure.
    Truncated,
    /// Something else.
    Unknown,
}

/// Finds out what some bytes are.
pub(super) fn classify(bytes: &[u8]) -> Structure {
    if let Ok(key) = <[u8; 32]>::try_from(bytes) {
        return Structure::Ed25519(key);
    }
    let Some(header) = header(bytes).filter(|header| header.tag == SEQUENCE) else {
        return Structure::Unknown;
    };
    let Some(outer) = bytes.get(header.start..header.start + header.length) else {
        return Structure::Truncated;
    };
    if header.start + header.length != bytes.len() {
        return Structure::Unknown;
    }
    match element(outer) {
        Some((INTEGER, [0], _)) => Structure::PrivateKey,
        Some((INTEGER, _, _)) => Structure::RsaPublicKey,
        Some((SEQUENCE, algorithm, rest)) => public_key_info(algorithm, rest).unwrap_or(Structure::Unknown),
        _ => Structure::Unknown,
    }
}

fn public_key_info(algorithm: &[u8], rest: &[u8]) -> Option<Structure> {
    let (OBJECT_IDENTIFIER, algorithm, _) = element(algorithm)? else { return None };
    // The first octet of a bit string counts the bits that its last one does not use.
    let (BIT_STRING, [0, key @ ..], []) = element(rest)? else { return None };
    if algorithm == ED25519 {
        return key.try_into().ok().map(Structure::Ed25519);
    }
    if algorithm != RSA_ENCRYPTION {
        return None;
    }
    let (SEQUENCE, key, []) = element(key)? else { return None };
    let (INTEGER, modulus, _) = element(key)? else { return None };
    Some(Structure::SubjectPublicKeyInfo { bits: bit_length(modulus) })
}

/// The bits of an unsigned number, leading zeros not counted.
fn bit_length(number: &[u8]) -> usize {
    let significant = number
        .iter()
        .position(|&byte| byte != 0)
        .map_or(&[][..], |first| number.get(first..).unwrap_or_default());
    let unused = significant.first().map_or(0, |byte| byte.leading_zeros());
    significant.len() * 8 - usize::try_from(unused).unwrap_or_default()
}

struct Header {
    tag: u8,
    /// Where the content begins.
    start: usize,
    /// How many bytes of content there are said to be.
    length: usize,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let [tag, first, rest @ ..] = bytes else { return None };
    if first & 0x80 == 0 {
        return Some(Header { tag: *tag, start: 2, length: usize::from(*first) });
    }
    let count = usize::from(first & 0x7f);
    let octets = rest.get(..count).filter(|_| (1..=3).contains(&count))?;
    let length = octets.iter().fold(0, |length, &octet| length << 8 | usize::from(octet));
    Some(Header { tag: *tag, start: 2 + count, length })
}

/// The first element: its tag, its content, and what comes after it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let Header { tag, start, length } = header(bytes)?;
    let (content, rest) = bytes.get(start..)?.split_at_checked(length)?;
    Some((tag, content, rest))
}
