//! The client of an account: who asks, how fast, how long an answer may take, and what is tried again.
//!
//! The SDK sends every request to Route 53 once. What may safely be asked twice is asked again here, each time when it
//! is its turn, so that a throttled account is asked more slowly at once. A change of record sets is not among that: sent
//! again after a timeout, without knowing whether it was done, it would be told that the sets exist already. So
//! [`super::settle`] finds out by reading. Only what gives out sessions is tried again by the SDK.

use std::future::Future;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_route53::Client;
use aws_sdk_route53::config::SharedHttpClient;
use aws_sdk_route53::config::http::HttpResponse;
use aws_sdk_route53::config::retry::RetryConfig;
use aws_sdk_route53::config::timeout::{TimeoutConfig, TimeoutConfigBuilder};
use aws_sdk_route53::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_route53::types::ChangeBatch;
use tokio::sync::Mutex;

use super::errors::{Asked, CallError, Skew};
use super::pace::{Pace, backoff};
use super::settings::Settings;
use super::signable::Signable;
use super::transport::http_client;
use crate::error::Failure;

/// Route 53 is one service for the whole world, and its signatures name this region.
const REGION: Region = Region::from_static("us-east-1");
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a question is sent whose answer does not come or is an outage.
const ATTEMPTS: u32 = 3;
/// How long the SDK may wait between its attempts to get a session, in all.
const BETWEEN: Duration = Duration::from_secs(10);
/// How often a throttled request is sent before it is given up: about two minutes.
const TRIES: u32 = 12;

/// How often a request is signed anew whose time was refused.
const SIGNATURES: u32 = 2;

/// An account as one provider reaches it.
#[derive(Debug)]
pub(super) struct Account {
    settings: Settings,
    pace: Arc<Pace>,
    client: Mutex<Option<Client>>,
    /// How far this machine's clock is from that of AWS, if a request was refused for that.
    skew: Lock<Option<Skew>>,
}

impl Account {
    pub(super) fn new(settings: Settings) -> Self {
        let pace = Pace::shared(settings.account(), settings.rate);
        Self { settings, pace, client: Mutex::new(None), skew: Lock::new(None) }
    }

    pub(super) fn delegation_set(&self) -> Option<&str> {
        self.settings.delegation_set.as_deref()
    }

    /// The profile that the source names.
    pub(super) fn profile(&self) -> Option<&str> {
        self.settings.profile.as_deref()
    }

    /// Everything that a client of another service needs.
    pub(super) async fn session(&self) -> SdkConfig {
        session(&self.settings).await
    }

    pub(super) fn pace(&self) -> &Pace {
        &self.pace
    }

    /// The client, made on the first call.
    async fn client(&self) -> Client {
        let mut client = self.client.lock().await;
        match &*client {
            Some(client) => client.clone(),
            None => {
                let made = connect(&self.settings).await;
                client.insert(made).clone()
            }
        }
    }

    /// What to say of this machine's clock, if requests had to be signed by another.
    pub(super) fn clock_note(&self) -> Option<String> {
        let skew = *self.skew.lock().unwrap_or_else(PoisonError::into_inner);
        skew.map(|skew| format!("{skew}, by which its requests are signed: set it, and keep it right by NTP"))
    }

    /// Whether a request whose signature was refused, for the nth time, is sent again: the SDK has learnt the time of AWS
    /// from the answer, and twice if that was odd.
    fn is_signed_anew(&self, skew: Option<Skew>, times: u32) -> bool {
        if skew.is_some() {
            *self.skew.lock().unwrap_or_else(PoisonError::into_inner) = skew;
        }
        times < SIGNATURES && (skew.is_some() || times > 0)
    }

    /// Forgets the client and with it the credentials, which are loaded anew.
    async fn forget(&self) {
        *self.client.lock().await = None;
    }

