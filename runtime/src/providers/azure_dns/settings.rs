//! The provider's settings and the variables that stand in for them.

use std::collections::BTreeMap;
use std::time::Duration;

use url::Url;

use super::address;
use super::place::Group;
use super::token::{Account, Environment};
use crate::error::{Failure, FailureKind};
use crate::providers::seconds::seconds;

const ENDPOINT: &str = "https://management.azure.com";
const AUTHORITY: &str = "https://login.microsoftonline.com";

/// What a provider is made of.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) group: Group,
    pub(super) account: Account,
    /// The longest time that any answer may take, if the source says.
    pub(super) answer_timeout: Option<Duration>,
}

impl Settings {
    /// Reads the settings of the provider `name`; a setting comes before the variable that stands in for it.
    pub(super) fn read(
        name: &str,
        settings: &BTreeMap<String, String>,
        environment: Environment,
    ) -> Result<Self, Failure> {
        let setting = |key: &str| settings.get(key).filter(|value| !value.trim().is_empty()).cloned();
        let required = |key: &str| {
            setting(key).ok_or_else(|| {
                Failure::new(FailureKind::Data, format!("provider `{name}` has no `{key}`"))
                    .help(format!("add a line `{key} \"…\"` to its block"))
            })
        };
        let address = |key: &str, variable: &str, usual: &str| {
            let (text, from) = match (setting(key), environment.get(variable)) {
                (Some(text), _) => (text, format!("`{key}` of provider `{name}`")),
                (None, Some(text)) => (text, format!("the variable {variable}")),
                (None, None) => (usual.to_owned(), format!("`{key}`")),
            };
            address::parse(&text, &from)
        };
        let endpoint = address("endpoint", "AZURE_RESOURCE_MANAGER_ENDPOINT", ENDPOINT)?;
        let authority = address("authority", "AZURE_AUTHORITY_HOST", AUTHORITY)?;
        let subscription = required("subscription")?;
        let group = Group {
            endpoint: endpoint.clone(),
            subscription: subscription.clone(),
            name: required("resource-group")?,
        };
        let account = Account {
            authority,
            audience: audience(&endpoint),
            tenant: setting("tenant"),
            client_id: setting("client-id"),
            subscription,
            environment,
        };
        let answer_timeout = seconds(name, settings, "answer-timeout")?;
        Ok(Self { group, account, answer_timeout })
    }
}

/// What a token is asked for: the cloud's Resource Manager itself, or the public cloud's where another server
/// stands in for it.
fn audience(endpoint: &Url) -> String {
    if address::is_loopback(endpoint) {
        return ENDPOINT.to_owned();
    }
    endpoint.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)], variables: &'static [(&str, &str)]) -> Result<Settings, Failure> {
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Settings::read("azure", &settings.collect(), Environment::new(variable))
    }

    const NEEDED: [(&str, &str); 2] = [("subscription", "s"), ("resource-group", "rg")];

    #[test]
    fn the_public_cloud_is_usual() {
        let settings = read(&NEEDED, &[]).unwrap();
        assert_eq!(settings.group.endpoint.as_str(), "https://management.azure.com/");
        assert_eq!(settings.account.authority.as_str(), "https://login.microsoftonline.com/");
        assert_eq!(settings.account.audience, "https://management.azure.com");
    }

    #[test]
    fn a_setting_comes_before_a_variable() {
        let variables = &[
            ("AZURE_RESOURCE_MANAGER_ENDPOINT", "https://management.chinacloudapi.cn"),
            ("AZURE_AUTHORITY_HOST", "login.chinacloudapi.cn"),
        ];
        let settings = read(&NEEDED, variables).unwrap();
        assert_eq!(settings.account.audience, "https://management.chinacloudapi.cn");
        assert_eq!(settings.account.authority.as_str(), "https://login.chinacloudapi.cn/");
        let with = [NEEDED[0], NEEDED[1], ("endpoint", "http://127.0.0.1:8081")];
        let settings = read(&with, variables).unwrap();
        assert_eq!(settings.group.endpoint.as_str(), "http://127.0.0.1:8081/");
        assert_eq!(settings.account.audience, "https://management.azure.com");
    }

    #[test]
    fn what_is_missing_is_named() {
        let failure = read(&[("subscription", "s"), ("resource-group", " ")], &[]).unwrap_err();
        assert_eq!(failure.to_string(), "provider `azure` has no `resource-group`");
        let failure = read(&NEEDED, &[("AZURE_AUTHORITY_HOST", "http://login.example")]).unwrap_err();
        assert!(
            failure.to_string().starts_with("the variable AZURE_AUTHORITY_HOST is `http://login.example`")
        );
    }
}
