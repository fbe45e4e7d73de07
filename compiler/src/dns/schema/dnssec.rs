//! DNSSEC: the types that a parent zone declares, and those that signers write into master files.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

/// IANA "DNS Security Algorithm Numbers", in lower case.
const ALGORITHMS: &[(&str, u32)] = &[
    ("rsamd5", 1),
    ("dh", 2),
    ("dsa", 3),
    ("rsasha1", 5),
    ("dsa-nsec3-sha1", 6),
    ("rsasha1-nsec3-sha1", 7),
    ("rsasha256", 8),
    ("rsasha512", 10),
    ("ecc-gost", 12),
    ("ecdsap256sha256", 13),
    ("ecdsap384sha384", 14),
    ("ed25519", 15),
    ("ed448", 16),
    ("sm2sm3", 17),
    ("ecc-gost12", 23),
];

/// IANA "Delegation Signer (DS) Resource Record Type Digest Algorithms".
const DIGESTS: &[(&str, u32)] =
    &[("sha-1", 1), ("sha-256", 2), ("gost-94", 3), ("sha-384", 4), ("gost-2012", 5), ("sm3", 6)];

const DELEGATION_SIGNER: &[Field] = &[
    Field::new("key-tag", FieldKind::U16, "RFC 4034 section 5.1.1", "The key tag of the child's DNSKEY."),
    Field::new("algorithm", FieldKind::U8, "RFC 4034 section 5.1.2", "The algorithm of the child's DNSKEY.")
        .mnemonics(ALGORITHMS),
    Field::new("digest-type", FieldKind::U8, "RFC 4034 section 5.1.3", "The digest's algorithm.")
        .mnemonics(DIGESTS),
    Field::new("digest", FieldKind::Hex, "RFC 4034 section 5.1.4", "The digest of the child's DNSKEY."),
];

pub(super) static DS: Schema = Schema {
    rtype: Rtype::DS,
    summary: "the digest of a signed child zone's key",
    rfc: "RFC 4034 section 5",
    fields: DELEGATION_SIGNER,
    example: "DS 20326 rsasha256 sha-256 \"e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d\"",
};

pub(super) static CDS: Schema = Schema {
    rtype: Rtype::CDS,
    summary: "the DS that a child zone asks its parent for",
    rfc: "RFC 7344",
    fields: DELEGATION_SIGNER,
    example: "CDS 20326 rsasha256 sha-256 \"e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d\"",
};

const KEY: &[Field] = &[
    Field::new(
        "flags",
        FieldKind::U16,
        "RFC 4034 section 2.1.1",
        "256 for a zone key, 257 for its entry point.",
    ),
    Field::new("protocol", FieldKind::U8, "RFC 4034 section 2.1.2", "Always 3."),
    Field::new("algorithm", FieldKind::U8, "RFC 4034 section 2.1.3", "The key's algorithm.")
        .mnemonics(ALGORITHMS),
    Field::new("key", FieldKind::Base64, "RFC 4034 section 2.1.4", "The public key."),
];

pub(super) static DNSKEY: Schema = Schema {
    rtype: Rtype::DNSKEY,
    summary: "a public key of a signed zone",
    rfc: "RFC 4034 section 2",
    fields: KEY,
    example: "DNSKEY 257 3 ed25519 \"l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\"",
};

pub(super) static CDNSKEY: Schema = Schema {
    rtype: Rtype::CDNSKEY,
    summary: "the key that a child zone asks its parent to trust",
    rfc: "RFC 7344",
    fields: KEY,
    example: "CDNSKEY 257 3 ed25519 \"l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\"",
};

pub(super) static RRSIG: Schema = Schema {
    rtype: Rtype::RRSIG,
    summary: "the signature of a record set",
    rfc: "RFC 4034 section 3",
    fields: &[
        Field::new(
            "type-covered",
            FieldKind::RecordType,
            "RFC 4034 section 3.1.1",
            "The type of the record set.",
        ),
        Field::new("algorithm", FieldKind::U8, "RFC 4034 section 3.1.2", "The signature's algorithm.")
            .mnemonics(ALGORITHMS),
        Field::new("labels", FieldKind::U8, "RFC 4034 section 3.1.3", "How many labels the owner has."),
        Field::new("original-ttl", FieldKind::U32, "RFC 4034 section 3.1.4", "The TTL that was signed."),
        Field::new("expiration", FieldKind::Timestamp, "RFC 4034 section 3.1.5", "When the signature ends."),
        Field::new("inception", FieldKind::Timestamp, "RFC 4034 section 3.1.5", "When the signature begins."),
        Field::new("key-tag", FieldKind::U16, "RFC 4034 section 3.1.6", "The key tag of the signing key."),
        Field::new("signer", FieldKind::Name, "RFC 4034 section 3.1.7", "The zone whose key signed."),
        Field::new("signature", FieldKind::Base64, "RFC 4034 section 3.1.8", "The signature."),
    ],
    example: "RRSIG A 13 2 300 20300101000000 20290101000000 1234 example.com. \"c2ln\"",
};

pub(super) static NSEC: Schema = Schema {
    rtype: Rtype::NSEC,
    summary: "proof of what does not exist",
    rfc: "RFC 4034 section 4",
    fields: &[
        Field::new(
            "next",
            FieldKind::Name,
            "RFC 4034 section 4.1.1",
            "The zone's next name in canonical order.",
        ),
        Field::new(
            "types",
            FieldKind::RecordTypes,
            "RFC 4034 section 4.1.2",
            "The types that the owner has.",
        ),
    ],
    example: "NSEC host.example.com. A RRSIG NSEC",
};
