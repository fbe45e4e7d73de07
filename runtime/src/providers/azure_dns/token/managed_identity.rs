//! The identity that Azure gives to the machine or the app that this runs on.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::super::address;
use super::super::refusal::one_line;
use super::super::transport::{Answer, Call, Transport};
use super::entra::token_of;
use super::ways::Environment;
use super::{Issued, PATIENCE, Way, ask, cannot};
use crate::error::Failure;

/// Where a virtual machine asks, from nowhere else.
const METADATA: &str = "http://169.254.169.254";
/// How long it is looked for; it is one hop away, or not there at all.
const GLANCE: Duration = Duration::from_secs(1);
const OF_MACHINE: &str = "the managed identity of this machine";
const OF_APP: &str = "the managed identity of this app (IDENTITY_ENDPOINT)";

/// The identity of an app of App Service, Functions or Container Apps.
pub(super) struct AppService {
    pub(super) url: Url,
    pub(super) header: SecretString,
    pub(super) resource: String,
    pub(super) client_id: Option<String>,
}

/// The identity of a virtual machine, by its instance metadata service.
pub(super) struct InstanceMetadata {
    call: Call,
}

#[async_trait]
impl Way for AppService {
    fn words(&self) -> &'static str {
        "a managed identity (IDENTITY_ENDPOINT)"
    }

    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        let mut header = HeaderValue::from_str(self.header.expose_secret())
            .map_err(|_| cannot(OF_APP, "IDENTITY_HEADER is no header"))?;
        header.set_sensitive(true);
        let mut url = self.url.clone();
        url.query_pairs_mut()
            .append_pair("api-version", "2019-08-01")
            .append_pair("resource", &self.resource);
        if let Some(client_id) = &self.client_id {
            url.query_pairs_mut().append_pair("client_id", client_id);
        }
        let headers = vec![(HeaderName::from_static("x-identity-header"), header)];
        let call = Call { method: Method::GET, url, headers, body: Vec::new(), timeout: PATIENCE };
        request(transport, &call, OF_APP, self.header.expose_secret()).await
    }
}

impl InstanceMetadata {
    /// The service at its address, or where the Azure SDKs' own variable says that it is.
    pub(super) fn new(
        environment: &Environment,
        resource: &str,
        client_id: Option<String>,
    ) -> Result<Self, Failure> {
        const ELSEWHERE: &str = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
        let base = environment.get(ELSEWHERE);
        let base = address::parse_platform(base.as_deref().unwrap_or(METADATA), ELSEWHERE)?;
        let mut url = address::below(&base, ["metadata", "identity", "oauth2", "token"]);
        url.query_pairs_mut()
            .append_pair("api-version", "2018-02-01")
            .append_pair("resource", &format!("{resource}/"));
        if let Some(client_id) = client_id {
            url.query_pairs_mut().append_pair("client_id", &client_id);
        }
        let headers = vec![(HeaderName::from_static("metadata"), HeaderValue::from_static("true"))];
        Ok(Self { call: Call { method: Method::GET, url, headers, body: Vec::new(), timeout: PATIENCE } })
    }

    /// Whether there is a service that has an identity for this machine.
    pub(super) async fn is_there(&self, transport: &dyn Transport) -> bool {
        let glance = Call { timeout: GLANCE, ..self.call.clone() };
        match transport.send(glance).await {
            // It answers 400 where the machine has no identity; whoever else answers there is not the service.
            Ok(answer) => token_of(&answer).is_some() || answer.status == 429 || answer.status >= 500,
            Err(_) => false,
        }
    }
}

#[async_trait]
impl Way for InstanceMetadata {
    fn words(&self) -> &'static str {
        "the instance's managed identity"
    }

    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        request(transport, &self.call, OF_MACHINE, "").await
    }
}

async fn request(transport: &dyn Transport, call: &Call, way: &str, secret: &str) -> Result<Issued, Failure> {
    let answer = ask(transport, call)
        .await
        .map_err(|lost| cannot(way, format!("its service does not answer: {}", lost.why)))?;
    let token = if answer.is_success() { token_of(&answer) } else { None };
    token.ok_or_else(|| refused(&answer, way, secret))
}

fn refused(answer: &Answer, way: &str, secret: &str) -> Failure {
    if answer.is_success() {
        return cannot(way, "its service answered without a token");
    }
    let said = String::from_utf8_lossy(&answer.body);
    let said = if secret.is_empty() { said.into_owned() } else { said.replace(secret, "…") };
    cannot(way, format!("{} (HTTP {})", one_line(&said), answer.status))
        .help("assign an identity to it; where it has several, say which by `client-id` (AZURE_CLIENT_ID)")
}
