//! Addresses that do not belong into a public zone.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::dns::rtype::Rtype;
use crate::zone::{RecordId, SetId, SiteId};

use super::context::ZoneContext;
use super::finding::{Finding, Findings};

/// A block of addresses with a purpose of its own. Every one of them is known by its first four octets.
pub struct Block {
    /// The block, as people write it.
    pub text: &'static str,
    /// Where it is set aside.
    pub rfc: &'static str,
    network: u32,
    mask: u32,
}

impl Block {
    /// A block by its first four octets and the length of its prefix, 1 to 32.
    pub const fn new(text: &'static str, network: [u8; 4], bits: u32, rfc: &'static str) -> Self {
        Self { text, rfc, network: u32::from_be_bytes(network), mask: u32::MAX << (32 - bits) }
    }

    const fn holds(&self, first_octets: u32) -> bool {
        (first_octets ^ self.network) & self.mask == 0
    }
}

/// What a rule says about the addresses that it finds.
pub struct Words {
    /// What such an address is: `a private address`.
    pub what: &'static str,
    /// What is wrong with it.
    pub here: &'static str,
    /// What to do.
    pub help: &'static str,
    /// How an `allow` excuses it, to go on where the help ends.
    pub excuse: &'static str,
}

/// Reports the addresses of a set that lie in one of the blocks, once for each statement.
pub fn report(
    context: &ZoneContext<'_>,
    set: SetId,
    blocks: &[Block],
    words: &Words,
    findings: &mut Findings,
) {
    let (zone, entry) = (context.zone, context.set(set));
    let mut last: Option<(SiteId, Finding)> = None;
    for record in zone.records_of(set) {
        let octets = zone.rdata(record);
        let Some(first) = octets.first_chunk().copied().map(u32::from_be_bytes) else { continue };
        let Some(block) = blocks.iter().find(|block| block.holds(first)) else { continue };
        let site = zone.records[record].site;
        let at = zone.record_at(record);
        match &mut last {
            Some((of, finding)) if *of == site => {
                *finding = finding.clone().label(at, format!("in {} as well", block.text));
            }
            _ => {
                let finding = first_of_statement(context, entry.rtype, record, block, words);
                findings.extend(last.replace((site, finding)).map(|(_, finding)| finding));
            }
        }
    }
    findings.extend(last.map(|(_, finding)| finding));
}

fn first_of_statement(
    context: &ZoneContext<'_>,
    rtype: Rtype,
    record: RecordId,
    block: &Block,
    words: &Words,
) -> Finding {
    let zone = context.zone;
    let address = Address(rtype, zone.rdata(record));
    Finding::new(zone.record_at(record), format!("{address} is {}", words.what))
        .site(zone.records[record].site)
        .here(words.here)
        .note(format!("{} is set aside by {}", block.text, block.rfc))
        .help(words.help)
        .excuse(words.excuse)
}

struct Address<'a>(Rtype, &'a [u8]);

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(rtype, octets) = self;
        if *rtype == Rtype::A
            && let Ok(octets) = <[u8; 4]>::try_from(*octets)
        {
            return Ipv4Addr::from(octets).fmt(f);
        }
        match <[u8; 16]>::try_from(*octets) {
            Ok(octets) => Ipv6Addr::from(octets).fmt(f),
            Err(_) => f.write_str("this"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_within_an_octet() {
        let block = Block::new("172.16.0.0/12", [172, 16, 0, 0], 12, "RFC 1918");
        let holds = |octets| block.holds(u32::from_be_bytes(octets));
        assert!(holds([172, 16, 0, 0]) && holds([172, 31, 255, 255]));
        assert!(!holds([172, 15, 255, 255]) && !holds([172, 32, 0, 0]));
        let all = Block::new("2001:db8::/32", [0x20, 0x01, 0x0d, 0xb8], 32, "RFC 3849");
        assert!(all.holds(0x2001_0db8) && !all.holds(0x2001_0db9));
    }
}
