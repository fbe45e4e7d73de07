//! Records that are a list of tags, `v=DMARC1; p=none`: DMARC, DKIM, MTA-STS, TLS-RPT and BIMI.

pub(super) mod build;
pub(super) mod read;
mod value;

use super::schema::TermSchema;

/// One kind of record that is a list of tags.
#[derive(Debug)]
pub(super) struct Dialect {
    /// What the record is called.
    pub name: &'static str,
    /// The value of its `v` tag.
    pub version: &'static str,
    /// How that value begins, in every version.
    pub family: &'static str,
    /// Its other tags, in canonical order.
    pub terms: &'static [TermSchema],
    /// Tags that some readers know and the builder does not write.
    pub extensions: &'static [&'static str],
    /// Tags that were removed from its specification: the tag and what to do instead.
    pub removed: &'static [(&'static str, &'static str)],
    /// The lint that reports its problems.
    pub rule: &'static str,
    /// The lint that reports removed tags.
    pub removed_rule: &'static str,
    /// The lint that reports a required tag that is missing.
    pub missing_rule: &'static str,
    /// The lint that reports a wrong value of one tag, where it is not `rule`.
    pub value_rule: Option<(&'static str, &'static str)>,
    /// Whether a record may do without its version.
    pub version_tag: VersionTag,
    /// Where white space may stand.
    pub spacing: Spacing,
    /// Whether the case of a value matters.
    pub case: Case,
}

/// Whether a record may do without its `v` tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VersionTag {
    /// Without it, it is another record.
    Required,
    /// It is recommended (RFC 6376 section 3.6.1).
    Optional,
}

/// Where white space may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spacing {
    /// Around `=` and `;`.
    Free,
    /// Around `;` alone (RFC 8461 section 3.1, RFC 8460 section 3).
    Tight,
}

/// Whether the case of a value from a closed set matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// It does (RFC 6376 section 3.2).
    Sensitive,
    /// It does not (RFC 9989 section 4.8).
    Insensitive,
}
