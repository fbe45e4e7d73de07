//! Logging in to Microsoft Entra, for a token that Azure Resource Manager takes.
//!
//! Of the ways there are, the first is taken whose means are there: a client secret, a federated token in a file,
//! a GitHub job's own token, a managed identity, the Azure CLI. The token is kept until five minutes before its
//! end. Secrets are held in types that print nothing, and leave only in the body or header of a request.

mod azure_cli;
mod client_secret;
mod entra;
mod federated_file;
mod github;
mod managed_identity;
mod ways;

use std::fmt;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

pub(super) use self::github::of_job;
pub(super) use self::ways::{Account, Environment};
use super::refusal::{Class, Refusal, Skew};
use super::transport::{Answer, Call, Lost, Transport};
use super::waiting;
use crate::doctor::token::claims;
use crate::error::{Failure, FailureKind};

/// How long before its end a token is no longer used.
const EARLY: Duration = Duration::from_secs(300);
/// How long one request for a token may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One way to log in.
#[async_trait]
trait Way: Send + Sync {
    /// What it is called in messages.
    fn words(&self) -> &'static str;

    /// Asks for a new token.
    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure>;
}

/// How somebody is logged in.
#[derive(Debug)]
pub(super) struct LoggedIn {
    /// The way, in words.
    pub(super) way: &'static str,
    /// Who it is, if the token says so.
    pub(super) identity: Option<String>,
}

/// A token as it was issued.
#[derive(Debug)]
struct Issued {
    token: SecretString,
    lifetime: Duration,
}

/// A token in use.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// The value of the `Authorization` header, marked as sensitive.
    pub(super) bearer: HeaderValue,
    /// Why Azure might not take it yet: this machine's clock is behind the one that issued it.
    pub(super) skew: Option<Skew>,
    /// Who it was issued to, if it says so.
    identity: Option<String>,
    until: Instant,
    number: u64,
}

/// What is needed to log in, and the token once there is one.
pub(super) struct Login {
    account: Account,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    way: Option<Box<dyn Way>>,
    token: Option<Token>,
    issued: u64,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}

impl Login {
    pub(super) fn new(account: Account) -> Self {
        Self { account, state: Mutex::default() }
    }

    /// The token, issued anew if there is none or if it ends soon.
    pub(super) async fn token(&self, transport: &dyn Transport) -> Result<Token, Failure> {
        let mut state = self.state.lock().await;
        let now = Instant::now();
        if let Some(token) = state.token.as_ref().filter(|token| now < token.until) {
            return Ok(token.clone());
        }
        let way = match state.way.take() {
            Some(way) => way,
            None => self.account.choose(transport).await?,
        };
        let issued = way.issue(transport).await;
        state.way = Some(way);
        state.issued += 1;
        let token = Token::of(issued?, state.issued)?;
        state.token = Some(token.clone());
        Ok(token)
    }

    /// Logs in, and says by which way and as whom.
    pub(super) async fn examine(&self, transport: &dyn Transport) -> Result<LoggedIn, Failure> {
        let token = self.token(transport).await?;
        let state = self.state.lock().await;
        let way = state.way.as_ref().map_or("a token", |way| way.words());
        Ok(LoggedIn { way, identity: token.identity })
    }

    /// Forgets a token that Azure did not take, unless there is a newer one already.
    pub(super) async fn discard(&self, refused: &Token) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| token.number == refused.number) {
            state.token = None;
        }
    }
}

impl Token {
    fn of(issued: Issued, number: u64) -> Result<Self, Failure> {
        let text = issued.token.expose_secret();
        let header = HeaderValue::from_str(&format!("Bearer {text}"));
        let mut bearer = header.map_err(|_| {
            Failure::new(FailureKind::Unavailable, "the token for Azure holds characters that no token has")
        })?;
        bearer.set_sensitive(true);
        let lifetime = issued.lifetime.saturating_sub(EARLY).max(issued.lifetime / 2);
        Ok(Self {
            bearer,
            skew: not_yet(text, SystemTime::now()),
            identity: identity(text),
            until: Instant::now() + lifetime,
            number,
        })
    }
}

/// How far a token's beginning (`nbf`, RFC 7519 section 4.1.5) is in the future.
fn not_yet(token: &str, now: SystemTime) -> Option<Skew> {
    #[derive(Deserialize)]
    struct Claims {
        nbf: u64,
    }
    let Claims { nbf } = claims(token)?;
    let begins = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(nbf))?;
    let behind = begins.duration_since(now).ok()?;
    (behind >= Duration::from_secs(60)).then_some(Skew::Behind(behind))
}

/// The user or the application that a token of Entra is for, and the tenant.
fn identity(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        upn: Option<String>,
        appid: Option<String>,
        tid: Option<String>,
    }
    let Claims { upn, appid, tid } = claims(token)?;
    let who = upn.or_else(|| appid.map(|application| format!("the application {application}")))?;
    Some(tid.map_or_else(|| who.clone(), |tenant| format!("{who} of the tenant {tenant}")))
}

/// Sends a request that may be repeated, until there is an answer that says more than "later".
async fn ask(transport: &dyn Transport, call: &Call) -> Result<Answer, Lost> {
    let mut delays = waiting::backoff(3);
    loop {
        let result = transport.send(call.clone()).await;
        let asked = match &result {
            Ok(answer) => {
                let refusal = Refusal::of(answer, SystemTime::now());
                match refusal.class() {
                    Class::Broken | Class::Throttled | Class::Busy => refusal.retry_after,
                    Class::Unauthorized
                    | Class::Missing
                    | Class::Precondition
                    | Class::Conflict
                    | Class::Refused => return result,
                }
            }
            Err(_) => None,
        };
        let Some(delay) = delays.next() else { return result };
        tokio::time::sleep(asked.map_or(delay, |asked| asked.min(waiting::LONGEST))).await;
    }
}

/// A failure to log in by some way.
fn cannot(way: &str, what: impl fmt::Display) -> Failure {
    Failure::new(FailureKind::Unavailable, format!("cannot log in to Azure by {way}: {what}"))
}
