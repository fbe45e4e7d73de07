//! The ways to log in, and what each says when it fails.

use std::time::Duration;

use super::super::transport::{Call, Lost, Sent, Transport};
use super::fake::answer;
use super::*;
use crate::providers::azure_dns::transport::Answer;
use async_trait::async_trait;
use data_encoding::BASE64URL_NOPAD;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

const APP: [(&str, &str); 2] = [("AZURE_TENANT_ID", "tenant"), ("AZURE_CLIENT_ID", "client")];

/// A path, and the status and body that it is answered with.
type Prepared = (&'static str, u16, Value);

/// Answers every request for a token from a table of paths, and every other with an empty zone.
#[derive(Debug, Clone, Default)]
struct Issuer {
    answers: Arc<Mutex<Vec<Prepared>>>,
    seen: Arc<Mutex<Vec<Call>>>,
}

impl Issuer {
    fn with(answers: &[(&'static str, u16, Value)]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.to_vec())), ..Self::default() }
    }

    fn calls(&self) -> Vec<Call> {
        self.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for Issuer {
    async fn send(&self, call: Call) -> Result<Answer, Lost> {
        self.seen.lock().unwrap().push(call.clone());
        let answers = self.answers.lock().unwrap();
        if let Some((_, status, body)) = answers.iter().find(|(part, ..)| call.url.as_str().contains(part)) {
            return Ok(answer(*status, body));
        }
        if call.url.path().ends_with("/recordsets") {
            return Ok(answer(200, &json!({"value": []})));
        }
        Err(Lost { sent: Sent::No, why: "network is unreachable".to_owned() })
    }
}

/// The token that a read is made with, or why there is none.
async fn log_in(issuer: &Issuer, variables: &[(&str, &str)]) -> Result<String, Failure> {
    let fake = Fake::new();
    let mut provider = provider_with(&fake, variables);
    let account = Settings::read(
        "azure",
        &[("subscription".to_owned(), "s".to_owned()), ("resource-group".to_owned(), "rg".to_owned())].into(),
        {
            let variables: BTreeMap<String, String> =
                variables.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            Environment::new(move |name| variables.get(name).cloned())
        },
    );
    provider.arm =
        Arm::new(Box::new(issuer.clone()), Login::new(account.unwrap().account), limits::Limits::alone());
    provider.read(&zone(), &Unobserved).await?;
    let calls = issuer.calls();
    let (_, bearer) = calls.last().unwrap().headers.iter().find(|(name, _)| name == "authorization").unwrap();
    assert!(bearer.is_sensitive());
    Ok(bearer.to_str().unwrap().to_owned())
}

fn token() -> Value {
    json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "good"})
}

fn form(call: &Call) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(&call.body).into_owned().collect()
}

#[tokio::test(start_paused = true)]
async fn a_client_secret_is_traded_for_a_token() {
    let issuer = Issuer::with(&[("/tenant/oauth2/v2.0/token", 200, token())]);
    let bearer = log_in(&issuer, &[APP[0], APP[1], ("AZURE_CLIENT_SECRET", "p&=w")]).await.unwrap();
    assert_eq!(bearer, "Bearer good");
    let call = &issuer.calls()[0];
    assert_eq!(call.url.as_str(), "https://login.microsoftonline.com/tenant/oauth2/v2.0/token");
    assert_eq!(format!("{call:?}"), "POST login.microsoftonline.com/tenant/oauth2/v2.0/token");
    let form = form(call);
    assert_eq!(form["grant_type"], "client_credentials");
    assert_eq!((form["client_id"].as_str(), form["client_secret"].as_str()), ("client", "p&=w"));
    assert_eq!(form["scope"], "https://management.azure.com/.default");
}

#[tokio::test(start_paused = true)]
async fn a_federated_token_is_read_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, "jwt.of.kubernetes\n").unwrap();
    let issuer = Issuer::with(&[("/oauth2/v2.0/token", 200, token())]);
    let path = path.to_str().unwrap();
    log_in(&issuer, &[APP[0], APP[1], ("AZURE_FEDERATED_TOKEN_FILE", path)]).await.unwrap();
    let form = form(&issuer.calls()[0]);
    assert_eq!(form["client_assertion"], "jwt.of.kubernetes");
    assert_eq!(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert!(!form.contains_key("client_secret"));

    let missing = folder.path().join("none");
    let variables = [APP[0], APP[1], ("AZURE_FEDERATED_TOKEN_FILE", missing.to_str().unwrap())];
    let failure = log_in(&issuer, &variables).await.unwrap_err();
    assert!(failure.to_string().starts_with("cannot log in to Azure by a federated token"), "{failure}");
    assert!(failure.to_string().contains(missing.to_str().unwrap()), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_github_job_asks_for_its_own_token_first() {
    let issuer = Issuer::with(&[
        ("/idtoken", 200, json!({"value": "jwt.of.github"})),
        ("/oauth2/v2.0/token", 200, token()),
    ]);
    let github = [
        APP[0],
        APP[1],
        ("ACTIONS_ID_TOKEN_REQUEST_URL", "https://pipelines.example/idtoken?api-version=2.0"),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job"),
    ];
    log_in(&issuer, &github).await.unwrap();
    let calls = issuer.calls();
    assert_eq!(
        calls[0].url.as_str(),
        "https://pipelines.example/idtoken?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange"
    );
    let (_, bearer) = &calls[0].headers[0];
    assert!(bearer.to_str().unwrap() == "Bearer job" && bearer.is_sensitive());
    assert_eq!(form(&calls[1])["client_assertion"], "jwt.of.github");

    let issuer = Issuer::with(&[("/idtoken", 403, json!({"message": "job may not"}))]);
    let failure = log_in(&issuer, &github).await.unwrap_err();
    assert!(failure.advice().unwrap().contains("permissions: id-token: write"), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn an_app_asks_its_platform() {
    let issuer = Issuer::with(&[("/msi/token", 200, json!({"access_token": "good", "expires_in": "86400"}))]);
    let variables =
        [("IDENTITY_ENDPOINT", "http://169.254.255.2:8081/msi/token"), ("IDENTITY_HEADER", "h"), APP[1]];
    log_in(&issuer, &variables).await.unwrap();
    let call = &issuer.calls()[0];
    assert_eq!(
        call.url.as_str(),
        "http://169.254.255.2:8081/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com&client_id=client"
    );
    let (name, value) = &call.headers[0];
    assert!(name == "x-identity-header" && value == "h" && value.is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn a_machine_asks_its_metadata_service_if_there_is_one() {
    let issuer =
        Issuer::with(&[("/metadata/identity", 200, json!({"access_token": "good", "expires_in": "3599"}))]);
    log_in(&issuer, &[]).await.unwrap();
    let call = &issuer.calls()[0];
    assert_eq!(
        call.url.as_str(),
        "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F"
    );
    assert_eq!((&call.method, call.timeout), (&Method::GET, Duration::from_secs(1)));
    assert_eq!((call.headers[0].0.as_str(), &call.headers[0].1), ("metadata", &"true".parse().unwrap()));
}

#[cfg(unix)]
#[tokio::test]
async fn the_azure_cli_is_asked_last() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let az = folder.path().join("az");
    let script = |text: &str| {
        std::fs::write(&az, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&az, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let path = folder.path().to_str().unwrap();
    script(
        "echo \"$@\" > \"$0.arguments\"; echo '{\"accessToken\":\"good\",\"expiresOn\":\"x\",\"expires_on\":4070908800}'",
    );
    assert_eq!(log_in(&Issuer::default(), &[("PATH", path)]).await.unwrap(), "Bearer good");
    assert_eq!(
        std::fs::read_to_string(folder.path().join("az.arguments")).unwrap().trim(),
        "account get-access-token --output json --resource https://management.azure.com/ --subscription s"
    );

    script("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");
    let failure = log_in(&Issuer::default(), &[("PATH", path)]).await.unwrap_err();
    assert!(failure.to_string().contains("Please run 'az login' to setup account."), "{failure}");
    assert!(failure.advice().unwrap().contains("`az login`"));

    script("echo nonsense");
    let failure = log_in(&Issuer::default(), &[("PATH", path)]).await.unwrap_err();
    assert!(failure.to_string().contains("it printed no token"), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_named_with_what_mends_it() {
    let failure = log_in(&Issuer::default(), &[("AZURE_CLIENT_SECRET", "x"), APP[1]]).await.unwrap_err();
    assert_eq!(
        failure.to_string(),
        "cannot log in to Azure by a client secret (AZURE_CLIENT_SECRET): the Entra tenant is not known"
    );
    assert!(failure.advice().unwrap().contains("AZURE_TENANT_ID"));
    let failure =
        log_in(&Issuer::default(), &[("AZURE_FEDERATED_TOKEN_FILE", "x"), APP[0]]).await.unwrap_err();
    assert!(failure.advice().unwrap().contains("AZURE_CLIENT_ID"), "{failure}");
    let failure = log_in(&Issuer::default(), &[]).await.unwrap_err();
    assert!(failure.to_string().starts_with("found no way to log in to Azure"), "{failure}");
    assert!(failure.advice().unwrap().contains("`az login`"));
    let failure = log_in(&Issuer::default(), &[("GITHUB_ACTIONS", "true")]).await.unwrap_err();
    assert!(failure.advice().unwrap().contains("permissions: id-token: write"));
}

#[tokio::test(start_paused = true)]
async fn entras_codes_are_passed_on_with_advice() {
    for (code, text, help) in [
        (
            "AADSTS7000215",
            "Invalid client secret provided.",
            "AZURE_CLIENT_SECRET must be the secret's value",
        ),
        ("AADSTS90002", "Tenant 'tenant' not found.", "AZURE_TENANT_ID"),
        ("AADSTS700213", "No matching federated identity record found.", "federated credential"),
        ("AADSTS700016", "Application not found.", "AZURE_CLIENT_ID"),
    ] {
        let description = format!("{code}: {text} hunter2 Trace ID: 1-2 Correlation ID: 3\r\nTimestamp: 4");
        let body = json!({"error": "invalid_client", "error_description": description, "error_codes": [1]});
        let issuer = Issuer::with(&[("/oauth2/", 401, body)]);
        let failure =
            log_in(&issuer, &[APP[0], APP[1], ("AZURE_CLIENT_SECRET", "hunter2")]).await.unwrap_err();
        let shown = failure.to_string();
        assert!(shown.ends_with(&format!("{code}: {text} … (HTTP 401)")), "{shown}");
        assert!(failure.advice().unwrap().contains(help), "{:?}", failure.advice());
        assert!(!format!("{failure:?}").contains("hunter2"));
        assert_eq!(issuer.calls().len(), 1, "a wrong secret is not tried again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_once_if_it_is_refused() {
    let fake = Fake::new();
    let provider = provider(&fake);
    provider.read(&zone(), &Unobserved).await.unwrap();
    // Another token than the one in use is the right one now.
    fake.cloud().tokens += 1;
    provider.read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(fake.cloud().tokens, 3);

    fake.cloud().token_answers = vec![(200, json!({"access_token": "bad", "expires_in": 3599})); 5].into();
    fake.cloud().tokens += 1;
    let failure = provider.read(&zone(), &Unobserved).await.unwrap_err();
    assert!(failure.to_string().contains("ExpiredAuthenticationToken"), "{failure}");
    assert_eq!(fake.cloud().token_answers.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_end() {
    let fake = Fake::new();
    let provider = provider(&fake);
    provider.read(&zone(), &Unobserved).await.unwrap();
    tokio::time::advance(Duration::from_secs(3_599 - 301)).await;
    provider.read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(fake.cloud().tokens, 1);
    tokio::time::advance(Duration::from_secs(2)).await;
    provider.read(&zone(), &Unobserved).await.unwrap();
    assert_eq!(fake.cloud().tokens, 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_hold_yet_is_explained() {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let claims = BASE64URL_NOPAD.encode(json!({"nbf": now + 3_600}).to_string().as_bytes());
    let issued = json!({"access_token": format!("x.{claims}.y"), "expires_in": 3599});
    let fake = Fake::new();
    fake.cloud().token_answers = vec![(200, issued); 2].into();
    let failure = provider(&fake).read(&zone(), &Unobserved).await.unwrap_err();
    let help = failure.advice().unwrap();
    assert!(help.contains("the clock of this machine is") && help.contains("behind Azure's"), "{help}");
}

#[tokio::test(start_paused = true)]
async fn nothing_that_is_printed_holds_a_secret() {
    let fake = Fake::new();
    let provider = provider(&fake);
    provider.read(&zone(), &Unobserved).await.unwrap();
    let shown = format!("{provider:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("token-1"), "{shown}");
}
