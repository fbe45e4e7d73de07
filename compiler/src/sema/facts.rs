//! What the compiler is told about live zones: the contents of `zonal.lock`.

use crate::dns::name::Name;

/// Facts about live zones. Written by the tool, committed by people; without them a zone compiles all the same.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// One entry for each zone at each provider.
    pub zones: Vec<ZoneFact>,
}

/// What is known of one zone at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneFact {
    /// The zone.
    pub zone: Name,
    /// The provider's declared name.
    pub provider: String,
    /// The name servers that the provider assigned.
    pub nameservers: Vec<Name>,
}

impl Facts {
    /// The name servers that a provider assigned to a zone; empty if none are known.
    #[must_use]
    pub fn nameservers(&self, zone: &Name, provider: &str) -> &[Name] {
        let fact = self.zones.iter().find(|fact| fact.zone == *zone && fact.provider == provider);
        fact.map_or(&[], |fact| fact.nameservers.as_slice())
    }
}
