//! The time for which it may be cached that something is not there, made the same at all providers of a zone.
//!
//! It is the lower of the SOA's TTL and its MINIMUM (RFC 2308 section 5). Providers begin with different ones, Route 53
//! with 15 minutes and Azure DNS with 5, so a name that was asked for too early appears at different times. The rest of
//! the SOA is the provider's own.

use crate::desired::{DesiredSet, DesiredZone};
use crate::provider::{LiveZone, Standing};
use crate::record::RecordSet;

use super::SoaParts;

/// For how long absence may be cached by an SOA set, in seconds.
#[must_use]
pub fn negative_ttl(soa: &RecordSet) -> Option<u32> {
    let [.., a, b, c, d] = *SoaParts::of(soa.rdata.first()?)?.timers;
    Some(soa.ttl.min(u32::from_be_bytes([a, b, c, d])))
}

/// The SOA set as it shall be, if the source writes none and the live one caches absence for another time.
pub(super) fn aligned(desired: &DesiredZone, live: &LiveZone) -> Option<DesiredSet> {
    let wanted = desired.negative.as_ref()?;
    let soa = live.soa().filter(|soa| soa.standing == Standing::Managed)?;
    let is_declared = desired.sets.iter().any(|want| want.set.sort_key() == soa.set.sort_key());
    if is_declared || negative_ttl(&soa.set)? == wanted.seconds {
        return None;
    }
    let parts = SoaParts::of(soa.set.rdata.first()?)?;
    let rdata = parts.with_minimum(wanted.seconds);
    let ttl = soa.set.ttl.max(wanted.seconds);
    let set = RecordSet { ttl, rdata: vec![rdata], ..soa.set.clone() };
    Some(DesiredSet { set, origins: vec![wanted.origin.clone()] })
}
