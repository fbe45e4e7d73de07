//! Certificates, keys and who may issue them.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

/// The properties of a CAA record with what each says: those of RFC 8659, RFC 9495, the VMC profile and the
/// CA/Browser Forum.
pub const CAA_TAGS: [(&str, &str); 7] = [
    ("issue", "the authority that may issue certificates for the name"),
    ("issuewild", "the authority that may issue wildcard certificates"),
    ("issuemail", "the authority that may issue S/MIME certificates"),
    ("issuevmc", "the authority that may issue certificates for marks (BIMI)"),
    ("iodef", "where an authority reports requests that it refused, as a URI"),
    ("contactemail", "the e-mail address that an authority may validate control with"),
    ("contactphone", "the telephone number that an authority may validate control with"),
];

pub(super) static CAA: Schema = Schema {
    rtype: Rtype::CAA,
    summary: "which certification authorities may issue for a domain",
    rfc: "RFC 8659",
    fields: &[
        Field::new(
            "flags",
            FieldKind::U8,
            "RFC 8659 section 4.1",
            "`critical` forbids issuing to an authority that does not know the tag.",
        )
        .mnemonics(&[("critical", 128)])
        .optional("0"),
        Field::new(
            "tag",
            FieldKind::CaaTag,
            "RFC 8659 section 4",
            "The property: `issue`, `issuewild`, `issuemail`, `issuevmc`, `iodef`, `contactemail` or `contactphone`.",
        ),
        Field::new(
            "value",
            FieldKind::Text,
            "RFC 8659 section 4",
            "The authority's domain with its parameters, `\";\"` for none, or where to report to.",
        ),
    ],
    example: "CAA issue \"letsencrypt.org\"",
};

const CERTIFICATE_ASSOCIATION: &[Field] = &[
    Field::new(
        "usage",
        FieldKind::U8,
        "RFC 6698 section 2.1.1, RFC 7218",
        "Which certificate is meant, and whether public trust still counts.",
    )
    .mnemonics(&[("pkix-ta", 0), ("pkix-ee", 1), ("dane-ta", 2), ("dane-ee", 3)]),
    Field::new(
        "selector",
        FieldKind::U8,
        "RFC 6698 section 2.1.2, RFC 7218",
        "What is matched: the whole certificate or its public key.",
    )
    .mnemonics(&[("cert", 0), ("spki", 1)]),
    Field::new(
        "matching-type",
        FieldKind::U8,
        "RFC 6698 section 2.1.3, RFC 7218",
        "How it is matched: in full or by digest.",
    )
    .mnemonics(&[("full", 0), ("sha-256", 1), ("sha-512", 2)]),
    Field::new("data", FieldKind::Hex, "RFC 6698 section 2.1.4", "What is matched, or its digest."),
];

pub(super) static TLSA: Schema = Schema {
    rtype: Rtype::TLSA,
    summary: "the certificate or key of a TLS server, at `_port._protocol`",
    rfc: "RFC 6698",
    fields: CERTIFICATE_ASSOCIATION,
    example: "TLSA dane-ee spki sha-256 \"0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6\"",
};

pub(super) static SMIMEA: Schema = Schema {
    rtype: Rtype::SMIMEA,
    summary: "a person's S/MIME certificate, at `<hash>._smimecert`",
    rfc: "RFC 8162",
    fields: CERTIFICATE_ASSOCIATION,
    example: "SMIMEA dane-ee spki sha-256 \"0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6\"",
};

pub(super) static SSHFP: Schema = Schema {
    rtype: Rtype::SSHFP,
    summary: "the fingerprint of an SSH host key",
    rfc: "RFC 4255",
    fields: &[
        Field::new("algorithm", FieldKind::U8, "RFC 4255 section 3.1.1", "The host key's algorithm.")
            .mnemonics(&[("rsa", 1), ("dsa", 2), ("ecdsa", 3), ("ed25519", 4), ("ed448", 6)]),
        Field::new("digest-type", FieldKind::U8, "RFC 4255 section 3.1.2", "The fingerprint's algorithm.")
            .mnemonics(&[("sha-1", 1), ("sha-256", 2)]),
        Field::new("fingerprint", FieldKind::Hex, "RFC 4255 section 3.1.3", "The digest of the public key."),
    ],
    example: "SSHFP ed25519 sha-256 \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
};

pub(super) static OPENPGPKEY: Schema = Schema {
    rtype: Rtype::OPENPGPKEY,
    summary: "a person's OpenPGP key, at `<hash>._openpgpkey`",
    rfc: "RFC 7929",
    fields: &[Field::new("key", FieldKind::Base64, "RFC 7929 section 2.1", "The transferable public key.")],
    example: "OPENPGPKEY \"mDMEXEcE6RYJKwYBBAHaRw8BAQdArjWwk3FAqyiFbFBKT4TzXcVBqPTB3gmzlC/Ub7O1u10=\"",
};
