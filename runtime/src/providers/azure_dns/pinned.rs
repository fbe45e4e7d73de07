//! The name servers that Azure does not let go of: those that it assigned to the zone.
//!
//! They all stand in the zone's apex NS set, and bear one number (`ns1-07.azure-dns.com`…). Others of Azure's may stand
//! beside them, left from a zone that there was before; only the zone's description tells them apart.

use std::collections::BTreeSet;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use crate::provider::LiveSet;

/// The parents of Azure's name servers, in its public and its national clouds.
const PARENTS: [&str; 6] =
    ["azure-dns.com", "azure-dns.net", "azure-dns.org", "azure-dns.info", "azure-dns.cn", "azure-dns.us"];
/// How many name servers Azure assigns to a zone.
const ASSIGNED: usize = 4;

/// Those of Azure's name servers that the apex NS set names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AtApex {
    /// They can be none but the zone's own.
    Own(Vec<Name>),
    /// There are others among them.
    Mixed,
}

impl AtApex {
    /// What the sets of a zone tell.
    pub(super) fn of(zone: &Name, sets: &[LiveSet]) -> Self {
        let parents: BTreeSet<Name> = PARENTS.iter().filter_map(|name| Name::parse(name).ok()).collect();
        let apex = sets.iter().find(|live| live.set.is_at_apex(zone, Rtype::NS));
        let names =
            apex.into_iter().flat_map(|live| &live.set.rdata).filter_map(|wire| Name::from_wire(wire));
        let is_azures = |name: &Name| name.parent().is_some_and(|parent| parents.contains(&parent));
        let names: Vec<Name> = names.filter(is_azures).collect();
        let numbers: BTreeSet<Option<String>> = names.iter().map(number).collect();
        if names.len() > ASSIGNED || numbers.len() > 1 { Self::Mixed } else { Self::Own(names) }
    }
}

/// What a name server has after its hyphen: `07` of `ns1-07.azure-dns.com`.
fn number(name: &Name) -> Option<String> {
    let text = name.undotted().to_string();
    let (_, number) = text.split('.').next()?.rsplit_once('-')?;
    Some(number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Version;
    use crate::record::RecordSet;

    fn at_apex(names: &[&str]) -> AtApex {
        let zone = Name::parse("example.com").unwrap();
        let rdata = names.iter().map(|name| Name::parse(name).unwrap().wire().into()).collect();
        let set = RecordSet::new(zone.clone(), Rtype::NS, 172_800, rdata);
        AtApex::of(&zone, &[LiveSet::managed(set, Version("e".into()))])
    }

    #[test]
    fn names_of_one_number_are_the_zones_own() {
        let own =
            ["ns1-07.azure-dns.com", "NS2-07.azure-dns.net", "ns3-07.azure-dns.org", "ns4-07.azure-dns.info"];
        let names: Vec<Name> = own.iter().map(|name| Name::parse(name).unwrap()).collect();
        assert_eq!(at_apex(&own), AtApex::Own(names));
        let beside = ["ns1-07.azure-dns.com", "ns-1.awsdns-01.com", "ns1-08.azure-dns.example"];
        assert_eq!(at_apex(&beside), AtApex::Own(vec![Name::parse("ns1-07.azure-dns.com").unwrap()]));
        assert_eq!(at_apex(&[]), AtApex::Own(Vec::new()));
    }

    #[test]
    fn names_of_several_numbers_are_not() {
        assert_eq!(at_apex(&["ns1-07.azure-dns.com", "ns1-99.azure-dns.com"]), AtApex::Mixed);
        assert_eq!(at_apex(&["ns1-07.azure-dns.com", "ns.azure-dns.com"]), AtApex::Mixed);
        let five = ["com", "net", "org", "info", "us"].map(|last| format!("ns1-07.azure-dns.{last}"));
        assert_eq!(at_apex(&five.each_ref().map(String::as_str)), AtApex::Mixed);
    }
}
