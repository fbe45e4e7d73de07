//! Azure DNS.

use crate::dns::rtype::Rtype;

use super::{Capabilities, Labels, Limit, Owners, Profile, Routing, Types, Verified};

const LIMITS: Verified = Verified {
    date: "2026-11-23",
    page: "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits",
};
const RECORDS: Verified =
    Verified { date: "2026-11-23", page: "https://learn.microsoft.com/azure/dns/dns-zones-records" };

/// An alias to a Traffic Manager profile stands for addresses alone.
const ALIASES: Verified =
    Verified { date: "2026-11-27", page: "https://learn.microsoft.com/azure/dns/dns-alias" };
/// 200 endpoints are those of a profile.
const PROFILES: Verified = Verified {
    date: "2026-11-27",
    page: "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-traffic-manager-limits",
};
const WEIGHTS: Verified = Verified {
    date: "2026-11-27",
    page: "https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods",
};
/// A resource's name has up to 260 characters; a set's has room for the number of the address.
const NAMES: Verified = Verified {
    date: "2026-11-27",
    page: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
};
const MONITORING: Verified = Verified {
    date: "2026-11-27",
    page: "https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring",
};

/// What Azure DNS can do. DS, NAPTR and TLSA need the 2023-07-01-preview version of its API.
pub static CAPABILITIES: Capabilities = Capabilities {
    types: Types::Only(&[
        Rtype::A,
        Rtype::AAAA,
        Rtype::CAA,
        Rtype::CNAME,
        Rtype::DS,
        Rtype::MX,
        Rtype::NAPTR,
        Rtype::NS,
        Rtype::PTR,
        Rtype::SOA,
        Rtype::SRV,
        Rtype::TLSA,
        Rtype::TXT,
    ]),
    aliases: &["azure"],
    // With a Traffic Manager profile for the sets of each owner and type.
    routing: Some(Routing {
        types: Types::Only(&[Rtype::A, Rtype::AAAA]),
        policies: &["weight", "failover", "multivalue"],
        verified: ALIASES,
        group: None,
        profile: Some(Profile {
            title: "Traffic Manager profile",
            addresses: Limit { value: 200, verified: PROFILES },
            weight: Limit { value: 1000, verified: WEIGHTS },
            set_name: Limit { value: 128, verified: NAMES },
            health: MONITORING,
        }),
    }),
    owners: Some(Owners {
        labels: Labels::Plain,
        not_at_wildcard: &[Rtype::NS, Rtype::SOA],
        not_at_apex: &[],
        verified: RECORDS,
    }),
    records_per_set: Some(Limit { value: 20, verified: LIMITS }),
    txt_octets_per_set: Some(Limit { value: 4096, verified: RECORDS }),
    txt_octets_per_record: None,
    txt_characters_per_set: None,
    ttl_min: Some(Limit { value: 1, verified: RECORDS }),
    refuses_empty_txt: Some(RECORDS),
    refuses_null_mx: Some(RECORDS),
    refuses_odd_targets: Some(RECORDS),
};
