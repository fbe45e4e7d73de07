//! TLS-RPT records (RFC 8460 section 3): where reports about failed TLS connections are sent to.

use super::schema::{TermSchema, Values};
use super::tags::build::Draft;
use super::tags::read::{TagRecord, claims, read, require};
use super::tags::{Case, Dialect, Spacing, VersionTag};
use super::term::{Term, TermError};

/// The terms of the `TLS-RPT` builder.
pub const TERMS: &[TermSchema] = &[TermSchema {
    word: "rua",
    tag: "rua",
    values: Values::ReportUri(&["mailto", "https"]),
    doc: "Where the daily reports are sent to: a `mailto:` or `https:` URI.",
    rfc: "RFC 8460 section 3",
    required: true,
    repeats: true,
}];

pub(super) static DIALECT: Dialect = Dialect {
    name: "TLS-RPT",
    version: "TLSRPTv1",
    family: "TLSRPT",
    terms: TERMS,
    extensions: &[],
    removed: &[],
    rule: "tlsrpt-syntax",
    removed_rule: "tlsrpt-syntax",
    missing_rule: "tlsrpt-no-rua",
    value_rule: None,
    version_tag: VersionTag::Required,
    spacing: Spacing::Tight,
    case: Case::Sensitive,
};

/// Builds the text of a TLS-RPT record.
///
/// # Errors
///
/// See [`super::build`].
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    Draft::read(&DIALECT, terms).finish()
}

/// Checks the text of a TLS-RPT record; none if it is no such record.
#[must_use]
pub fn check(text: &[u8]) -> Option<TagRecord<'_>> {
    if !claims(&DIALECT, text) {
        return None;
    }
    let mut record = read(&DIALECT, text);
    require(&DIALECT, &mut record);
    Some(record)
}
