//! Amazon Route 53.

use crate::dns::rtype::Rtype;
use crate::zone::AliasKind;

use super::{Capabilities, Limit, Types, Verified};

const LIMITS: Verified = Verified {
    date: "2026-11-23",
    page: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html",
};
const TYPES: Verified = Verified {
    date: "2026-11-23",
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
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
    routing: Some(TYPES),
    records_per_set: Some(Limit { value: 400, verified: LIMITS }),
    txt_octets_per_set: None,
    txt_octets_per_record: Some(Limit { value: 4000, verified: LIMITS }),
    ttl_min: None,
    refuses_empty_txt: None,
    refuses_null_mx: None,
};

/// The hosted zone of CloudFront's distributions, the same for all.
const CLOUDFRONT: &str = "Z2FDTNDATAQYW2";
/// The hosted zone of Global Accelerators, the same for all.
const GLOBAL_ACCELERATOR: &str = "Z2BJ6XQ5FK7U4H";

/// The hosted zone that holds the names of an AWS service, as [`TYPES`]' page lists it; none where the source
/// has to name it, and none for a name of the zone itself.
#[must_use]
pub const fn hosted_zone(kind: AliasKind, _target: &str) -> Option<&'static str> {
    match kind {
        AliasKind::CloudFront => Some(CLOUDFRONT),
        AliasKind::GlobalAccelerator => Some(GLOBAL_ACCELERATOR),
        AliasKind::LoadBalancer | AliasKind::S3Website | AliasKind::Name | AliasKind::Azure => None,
    }
}
