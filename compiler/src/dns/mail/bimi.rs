//! BIMI assertion records (draft-brand-indicators-for-message-identification): the logo that mail programs show.

use super::schema::{Choice, TermSchema, Values};
use super::tags::build::Draft;
use super::tags::read::{TagRecord, claims, read, require};
use super::tags::{Case, Dialect, Spacing, VersionTag};
use super::term::{Term, TermError};

const AVATARS: &[Choice] = &[
    Choice {
        word: "brand",
        text: "brand",
        doc: "The logo is shown even for a sender with a picture of their own.",
    },
    Choice {
        word: "personal",
        text: "personal",
        doc: "The sender's own picture is shown where there is one.",
    },
];

const DRAFT: &str = "draft-brand-indicators-for-message-identification section 4.2";

const fn tag(word: &'static str, tag: &'static str, values: Values, doc: &'static str) -> TermSchema {
    TermSchema { word, tag, values, doc, rfc: DRAFT, required: false, repeats: false }
}

/// The terms of the `BIMI` builder.
pub const TERMS: &[TermSchema] = &[
    TermSchema {
        required: true,
        ..tag(
            "logo",
            "l",
            Values::OptionalHttpsUri,
            "Where the logo lies: an `https:` URI of an SVG Tiny PS file; an empty one declines to take part.",
        )
    },
    tag(
        "authority",
        "a",
        Values::OptionalHttpsUri,
        "Where the mark certificate lies, which proves the right to the logo: an `https:` URI of a PEM file.",
    ),
    tag("avatar", "avp", Values::OneOf(AVATARS), "Which picture comes first; `brand` without it."),
];

pub(super) static DIALECT: Dialect = Dialect {
    name: "BIMI",
    version: "BIMI1",
    family: "BIMI",
    terms: TERMS,
    extensions: &["lps", "s"],
    removed: &[],
    rule: "bimi-syntax",
    removed_rule: "bimi-syntax",
    missing_rule: "bimi-syntax",
    value_rule: None,
    version_tag: VersionTag::Required,
    spacing: Spacing::Free,
    case: Case::Insensitive,
};

/// Builds the text of a BIMI assertion record.
///
/// # Errors
///
/// See [`super::build`].
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    Draft::read(&DIALECT, terms).finish()
}

/// Checks the text of a BIMI assertion record; none if it is no such record.
#[must_use]
pub fn check(text: &[u8]) -> Option<TagRecord<'_>> {
    if !claims(&DIALECT, text) {
        return None;
    }
    let mut record = read(&DIALECT, text);
    require(&DIALECT, &mut record);
    Some(record)
}
