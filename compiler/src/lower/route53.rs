//! Amazon Route 53.

mod hosted_zone;
mod location;

use crate::dns::rtype::Rtype;

pub use self::hosted_zone::{GLOBAL_SERVICES, LOAD_BALANCERS, S3_WEBSITES, hosted_zone};
pub use self::location::{CODES, CONTINENTS, Location};
use super::{Capabilities, Group, Labels, Limit, Owners, Routing, Types, Verified};

const LIMITS: Verified = Verified {
    date: "2026-11-23",
    page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html",
};
const TYPES: Verified = Verified {
    date: "2026-11-23",
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
};

const NAMES: Verified = Verified {
    date: "2026-11-27",
    page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html",
};

/// What Route 53 can do.
pub static CAPABILITIES: Capabilities = Capabilities {
    types: Types::Only(&[
        Rtype::A,
        Rtype::AAAA,
        Rtype::CAA,
        Rtype::CNAME,
        Rtype::DS,
        Rtype::HTTPS,
        Rtype::MX,
        Rtype::NAPTR,
        Rtype::NS,
        Rtype::PTR,
        Rtype::SOA,
        Rtype::SRV,
        Rtype::SSHFP,
        Rtype::SVCB,
        Rtype::TLSA,
        Rtype::TXT,
    ]),
    aliases: &["cloudfront", "load-balancer", "s3-website", "global-accelerator", "name"],
    routing: Some(Routing {
        types: Types::Only(ROUTED),
        policies: &["weight", "failover", "region", "location", "multivalue"],
        verified: TYPES,
        group: Some(Group {
            sets: Limit { value: 100, verified: TYPES },
            single_record: &["weight", "region"],
            same_ttl: &["weight"],
            distinct: &["failover", "region", "location"],
            data_alone: &["multivalue"],
            with_default: &["location"],
        }),
        profile: None,
    }),
    owners: Some(Owners {
        labels: Labels::Any,
        not_at_wildcard: &[Rtype::NS],
        not_at_apex: &[Rtype::DS],
        verified: NAMES,
    }),
    records_per_set: Some(Limit { value: 400, verified: LIMITS }),
    txt_octets_per_set: None,
    txt_octets_per_record: Some(Limit { value: 4000, verified: LIMITS }),
    // A request's, and a set must fit into one.
    txt_characters_per_set: Some(Limit { value: 32_000, verified: LIMITS }),
    ttl_min: None,
    refuses_empty_txt: None,
    refuses_null_mx: None,
    refuses_odd_targets: None,
};

/// The types whose sets can have a policy: all but those that delegate, and the SOA.
const ROUTED: &[Rtype] = &[
    Rtype::A,
    Rtype::AAAA,
    Rtype::CAA,
    Rtype::CNAME,
    Rtype::HTTPS,
    Rtype::MX,
    Rtype::NAPTR,
    Rtype::PTR,
    Rtype::SRV,
    Rtype::SSHFP,
    Rtype::SVCB,
    Rtype::TLSA,
    Rtype::TXT,
];
