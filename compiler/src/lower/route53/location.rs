//! Where a resolver is, as a route names it: a continent, a country, one of its states, or anywhere else.
//!
//! Route 53 gives continents and countries codes of two letters each, and some stand for both (`AF` is Africa and
//! Afghanistan), so a continent is written by its name.

use std::fmt;

use super::Verified;

/// Where the codes stand.
pub const CODES: Verified = Verified {
    date: "2026-11-23",
    page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html",
};

/// The continents by name and by code.
pub const CONTINENTS: [(&str, &str); 7] = [
    ("africa", "AF"),
    ("antarctica", "AN"),
    ("asia", "AS"),
    ("europe", "EU"),
    ("oceania", "OC"),
    ("north-america", "NA"),
    ("south-america", "SA"),
];

/// A place that a routed set answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// Every place that no other set answers for.
    Default,
    /// A continent, by its code.
    Continent(&'static str),
    /// A country, by its code of two letters (ISO 3166-1).
    Country(String),
    /// A part of a country, by the country's code and its own (ISO 3166-2).
    Subdivision(String, String),
}

impl Location {
    /// Reads `default`, `europe`, `de` or `us-ca`, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        if text == "default" {
            return Some(Self::Default);
        }
        if let Some((_, code)) = CONTINENTS.iter().find(|(name, _)| *name == text) {
            return Some(Self::Continent(code));
        }
        match text.split_once('-') {
            None => is_country(&text).then(|| Self::Country(text.to_ascii_uppercase())),
            Some((country, part)) => {
                let is_part =
                    (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
                (is_country(country) && is_part)
                    .then(|| Self::Subdivision(country.to_ascii_uppercase(), part.to_ascii_uppercase()))
            }
        }
    }

    /// Whether Route 53 knows parts of the country, if it is a part: those of the United States and Ukraine alone.
    #[must_use]
    pub fn is_divided(&self) -> bool {
        match self {
            Self::Subdivision(country, _) => matches!(country.as_str(), "US" | "UA"),
            Self::Default | Self::Continent(_) | Self::Country(_) => true,
        }
    }

    /// The place that the codes of Route 53 stand for; `None` if they are none that can be written.
    #[must_use]
    pub fn from_codes(continent: Option<&str>, country: Option<&str>, part: Option<&str>) -> Option<Self> {
        match (continent, country, part) {
            (None, Some("*"), None) => Some(Self::Default),
            (Some(code), None, None) => {
                CONTINENTS.iter().find(|(_, known)| *known == code).map(|(_, code)| Self::Continent(code))
            }
            (None, Some(country), None) => Self::parse(country),
            (None, Some(country), Some(part)) => Self::parse(&format!("{country}-{part}")),
            _ => None,
        }
    }
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The one spelling, in lower case.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Continent(code) => {
                let name = CONTINENTS.iter().find(|(_, known)| known == code);
                f.write_str(name.map_or(*code, |(name, _)| name))
            }
            Self::Country(code) => f.write_str(&code.to_ascii_lowercase()),
            Self::Subdivision(country, part) => {
                write!(f, "{}-{}", country.to_ascii_lowercase(), part.to_ascii_lowercase())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_one_spelling() {
        for text in ["default", "europe", "north-america", "de", "us-ca", "ua-30"] {
            assert_eq!(Location::parse(text).unwrap().to_string(), text);
            assert_eq!(Location::parse(&text.to_uppercase()).unwrap().to_string(), text);
        }
        for text in ["", "atlantis", "d", "deu", "us-", "us-cali", "1a", "de-*"] {
            assert_eq!(Location::parse(text), None, "{text}");
        }
    }

    #[test]
    fn codes_are_read_as_what_they_stand_for() {
        let of = |continent, country, part| {
            Location::from_codes(continent, country, part).map(|location| location.to_string())
        };
        assert_eq!(of(Some("AF"), None, None).as_deref(), Some("africa"));
        assert_eq!(of(None, Some("AF"), None).as_deref(), Some("af"));
        assert_eq!(of(None, Some("*"), None).as_deref(), Some("default"));
        assert_eq!(of(None, Some("US"), Some("CA")).as_deref(), Some("us-ca"));
        assert_eq!(of(Some("XX"), None, None), None);
        assert_eq!(of(Some("EU"), Some("DE"), None), None);
    }
}
