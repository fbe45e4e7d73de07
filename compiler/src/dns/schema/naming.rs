//! Types that point from one name to another, and the start of authority.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

pub(super) static CNAME: Schema = Schema {
    rtype: Rtype::CNAME,
    summary: "an alias: the name has the records of another name",
    rfc: "RFC 1035 section 3.3.1",
    fields: &[Field::new(
        "target",
        FieldKind::Name,
        "RFC 1035 section 3.3.1",
        "The canonical name, whose records answer for this one.",
    )],
    example: "CNAME app.example.net.",
};

pub(super) static DNAME: Schema = Schema {
    rtype: Rtype::DNAME,
    summary: "an alias for everything below a name",
    rfc: "RFC 6672",
    fields: &[Field::new(
        "target",
        FieldKind::Name,
        "RFC 6672 section 2.1",
        "The name that takes this one's place at the end of every name below it.",
    )],
    example: "DNAME example.net.",
};

pub(super) static NS: Schema = Schema {
    rtype: Rtype::NS,
    summary: "an authoritative name server of a zone",
    rfc: "RFC 1035 section 3.3.11",
    fields: &[Field::new(
        "target",
        FieldKind::Name,
        "RFC 1035 section 3.3.11",
        "The name server's host name; it has addresses of its own and is no alias.",
    )],
    example: "NS ns1.example.net.",
};

pub(super) static PTR: Schema = Schema {
    rtype: Rtype::PTR,
    summary: "a pointer, mostly from an address to its host name",
    rfc: "RFC 1035 section 3.3.12",
    fields: &[Field::new(
        "target",
        FieldKind::Name,
        "RFC 1035 section 3.3.12",
        "The name that is pointed at.",
    )],
    example: "PTR host.example.com.",
};

pub(super) static SOA: Schema = Schema {
    rtype: Rtype::SOA,
    summary: "the start of a zone of authority",
    rfc: "RFC 1035 section 3.3.13",
    fields: &[
        Field::new("mname", FieldKind::Name, "RFC 1035 section 3.3.13", "The zone's primary name server."),
        Field::new(
            "rname",
            FieldKind::Mailbox,
            "RFC 1035 section 3.3.13",
            "The mailbox of whoever answers for the zone, with a dot for its `@`.",
        ),
        Field::new(
            "serial",
            FieldKind::U32,
            "RFC 1982",
            "The version of the zone's contents, which the provider or the deploy raises.",
        )
        .master_file_only("0"),
        Field::new(
            "refresh",
            FieldKind::Duration,
            "RFC 1035 section 3.3.13",
            "How long a secondary waits before it asks for a new version.",
        ),
        Field::new(
            "retry",
            FieldKind::Duration,
            "RFC 1035 section 3.3.13",
            "How long a secondary waits after a failed refresh.",
        ),
        Field::new(
            "expire",
            FieldKind::Duration,
            "RFC 1035 section 3.3.13",
            "How long a secondary answers without reaching the primary.",
        ),
        Field::new(
            "minimum",
            FieldKind::Duration,
            "RFC 2308 section 4",
            "How long resolvers remember that something does not exist.",
        ),
    ],
    example: "SOA ns1.example.net. hostmaster.example.com. 1h 15m 1w 5m",
};
