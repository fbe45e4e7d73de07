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
use super::ways::Environment;
use super::{Issued, PATIENCE, Way, ask, cannot};
use crate::doctor::{Finding, token};
use crate::error::Failure;

/// What Entra expects the token to be for.
pub(super) const AUDIENCE: &str = "api://AzureADTokenExchange";

/// An application that trusts a GitHub job.
pub(super) struct Github {
    pub(super) entra: Entra,
    pub(super) job: Job,
}

/// A job that may ask for a token.
pub(super) struct Job {
    /// What asks, for messages.
    pub(super) way: &'static str,
    pub(super) url: Url,
    pub(super) token: SecretString,
}

#[derive(Deserialize)]
struct IdToken {
    value: SecretText,
}

/// What the token of the job says that this runs in; nothing if it is no job, or one that may not ask.
pub(in super::super) async fn of_job(
    transport: &dyn Transport,
    audience: &str,
    environment: &Environment,
) -> Result<Option<Finding>, Failure> {
    let url = environment.get("ACTIONS_ID_TOKEN_REQUEST_URL");
    let (Some(url), Some(token)) = (url, environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")) else {
        return Ok(None);
    };
    let url = Job::address(&url, audience)?;
    let job = Job { way: "a GitHub job's token", url, token: SecretString::from(token) };
    let token = job.token(transport).await?;
    Ok(Some(token::finding("the job's token", token.expose_secret())))
}

impl Job {
    /// Reads `ACTIONS_ID_TOKEN_REQUEST_URL`, which comes with a query.
    pub(super) fn address(text: &str, audience: &str) -> Result<Url, Failure> {
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let mut url = address::parse(base, "ACTIONS_ID_TOKEN_REQUEST_URL")?;
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        url.query_pairs_mut().append_pair("audience", audience);
        Ok(url)
    }

    fn refused(&self, answer: &Answer) -> Failure {
        let said = String::from_utf8_lossy(&answer.body).replace(self.token.expose_secret(), "…");
        let what = format!("GitHub gives no token: {} (HTTP {})", one_line(&said), answer.status);
        cannot(self.way, what).help("give the job `permissions: id-token: write`")
    }

    /// The job's token, for an audience.
    async fn token(&self, transport: &dyn Transport) -> Result<SecretString, Failure> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", self.token.expose_secret()))
            .map_err(|_| cannot(self.way, "ACTIONS_ID_TOKEN_REQUEST_TOKEN is no token"))?;
        bearer.set_sensitive(true);
        let call = Call {
            method: Method::GET,
            url: self.url.clone(),
            headers: vec![(AUTHORIZATION, bearer), (ACCEPT, HeaderValue::from_static("application/json"))],
            body: Vec::new(),
            timeout: PATIENCE,
        };
        let answer = ask(transport, &call).await.map_err(|lost| {
            cannot(self.way, format!("GitHub does not answer: {}", lost.why))
                .help("check the network of the job's runner")
        })?;
        if !answer.is_success() {
            return Err(self.refused(&answer));
        }
        let IdToken { value: SecretText(token) } = serde_json::from_slice(&answer.body)
            .map_err(|_| cannot(self.way, "GitHub answered without a token"))?;
        Ok(token)
    }
}

#[async_trait]
impl Way for Github {
    fn words(&self) -> &'static str {
        self.entra.way
    }

    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        let assertion = self.job.token(transport).await?;
        self.entra.trade(transport, Proof::Assertion(&assertion)).await
    }
}
