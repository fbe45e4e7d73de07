//! Credentials that are not there, or that cannot be had.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_route53::error::ErrorMetadata;

use super::{all, chain, clean, denied_action};
use crate::error::{Failure, FailureKind};

/// No credentials, or none that work: what was tried, and what to do.
pub(in super::super) fn failure(error: &CredentialsError, profile: Option<&str>) -> Failure {
    if let Some(said) = all::<ErrorMetadata>(error).next() {
        return no_session(said);
    }
    let reason = innermost(error);
    match error {
        CredentialsError::CredentialsNotLoaded(_) if profile.is_some() => {
            let profile = profile.unwrap_or_default().escape_debug();
            let what = format!("there are no AWS credentials in the profile `{profile}`, which the provider names");
            Failure::new(FailureKind::Unavailable, what).help(format!(
                "log in with `aws sso login --profile {profile}`, correct ~/.aws/config, or leave `profile` out to use \
                 the environment's credentials"
            ))
        }
        CredentialsError::CredentialsNotLoaded(_) => Failure::new(
            FailureKind::Unavailable,
            "there are no AWS credentials: tried the environment (AWS_ACCESS_KEY_ID), the profile (AWS_PROFILE, \
             ~/.aws), web identity (AWS_WEB_IDENTITY_TOKEN_FILE), the container and the instance",
        )
        .help("set AWS_PROFILE, log in with `aws sso login`, or run it where a role is attached"),
        CredentialsError::ProviderTimedOut(_) => {
            Failure::new(FailureKind::Unavailable, "the AWS credentials were not handed out in time")
                .help("check the network; AWS_EC2_METADATA_DISABLED=true leaves the instance's role out")
        }
        CredentialsError::InvalidConfiguration(_) => {
            Failure::new(FailureKind::Unavailable, format!("the AWS configuration is wrong: {reason}"))
                .help("correct ~/.aws/config and ~/.aws/credentials, or choose another `profile`")
        }
        CredentialsError::ProviderError(_) | CredentialsError::Unhandled(_) | _ => Failure::new(FailureKind::Unavailable, format!("the AWS credentials cannot be loaded: {reason}"))
            .help("log in again, as with `aws sso login`, and check the role that is to be assumed"),
    }
}

/// A session that STS does not give out. Of its words only the code and the action cannot hold a secret.
fn no_session(said: &ErrorMetadata) -> Failure {
    let code = said.code().unwrap_or("an error without a code");
    let refused = |what: String| Failure::new(FailureKind::Unavailable, what);
    match code {
        "AccessDenied" => {
            let action = denied_action(said.message().unwrap_or_default());
            let action = action.unwrap_or_else(|| "sts:AssumeRole".to_owned());
            refused(format!("AWS gives no session of the role: it does not allow `{action}`")).help(format!(
                "check the role's name (`role-arn`, AWS_ROLE_ARN or the profile's), that its trust policy names who asks, \
                 and that who asks may `{action}`"
            ))
        }
        "ExpiredTokenException" | "ExpiredToken" => refused("the token that AWS is to give a session for has expired".to_owned())
            .help("log in again, as with `aws sso login`, or write a fresh token to AWS_WEB_IDENTITY_TOKEN_FILE"),
        "InvalidIdentityToken" | "IDPRejectedClaim" => refused(format!("AWS does not accept the web identity token: {}", clean(code)))
            .help("check AWS_WEB_IDENTITY_TOKEN_FILE, and that the account has an identity provider for the token's issuer and audience"),
        "InvalidClientTokenId" | "UnrecognizedClientException" => {
            refused("AWS does not know the access key in use".to_owned())
                .help("check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile that holds them")
        }
        _ => refused(format!("AWS gives no session of the role: {}", clean(code)))
            .help("check the role (`role-arn`, AWS_ROLE_ARN or the profile's), and whom its trust policy lets assume it"),
    }
}

/// The words of the innermost cause: the others only say that something failed. What a credential process writes
/// is left out, since nobody knows what that is.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let last = chain(error).last();
    let text = last.map(ToString::to_string).unwrap_or_default();
    let text = text.split("Stderr:").next().unwrap_or_default().trim_end_matches(['.', ' ']);
    clean(text)
}
