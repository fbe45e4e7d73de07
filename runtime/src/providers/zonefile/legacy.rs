//! Types that stand in old zone files and that the language has no word for.
//!
//! They are read by their mnemonics, kept as they are, and written in the generic form of RFC 3597.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata::{Context, Encoder, RdataError, Word};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{Field, FieldKind, Presence, Schema};

const NSEC3: Rtype = Rtype(50);
const NSEC3PARAM: Rtype = Rtype(51);

const fn field(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, doc: "", rfc: "", mnemonics: &[], presence: Presence::Required }
}

const fn legacy(number: u16, rfc: &'static str, fields: &'static [Field]) -> Schema {
    Schema { rtype: Rtype(number), summary: "", rfc, fields, example: "" }
}

const HOST: Field = field("host", FieldKind::Name);
const PREFERENCE: Field = field("preference", FieldKind::U16);
const STRINGS: Field = field("strings", FieldKind::Texts);

/// The mnemonics and their fields, by number.
static TYPES: &[(&str, Schema)] = &[
    ("MB", legacy(7, "RFC 1035", &[HOST])),
    ("MG", legacy(8, "RFC 1035", &[HOST])),
    ("MR", legacy(9, "RFC 1035", &[HOST])),
    (
        "HINFO",
        legacy(
            13,
            "RFC 1035",
            &[field("cpu", FieldKind::CharacterString), field("os", FieldKind::CharacterString)],
        ),
    ),
    (
        "MINFO",
        legacy(
            14,
            "RFC 1035",
            &[field("responsible", FieldKind::Mailbox), field("errors", FieldKind::Mailbox)],
        ),
    ),
    ("RP", legacy(17, "RFC 1183", &[field("mailbox", FieldKind::Mailbox), field("text", FieldKind::Name)])),
    ("AFSDB", legacy(18, "RFC 1183", &[field("subtype", FieldKind::U16), HOST])),
    ("RT", legacy(21, "RFC 1183", &[PREFERENCE, HOST])),
    (
        "PX",
        legacy(
            26,
            "RFC 2163",
            &[PREFERENCE, field("map822", FieldKind::Name), field("mapx400", FieldKind::Name)],
        ),
    ),
    ("KX", legacy(36, "RFC 2230", &[PREFERENCE, HOST])),
    (
        "CERT",
        legacy(
            37,
            "RFC 4398",
            &[
                Field {
                    mnemonics: &[
                        ("PKIX", 1),
                        ("SPKI", 2),
                        ("PGP", 3),
                        ("IPKIX", 4),
                        ("IPGP", 6),
                        ("URI", 253),
                    ],
                    ..field("type", FieldKind::U16)
                },
                field("key-tag", FieldKind::U16),
                field("algorithm", FieldKind::U8),
                field("certificate", FieldKind::Base64),
            ],
        ),
    ),
    ("DHCID", legacy(49, "RFC 4701", &[field("digest", FieldKind::Base64)])),
    (
        "CSYNC",
        legacy(
            62,
            "RFC 7477",
            &[
                field("serial", FieldKind::U32),
                field("flags", FieldKind::U16),
                field("types", FieldKind::RecordTypes),
            ],
        ),
    ),
    (
        "ZONEMD",
        legacy(
            63,
            "RFC 8976",
            &[
                field("serial", FieldKind::U32),
                field("scheme", FieldKind::U8),
                field("hash", FieldKind::U8),
                field("digest", FieldKind::Hex),
            ],
        ),
    ),
    ("SPF", legacy(99, "RFC 7208", &[STRINGS])),
];

/// The type of a mnemonic, in any case.
pub(super) fn number(word: &str) -> Option<Rtype> {
    let signed = [("NSEC3", NSEC3), ("NSEC3PARAM", NSEC3PARAM)];
    let known = TYPES.iter().map(|(name, schema)| (*name, schema.rtype)).chain(signed);
    known.filter(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, rtype)| rtype).next()
}

/// Why a live set of this type is kept, if the language has no word for the type.
///
/// A `TYPEnnn` that nobody has named is not among them: the source declares such a set by number.
pub(super) fn why_kept(rtype: Rtype) -> Option<String> {
    let name = match TYPES.iter().find(|(_, schema)| schema.rtype == rtype) {
        Some((name, _)) => name,
        None if Rtype::DECLARABLE.contains(&rtype) => return None,
        None => rtype.mnemonic()?,
    };
    Some(format!("type {name} cannot be declared by its name"))
}

/// The fields of a type of this table.
pub(super) fn schema(rtype: Rtype) -> Option<&'static Schema> {
    TYPES.iter().map(|(_, schema)| schema).find(|schema| schema.rtype == rtype)
}

/// Whether a signer made records of this type.
pub(super) fn is_made_by_signer(rtype: Rtype) -> bool {
    [Rtype::RRSIG, Rtype::NSEC, NSEC3, NSEC3PARAM].contains(&rtype)
}

/// Reads RDATA of a type of this table and appends its wire form.
pub(super) fn parse(
    schema: &'static Schema,
    words: &[Word<'_>],
    origin: &Name,
    out: &mut Vec<u8>,
) -> Result<(), RdataError> {
    let context = Context { notation: Notation::MasterFile, origin: Some(origin.wire()) };
    let mut encoder = Encoder::new(schema, context, out);
    for (index, word) in words.iter().enumerate() {
        encoder.word(*word).map_err(|error| RdataError { word: index, error })?;
    }
    encoder.finish().map_err(|error| RdataError { word: words.len(), error })
}
