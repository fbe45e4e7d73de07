//! The proxy that stands between this machine and the clouds, as the environment names it.
//!
//! Only what is sent over TLS goes through it: in plain HTTP are asked this machine and the platform's own metadata
//! service alone, and a proxy would see the credentials that these hand out.

use std::fmt;

use crate::error::{Failure, FailureKind};

/// Where a proxy is named, the first that is set counts.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// Where the hosts are named that are reached without it.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// A proxy for what is sent over TLS.
#[derive(Clone)]
pub(super) struct HttpsProxy {
    /// The variable that names it.
    variable: &'static str,
    /// Its address, which may hold a password.
    pub(super) url: String,
    /// The hosts that are reached without it, separated by commas.
    pub(super) exceptions: Option<String>,
}

impl HttpsProxy {
    /// The proxy that the environment names, if any.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, Failure> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let Some((name, text)) = PROXIES.iter().find_map(|name| Some((*name, set(name)?))) else {
            return Ok(None);
        };
        let text = text.trim();
        let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let exceptions = EXCEPTIONS.iter().find_map(|name| set(name));
        let proxy = Self { variable: name, url, exceptions };
        if proxy.url.starts_with("http://") || proxy.url.starts_with("https://") {
            Ok(Some(proxy))
        } else {
            Err(proxy.unusable())
        }
    }

    /// The failure for an address that is none. It does not repeat it, for the sake of the password.
    pub(super) fn unusable(&self) -> Failure {
        let what = format!("the variable {} holds no address of an HTTP proxy", self.variable);
        Failure::new(FailureKind::Data, what).help(
            "write it as `http://proxy.example:3128`, with `user:password@` before the host if it asks for them",
        )
    }
}

impl fmt::Debug for HttpsProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsProxy").field("variable", &self.variable).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Result<Option<HttpsProxy>, Failure> {
        HttpsProxy::of(|asked| {
            variables.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_variable_that_is_set_counts() {
        let url = |variables: &[(&str, &str)]| of(variables).unwrap().map(|proxy| proxy.url);
        assert_eq!(url(&[]), None);
        assert_eq!(url(&[("HTTPS_PROXY", " "), ("HTTP_PROXY", "http://plain:1")]), None);
        assert_eq!(url(&[("https_proxy", "proxy:3128")]).unwrap(), "http://proxy:3128");
        let both = [("ALL_PROXY", "http://all:1"), ("HTTPS_PROXY", "https://one:1")];
        assert_eq!(url(&both).unwrap(), "https://one:1");
    }

    #[test]
    fn an_address_that_is_none_is_not_repeated() {
        let failure = of(&[("ALL_PROXY", "socks5://user:word@proxy:1080")]).unwrap_err();
        assert_eq!(failure.what(), "the variable ALL_PROXY holds no address of an HTTP proxy");
        let proxy = of(&[("HTTPS_PROXY", "http://user:word@proxy:1080")]).unwrap();
        assert!(!format!("{proxy:?}").contains("word"));
    }
}
