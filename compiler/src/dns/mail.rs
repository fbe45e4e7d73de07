//! The typed mail builders over TXT (`SPF`, `DMARC`, `DKIM`, `MTA-STS`, `TLS-RPT`, `BIMI`), and the readers that
//! check the text of a TXT record that was written by hand.
//!
//! A builder sees flat terms, each a few words, and yields the one text of its record; where the text is cut into
//! character-strings is not its business. A reader never fails: it yields what it understood and every
//! [`Problem`] it found, each with its place in the text.

pub mod dmarc;
mod domain;
mod fault;
mod macros;
mod nearest;
mod network;

mod problem;
mod schema;
pub mod spf;
mod tags;
mod term;
mod uri;

pub use problem::Problem;
pub use schema::{Choice, TermSchema, Values};
pub use term::{Term, TermError, TermWord};

use super::keyword::Builder;

/// Every term that a builder knows, in the canonical order of the record's text.
#[must_use]
pub const fn terms(builder: Builder) -> &'static [TermSchema] {
    match builder {
        Builder::Spf => spf::TERMS,
        Builder::Dmarc => dmarc::TERMS,
        Builder::Dkim | Builder::MtaSts | Builder::TlsRpt | Builder::Bimi => &[],
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
        Builder::Spf => spf::build::build(terms),
        Builder::Dmarc => dmarc::build(terms),
        Builder::Dkim | Builder::MtaSts | Builder::TlsRpt | Builder::Bimi => Ok(String::new()),
    }
}

#[cfg(test)]
mod tests;
