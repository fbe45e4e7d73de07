//! Azure DNS.

use crate::dns::rtype::Rtype;

use super::{Capabilities, Limit, Types, Verified};

const LIMITS: Verified = Verified {
    date: "2026-11-23",
    page: "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits",
};
const RECORDS: Verified =
    Verified { date: "2026-11-23", page: "https://learn.microsoft.com/azure/dns/dns-zones-records" };

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
    routing: None,
    records_per_set: Some(Limit { value: 20, verified: LIMITS }),
    txt_octets_per_set: Some(Limit { value: 4096, verified: RECORDS }),
    txt_octets_per_record: None,
    ttl_min: Some(Limit { value: 1, verified: RECORDS }),
    refuses_empty_txt: Some(RECORDS),
    refuses_null_mx: Some(RECORDS),
};
