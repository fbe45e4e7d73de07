//! DKIM key records (RFC 6376 section 3.6.1, RFC 8463): the public key that a mail's signature is checked with.

use super::key::{PublicKey, RSA_MINIMUM_BITS, RSA_RECOMMENDED_BITS, read_key};
use super::problem::Problem;
use super::schema::{Choice, TermSchema, Values};
use super::tags::build::Draft;
use super::tags::read::{TagRecord, claims, read, require};
use super::tags::{Case, Dialect, Spacing, VersionTag};
use super::term::{Term, TermError};

const KEY_TYPES: &[Choice] = &[
    Choice { word: "rsa", text: "rsa", doc: "RSA, of 2048 bits or more." },
    Choice {
        word: "ed25519",
        text: "ed25519",
        doc: "Ed25519 (RFC 8463); many verifiers do not know it yet.",
    },
];

const HASHES: &[Choice] =
    &[Choice { word: "sha256", text: "sha256", doc: "SHA-256, the one hash that is left (RFC 8301)." }];

const SERVICES: &[Choice] = &[
    Choice { word: "any", text: "*", doc: "Every service; the same as no `service` at all." },
    Choice { word: "email", text: "email", doc: "Mail alone." },
];

const FLAGS: &[Choice] = &[
    Choice {
        word: "testing",
        text: "y",
        doc: "DKIM is being tried out: a failure is to be treated as no signature.",
    },
    Choice {
        word: "strict",
        text: "s",
        doc: "The signer's identity is of this very domain, not of a subdomain.",
    },
];

const RFC: &str = "RFC 6376 section 3.6.1";

const fn tag(word: &'static str, tag: &'static str, values: Values, doc: &'static str) -> TermSchema {
    TermSchema { word, tag, values, doc, rfc: RFC, required: false, repeats: false }
}

/// The terms of the `DKIM` builder.
pub const TERMS: &[TermSchema] = &[
    TermSchema {
        repeats: true,
        ..tag("hash", "h", Values::AnyOf(HASHES), "The hashes that a signature may use.")
    },
    tag("type", "k", Values::OneOf(KEY_TYPES), "The kind of key; `rsa` without it."),
    TermSchema {
        repeats: true,
        ..tag("service", "s", Values::AnyOf(SERVICES), "What the key may sign for; everything without it.")
    },
    TermSchema {
        repeats: true,
        ..tag("flags", "t", Values::AnyOf(FLAGS), "How a signature is to be judged.")
    },
    tag("notes", "n", Values::Text, "A note for people; nothing reads it."),
    TermSchema {
        required: true,
        ..tag(
            "key",
            "p",
            Values::PublicKey,
            "The public key, in base64 or as the content of a PEM file; an empty one is revoked.",
        )
    },
];

pub(super) static DIALECT: Dialect = Dialect {
    name: "DKIM",
    version: "DKIM1",
    family: "DKIM",
    terms: TERMS,
    extensions: &[],
    removed: &[("g", "RFC 6376 removed it and verifiers ignore it")],
    rule: "dkim-syntax",
    removed_rule: "dkim-syntax",
    missing_rule: "dkim-syntax",
    value_rule: Some(("p", "dkim-bad-base64")),
    version_tag: VersionTag::Optional,
    spacing: Spacing::Free,
    case: Case::Sensitive,
};

/// Builds the text of a DKIM key record.
///
/// # Errors
///
/// See [`super::build`]; `weak-key` for an RSA key that verifiers must refuse.
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    let mut draft = Draft::read(&DIALECT, terms);
    let key = draft.values("p").next().map(|given| (given.term, read_key(&given.text).map(|text| text.key)));
    let named = draft.values("k").next().map(|given| (given.term, given.text == "ed25519"));
    if let Some((term, Ok(key))) = key {
        draft.errors.extend(key_error(term, key, named));
    }
    draft.finish()
}

/// Whether the key is long enough, and is of the type that the terms name: the term, and whether it says `ed25519`.
fn key_error(term: usize, key: PublicKey, named: Option<(usize, bool)>) -> Option<TermError> {
    match (key, named) {
        (PublicKey::Ed25519, None) => {
            Some(TermError::term("missing-term", term, "an Ed25519 key needs the term `type ed25519`").help(
                "without it verifiers take the key for an RSA key; RSA keys have 200 characters or more",
            ))
        }
        (PublicKey::Ed25519, Some((other, false))) => Some(
            TermError::term("conflicting-terms", term, "expected an RSA key, found an Ed25519 key")
                .help("write `type ed25519`")
                .beside(other),
        ),
        (PublicKey::Rsa { .. }, Some((other, true))) => Some(
            TermError::term("conflicting-terms", term, "expected an Ed25519 key, found an RSA key")
                .help("write `type rsa`, or leave the type out")
                .beside(other),
        ),
        (PublicKey::Rsa { bits }, _) if bits < RSA_MINIMUM_BITS => {
            Some(TermError::term("weak-key", term, short(bits)).help(LONGER))
        }
        (PublicKey::Rsa { .. } | PublicKey::Ed25519, _) => None,
    }
}

const LONGER: &str = "make a key of 2048 bits: `openssl genrsa 2048`";

fn short(bits: usize) -> String {
    format!("expected an RSA key of {RSA_MINIMUM_BITS} bits or more, found {bits}")
}

/// Checks the text of a DKIM key record; none if it has neither its version nor a `p` tag, and so is no such record.
#[must_use]
pub fn check(text: &[u8]) -> Option<TagRecord<'_>> {
    if !claims(&DIALECT, text) && !has_key_tag(text) {
        return None;
    }
    let mut record = read(&DIALECT, text);
    require(&DIALECT, &mut record);
    check_key(&mut record);
    Some(record)
}

/// Whether one of the tags is `p`. A key record may do without its version.
fn has_key_tag(text: &[u8]) -> bool {
    text.split(|&byte| byte == b';').any(|part| {
        let part = part.trim_ascii_start();
        part.strip_prefix(b"p").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"="))
    })
}

fn check_key(record: &mut TagRecord<'_>) {
    let (Some(key), Some(tag)) = (record.key, record.tag("p")) else { return };
    let at = tag.value_at.clone();
    let named = record.value("k").unwrap_or("rsa");
    let problem = match (key, named) {
        (PublicKey::Ed25519, "rsa") => {
            Problem::error("dkim-syntax", at, "expected an RSA key, found an Ed25519 key")
                .help("add `k=ed25519`")
        }
        (PublicKey::Rsa { .. }, "ed25519") => {
            Problem::error("dkim-syntax", at, "expected an Ed25519 key, found an RSA key")
                .help("write `k=rsa`")
        }
        (PublicKey::Rsa { bits }, _) if bits < RSA_MINIMUM_BITS => {
            Problem::error("dkim-key-short", at, short(bits)).help(LONGER)
        }
        (PublicKey::Rsa { bits }, _) if bits < RSA_RECOMMENDED_BITS => {
            let message = format!("RSA key of {bits} bits; {RSA_RECOMMENDED_BITS} are recommended");
            Problem::warning("dkim-key-short", at, message).help(LONGER)
        }
        (PublicKey::Rsa { .. } | PublicKey::Ed25519, _) => return,
    };
    record.problems.push(problem);
}
