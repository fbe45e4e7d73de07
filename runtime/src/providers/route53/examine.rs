//! What a login at AWS is, and what it may do: asked by requests that change nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature as Feature;
use aws_sdk_route53::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_route53::config::{ConfigBag, Intercept, ProvideCredentials as _, RuntimeComponents};
use aws_sdk_route53::error::BoxError;
use aws_sdk_route53::types::HostedZoneLimitType;
use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::{Asked, CallError, credentials, is_denial};
use super::preflight;
use crate::doctor::{Access, Finding, Topic, Verdict, against};
use crate::error::{Failure, FailureKind};
use crate::provider::Sharing;

/// Looks at the login; `finds_by_name` says whether a zone has to be looked up by its name.
pub(super) async fn access(account: &Account, finds_by_name: bool) -> Access {
    let session = account.session().await;
    let found = match load(account, &session).await {
        Ok(found) => found,
        Err(failure) => {
            return Access::ends(Vec::new(), Finding::failed(Topic::Credentials, Verdict::Bad, &failure));
        }
    };
    let from =
        Finding::new(Topic::Credentials, Verdict::Fine, format!("credentials from {}", source(&found)));
    let mut findings = vec![from, identity(account, &session).await];
    let date = DateHeader::default();
    let listed = may_list_zones(account, &date).await;
    findings.extend(date.read().and_then(|date| against(&date, SystemTime::now())));
    match listed {
        Ok(()) => {}
        Err(failure) if !is_denial(&failure) => {
            return Access::ends(findings, Finding::failed(Topic::Rights, Verdict::Bad, &failure));
        }
        Err(failure) if finds_by_name => {
            findings.push(Finding::failed(Topic::Rights, Verdict::Bad, &failure));
        }
        // Every zone is found by its identifier in zonal.lock.
        Err(_) => {}
    }
    findings.extend(may_list_health_checks(account).await);
    Access { findings, goes_on: true }
}

/// Tries what a plan of a zone, and what stands against it, is read by.
pub(super) async fn zone(account: &Account, zone: &Name, id: &str, sharing: Sharing) -> Vec<Finding> {
    let to = format!("read {}", zone.undotted());
    let asked = |action| Asked { action, to: &to };
    let sets = account
        .get(asked("ListResourceRecordSets"), |client| {
            client.list_resource_record_sets().hosted_zone_id(id).max_items(1).send()
        })
        .await;
    let limit = account
        .get(asked("GetHostedZoneLimit"), |client| {
            let limit = HostedZoneLimitType::MaxRrsetsByZone;
            client.get_hosted_zone_limit().hosted_zone_id(id).r#type(limit).send()
        })
        .await;
    let signing = preflight::signed(account, zone, id).await;
    let (signing, unread) = match signing {
        Ok(signing) => (signing.filter(|_| sharing == Sharing::Shared), None),
        Err(failure) => (None, Some(failure)),
    };
    let refused = [sets.err(), limit.err(), unread].into_iter().flatten();
    let refused = refused.map(|failure| Finding::failed(Topic::Rights, Verdict::Bad, &failure));
    let signing =
        signing.map(|signing| Finding::new(Topic::Zone, Verdict::Bad, signing.what).help(signing.help));
    let wrong: Vec<Finding> = refused.chain(signing).collect();
    if wrong.is_empty() {
        return vec![Finding::new(Topic::Rights, Verdict::Fine, "may be planned; writing is not tried")];
    }
    wrong
}

async fn load(account: &Account, session: &SdkConfig) -> Result<Credentials, Failure> {
    let Some(provider) = session.credentials_provider() else {
        return Err(Failure::new(FailureKind::Unavailable, "there are no AWS credentials"));
    };
    provider.provide_credentials().await.map_err(|error| credentials::failure(&error, account.profile()))
}

/// Where credentials came from.
fn source(credentials: &Credentials) -> &'static str {
    const WORDS: [(Feature, &str); 15] = [
        (Feature::CredentialsEnvVarsStsWebIdToken, "a web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)"),
        (Feature::CredentialsProfileStsWebIdToken, "a profile with a web identity token"),
        (Feature::CredentialsStsAssumeRoleWebId, "a web identity token"),
        (Feature::CredentialsStsAssumeRole, "a role that was assumed"),
        (Feature::CredentialsProfileSso, "a profile with single sign-on"),
        (Feature::CredentialsSso, "single sign-on"),
        (Feature::CredentialsProfileProcess, "a profile's `credential_process`"),
        (Feature::CredentialsProcess, "a `credential_process`"),
        (Feature::CredentialsProfileLogin, "a profile with `aws login`"),
        (Feature::CredentialsLogin, "`aws login`"),
        (Feature::CredentialsEnvVars, "the environment (AWS_ACCESS_KEY_ID)"),
        (Feature::CredentialsImds, "the instance's role"),
        (Feature::CredentialsHttp, "the container's role"),
        (Feature::CredentialsProfileSourceProfile, "a profile that names another"),
        (Feature::CredentialsProfile, "a profile (AWS_PROFILE, ~/.aws)"),
    ];
    let features = credentials.get_property::<Vec<Feature>>().map(Vec::as_slice).unwrap_or_default();
    let known = WORDS.iter().find(|(feature, _)| features.contains(feature));
    known.map_or("the AWS chain", |(_, words)| words)
}

/// Whose credentials they are. STS tells everybody who asks, so an error says that it cannot be reached or does not know them.
async fn identity(account: &Account, session: &SdkConfig) -> Finding {
    let sts = aws_sdk_sts::Client::new(session);
    let asked = Asked { action: "GetCallerIdentity", to: "ask AWS who this is" };
    match sts.get_caller_identity().send().await {
        Ok(answer) => {
            let name = answer.arn.unwrap_or_default();
            Finding::new(Topic::Credentials, Verdict::Fine, format!("AWS knows them as {name}"))
        }
        Err(error) => {
            let failure = CallError::of(asked, &error, account.profile()).into_failure();
            Finding::failed(Topic::Credentials, Verdict::Doubtful, &failure)
        }
    }
}

async fn may_list_zones(account: &Account, date: &DateHeader) -> Result<(), Failure> {
    let asked = Asked { action: "ListHostedZonesByName", to: "find hosted zones by their names" };
    let list = |client: aws_sdk_route53::Client| {
        client.list_hosted_zones_by_name().max_items(1).customize().interceptor(date.clone()).send()
    };
    account.get(asked, list).await.map(|_| ())
}

/// Health checks are listed for zones with routed sets alone, so a right that is missing may never be.
async fn may_list_health_checks(account: &Account) -> Option<Finding> {
    let asked = Asked { action: "ListHealthChecks", to: "list health checks, which routed sets may need" };
    let listed = account.get(asked, |client| client.list_health_checks().max_items(1).send()).await;
    listed.err().map(|failure| Finding::failed(Topic::Rights, Verdict::Doubtful, &failure))
}

/// Keeps the `Date` of an answer, be it a refusal.
#[derive(Debug, Clone, Default)]
struct DateHeader(Arc<Mutex<Option<String>>>);

impl DateHeader {
    fn read(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Intercept for DateHeader {
    fn name(&self) -> &'static str {
        "date header"
    }

    fn read_after_transmit(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date").map(str::to_owned);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = date;
        Ok(())
    }
}
