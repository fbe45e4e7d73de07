//! What a set will be after its write: as desired, with what Azure does not let go of.

use std::borrow::Cow;

use zonal_compiler::dns::rtype::Rtype;

use super::order::Operation;
use crate::diff::SoaParts;
use crate::provider::LiveZone;
use crate::record::RecordSet;

/// The set as it is to be sent; `None` where nothing is to stand.
///
/// The SOA keeps its host and its serial, which are Azure's, and the apex NS set keeps Azure's own name servers: a
/// write without them is refused.
pub(super) fn wanted<'c>(operation: &Operation<'c>, zone: &LiveZone) -> Option<Cow<'c, RecordSet>> {
    let (before, after) = match *operation {
        Operation::Create { after, .. } => (None, after),
        Operation::Update { before, after, .. } => (Some(before), after),
        Operation::Delete { .. } => return None,
    };
    if after.is_at_apex(&zone.name, Rtype::NS) {
        let pinned = zone.pinned_name_servers.iter().map(|server| server.wire().into());
        let rdata = after.rdata.iter().cloned().chain(pinned).collect();
        return Some(Cow::Owned(RecordSet::new(after.owner.clone(), Rtype::NS, after.ttl, rdata)));
    }
    let live = before.filter(|_| after.rtype == Rtype::SOA).and_then(|before| before.set.rdata.first());
    let soa = live.zip(after.rdata.first()).and_then(|(live, after)| with_host(live, after));
    Some(match soa {
        Some(soa) => Cow::Owned(RecordSet { rdata: vec![soa], ..after.clone() }),
        None => Cow::Borrowed(after),
    })
}

/// An SOA with the host and the serial of another.
fn with_host(live: &[u8], after: &[u8]) -> Option<Box<[u8]>> {
    let live = SoaParts::of(live)?;
    let with_host = SoaParts::of(after)?.with_mname(live.mname());
    Some(SoaParts::of(&with_host)?.with_serial(live.serial))
}

/// Whether a set stands as it was to be sent. An SOA's serial is Azure's.
pub(super) fn is_as(stands: &RecordSet, wanted: &RecordSet) -> bool {
    let serial_aside = |set: &RecordSet| -> Vec<Box<[u8]>> {
        let parts = set.rdata.iter().map(|rdata| SoaParts::of(rdata));
        parts.flatten().map(|parts| parts.with_serial(0)).collect()
    };
    let same_values = match wanted.rtype {
        Rtype::SOA => serial_aside(stands) == serial_aside(wanted),
        _ => stands.rdata == wanted.rdata,
    };
    same_values && stands.ttl == wanted.ttl && stands.alias == wanted.alias
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{LiveSet, Version};
    use zonal_compiler::dns::name::Name;

    fn soa(host: &str, mailbox: &str, serial: u32, minimum: u32) -> RecordSet {
        let mut rdata = Name::parse(host).unwrap().wire().to_vec();
        rdata.extend(Name::parse(mailbox).unwrap().wire());
        for number in [serial, 3_600, 300, 2_419_200, minimum] {
            rdata.extend(number.to_be_bytes());
        }
        RecordSet::new(Name::parse("example.com").unwrap(), Rtype::SOA, 3_600, vec![rdata.into()])
    }

    fn ns(names: &[&str]) -> RecordSet {
        let rdata = names.iter().map(|name| Name::parse(name).unwrap().wire().into()).collect();
        RecordSet::new(Name::parse("example.com").unwrap(), Rtype::NS, 172_800, rdata)
    }

    fn live(set: RecordSet) -> LiveSet {
        LiveSet::managed(set, Version("e".into()))
    }

    fn zone(pinned: &[&str]) -> LiveZone {
        LiveZone {
            name: Name::parse("example.com").unwrap(),
            id: "".into(),
            sets: Vec::new(),
            pinned_name_servers: pinned.iter().map(|name| Name::parse(name).unwrap()).collect(),
            version: Version::default(),
            notes: Vec::new(),
            write_notes: Vec::new(),
        }
    }

    #[test]
    fn an_soa_keeps_its_host_and_serial() {
        let before = live(soa("ns1-01.azure-dns.com", "azuredns-hostmaster.microsoft.com", 7, 300));
        let after = soa("ns1.example.net", "hostmaster.example.com", 2_026_010_100, 900);
        let operation = Operation::Update { before: &before, after: &after, origins: &[] };
        let sent = wanted(&operation, &zone(&[])).unwrap();
        assert_eq!(*sent, soa("ns1-01.azure-dns.com", "hostmaster.example.com", 7, 900));
        assert!(is_as(&soa("ns1-01.azure-dns.com", "hostmaster.example.com", 8, 900), &sent));
        assert!(!is_as(&soa("ns1-01.azure-dns.com", "hostmaster.example.com", 7, 300), &sent));
    }

    #[test]
    fn the_apex_name_servers_keep_azures_own() {
        let before = live(ns(&["ns1-01.azure-dns.com"]));
        let after = ns(&["ns1.example.net"]);
        let operation = Operation::Update { before: &before, after: &after, origins: &[] };
        let sent = wanted(&operation, &zone(&["ns1-01.azure-dns.com"])).unwrap();
        assert_eq!(*sent, ns(&["ns1-01.azure-dns.com", "ns1.example.net"]));
    }

    #[test]
    fn nothing_is_wanted_of_what_goes() {
        let before = live(ns(&["ns1.example.net"]));
        assert_eq!(wanted(&Operation::Delete { before: &before }, &zone(&[])), None);
    }
}
