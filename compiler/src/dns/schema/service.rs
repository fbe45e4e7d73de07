//! Types that say where a service is.

use super::{Field, FieldKind, Schema};
use crate::dns::rtype::Rtype;

pub(super) static MX: Schema = Schema {
    rtype: Rtype::MX,
    summary: "a host that takes a domain's mail",
    rfc: "RFC 1035 section 3.3.9, RFC 5321 section 5",
    fields: &[
        Field::new(
            "preference",
            FieldKind::U16,
            "RFC 5321 section 5.1",
            "Which host is tried first: the lowest number.",
        ),
        Field::new(
            "exchange",
            FieldKind::Name,
            "RFC 5321 section 5.1",
            "The mail host; it has addresses of its own and is no alias. `0 .` says that the domain takes no mail.",
        ),
    ],
    example: "MX 10 mail",
};

pub(super) static SRV: Schema = Schema {
    rtype: Rtype::SRV,
    summary: "the host and port of a service, at `_service._protocol`",
    rfc: "RFC 2782",
    fields: &[
        Field::new("priority", FieldKind::U16, "RFC 2782", "Which host is tried first: the lowest number."),
        Field::new(
            "weight",
            FieldKind::U16,
            "RFC 2782",
            "This host's share among those of the same priority.",
        ),
        Field::new("port", FieldKind::U16, "RFC 2782", "The port on the host."),
        Field::new(
            "target",
            FieldKind::Name,
            "RFC 2782",
            "The host; it has addresses of its own and is no alias. `.` says that there is no such service.",
        ),
    ],
    example: "SRV 10 60 5060 sip",
};

pub(super) static NAPTR: Schema = Schema {
    rtype: Rtype::NAPTR,
    summary: "a rule that rewrites a string into a URI or another name",
    rfc: "RFC 3403",
    fields: &[
        Field::new(
            "order",
            FieldKind::U16,
            "RFC 3403 section 4.1",
            "The order in which rules are tried, lowest first.",
        ),
        Field::new(
            "preference",
            FieldKind::U16,
            "RFC 3403 section 4.1",
            "The order among rules of the same order.",
        ),
        Field::new(
            "flags",
            FieldKind::CharacterString,
            "RFC 3403 section 4.1",
            "What comes next: `\"s\"` SRV, `\"a\"` an address, `\"u\"` a URI, `\"\"` another NAPTR.",
        ),
        Field::new(
            "services",
            FieldKind::CharacterString,
            "RFC 3403 section 4.1",
            "The service and protocol, such as `\"SIP+D2T\"`.",
        ),
        Field::new(
            "regexp",
            FieldKind::CharacterString,
            "RFC 3402 section 3.2",
            "The substitution expression; empty if there is a replacement.",
        ),
        Field::new(
            "replacement",
            FieldKind::Name,
            "RFC 3403 section 4.1",
            "The next name; `.` if there is an expression.",
        ),
    ],
    example: "NAPTR 100 10 \"s\" \"SIP+D2T\" \"\" _sip._tcp",
};

pub(super) static URI: Schema = Schema {
    rtype: Rtype::URI,
    summary: "a URI for a service, at `_service._protocol`",
    rfc: "RFC 7553",
    fields: &[
        Field::new(
            "priority",
            FieldKind::U16,
            "RFC 7553 section 4.2",
            "Which URI is tried first: the lowest number.",
        ),
        Field::new(
            "weight",
            FieldKind::U16,
            "RFC 7553 section 4.3",
            "This URI's share among those of the same priority.",
        ),
        Field::new("target", FieldKind::Text, "RFC 7553 section 4.4", "The URI."),
    ],
    example: "URI 10 1 \"https://example.com/\"",
};

const SERVICE_BINDING: &[Field] = &[
    Field::new(
        "priority",
        FieldKind::U16,
        "RFC 9460 section 2.4.1",
        "0 makes it an alias; otherwise the lowest number is tried first.",
    ),
    Field::new(
        "target",
        FieldKind::Name,
        "RFC 9460 section 2.5",
        "The host that serves it; `.` is the owner itself, if the priority is not 0.",
    ),
    Field::new(
        "params",
        FieldKind::SvcParams,
        "RFC 9460 section 2.1",
        "How to connect, as keys with values.",
    )
    .optional(""),
];

pub(super) static SVCB: Schema = Schema {
    rtype: Rtype::SVCB,
    summary: "how to connect to a service",
    rfc: "RFC 9460",
    fields: SERVICE_BINDING,
    example: "SVCB 1 dns alpn [dot] port 853",
};

pub(super) static HTTPS: Schema = Schema {
    rtype: Rtype::HTTPS,
    summary: "how to connect to a web server",
    rfc: "RFC 9460 section 9",
    fields: SERVICE_BINDING,
    example: "HTTPS 1 . alpn [h2, h3]",
};
