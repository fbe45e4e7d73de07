//! Whether somebody has edited a health check since Zonal made it.
//!
//! Route 53 counts the versions of a check from 1, and an edit makes the next. So a check of version 1 is as it was made,
//! whatever defaults the service has filled in. Of a later version the settings are told by the digest in the check's
//! reference: an edit that was undone is none.

use aws_sdk_route53::types::{HealthCheck as Listed, HealthCheckConfig, HealthCheckType};
use zonal_compiler::dns::name::Name;

use crate::desired::HealthMark;

/// What the service assumes where the source does not say.
const FAILURES: i32 = 3;
const INTERVAL: i32 = 30;
const PATH: &str = "/";

/// Whether a check of this mark asks as it did when it was made for a zone.
pub(super) fn is_as_made(check: &Listed, mark: &HealthMark, zone: &Name) -> bool {
    check.health_check_version <= 1 || has_settings_of(check, mark, zone)
}

/// Whether the digest of a mark is that of a check's settings in a zone. Of a longer name than a mark holds, and of the host
/// of a TCP check beside an address, nothing can be told: these never are.
pub(super) fn has_settings_of(check: &Listed, mark: &HealthMark, zone: &Name) -> bool {
    let Some(config) = &check.health_check_config else { return false };
    let is_it = |kind, settings| HealthMark::of(zone, &mark.name, kind, settings) == *mark;
    has_no_more_than_settings(config)
        && spellings(config)
            .is_some_and(|(kind, spellings)| spellings.into_iter().any(|settings| is_it(kind, settings)))
}

/// Whether a check has nothing that no setting of the source is for.
fn has_no_more_than_settings(config: &HealthCheckConfig) -> bool {
    let flags = [config.measure_latency, config.inverted, config.disabled];
    let is_https = matches!(config.r#type, HealthCheckType::Https | HealthCheckType::HttpsStrMatch);
    let names_host = is_https && config.fully_qualified_domain_name.is_some();
    !flags.contains(&Some(true))
        && config.regions().is_empty()
        && config.enable_sni.unwrap_or_default() == names_host
}

/// Settings as the source may have them.
type Settings = Vec<(&'static str, String)>;

/// The kind of a check, and every way to write its settings down: a default may be written or left out.
fn spellings(config: &HealthCheckConfig) -> Option<(&'static str, Vec<Settings>)> {
    let (kind, port) = match config.r#type.as_str() {
        "HTTP" | "HTTP_STR_MATCH" => ("http", Some(80)),
        "HTTPS" | "HTTPS_STR_MATCH" => ("https", Some(443)),
        "TCP" => ("tcp", None),
        _ => return None,
    };
    let text = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::to_owned);
    let number = |number: Option<i32>| number.map(|number| number.to_string());
    let path = text(&config.resource_path);
    let settings = [
        ("host", text(&config.fully_qualified_domain_name), false),
        ("address", text(&config.ip_address), false),
        ("search", text(&config.search_string), false),
        ("path", path.clone(), path.is_none_or(|path| path == PATH)),
        ("port", number(config.port), port.is_some() && config.port == port),
        ("failures", number(config.failure_threshold), config.failure_threshold == Some(FAILURES)),
        ("interval", number(config.request_interval), config.request_interval == Some(INTERVAL)),
    ];
    let mut spellings = vec![Vec::new()];
    for (name, value, is_default) in settings {
        let Some(value) = value else { continue };
        let without = if is_default { spellings.clone() } else { Vec::new() };
        spellings.iter_mut().for_each(|settings| settings.push((name, value.clone())));
        spellings.extend(without);
    }
    Some((kind, spellings))
}

#[cfg(test)]
mod tests {
    use super::super::made::config;
    use super::*;
    use crate::desired::{HealthCheck, Protocol};

    fn zone() -> Name {
        Name::parse("example.com").unwrap()
    }

    fn declared(settings: &[(&'static str, &str)]) -> HealthCheck {
        let number = |name: &str| {
            settings.iter().find(|(given, _)| *given == name).map(|(_, value)| value.parse().unwrap())
        };
        let text = |name: &str| {
            settings.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned())
        };
        let spelled = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        HealthCheck {
            name: "web".to_owned(),
            mark: HealthMark::of(&zone(), "web", "https", spelled),
            protocol: Protocol::Https,
            host: text("host"),
            address: text("address"),
            path: text("path"),
            port: text("port").map(|port| port.parse().unwrap()),
            failures: number("failures"),
            interval: number("interval"),
            search: text("search"),
        }
    }

    fn listed(version: i64, config: HealthCheckConfig) -> Listed {
        Listed::builder()
            .id("id")
            .caller_reference("zonal-")
            .health_check_config(config)
            .health_check_version(version)
            .build()
            .unwrap()
    }

    fn filled_in(mut config: HealthCheckConfig) -> HealthCheckConfig {
        config.failure_threshold.get_or_insert(FAILURES);
        config.request_interval.get_or_insert(INTERVAL);
        (config.inverted, config.disabled, config.measure_latency) = (Some(false), Some(false), Some(false));
        config
    }

    #[test]
    fn an_edit_is_seen_and_one_that_was_undone_is_none() {
        for settings in [
            &[("host", "www.example.net")][..],
            &[("host", "www.example.net"), ("path", "/"), ("failures", "3")],
            &[("host", "www.example.net"), ("port", "443"), ("search", "ok"), ("interval", "10")],
            &[("address", "192.0.2.1"), ("path", "/health")],
        ] {
            let declared = declared(settings);
            let made = filled_in(config(&declared).unwrap());
            let is_as_made = |version, config: &HealthCheckConfig| {
                is_as_made(&listed(version, config.clone()), &declared.mark, &zone())
            };
            assert!(is_as_made(1, &made) && is_as_made(3, &made), "{settings:?}");
            let edits: [fn(&mut HealthCheckConfig); 8] = [
                |config| config.resource_path = Some("/other".to_owned()),
                |config| config.failure_threshold = Some(10),
                |config| config.disabled = Some(true),
                |config| config.inverted = Some(true),
                |config| config.port = Some(8443),
                |config| config.ip_address = Some("192.0.2.9".to_owned()),
                |config| config.enable_sni = config.enable_sni.map(|sni| !sni),
                |config| config.search_string = Some("else".to_owned()),
            ];
            for edit in edits {
                let mut edited = made.clone();
                edit(&mut edited);
                assert!(!is_as_made(2, &edited), "{edited:?}");
            }
        }
    }
}
