//! What AWS answers when it does not do what it is asked, as failures with their remedy.
//!
//! AWS's own words are quoted only where they cannot hold a secret: the message to a wrong signature repeats the
//! session token, and some name an access key.

mod clock;
pub(super) mod credentials;

use std::error::Error;
use std::time::SystemTime;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_route53::config::http::HttpResponse;
use aws_sdk_route53::error::{ProvideErrorMetadata, SdkError};

pub(super) use self::clock::Skew;
use super::transport::Readable;
use crate::error::{Failure, FailureKind};

/// What is asked of AWS.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The action, as IAM policies name it without `route53:`.
    pub(super) action: &'static str,
    /// What it is for, to complete "cannot …".
    pub(super) to: &'a str,
}

/// Why a request did not succeed, as far as it decides what to do next.
#[derive(Debug)]
pub(super) enum CallError {
    /// Too many requests, or another change of the zone is being taken in: nothing was done, and the same request
    /// may be sent again.
    Later(Failure),
    /// The credentials were valid once: nothing was done.
    Expired(Failure),
    /// The signature was refused, which is for its time if the clocks differ: nothing was done.
    Unsigned(Failure, Option<Skew>),
    /// A batch of changes was refused as a whole, with these words, which are not fit to be shown as they are.
    Invalid(Vec<String>),
    /// It was refused: nothing was done.
    Refused(Failure),
    /// Nobody knows whether it was done.
    Unknown(Failure),
}

impl CallError {
    /// The failure by itself.
    pub(super) fn into_failure(self) -> Failure {
        match self {
            Self::Later(failure)
            | Self::Expired(failure)
            | Self::Unsigned(failure, _)
            | Self::Refused(failure)
            | Self::Unknown(failure) => failure,
            Self::Invalid(messages) => Failure::new(
                FailureKind::Data,
                format!("Route 53 refused the changes: {}", clean(&messages.join("; "))),
            ),
        }
    }

    /// What an error of the SDK is; `profile` is the one that the source names.
    pub(super) fn of<E>(asked: Asked<'_>, error: &SdkError<E, HttpResponse>, profile: Option<&str>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        if let Some(readable) = all::<Readable>(error).next() {
            return Self::Refused(would_be_read(asked, readable));
        }
        // A role is assumed with credentials that may themselves be missing: the innermost error says so.
        if let Some(credentials) = all::<CredentialsError>(error).last() {
            return Self::Refused(credentials::failure(credentials, profile));
        }
        match error {
            SdkError::ServiceError(service) => {
                let (code, message) = (service.err().code(), service.err().message().unwrap_or_default());
                let answer = answered(asked, service.raw().status().as_u16(), code, message);
                if !code.is_some_and(clock::may_mean_time) {
                    return answer;
                }
                let date = service.raw().headers().get("date");
                match date.and_then(|date| Skew::of(date, SystemTime::now())) {
                    Some(skew) => Self::Unsigned(misdated(asked, skew), Some(skew)),
                    None => Self::Unsigned(answer.into_failure(), None),
                }
            }
            SdkError::ConstructionFailure(_) => Self::Refused(cannot(asked, "the request cannot be made")),
            SdkError::TimeoutError(_) => Self::Unknown(
                cannot(asked, "Route 53 did not answer in time")
                    .help("run it again; what was done is found by reading"),
            ),
            SdkError::DispatchFailure(failure) if failure.is_user() => {
                Self::Refused(cannot(asked, "the request cannot be sent").help(REACHING))
            }
            SdkError::DispatchFailure(_) => Self::Unknown(cannot(asked, &unreached(error)).help(REACHING)),
            SdkError::ResponseError(_) => Self::Unknown(
                cannot(asked, "the answer of Route 53 broke off or makes no sense").help(REACHING),
            ),
            _ => Self::Unknown(cannot(asked, "the request failed in a way that is not known")),
        }
    }
}

const REACHING: &str = "check the network, HTTPS_PROXY and, if one is set, the `endpoint` (AWS_ENDPOINT_URL_ROUTE_53); \
                        nothing else is needed than HTTPS to route53.amazonaws.com";

/// How every denial is worded.
const DENIED: &str = "AWS does not allow";

