//! What an editor asks, answered from a [`View`](crate::session::snapshot::View) and from the compiler's tables.
//!
//! Answers are in spans and text; what the protocol makes of them is [`protocol`](crate::protocol)'s business.

pub mod fixes;
pub mod format;
pub mod walk;
