//! The settings of a Route 53 provider.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_smithy_http_client::proxy::ProxyConfig;

use super::pace::DEFAULT_RATE;
use super::signable;
use super::transport::is_safe;
use crate::error::{Failure, FailureKind};
use crate::providers::proxy::HttpsProxy;
use crate::providers::seconds::seconds;

/// How long one answer may take where the source does not say; a batch of a thousand records takes seconds.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// What the source says about how to reach an account; what it leaves out, the AWS environment says.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    /// The profile of the shared AWS configuration.
    pub(super) profile: Option<String>,
    /// The role to assume.
    pub(super) role: Option<String>,
    /// The reusable delegation set of new zones.
    pub(super) delegation_set: Option<String>,
    /// Another address of the service.
    pub(super) endpoint: Option<String>,
    /// The requests a second.
    pub(super) rate: u32,
    /// How long one answer may take.
    pub(super) answer_timeout: Duration,
    /// What TLS goes through, if the environment names something.
    pub(super) proxy: Option<ProxyConfig>,
}

impl Settings {
    /// Reads the settings of a provider.
    ///
    /// Of the environment, which the SDK reads by itself, only the proxy and the addresses are looked at: a session token
    /// or a web identity token must not go to one of them where others can read it. Addresses that stand elsewhere are
    /// refused when they are asked.
    pub(super) fn read(
        name: &str,
        settings: &BTreeMap<String, String>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let text = |setting: &str| settings.get(setting).filter(|text| !text.is_empty()).cloned();
        let wrong = |what: String, help: &str| Err(Failure::new(FailureKind::Data, what).help(help));
        let rate = match text("requests-per-second") {
            None => DEFAULT_RATE,
            Some(text) => match text.parse() {
                Ok(rate @ 1..=1000) => rate,
                _ => {
                    return wrong(
                        format!("`requests-per-second` of provider `{name}` is no number from 1 to 1000"),
                        "AWS allows 5 to a whole account",
                    );
                }
            },
        };
        let endpoint = text("endpoint");
        if endpoint.as_deref().is_some_and(|endpoint| !is_safe(endpoint)) {
            return wrong(format!("`endpoint` of provider `{name}` is no `https://` address"), PLAIN);
        }
        for variable_name in ADDRESSES {
            if variable(variable_name).is_some_and(|address| !address.is_empty() && !is_safe(&address)) {
                return wrong(format!("the variable {variable_name} holds no `https://` address"), PLAIN);
            }
        }
        let unsignable = signable::VARIABLES
            .iter()
            .find(|name| variable(name).is_some_and(|value| !signable::is_signable(&value)));
        if let (None, Some(name)) = (text("profile"), unsignable) {
            let what = format!(
                "the variable {name} holds a blank, a line break or another character that no key has"
            );
            return wrong(what, "set it anew: what is pasted into a secret often ends with a line break");
        }
        Ok(Self {
            profile: text("profile"),
            role: text("role-arn"),
            delegation_set: text("delegation-set"),
            endpoint,
            rate,
            answer_timeout: seconds(name, settings, "answer-timeout")?.unwrap_or(ANSWER_TIMEOUT),
            proxy: HttpsProxy::of(variable)?.map(|proxy| configured(&proxy)).transpose()?,
        })
    }

    /// What tells one account from another, as far as the source tells.
    pub(super) fn account(&self) -> String {
        let texts = [&self.profile, &self.role, &self.endpoint];
        texts.map(|text| text.as_deref().unwrap_or_default()).join("\n")
    }
}

/// A proxy as the SDK takes it.
fn configured(proxy: &HttpsProxy) -> Result<ProxyConfig, Failure> {
    let config = ProxyConfig::https(&*proxy.url).map_err(|_| proxy.unusable())?;
    Ok(config.no_proxy(proxy.exceptions.as_deref().unwrap_or_default()))
}

const PLAIN: &str = "only an address of this machine, as `http://127.0.0.1:5000`, may do without TLS: requests hold a session token";
/// The variables that say where Route 53 and the services for sessions are.
const ADDRESSES: [&str; 5] = [
    "AWS_ENDPOINT_URL_ROUTE_53",
    "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str, value: &str) -> Result<Settings, Failure> {
        Settings::read("aws", &BTreeMap::from([(name.to_owned(), value.to_owned())]), |_| None)
    }

    #[test]
    fn only_this_machine_does_without_tls() {
        for endpoint in
            ["https://route53.amazonaws.com", "http://127.0.0.1:5000", "http://[::1]:1/", "http://localhost"]
        {
            assert!(settings("endpoint", endpoint).is_ok(), "{endpoint}");
        }
        for endpoint in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "ftp://localhost",
            "localhost:1",
        ] {
            assert!(settings("endpoint", endpoint).is_err(), "{endpoint}");
        }
    }

    #[test]
    fn so_it_is_for_the_addresses_in_variables() {
        for name in ADDRESSES {
            let read = |address: &str| {
                Settings::read("aws", &BTreeMap::new(), |asked| (asked == name).then(|| address.to_owned()))
            };
            assert!(
                read("http://127.0.0.1:5000").is_ok()
                    && read("").is_ok()
                    && read("https://a.example").is_ok()
            );
            let failure = read("http://a.example").unwrap_err();
            assert!(failure.what().contains(name) && !failure.what().contains("a.example"), "{failure}");
        }
    }

    #[test]
    fn a_rate_is_a_number() {
        assert_eq!(settings("requests-per-second", "1000").unwrap().rate, 1000);
        assert_eq!(settings("profile", "p").unwrap().rate, DEFAULT_RATE);
        for rate in ["0", "1001", "x", "-1"] {
            assert!(settings("requests-per-second", rate).is_err(), "{rate}");
        }
    }
}