/// Whether a failure is a right that is missing, and nothing else.
pub(super) fn is_denial(failure: &Failure) -> bool {
    failure.what().contains(DENIED)
}

fn cannot(asked: Asked<'_>, why: &str) -> Failure {
    Failure::new(FailureKind::Unavailable, format!("cannot {}: {why}", asked.to))
}

fn would_be_read(asked: Asked<'_>, readable: &Readable) -> Failure {
    let what = format!(
        "the AWS configuration names {} without TLS, where others could read a session token",
        readable.host
    );
    cannot(asked, &what).help(
        "write `https://` in `endpoint_url` of ~/.aws/config or in the variable that names it; only an address of this \
         machine, as `http://127.0.0.1:5000`, may do without TLS",
    )
}

fn misdated(asked: Asked<'_>, skew: Skew) -> Failure {
    cannot(asked, &format!("AWS does not accept the request's time: {skew}"))
        .help("set the clock, and keep it right by NTP")
}

/// Why nobody was reached, in words.
fn unreached(error: &(dyn Error + 'static)) -> String {
    let io = all::<std::io::Error>(error).last().map(std::io::Error::kind);
    match io {
        Some(std::io::ErrorKind::ConnectionRefused) => "nobody answers at the address of Route 53".to_owned(),
        Some(std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe) => {
            "the connection to Route 53 broke off".to_owned()
        }
        Some(_) | None => {
            let cause = chain(error).last().map(ToString::to_string).unwrap_or_default().to_lowercase();
            let cause = cause.split(" (os error").next().unwrap_or_default();
            format!("Route 53 cannot be reached: {cause}")
        }
    }
}

/// The errors of a type among an error and its causes, the outermost first.
fn all<'e, T: Error + 'static>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e T> {
    chain(error).filter_map(|error| error.downcast_ref::<T>())
}

/// An error and its causes.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// An error that AWS answered with.
fn answered(asked: Asked<'_>, status: u16, code: Option<&str>, message: &str) -> CallError {
    let code = code.unwrap_or_default();
    let refused = |what: String, help: &str| {
        CallError::Refused(Failure::new(FailureKind::Unavailable, what).help(help))
    };
    match code {
        "Throttling" | "ThrottlingException" | "ThrottledException" | "RequestLimitExceeded"
        | "TooManyRequestsException" | "RequestThrottled" | "RequestThrottledException" | "SlowDown" => {
            CallError::Later(cannot(asked, "AWS throttles the account").help(
                "five requests a second are allowed to the whole account: try again when other tools are done, or \
                 lower `requests-per-second` of the provider",
            ))
        }
        "PriorRequestNotComplete" => CallError::Later(
            cannot(asked, "an earlier change of the zone is not taken in yet").help("run it again in a minute"),
        ),
        "InvalidChangeBatch" => CallError::Invalid(messages(message)),
        "InvalidInput" if message.contains("Change with [") => CallError::Invalid(vec![message.trim().to_owned()]),
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => CallError::Expired(
            Failure::new(FailureKind::Unavailable, "the AWS session has expired")
                .help("log in again, as with `aws sso login`, or renew the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"),
        ),
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "UnauthorizedAccess" | "NotAuthorized" => {
            let action = denied_action(message).unwrap_or_else(|| format!("route53:{}", asked.action));
            refused(
                format!("cannot {}: {DENIED} `{action}`", asked.to),
                &format!("allow `{action}` in an IAM policy of the user or role in use; `aws sts get-caller-identity` tells which that is"),
            )
        }
        "InvalidClientTokenId" | "UnrecognizedClientException" | "InvalidAccessKeyId" | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException" => refused(
            "AWS does not know the access key in use".to_owned(),
            "check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN, or the profile that holds them",
        ),
        "SignatureDoesNotMatch" | "InvalidSignatureException" | "IncompleteSignature" | "AuthFailure" => refused(
            "AWS does not accept the request's signature".to_owned(),
            "check that AWS_SECRET_ACCESS_KEY belongs to AWS_ACCESS_KEY_ID, and that this machine's clock is right",
        ),
        "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => refused(
            "AWS does not accept the request's time".to_owned(),
            "set this machine's clock: it is more than five minutes away from AWS's",
        ),
        "NoSuchHostedZone" => refused(
            format!("cannot {}: there is no such hosted zone in this account", asked.to),
            "correct its identifier in zonal.lock, or remove the entry there to look for the zone by its name; or use the credentials of the account that has it",
        ),
        "NoSuchHealthCheck" => refused(
            format!("cannot {}: a health check that it names is gone", asked.to),
            "run it again: Zonal makes its own health checks anew",
        ),
        "TooManyHostedZones" | "TooManyHealthChecks" | "HostedZoneLimitExceeded" | "LimitsExceeded" => refused(
            format!("cannot {}: the account's quota is used up", asked.to),
            "delete what is not used, or ask AWS for more in the console of Service Quotas",
        ),
        "NoSuchDelegationSet" | "DelegationSetNotReusable" | "DelegationSetNotAvailable" => refused(
            format!("cannot {}: the reusable delegation set cannot be used", asked.to),
            "correct `delegation-set` of the provider; `aws route53 list-reusable-delegation-sets` tells which there are",
        ),
        "ConflictingDomainExists" => refused(
            format!("cannot {}: its name servers serve a zone of this name or a part of it already", asked.to),
            "use another `delegation-set`, or none",
        ),
        "InvalidDomainName" => refused(
            format!("cannot {}: Route 53 does not take zones of this name", asked.to),
            "choose a name below a public suffix",
        ),
        // Every error of AWS has a code. Whoever else answers, as a proxy, does not know what AWS did.
        "" if status < 500 => CallError::Unknown(
            cannot(asked, &format!("the answer is none of Route 53's (HTTP {status})")).help(REACHING),
        ),
        _ if !(400..500).contains(&status) || status == 408 => CallError::Unknown(
            cannot(asked, &format!("Route 53 failed ({status})")).help("run it again; https://health.aws.amazon.com tells of outages"),
        ),
        _ => {
            refused(
                format!("cannot {}: Route 53 refused it: {}: {}", asked.to, clean(code), clean(message)),
                "the reference of Route 53's API explains the code",
            )
        }
    }
}

