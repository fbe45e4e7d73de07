//! MTA-STS records (RFC 8461 section 3.1): that a policy exists, and when it changed.

use super::schema::{TermSchema, Values};
use super::tags::build::Draft;
use super::tags::read::{TagRecord, claims, read, require};
use super::tags::{Case, Dialect, Spacing, VersionTag};
use super::term::{Term, TermError};

/// The terms of the `MTA-STS` builder.
pub const TERMS: &[TermSchema] = &[TermSchema {
    word: "id",
    tag: "id",
    values: Values::Identifier,
    doc: "Names this version of the policy: 1 to 32 letters and digits, new whenever the policy changes.",
    rfc: "RFC 8461 section 3.1",
    required: true,
    repeats: false,
}];

pub(super) static DIALECT: Dialect = Dialect {
    name: "MTA-STS",
    version: "STSv1",
    family: "STS",
    terms: TERMS,
    extensions: &[],
    removed: &[],
    rule: "mta-sts-syntax",
    removed_rule: "mta-sts-syntax",
    missing_rule: "mta-sts-bad-id",
    value_rule: Some(("id", "mta-sts-bad-id")),
    version_tag: VersionTag::Required,
    spacing: Spacing::Tight,
    case: Case::Sensitive,
};

/// Builds the text of an MTA-STS record.
///
/// # Errors
///
/// See [`super::build`].
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    Draft::read(&DIALECT, terms).finish()
}

/// Checks the text of an MTA-STS record; none if it is no such record.
#[must_use]
pub fn check(text: &[u8]) -> Option<TagRecord<'_>> {
    if !claims(&DIALECT, text) {
        return None;
    }
    let mut record = read(&DIALECT, text);
    require(&DIALECT, &mut record);
    Some(record)
}
