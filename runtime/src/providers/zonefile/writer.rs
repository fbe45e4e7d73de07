//! Writes a zone in the plain form that every server and tool reads alike: one record a line, absolute names,
//! TTLs in seconds, no directives.
//!
//! The order is fixed: the SOA, the apex NS, then canonical order (RFC 4034 section 6). Equal zones give equal
//! bytes.

use std::fmt::Write as _;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;

use super::spelling::Spellings;
use crate::record::RecordSet;

const HEADER: &str = "; Managed by Zonal: change the source and deploy, an edit here is undone.";

/// Whether a text begins as this module begins it.
pub(super) fn has_header(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

/// The master file of a zone.
#[must_use]
pub fn write<'a>(zone: &Name, sets: impl IntoIterator<Item = &'a RecordSet>) -> String {
    write_keeping(zone, sets, &Spellings::default())
}

/// The master file of a zone, with the TXT records that stay cut as they were.
#[must_use]
pub fn write_keeping<'a>(
    zone: &Name,
    sets: impl IntoIterator<Item = &'a RecordSet>,
    spellings: &Spellings,
) -> String {
    let mut sets: Vec<&RecordSet> = sets.into_iter().collect();
    sets.sort_by_key(|set| (rank(zone, set), set.sort_key()));
    let mut text = String::with_capacity(HEADER.len() + 1 + 64 * sets.len());
    text.push_str(HEADER);
    text.push('\n');
    let mut owner = String::new();
    for set in sets {
        owner.clear();
        // Writing to a string does not fail, so its result says nothing.
        let _ = write!(owner, "{}", set.owner);
        for value in set.rdata.iter().flat_map(|value| spellings.of(&set.owner, set.rtype, value)) {
            let value = rdata::display(set.rtype, value);
            let _ = writeln!(text, "{owner} {} IN {} {value}", set.ttl, set.rtype);
        }
    }
    text
}

/// The SOA first, then the apex NS, then the rest.
fn rank(zone: &Name, set: &RecordSet) -> u8 {
    if set.is_at_apex(zone, Rtype::SOA) {
        0
    } else if set.is_at_apex(zone, Rtype::NS) {
        1
    } else {
        2
    }
}