/// The action that a message of AWS says is denied.
fn denied_action(message: &str) -> Option<String> {
    let (_, after) = message.split_once("not authorized to perform: ")?;
    let action: String =
        after.chars().take_while(|char| char.is_ascii_alphanumeric() || matches!(char, ':' | '-')).collect();
    action.contains(':').then_some(action)
}

/// The messages of a refused batch: AWS writes them as `[one, another]`.
pub(super) fn messages(text: &str) -> Vec<String> {
    let text = text.trim();
    let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else {
        return vec![text.to_owned()];
    };
    let (mut start, mut found) = (0, Vec::new());
    for (at, _) in inner.match_indices(',') {
        if begins_message(inner.get(at + 1..).unwrap_or_default()) {
            found.extend(inner.get(start..at).map(|text| text.trim().to_owned()));
            start = at + 1;
        }
    }
    found.extend(inner.get(start..).map(|text| text.trim().to_owned()));
    found
}

/// Whether a text behind a comma is a message of its own rather than the rest of one, which may quote anything.
fn begins_message(text: &str) -> bool {
    const BEGINNINGS: [&str; 11] = [
        "Tried to ",
        "RRSet ",
        "Invalid ",
        "A HostedZone ",
        "Exceeded ",
        "Number of ",
        "RDATA ",
        "Duplicate ",
        "The request ",
        "The resource ",
        "Cannot ",
    ];
    text.strip_prefix(' ').is_some_and(|text| BEGINNINGS.iter().any(|beginning| text.starts_with(beginning)))
}

/// Words of AWS without what must not be shown: access keys, controls, and anything of great length.
pub(super) fn clean(text: &str) -> String {
    const SHOWN: usize = 300;
    let mut out = String::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|char: char| !char.is_ascii_alphanumeric());
        let is_key = bare.len() >= 16 && ["AKIA", "ASIA", "AROA"].iter().any(|mark| bare.starts_with(mark));
        let is_long = bare.len() > 100 && !bare.contains(['.', '\'']);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(if is_key || is_long { "…" } else { word });
    }
    let mut shown: String = out.chars().take(SHOWN).filter(|char| !char.is_control()).collect();
    if shown.len() < out.len() && out.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
