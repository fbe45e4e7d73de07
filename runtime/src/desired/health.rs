//! Health checks that routes refer to, and how the checks that Zonal makes are known again.
//!
//! A check is known by its settings: a changed one is another check, so a set that moves to it is guarded like
//! any other change, and the old check stays until nothing uses it.

use sha2::{Digest, Sha256};
use zonal_compiler::dns::name::Name;
use zonal_compiler::eval::{HealthCheck as Declared, SettingValue};

/// The number of characters of a health check's name that its mark has room for.
const LONGEST_NAME: usize = 36;

/// A health check that a zone's routes refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// Its name in the source.
    pub name: String,
    /// What it is known again by at a provider.
    pub mark: HealthMark,
    /// How it asks.
    pub protocol: Protocol,
    /// The host to ask, and to name in the request.
    pub host: Option<String>,
    /// The address to ask, where it is not the host's.
    pub address: Option<String>,
    /// The path to ask for.
    pub path: Option<String>,
    /// The port to ask.
    pub port: Option<u16>,
    /// How many failures in a row make it unhealthy.
    pub failures: Option<u8>,
    /// The seconds between two checks.
    pub interval: Option<u8>,
    /// Text that the answer must hold.
    pub search: Option<String>,
}

/// How a health check asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP.
    Http,
    /// HTTP over TLS.
    Https,
    /// A TCP connection.
    Tcp,
}

/// What a health check is known again by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HealthMark {
    /// The name in the source, cut to 36 characters.
    pub name: Box<str>,
    /// 16 hexadecimal digits of a digest over the zone, the whole name and the settings.
    pub digest: Box<str>,
}

impl HealthMark {
    /// The mark of the check that a zone has under this name, of this kind and with these settings, in any order.
    #[must_use]
    pub fn of(zone: &Name, name: &str, kind: &str, mut settings: Vec<(&str, String)>) -> Self {
        settings.sort();
        let mut digest = Sha256::new();
        let mut add = |part: &[u8]| {
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        };
        add(zone.wire());
        add(name.as_bytes());
        add(kind.as_bytes());
        for (name, value) in settings {
            add(name.as_bytes());
            add(value.as_bytes());
        }
        Self {
            name: name.chars().take(LONGEST_NAME).collect(),
            digest: crate::digest::hex(&digest.finalize()).chars().take(16).collect(),
        }
    }

    /// The two routing fields that stand for the check, in their order.
    #[must_use]
    pub fn fields(&self) -> [(Box<str>, Box<str>); 2] {
        [("health".into(), self.name.clone()), ("health-settings".into(), self.digest.clone())]
    }
}

impl HealthCheck {
    /// A declared check as a zone uses it.
    #[must_use]
    pub fn of(declared: &Declared, zone: &Name) -> Self {
        let text = |name: &str| setting(declared, name).and_then(as_text);
        let number = |name: &str| setting(declared, name).and_then(as_number);
        Self {
            name: declared.name.clone(),
            mark: mark(declared, zone),
            protocol: match declared.kind {
                "http" => Protocol::Http,
                "https" => Protocol::Https,
                _ => Protocol::Tcp,
            },
            host: text("host"),
            address: text("address"),
            path: text("path"),
            port: number("port").and_then(|port| u16::try_from(port).ok()),
            failures: number("failures").and_then(|failures| u8::try_from(failures).ok()),
            interval: number("interval").and_then(|interval| u8::try_from(interval).ok()),
            search: text("search"),
        }
    }
}

fn setting<'d>(declared: &'d Declared, name: &str) -> Option<&'d SettingValue> {
    declared.settings.iter().find(|given| given.name == name).map(|given| &given.value)
}

fn as_text(value: &SettingValue) -> Option<String> {
    match value {
        SettingValue::Text(text) => Some(text.clone()),
        SettingValue::Int(_) | SettingValue::Env(_) | SettingValue::Names(_) => None,
    }
}

fn as_number(value: &SettingValue) -> Option<i64> {
    match value {
        SettingValue::Int(number) => Some(*number),
        SettingValue::Text(_) | SettingValue::Env(_) | SettingValue::Names(_) => None,
    }
}

fn mark(declared: &Declared, zone: &Name) -> HealthMark {
    let settings = declared.settings.iter().map(|given| {
        let number = as_number(&given.value).map(|number| number.to_string());
        (given.name, as_text(&given.value).or(number).unwrap_or_default())
    });
    HealthMark::of(zone, &declared.name, declared.kind, settings.collect())
}
