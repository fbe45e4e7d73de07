//! What a provider takes the answers of an alias set from.

use std::fmt;
use std::hash::{Hash, Hasher};

use zonal_compiler::dns::name::Name;

/// The target of an alias set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AliasTarget {
    /// Another name that Route 53 looks up by itself (`AliasTarget` of its API).
    Name {
        /// The name.
        target: Name,
        /// The identifier of the hosted zone that holds it; absent if it is the zone itself.
        hosted_zone: Option<Box<str>>,
        /// Whether the set is left out of the answers while its target is unhealthy.
        evaluates_health: bool,
    },
    /// A resource of Azure (`targetResource` of its API).
    Resource(ResourceId),
}

/// The identifier of an Azure resource. Two are equal if they are so without regard to ASCII case, as Resource
/// Manager has it.
#[derive(Debug, Clone)]
pub struct ResourceId(Box<str>);

impl ResourceId {
    /// An identifier as somebody wrote it.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The identifier as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ResourceId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ResourceId {}

impl Hash for ResourceId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The target as a plan shows it.
impl fmt::Display for AliasTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { target, hosted_zone, evaluates_health } => {
                write!(f, "alias {target}")?;
                if let Some(zone) = hosted_zone {
                    write!(f, " zone {zone}")?;
                }
                if *evaluates_health { f.write_str(" while healthy") } else { Ok(()) }
            }
            Self::Resource(id) => write!(f, "alias {id}"),
        }
    }
}
