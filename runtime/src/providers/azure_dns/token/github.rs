//! A GitHub job's own token (OpenID Connect), which a job with `permissions: id-token: write` may ask for.

use async_trait::async_trait;
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::super::address;
use super::super::refusal::one_line;
use super::super::transport::{Answer, Call, Transport};
use super::entra::{Entra, Proof, SecretText};
use super::{Issued, PATIENCE, Way, ask, cannot};
use crate::error::Failure;

/// What Entra expects the token to be for.
const AUDIENCE: &str = "api://AzureADTokenExchange";

/// An application that trusts a GitHub job.
pub(super) struct Github {
    pub(super) entra: Entra,
    pub(super) url: Url,
    pub(super) token: SecretString,
}

#[derive(Deserialize)]
struct IdToken {
    value: SecretText,
}

impl Github {
    /// Reads `ACTIONS_ID_TOKEN_REQUEST_URL`, which comes with a query.
    pub(super) fn address(text: &str) -> Result<Url, Failure> {
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut url = address::parse(base, "ACTIONS_ID_TOKEN_REQUEST_URL")?;
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        url.query_pairs_mut().append_pair("audience", AUDIENCE);
        Ok(url)
    }

    fn refused(&self, answer: &Answer) -> Failure {
        let said = String::from_utf8_lossy(&answer.body).replace(self.token.expose_secret(), "…");
        let what = format!("GitHub gives no token: {} (HTTP {})", one_line(&said), answer.status);
        cannot(self.entra.way, what).help("give the job `permissions: id-token: write`")
    }
}

#[async_trait]
impl Way for Github {
    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", self.token.expose_secret()))
            .map_err(|_| cannot(self.entra.way, "ACTIONS_ID_TOKEN_REQUEST_TOKEN is no token"))?;
        bearer.set_sensitive(true);
        let call = Call {
            method: Method::GET,
            url: self.url.clone(),
            headers: vec![(AUTHORIZATION, bearer), (ACCEPT, HeaderValue::from_static("application/json"))],
            body: Vec::new(),
            timeout: PATIENCE,
        };
        let answer = ask(transport, &call).await.map_err(|lost| {
            cannot(self.entra.way, format!("GitHub does not answer: {}", lost.why))
                .help("check the network of the job's runner")
        })?;
        if !answer.is_success() {
            return Err(self.refused(&answer));
        }
        let IdToken { value: SecretText(assertion) } = serde_json::from_slice(&answer.body)
            .map_err(|_| cannot(self.entra.way, "GitHub answered without a token"))?;
        self.entra.trade(transport, Proof::Assertion(&assertion)).await
    }
}
