//! A record set in a document: exact for programs, readable for people.

use serde::{Deserialize, Serialize};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;

use crate::digest::{hex, unhex};
use crate::record::{AliasTarget, RecordSet, ResourceId, Route};

/// A record set in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetDocument {
    /// The owner name, absolute, as a master file has it.
    pub owner: String,
    /// The type.
    pub r#type: String,
    /// The set identifier and the routing fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<RouteDocument>,
    /// The TTL in seconds.
    pub ttl: u32,
    /// The alias target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<AliasDocument>,
    /// The values, in canonical order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDocument>,
}

/// One value of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueDocument {
    /// In presentation form, for people.
    pub text: String,
    /// The canonical wire RDATA in hexadecimal digits: what counts.
    pub rdata: String,
}

/// A route of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteDocument {
    /// The set identifier.
    pub set: String,
    /// The routing fields and their values.
    pub fields: Vec<(String, String)>,
}

/// An alias target of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum AliasDocument {
    /// Another name (Route 53).
    Name {
        /// The name.
        target: String,
        /// Its hosted zone; absent if it is the zone itself.
        hosted_zone: Option<String>,
        /// Whether the target's health counts.
        evaluates_health: bool,
    },
    /// A resource (Azure).
    Resource(String),
}

/// A set of a document that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{owner} {rtype}`: {what}")]
pub struct SetError {
    owner: String,
    rtype: String,
    what: &'static str,
}

impl SetDocument {
    /// The document of a set.
    #[must_use]
    pub fn new(set: &RecordSet) -> Self {
        let value = |value: &[u8]| ValueDocument {
            text: rdata::display(set.rtype, value).to_string(),
            rdata: hex(value),
        };
        Self {
            owner: set.owner.to_string(),
            r#type: set.rtype.to_string(),
            route: set.route.as_ref().map(RouteDocument::new),
            ttl: set.ttl,
            alias: set.alias.as_deref().map(AliasDocument::new),
            values: set.rdata.iter().map(|bytes| value(bytes)).collect(),
        }
    }

    /// The identity of the set, in the words of [`SetKey`](crate::record::SetKey).
    #[must_use]
    pub fn key(&self) -> String {
        let Self { owner, r#type: rtype, route, .. } = self;
        match route {
            Some(route) => format!("{owner} {rtype} (set {})", route.set),
            None => format!("{owner} {rtype}"),
        }
    }

    /// The set of a document.
    ///
    /// # Errors
    /// Fails for names, types and values that nobody could have written.
    pub fn set(&self) -> Result<RecordSet, SetError> {
        let error = |what| SetError { owner: self.owner.clone(), rtype: self.r#type.clone(), what };
        let name = |text: &str, what| Name::parse_master_file(text.as_bytes()).map_err(|_| error(what));
        let owner = name(&self.owner, "the owner is no name")?;
        let rtype = Rtype::from_zone_file(&self.r#type).ok_or_else(|| error("there is no such type"))?;
        let rdata = self.values.iter().map(|value| unhex(&value.rdata).map(Vec::into_boxed_slice));
        let rdata =
            rdata.collect::<Option<Vec<_>>>().ok_or_else(|| error("a value is not in hexadecimal digits"))?;
        let alias = match &self.alias {
            None => None,
            Some(AliasDocument::Resource(id)) => Some(AliasTarget::Resource(ResourceId::new(id))),
            Some(AliasDocument::Name { target, hosted_zone, evaluates_health }) => Some(AliasTarget::Name {
                target: name(target, "the alias target is no name")?,
                hosted_zone: hosted_zone.as_deref().map(Box::from),
                evaluates_health: *evaluates_health,
            }),
        };
        let route = self.route.as_ref().map(RouteDocument::route);
        Ok(RecordSet { route, alias: alias.map(Box::new), ..RecordSet::new(owner, rtype, self.ttl, rdata) })
    }
}

impl RouteDocument {
    fn new(route: &Route) -> Self {
        let fields = route.fields.iter().map(|(field, value)| (field.to_string(), value.to_string()));
        Self { set: route.set.to_string(), fields: fields.collect() }
    }

    fn route(&self) -> Route {
        let fields = self.fields.iter().map(|(field, value)| (Box::from(&**field), Box::from(&**value)));
        Route { set: Box::from(&*self.set), fields: fields.collect() }
    }
}

impl AliasDocument {
    fn new(target: &AliasTarget) -> Self {
        match target {
            AliasTarget::Name { target, hosted_zone, evaluates_health } => Self::Name {
                target: target.to_string(),
                hosted_zone: hosted_zone.as_deref().map(str::to_owned),
                evaluates_health: *evaluates_health,
            },
            AliasTarget::Resource(id) => Self::Resource(id.to_string()),
        }
    }
}
