//! Records that are a list of tags, `v=DMARC1; p=none`: DMARC, DKIM, MTA-STS, TLS-RPT and BIMI.

pub(super) mod build;

use super::schema::TermSchema;

/// One kind of record that is a list of tags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// What the record is called.
    pub name: &'static str,
    /// The value of its `v` tag.
    pub version: &'static str,
    /// Its other tags, in canonical order.
    pub terms: &'static [TermSchema],
    /// Tags that were removed from its specification: the tag and what to do instead.
    pub removed: &'static [(&'static str, &'static str)],
}
