//! Where profiles are in Azure Resource Manager, and what they are called.

use reqwest::Method;
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::super::address;
use super::super::arm::Ask;
use super::super::limits::Action;
use super::super::place::{Group, relative};
use crate::digest::hex;
use crate::record::ResourceId;

/// The version of Traffic Manager's interface: the oldest stable one in which an endpoint may go unchecked.
const VERSION: &str = "2022-04-01";
/// The characters of the owner and the zone that a profile's name has room for: 63 are a label's.
const READABLE: usize = 44;
/// The hexadecimal digits that make the name one's own, as it is shared by all of Azure.
const DIGITS: usize = 10;

/// The profile for the routed sets of one owner and type.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Profile<'a> {
    pub(in super::super) group: &'a Group,
    pub(in super::super) zone: &'a Name,
    pub(in super::super) owner: &'a Name,
    pub(in super::super) rtype: Rtype,
}

impl<'a> Profile<'a> {
    /// The name, which is also the first label of the profile's own name below `trafficmanager.net`.
    pub(in super::super) fn name(&self) -> String {
        let mut digest = Sha256::new();
        let place = [&self.group.subscription, &self.group.name].map(|text| text.to_ascii_lowercase());
        let parts: [&[u8]; 5] = [
            place[0].as_bytes(),
            place[1].as_bytes(),
            self.zone.wire(),
            self.owner.wire(),
            &self.rtype.0.to_be_bytes(),
        ];
        for part in parts {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        let digits: String = hex(&digest.finalize()).chars().take(DIGITS).collect();
        format!("zonal-{}-{digits}", self.readable())
    }

    /// Type and owner in letters, digits and single hyphens.
    fn readable(&self) -> String {
        let mut readable = String::new();
        for char in format!("{} {}", self.rtype, self.owner.undotted()).chars() {
            let char = if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' };
            if readable.len() < READABLE && !(char == '-' && readable.ends_with('-')) {
                readable.push(char);
            }
        }
        readable.trim_end_matches('-').to_owned()
    }

    /// The identifier, by which a set leads to it.
    pub(in super::super) fn id(&self) -> ResourceId {
        let Group { subscription, name, endpoint: _ } = self.group;
        let profile = self.name();
        ResourceId::new(&format!(
            "/subscriptions/{subscription}/resourceGroups/{name}/providers/Microsoft.Network/trafficManagerProfiles/{profile}"
        ))
    }

    /// The owner within its zone, `@` for the zone itself.
    pub(in super::super) fn relative_owner(&self) -> String {
        relative(self.owner, self.zone)
    }

    /// Asks for the profile.
    pub(super) fn get(&self) -> Ask<'a> {
        let url = address::below(&url(self.group), [self.name().as_str()]);
        ask(self.zone, Action::Get, Method::GET, url)
    }

    /// Makes or replaces the profile.
    pub(super) fn put(&self, action: Action, body: &'a Value) -> Ask<'a> {
        Ask { action, method: Method::PUT, body: Some(body), ..self.get() }
    }

    /// Deletes the profile.
    pub(super) fn delete(&self) -> Ask<'a> {
        Ask { action: Action::Delete, method: Method::DELETE, ..self.get() }
    }
}

/// Asks for all profiles of a resource group.
pub(super) fn list<'a>(group: &Group, zone: &'a Name) -> Ask<'a> {
    ask(zone, Action::Get, Method::GET, url(group))
}

/// Asks whether a name is free in all of Azure.
pub(super) fn is_free<'a>(group: &Group, zone: &'a Name, body: &'a Value) -> Ask<'a> {
    let path = ["providers", "Microsoft.Network", "checkTrafficManagerNameAvailability"];
    let url = address::below(&group.endpoint, path);
    Ask { body: Some(body), ..ask(zone, Action::Get, Method::POST, url) }
}

fn url(group: &Group) -> Url {
    let path = [
        "subscriptions",
        &group.subscription,
        "resourceGroups",
        &group.name,
        "providers",
        "Microsoft.Network",
        "trafficManagerProfiles",
    ];
    address::below(&group.endpoint, path)
}

fn ask(zone: &Name, action: Action, method: Method, mut url: Url) -> Ask<'_> {
    url.query_pairs_mut().append_pair("api-version", VERSION);
    Ask { zone, action, method, url, guard: None, body: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(group: &str, owner: &str, rtype: Rtype) -> String {
        let group = Group {
            endpoint: Url::parse("https://management.azure.com").unwrap(),
            subscription: "S".to_owned(),
            name: group.to_owned(),
        };
        let (zone, owner) = (Name::parse("example.com").unwrap(), Name::parse(owner).unwrap());
        Profile { group: &group, zone: &zone, owner: &owner, rtype }.name()
    }

    #[test]
    fn a_name_is_a_label_and_ones_own() {
        let www = name("rg", "www.example.com", Rtype::A);
        assert!(www.starts_with("zonal-a-www-example-com-"), "{www}");
        assert_eq!(www, name("RG", "www.example.com", Rtype::A));
        let long = format!("{}.example.com", "x".repeat(63));
        let others = [
            name("other", "www.example.com", Rtype::A),
            name("rg", "www.example.com", Rtype::AAAA),
            name("rg", "*.example.com", Rtype::A),
            name("rg", "example.com", Rtype::A),
            name("rg", &long, Rtype::A),
            name("rg", "_a.example.com", Rtype::A),
        ];
        for other in others {
            assert_ne!(other, www);
            assert!(other.len() <= 63, "{other}");
            assert!(other.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{other}");
            assert!(!other.contains("--"), "{other}");
        }
    }
}
