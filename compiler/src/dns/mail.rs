//! The typed mail builders over TXT (`SPF`, `DMARC`, `DKIM`, `MTA-STS`, `TLS-RPT`, `BIMI`), and the readers that
//! check the text of a TXT record that was written by hand.
//!
//! A builder sees flat terms, each a few words, and yields the one text of its record; where the text is cut into
//! character-strings is not its business. A reader never fails: it yields what it understood and every
//! [`Problem`] it found, each with its place in the text.

pub mod bimi;
pub mod dkim;
pub mod dmarc;
mod domain;
mod fault;
mod key;
mod macros;
pub mod mta_sts;
mod network;

mod problem;
mod schema;
pub mod spf;
mod tags;
mod term;
pub mod tls_rpt;
mod uri;

pub use problem::Problem;
pub use schema::{Choice, TermSchema, Values};
pub use tags::read::{Tag, TagRecord};
pub use term::{Term, TermError, TermWord};

use super::keyword::Builder;

/// Every term that a builder knows, in the canonical order of the record's text.
#[must_use]
pub const fn terms(builder: Builder) -> &'static [TermSchema] {
    match builder {
        Builder::Spf => spf::TERMS,
        Builder::Dmarc => dmarc::TERMS,
        Builder::Dkim => dkim::TERMS,
        Builder::MtaSts => mta_sts::TERMS,
        Builder::TlsRpt => tls_rpt::TERMS,
        Builder::Bimi => bimi::TERMS,
    }
}

/// Builds the text of the TXT record that the terms say, in canonical order.
///
/// # Errors
///
/// Every term that is unknown, has a wrong value, stands twice or stands where it has no effect, and every
/// required term that is missing.
pub fn build(builder: Builder, terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    match builder {
        Builder::Spf => spf::build(terms),
        Builder::Dmarc => dmarc::build(terms),
        Builder::Dkim => dkim::build(terms),
        Builder::MtaSts => mta_sts::build(terms),
        Builder::TlsRpt => tls_rpt::build(terms),
        Builder::Bimi => bimi::build(terms),
    }
}

#[cfg(test)]
mod tests;