    /// Asks for something that may safely be asked twice, until there is an answer.
    pub(super) async fn ask<T, E, Answer>(
        &self,
        asked: Asked<'_>,
        request: impl Fn(Client) -> Answer,
    ) -> Result<T, CallError>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        Answer: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        let (mut tries, mut attempts, mut signed, mut reloaded) = (0, 1, 0, false);
        loop {
            self.pace.turn().await;
            let error = match request(self.client().await).await {
                Ok(answer) => {
                    self.pace.went_well();
                    return Ok(answer);
                }
                Err(error) => CallError::of(asked, &error, self.settings.profile.as_deref()),
            };
            match error {
                CallError::Later(_) if tries < TRIES => {
                    self.pace.throttled();
                    tokio::time::sleep(backoff(tries)).await;
                    tries += 1;
                }
                CallError::Unknown(_) if attempts < ATTEMPTS => {
                    tokio::time::sleep(backoff(attempts)).await;
                    attempts += 1;
                }
                CallError::Expired(_) if !reloaded => {
                    self.forget().await;
                    reloaded = true;
                }
                CallError::Unsigned(_, skew) if self.is_signed_anew(skew, signed) => signed += 1,
                CallError::Later(_)
                | CallError::Expired(_)
                | CallError::Unsigned(..)
                | CallError::Invalid(_)
                | CallError::Refused(_)
                | CallError::Unknown(_) => return Err(error),
            }
        }
    }

    /// As [`Account::ask`], where any error is the end.
    pub(super) async fn get<T, E, Answer>(
        &self,
        asked: Asked<'_>,
        request: impl Fn(Client) -> Answer,
    ) -> Result<T, Failure>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        Answer: Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    {
        self.ask(asked, request).await.map_err(CallError::into_failure)
    }

    /// Sends a batch of changes once and gives the identifier of the change. Expired credentials are loaded anew,
    /// since nothing was done with them.
    pub(super) async fn change(
        &self,
        asked: Asked<'_>,
        hosted_zone: &str,
        batch: &ChangeBatch,
    ) -> Result<Option<String>, CallError> {
        let (mut signed, mut reloaded) = (0, false);
        loop {
            self.pace.turn().await;
            let client = self.client().await;
            let request =
                client.change_resource_record_sets().hosted_zone_id(hosted_zone).change_batch(batch.clone());
            let error = match request.send().await {
                Ok(answer) => return Ok(answer.change_info.map(|info| info.id)),
                Err(error) => CallError::of(asked, &error, self.settings.profile.as_deref()),
            };
            match error {
                CallError::Expired(_) if !reloaded => {
                    self.forget().await;
                    reloaded = true;
                }
                CallError::Unsigned(_, skew) if self.is_signed_anew(skew, signed) => signed += 1,
                CallError::Later(_)
                | CallError::Expired(_)
                | CallError::Unsigned(..)
                | CallError::Invalid(_)
                | CallError::Refused(_)
                | CallError::Unknown(_) => return Err(error),
            }
        }
    }
}

/// A client with the credentials that the settings and the environment give.
async fn connect(settings: &Settings) -> Client {
    let config = session(settings).await;
    let once = timeouts(settings).operation_timeout(settings.answer_timeout).build();
    let mut route53 = aws_sdk_route53::config::Builder::from(&config)
        .retry_config(RetryConfig::disabled())
        .timeout_config(once);
    if let Some(endpoint) = &settings.endpoint {
        route53 = route53.endpoint_url(endpoint);
    }
    Client::from_conf(route53.build())
}

/// Everything that a client needs but its service's address; the credentials are those of the role, if one is named.
async fn session(settings: &Settings) -> SdkConfig {
    let http = http_client(settings.proxy.clone());
    let config = signable(configuration(settings, http).await);
    let Some(role) = &settings.role else { return config };
    let role = AssumeRoleProvider::builder(role).session_name("zonal").configure(&config).build().await;
    config.into_builder().credentials_provider(SharedCredentialsProvider::new(role)).build()
}

/// The same with credentials that are looked at before a request is signed with them.
fn signable(config: SdkConfig) -> SdkConfig {
    let Some(credentials) = config.credentials_provider() else { return config };
    let credentials = SharedCredentialsProvider::new(Signable(credentials));
    config.into_builder().credentials_provider(credentials).build()
}

/// How long one answer may take.
fn timeouts(settings: &Settings) -> TimeoutConfigBuilder {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(settings.answer_timeout)
}

async fn configuration(settings: &Settings, http: SharedHttpClient) -> SdkConfig {
    let timeouts = timeouts(settings).operation_timeout(settings.answer_timeout * ATTEMPTS + BETWEEN).build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .region(REGION)
        .timeout_config(timeouts)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS));
    if let Some(profile) = &settings.profile {
        // Who names a profile means it, as on AWS's own command line: the environment's keys do not go before it.
        let files = ProviderConfig::without_region().with_http_client(http).with_region(Some(REGION));
        let profile_files = ProfileFileCredentialsProvider::builder().configure(&files).profile_name(profile);
        loader = loader.profile_name(profile).credentials_provider(profile_files.build());
    }
    loader.load().await
}

#[cfg(test)]
mod tests;
