//! Credentials that a request can be signed with: the SDK takes it for granted that a header can hold them.

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};

/// The variables that hold credentials by themselves.
pub(super) const VARIABLES: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/// Whether a text can be a key or a token: one with a blank or a line break is a mistake made in pasting.
pub(super) fn is_signable(text: &str) -> bool {
    text.bytes().all(|octet| octet.is_ascii_graphic())
}

/// Credentials from somewhere else, refused if they cannot be what they should.
#[derive(Debug)]
pub(super) struct Signable(pub(super) SharedCredentialsProvider);

#[derive(Debug, thiserror::Error)]
#[error("the {0} holds a blank, a line break or another character that none has")]
struct Unsignable(&'static str);

impl ProvideCredentials for Signable {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let credentials = self.0.provide_credentials().await?;
            match unsignable(&credentials) {
                Some(what) => Err(CredentialsError::invalid_configuration(Unsignable(what))),
                None => Ok(credentials),
            }
        })
    }
}

fn unsignable(credentials: &Credentials) -> Option<&'static str> {
    let parts = [
        ("access key", Some(credentials.access_key_id())),
        ("secret key", Some(credentials.secret_access_key())),
        ("session token", credentials.session_token()),
    ];
    let wrong = |(_, text): &(_, Option<&str>)| text.is_some_and(|text| !is_signable(text));
    parts.into_iter().find(wrong).map(|(what, _)| what)
}
