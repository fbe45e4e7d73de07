//! Where things are in Azure Resource Manager, and by which version of its interface.

use reqwest::Method;
use serde_json::Value;
use url::Url;
use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::rtype::Rtype;

use super::address;
use super::arm::{Ask, Guard};
use super::limits::Action;

/// A version of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// The newest that is generally available.
    Stable,
    /// The one that knows DS, NAPTR, TLSA and Traffic Manager links.
    Preview,
}

impl Version {
    const fn text(self) -> &'static str {
        match self {
            Self::Stable => "2018-05-01",
            Self::Preview => "2023-07-01-preview",
        }
    }

    /// The version that a write of a type needs.
    pub(super) const fn for_type(rtype: Rtype) -> Self {
        match rtype {
            Rtype::DS | Rtype::NAPTR | Rtype::TLSA => Self::Preview,
            _ => Self::Stable,
        }
    }
}

/// A resource group with zones.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The address of Azure Resource Manager.
    pub(super) endpoint: Url,
    pub(super) subscription: String,
    pub(super) name: String,
}

impl Group {
    /// The identifier of a zone.
    pub(super) fn zone_id(&self, zone: &Name) -> String {
        let (subscription, group) = (&self.subscription, &self.name);
        let zone = zone.undotted();
        format!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/dnsZones/{zone}"
        )
    }

    fn zone_url<'s>(&'s self, zone: &str, below: impl IntoIterator<Item = &'s str>, version: Version) -> Url {
        let fixed = [
            "subscriptions",
            &self.subscription,
            "resourceGroups",
            &self.name,
            "providers",
            "Microsoft.Network",
            "dnsZones",
        ];
        let zone_url = address::below(&address::below(&self.endpoint, fixed), [zone]);
        let mut url = address::below(&zone_url, below);
        url.query_pairs_mut().append_pair("api-version", version.text());
        url
    }

    /// Asks for a zone itself.
    pub(super) fn zone<'a>(&self, zone: &'a Name, version: Version) -> Ask<'a> {
        let url = self.zone_url(&zone.undotted().to_string(), [], version);
        Ask { zone, action: Action::Get, method: Method::GET, url, guard: None, body: None }
    }

    /// Makes a zone, if there is none.
    pub(super) fn new_zone<'a>(&self, zone: &'a Name, body: &'a Value) -> Ask<'a> {
        let get = self.zone(zone, Version::Stable);
        let (guard, body) = (Some(Guard::Absent), Some(body));
        Ask { action: Action::Create, method: Method::PUT, guard, body, ..get }
    }

    /// Asks for the first page of a zone's sets, as long as pages get.
    pub(super) fn list<'a>(&self, zone: &'a Name, version: Version) -> Ask<'a> {
        let mut url = self.zone_url(&zone.undotted().to_string(), ["recordsets"], version);
        url.query_pairs_mut().append_pair("$top", "1000");
        Ask { zone, action: Action::List, method: Method::GET, url, guard: None, body: None }
    }

    /// Asks for no more than one set, whichever it is.
    pub(super) fn set_sample<'a>(&self, zone: &'a Name, version: Version) -> Ask<'a> {
        let mut url = self.zone_url(&zone.undotted().to_string(), ["recordsets"], version);
        url.query_pairs_mut().append_pair("$top", "1");
        Ask { zone, action: Action::List, method: Method::GET, url, guard: None, body: None }
    }

    /// Asks for one set.
    pub(super) fn set<'a>(&self, zone: &'a Name, owner: &Name, rtype: Rtype, version: Version) -> Ask<'a> {
        let (rtype, owner) = (rtype.to_string(), relative(owner, zone));
        let url = self.zone_url(&zone.undotted().to_string(), [], version);
        let mut with_set = address::below(&url, [rtype.as_str(), owner.as_str()]);
        with_set.set_query(url.query());
        Ask { zone, action: Action::Get, method: Method::GET, url: with_set, guard: None, body: None }
    }
}

/// An owner within its zone, `@` for the zone itself.
pub(super) fn relative(owner: &Name, zone: &Name) -> String {
    let labels = owner.strip_suffix(zone).unwrap_or_else(|| owner.wire());
    if labels.is_empty() {
        return "@".to_owned();
    }
    let mut text = String::new();
    // Writing to a string does not fail, so its result says nothing.
    let _ = name::write_undotted(labels, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_the_interface() {
        let group = Group {
            endpoint: Url::parse("https://management.azure.com").unwrap(),
            subscription: "s-1".to_owned(),
            name: "my group".to_owned(),
        };
        let zone = Name::parse("example.com").unwrap();
        let base = "https://management.azure.com/subscriptions/s-1/resourceGroups/my%20group/providers/Microsoft.Network/dnsZones/example.com";
        assert_eq!(group.zone(&zone, Version::Stable).url.as_str(), format!("{base}?api-version=2018-05-01"));
        assert_eq!(
            group.list(&zone, Version::Preview).url.as_str(),
            format!("{base}/recordsets?api-version=2023-07-01-preview&%24top=1000")
        );
        for (owner, path) in [("example.com", "@"), ("*.example.com", "*"), ("0/25.example.com", "0%2F25")] {
            let owner = Name::parse(owner).unwrap();
            let url = group.set(&zone, &owner, Rtype::TXT, Version::for_type(Rtype::TXT)).url;
            assert_eq!(url.as_str(), format!("{base}/TXT/{path}?api-version=2018-05-01"));
        }
        assert_eq!(Version::for_type(Rtype::TLSA), Version::Preview);
    }
}
