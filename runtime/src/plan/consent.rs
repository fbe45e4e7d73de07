//! Consent to what the guards would refuse, as narrow as it is written.
//!
//! One word of consent is `WHAT`, `ZONE:WHAT` or `ZONE/PROVIDER:WHAT`, where `WHAT` is a record type,
//! `max-change`, `max-updates`, `max-deletes` or `empty-zone`. All but a type need a zone: nobody consents to emptying zones they do not name.

use std::fmt;
use std::str::FromStr;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

/// Everything that a person has consented to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Consent {
    grants: Vec<Grant>,
}

/// One thing that a person has consented to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// In which zone; in every zone if absent.
    pub zone: Option<Name>,
    /// At which provider; at every provider if absent.
    pub provider: Option<String>,
    /// What may happen.
    pub what: Permission,
}

/// What may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Sets of this type may be created, changed and deleted.
    Type(Rtype),
    /// More of a zone may change than `max-change` says.
    MaxChange,
    /// More sets of a zone may be updated than `max-updates` says.
    MaxUpdates,
    /// More sets of a zone may be deleted than `max-deletes` says.
    MaxDeletes,
    /// Every set of a zone may be deleted.
    EmptyZone,
}

/// A word of consent that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no consent: {what}")]
pub struct ConsentError {
    word: String,
    what: String,
}

impl Consent {
    /// Adds one more thing.
    pub fn grant(&mut self, grant: Grant) {
        self.grants.push(grant);
    }

    /// Every consent as the command line has it.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.grants.iter().map(ToString::to_string).collect()
    }

    /// Whether this may happen in this zone at this provider.
    #[must_use]
    pub fn covers(&self, zone: &Name, provider: &str, what: Permission) -> bool {
        self.grants.iter().any(|grant| {
            grant.what == what
                && grant.zone.as_ref().is_none_or(|named| named == zone)
                && grant.provider.as_ref().is_none_or(|named| named == provider)
        })
    }
}

impl FromIterator<Grant> for Consent {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        Self { grants: grants.into_iter().collect() }
    }
}

impl FromStr for Grant {
    type Err = ConsentError;

    fn from_str(word: &str) -> Result<Self, ConsentError> {
        let error = |what: String| ConsentError { word: word.to_owned(), what };
        let (scope, what) = word.rsplit_once(':').map_or((None, word), |(scope, what)| (Some(scope), what));
        let what = Permission::parse(what).ok_or_else(|| {
            error(format!("`{what}` is neither a record type nor `max-change`, `max-updates`, `max-deletes` or `empty-zone`"))
        })?;
        let Some(scope) = scope else {
            return match what {
                Permission::Type(_) => Ok(Self { zone: None, provider: None, what }),
                Permission::MaxChange
                | Permission::MaxUpdates
                | Permission::MaxDeletes
                | Permission::EmptyZone => Err(error(format!("`{what}` needs a zone: `ZONE:{what}`"))),
            };
        };
        let (zone, provider) = split_provider(scope);
        let zone = Name::parse_master_file(zone.as_bytes())
            .map_err(|_| error(format!("`{zone}` is not the name of a zone")))?;
        Ok(Self { zone: Some(zone), provider: provider.map(str::to_owned), what })
    }
}

/// Splits `zone/provider`. The names of classless reverse zones hold a slash of their own (RFC 2317), but a
/// provider's name never holds a dot.
fn split_provider(scope: &str) -> (&str, Option<&str>) {
    match scope.rsplit_once('/') {
        Some((zone, provider)) if !provider.is_empty() && !provider.contains('.') => (zone, Some(provider)),
        Some(_) | None => (scope, None),
    }
}

impl Permission {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "max-change" => Some(Self::MaxChange),
            "max-updates" => Some(Self::MaxUpdates),
            "max-deletes" => Some(Self::MaxDeletes),
            "empty-zone" => Some(Self::EmptyZone),
            _ => Rtype::from_zone_file(word).map(Self::Type),
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(rtype) => write!(f, "{rtype}"),
            Self::MaxChange => f.write_str("max-change"),
            Self::MaxUpdates => f.write_str("max-updates"),
            Self::MaxDeletes => f.write_str("max-deletes"),
            Self::EmptyZone => f.write_str("empty-zone"),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(zone) = &self.zone {
            write!(f, "{}", zone.undotted())?;
            if let Some(provider) = &self.provider {
                write!(f, "/{provider}")?;
            }
            f.write_str(":")?;
        }
        write!(f, "{}", self.what)
    }
}
