//! What an editor asks, answered from a [`View`](crate::session::snapshot::View) and from the compiler's tables.
//!
//! Answers are in spans and text; what the protocol makes of them is [`protocol`](crate::protocol)'s business.

pub mod calls;
pub mod completion;
pub mod context;
#[cfg(test)]
mod cursor;
#[cfg(test)]
mod damage;
pub mod declared;
pub mod definition;
#[cfg(test)]
#[path = "../tests/support/edits.rs"]
mod edits;
pub mod fixes;
pub mod folds;
pub mod format;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod links;
pub mod names;
pub mod outline;
pub mod page;
pub mod program;
pub mod references;
pub mod rename;
pub mod rewrite;
pub mod scope;
pub mod search;
pub mod selection;
pub mod signature;
pub mod slots;
pub mod symbol;
pub mod tokens;
pub mod ttl;
pub mod walk;
pub mod words;
