//! The SOA that the zone file provider keeps.
//!
//! Where the source writes no SOA, a file that has one keeps its fields, and a new one gets: the first of the
//! zone's name servers as MNAME, `hostmaster.ZONE` as RNAME, refresh 7200 s, retry 900 s, expire 1209600 s,
//! minimum 300 s and TTL 3600 s. The serial is always the provider's: 1 in a new file, then one more with each
//! write in the arithmetic of RFC 1982. No clock takes part.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::diff::SoaParts;
use crate::record::RecordSet;

const REFRESH: u32 = 7_200;
const RETRY: u32 = 900;
const EXPIRE: u32 = 1_209_600;
const MINIMUM: u32 = 300;
const TTL: u32 = 3_600;

/// The serial of a new zone.
const FIRST_SERIAL: u32 = 1;

/// The SOA of a zone that has none; `None` if its RNAME would be too long.
pub(super) fn fresh(zone: &Name, first_name_server: &[u8]) -> Option<RecordSet> {
    let rname = zone.child(b"hostmaster")?;
    let numbers = [FIRST_SERIAL, REFRESH, RETRY, EXPIRE, MINIMUM].map(u32::to_be_bytes);
    let rdata = [first_name_server, rname.wire(), numbers.as_flattened()].concat();
    Some(RecordSet::new(zone.clone(), Rtype::SOA, TTL, vec![rdata.into_boxed_slice()]))
}

/// The SOA set with the serial that follows the one in the file, or with the first one if there was no file.
pub(super) fn with_next_serial(soa: &RecordSet, in_file: Option<&RecordSet>) -> Option<RecordSet> {
    let current = in_file.and_then(|set| SoaParts::of(set.rdata.first()?)).map(|parts| parts.serial);
    let parts = SoaParts::of(soa.rdata.first()?)?;
    let rdata = parts.with_serial(current.map_or(FIRST_SERIAL, next_serial));
    Some(RecordSet::new(soa.owner.clone(), Rtype::SOA, soa.ttl, vec![rdata]))
}

/// One more in the arithmetic of RFC 1982. Zero is passed over: some servers take it for "none".
const fn next_serial(serial: u32) -> u32 {
    match serial.wrapping_add(1) {
        0 => 1,
        next => next,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_wraps_past_zero() {
        assert_eq!(next_serial(1), 2);
        assert_eq!(next_serial(0), 1);
        assert_eq!(next_serial(2_147_483_647), 2_147_483_648);
        assert_eq!(next_serial(u32::MAX), 1);
    }
}
