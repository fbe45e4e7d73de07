//! Record sets as Azure DNS spells them in JSON.
//!
//! A set's values stand in one member of its `properties`, named after the type. [`SHAPES`] says for every type
//! which member that is and how the fields of a record are called there, so that reading and writing agree.

pub(super) mod decode;
pub(super) mod encode;
mod text;

use zonal_compiler::dns::rtype::Rtype;

/// How the records of a type are spelled.
#[derive(Debug)]
struct Shape {
    rtype: Rtype,
    /// The member of `properties`.
    member: &'static str,
    count: Count,
    /// What the fields of the RDATA are called, in wire order. A dot leads into an object within the record.
    fields: &'static [&'static str],
}

/// How many records the member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    /// One, as an object.
    One,
    /// Any number, as an array of objects.
    Many,
}

const fn many(rtype: Rtype, member: &'static str, fields: &'static [&'static str]) -> Shape {
    Shape { rtype, member, count: Count::Many, fields }
}

const fn one(rtype: Rtype, member: &'static str, fields: &'static [&'static str]) -> Shape {
    Shape { rtype, member, count: Count::One, fields }
}

/// Every type that Azure DNS serves; the names are those of its API, `caaRecords` with its small letter.
static SHAPES: &[Shape] = &[
    many(Rtype::A, "ARecords", &["ipv4Address"]),
    many(Rtype::AAAA, "AAAARecords", &["ipv6Address"]),
    one(Rtype::CNAME, "CNAMERecord", &["cname"]),
    many(Rtype::TXT, "TXTRecords", &["value"]),
    many(Rtype::MX, "MXRecords", &["preference", "exchange"]),
    many(Rtype::NS, "NSRecords", &["nsdname"]),
    many(Rtype::SRV, "SRVRecords", &["priority", "weight", "port", "target"]),
    many(Rtype::CAA, "caaRecords", &["flags", "tag", "value"]),
    many(Rtype::PTR, "PTRRecords", &["ptrdname"]),
    one(
        Rtype::SOA,
        "SOARecord",
        &["host", "email", "serialNumber", "refreshTime", "retryTime", "expireTime", "minimumTTL"],
    ),
    many(Rtype::DS, "DSRecords", &["keyTag", "algorithm", "digest.algorithmType", "digest.value"]),
    many(Rtype::TLSA, "TLSARecords", &["usage", "selector", "matchingType", "certAssociationData"]),
    many(
        Rtype::NAPTR,
        "NAPTRRecords",
        &["order", "preference", "flags", "services", "regexp", "replacement"],
    ),
];

fn shape(rtype: Rtype) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.rtype == rtype)
}

/// The types that Azure DNS serves.
pub(super) fn types() -> impl Iterator<Item = Rtype> {
    SHAPES.iter().map(|shape| shape.rtype)
}

#[cfg(test)]
mod tests;
