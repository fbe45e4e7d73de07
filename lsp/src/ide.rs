//! What an editor asks, answered from a [`View`](crate::session::snapshot::View) and from the compiler's tables.
//!
//! Answers are in spans and text; what the protocol makes of them is [`protocol`](crate::protocol)'s business.

pub mod declared;
pub mod fixes;
pub mod format;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod names;
pub mod page;
pub mod rewrite;
pub mod slots;
pub mod tokens;
pub mod ttl;
pub mod walk;
