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
pub mod definition;
pub mod fixes;
pub mod folds;
pub mod format;
pub mod links;
pub mod outline;
pub mod program;
pub mod references;
pub mod rename;
pub mod scope;
pub mod search;
pub mod selection;
pub mod signature;
pub mod symbol;
pub mod walk;
pub mod words;
