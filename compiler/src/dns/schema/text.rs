//! Text and places.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

pub(super) static TXT: Schema = Schema {
    rtype: Rtype::TXT,
    summary: "text for programs to read",
    rfc: "RFC 1035 section 3.3.14",
    fields: &[Field::new(
        "text",
        FieldKind::Texts,
        "RFC 1035 section 3.3.14",
        "The text. Strings that stand side by side are one text, and a long one is cut into strings of 255 octets.",
    )],
    example: "TXT \"hello world\"",
};

pub(super) static LOC: Schema = Schema {
    rtype: Rtype::LOC,
    summary: "a place on earth",
    rfc: "RFC 1876",
    fields: &[Field::new(
        "location",
        FieldKind::Location,
        "RFC 1876 section 3",
        "Latitude and longitude in degrees, minutes and seconds, the altitude, and then, if wanted, the size and \
         the horizontal and vertical precision, all in metres.",
    )],
    example: "LOC 52 22 23.000 N 4 53 32.000 E -2.00m",
};
