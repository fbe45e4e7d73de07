//! What a pipeline's identity token says of the job: never the token itself.
//!
//! The words in `sub` are what a cloud's trust is written for, and the platforms word them in more than one way; so they
//! are read and shown instead of being guessed.

use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Finding, Topic, Verdict};
use crate::error::{Failure, FailureKind};
use crate::text;

/// The claims that a trust compares (RFC 7519 section 4.1).
#[derive(Debug, Deserialize)]
struct Claims {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audience>,
}

/// One audience or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What a token says; `whose` is where it came from.
#[must_use]
pub fn finding(whose: &str, token: &str) -> Finding {
    let Some(claims) = claims::<Claims>(token) else {
        return Finding::new(Topic::Token, Verdict::Bad, format!("{whose} is no JSON Web Token"))
            .help("let the platform write it, and nothing else");
    };
    let audience = match &claims.aud {
        Some(Audience::One(audience)) => audience.clone(),
        Some(Audience::Several(several)) => several.join(", "),
        None => "none".to_owned(),
    };
    let or_none = |claim: &Option<String>| claim.clone().unwrap_or_else(|| "none".to_owned());
    let what = format!("{whose}: sub {}, aud {audience}, iss {}", or_none(&claims.sub), or_none(&claims.iss));
    Finding::new(Topic::Token, Verdict::Fine, what)
}

/// What the token in a file says, which a variable names.
#[must_use]
pub fn in_file(variable: &str, path: &Path) -> Finding {
    let text = std::fs::read(path).map_err(|error| Failure::io(path, "read", error));
    match text.and_then(|bytes| text::utf8(path, bytes)) {
        Ok(text) => finding(variable, text.trim()),
        Err(failure) => {
            let failure = Failure::new(FailureKind::Data, format!("{variable}: {failure}"));
            Finding::failed(
                Topic::Token,
                Verdict::Bad,
                &failure.help("let it name the file that the platform writes"),
            )
        }
    }
}

/// The claims of a token, unverified (RFC 7519 section 3); none if it is no token or has not these.
pub(crate) fn claims<C: DeserializeOwned>(token: &str) -> Option<C> {
    let claims = BASE64URL_NOPAD.decode(token.split('.').nth(1)?.trim_end_matches('=').as_bytes()).ok()?;
    serde_json::from_slice(&claims).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_shown_and_the_token_is_not() {
        let claims = BASE64URL_NOPAD
            .encode(br#"{"sub":"repo:a/b:ref:refs/heads/main","aud":["x","y"],"iss":"https://i"}"#);
        let found = finding("the job", &format!("head.{claims}.signature"));
        assert_eq!(found.what, "the job: sub repo:a/b:ref:refs/heads/main, aud x, y, iss https://i");
        let found = finding("the job", "no token, but secret");
        assert_eq!((found.verdict, found.what.as_str()), (Verdict::Bad, "the job is no JSON Web Token"));
    }
}
