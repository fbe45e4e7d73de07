//! Addresses.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

pub(super) static A: Schema = Schema {
    rtype: Rtype::A,
    summary: "an IPv4 address",
    rfc: "RFC 1035 section 3.4.1",
    fields: &[Field::new(
        "address",
        FieldKind::Ipv4,
        "RFC 1035 section 3.4.1",
        "The host's IPv4 address, four numbers from 0 to 255 with dots between them.",
    )],
    example: "A 192.0.2.1",
};

pub(super) static AAAA: Schema = Schema {
    rtype: Rtype::AAAA,
    summary: "an IPv6 address",
    rfc: "RFC 3596 section 2.2",
    fields: &[Field::new(
        "address",
        FieldKind::Ipv6,
        "RFC 3596 section 2.2",
        "The host's IPv6 address, eight groups of hexadecimal digits; `::` stands for groups of zeros.",
    )],
    example: "AAAA 2001:db8::1",
};
