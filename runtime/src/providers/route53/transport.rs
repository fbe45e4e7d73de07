//! How requests to AWS travel: HTTP/1.1 over TLS by ring, through the proxy if there is one, and without TLS nowhere but
//! on this machine and to the platform's own addresses.
//!
//! The address of a service may stand in many variables, and in the shared configuration, all of which the SDK reads by
//! itself. So it is looked at where a request is sent.

use std::error::Error;
use std::fmt;

use aws_sdk_route53::config::http::HttpRequest;
use aws_sdk_route53::config::{
    ConfigBag, HttpClient, RuntimeComponents, RuntimeComponentsBuilder, SharedHttpClient,
};
use aws_sdk_route53::error::{BoxError, ConnectorError};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};

/// Where AWS gives out the credentials of instances and containers; nothing routes these addresses elsewhere.
const PLATFORM: [&str; 5] =
    ["169.254.169.254", "169.254.170.2", "169.254.170.23", "[fd00:ec2::254]", "[fd00:ec2::23]"];

/// The client of everything that the SDK asks.
pub(super) fn http_client(proxy: Option<ProxyConfig>) -> SharedHttpClient {
    SharedHttpClient::new(Guarded(unguarded(proxy)))
}

fn unguarded(proxy: Option<ProxyConfig>) -> SharedHttpClient {
    const TLS: tls::Provider = tls::Provider::Rustls(CryptoMode::Ring);
    let Some(proxy) = proxy else { return Builder::new().tls_provider(TLS).build_https() };
    Builder::new().build_with_connector_fn(move |timeouts, components| {
        let mut connector = Connector::builder();
        connector.set_connector_settings(timeouts.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.proxy_config(proxy.clone()).tls_provider(TLS).build()
    })
}

/// Whether nobody on the way can read what is sent to an address.
pub(super) fn is_safe(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return address.starts_with("https://") };
    matches!(host(rest), "127.0.0.1" | "[::1]" | "localhost")
}

/// The host of an address without its scheme; what stands before an `@` is none, and belongs to no address here.
fn host(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { authority }
    })
}

fn is_platform(address: &str) -> bool {
    address.strip_prefix("http://").is_some_and(|rest| PLATFORM.contains(&host(rest)))
}

/// A request that would have gone where others can read it.
#[derive(Debug)]
pub(super) struct Readable {
    /// The host that it was for.
    pub(super) host: String,
}

impl fmt::Display for Readable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is asked without TLS", self.host)
    }
}

impl Error for Readable {}

/// A client that sends nothing that others can read.
#[derive(Debug)]
struct Guarded(SharedHttpClient);

impl HttpClient for Guarded {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(GuardedConnector(self.0.http_connector(settings, components)))
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        HttpClient::validate_base_client_config(&self.0, components, config)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        HttpClient::validate_final_config(&self.0, components, config)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

#[derive(Debug)]
struct GuardedConnector(SharedHttpConnector);

impl HttpConnector for GuardedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let address = request.uri();
        if is_safe(address) || is_platform(address) {
            return self.0.call(request);
        }
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host(rest).rsplit('@').next().unwrap_or_default().escape_debug().to_string();
        HttpConnectorFuture::ready(Err(ConnectorError::user(Box::new(Readable { host }))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_s_own_addresses_do_without_tls() {
        for address in [
            "http://169.254.169.254/latest/api/token",
            "http://169.254.170.2/v2/credentials",
            "http://169.254.170.23/v1/credentials",
            "http://[fd00:ec2::254]/latest",
            "http://[fd00:ec2::23]:80/v1/credentials",
        ] {
            assert!(is_platform(address), "{address}");
        }
        for address in [
            "http://169.254.169.254.example.com/",
            "http://169.254.169.254@example.com/",
            "http://10.0.0.1/",
            "ftp://169.254.169.254/",
        ] {
            assert!(!is_platform(address) && !is_safe(address), "{address}");
        }
    }
}
