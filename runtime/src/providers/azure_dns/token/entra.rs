//! The token endpoint of Microsoft Entra (OAuth 2.0 client credentials, RFC 6749 section 4.4).

use std::time::{Duration, SystemTime};

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::super::address;
use super::super::refusal::{Skew, one_line};
use super::super::transport::{Answer, Call, Transport};
use super::{Issued, PATIENCE, ask, cannot};
use crate::error::Failure;

/// An application of a tenant, and what it wants a token for.
#[derive(Debug)]
pub(super) struct Entra {
    /// The way that leads here, for messages.
    pub(super) way: &'static str,
    pub(super) authority: Url,
    pub(super) tenant: String,
    pub(super) client_id: String,
    pub(super) scope: String,
}

/// What an application proves itself by.
pub(super) enum Proof<'a> {
    /// A secret that it shares with Entra.
    Secret(&'a SecretString),
    /// A token of someone whom Entra was told to trust (RFC 7523).
    Assertion(&'a SecretString),
}

/// An answer with a token; numbers come as numbers or as text.
#[derive(Deserialize)]
pub(super) struct TokenAnswer {
    access_token: Option<SecretText>,
    expires_in: Option<Value>,
}

/// A token in JSON, which is never printed.
pub(super) struct SecretText(pub(super) SecretString);

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(SecretString::from(text)))
    }
}

#[derive(Deserialize)]
struct Refused {
    error: Option<String>,
    error_description: Option<String>,
}

impl Entra {
    /// Trades a proof for a token.
    pub(super) async fn trade(&self, transport: &dyn Transport, proof: Proof<'_>) -> Result<Issued, Failure> {
        let url = address::below(&self.authority, [self.tenant.as_str(), "oauth2", "v2.0", "token"]);
        let (form, secret) = self.form(proof);
        let json = HeaderValue::from_static("application/json");
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        let call = Call {
            method: Method::POST,
            url,
            headers: vec![(ACCEPT, json), (CONTENT_TYPE, form_type)],
            body: form.into_bytes(),
            timeout: PATIENCE,
        };
        let host = self.authority.host_str().unwrap_or_default();
        let answer = ask(transport, &call).await.map_err(|lost| {
            cannot(self.way, format!("{host} does not answer: {}", lost.why))
                .help("check the network, HTTPS_PROXY, and AZURE_AUTHORITY_HOST if it is set")
        })?;
        if answer.is_success() {
            return token_of(&answer).ok_or_else(|| {
                cannot(self.way, format!("{host} answered without a token"))
                    .help("check `authority` and AZURE_AUTHORITY_HOST: this may be another server")
            });
        }
        Err(self.refused(&answer, secret))
    }

    /// The request's form, and the secret in it.
    fn form<'p>(&self, proof: Proof<'p>) -> (String, &'p SecretString) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("scope", &self.scope);
        let secret = match proof {
            Proof::Secret(secret) => {
                form.append_pair("client_secret", secret.expose_secret());
                secret
            }
            Proof::Assertion(assertion) => {
                let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                form.append_pair("client_assertion_type", kind)
                    .append_pair("client_assertion", assertion.expose_secret());
                assertion
            }
        };
        (form.finish(), secret)
    }

    /// What Entra said, its codes and what they mean; a secret that it repeats is left out.
    fn refused(&self, answer: &Answer, secret: &SecretString) -> Failure {
        let body: Option<Refused> = serde_json::from_slice(&answer.body).ok();
        let said = body.and_then(|body| body.error_description.or(body.error));
        let said = said.unwrap_or_else(|| String::from_utf8_lossy(&answer.body).into_owned());
        let said = said.replace(secret.expose_secret(), "…");
        // What follows is for Microsoft's support and differs each time.
        let end = said.find("Trace ID:").unwrap_or(said.len());
        let said = one_line(said.get(..end).unwrap_or(&said));
        let failure = cannot(self.way, format!("{said} (HTTP {})", answer.status));
        let skew = answer.header("date").and_then(|date| Skew::between(SystemTime::now(), date));
        match (advice(&said), skew) {
            (Some(advice), None) => failure.help(advice),
            (Some(advice), Some(skew)) => failure.help(format!("{advice}; {skew}")),
            (None, Some(skew)) => failure.help(skew.to_string()),
            (None, None) => failure,
        }
    }
}

/// The token of an answer, with how long it lasts; an hour where the answer does not say.
pub(super) fn token_of(answer: &Answer) -> Option<Issued> {
    let TokenAnswer { access_token, expires_in } = serde_json::from_slice(&answer.body).ok()?;
    let seconds = expires_in.and_then(|time| time.as_u64().or_else(|| time.as_str()?.trim().parse().ok()));
    let SecretText(token) = access_token?;
    // A year is longer than any token lasts, and a time that a clock can still be set forward by.
    let lifetime = Duration::from_secs(seconds.unwrap_or(3_600).min(31_536_000));
    (!token.expose_secret().is_empty()).then_some(Issued { token, lifetime })
}

/// What to do about the code that Entra gives (learn.microsoft.com, "Microsoft Entra authentication and
/// authorization error codes").
fn advice(said: &str) -> Option<String> {
    let digits = said.split("AADSTS").nth(1)?;
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    let advice = match digits.as_str() {
        "7000215" => {
            "the secret is wrong: AZURE_CLIENT_SECRET must be the secret's value, not its identifier; make a new one under the application's certificates & secrets"
        }
        "7000222" => "the secret has expired: make a new one under the application's certificates & secrets",
        "7000216" | "7000218" => "the application must prove itself: set AZURE_CLIENT_SECRET",
        "700016" => {
            "the tenant has no such application: check `client-id` (AZURE_CLIENT_ID) and `tenant` (AZURE_TENANT_ID)"
        }
        "7000112" => "the application is disabled: have its owner enable it",
        "90002" | "900023" | "900021" | "90014" => {
            "there is no such tenant: check `tenant` (AZURE_TENANT_ID); it is a GUID or a domain"
        }
        "70021" | "700211" | "700212" | "700213" | "7002138" => {
            "the application has no federated credential for this token: add one whose issuer, subject and audience are exactly those in the message"
        }
        "700024" | "700027" | "50013" => {
            "the assertion is not valid now: check that this machine's clock is right and that the token is fresh"
        }
        "50059" | "500011" | "70011" | "1002012" => {
            "the tenant does not know what the token is for: check `endpoint` and `authority`, which must be of one cloud"
        }
        "53003" => "a conditional access policy forbids it: ask the tenant's administrator",
        "" => return None,
        _ => return Some(format!("https://login.microsoftonline.com/error?code={digits} explains the code")),
    };
    Some(advice.to_owned())
}
