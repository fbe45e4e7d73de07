//! The Zonal language server, in three layers.
//!
//! - [`protocol`] speaks the Language Server Protocol and is the one module that knows its types;
//! - [`session`] owns the documents and workspaces of one editor window and hands out immutable views of them;
//! - [`ide`] answers questions about a view, from the compiler's facts alone.
//!
//! The layers call downward only. No knowledge of the language lives here: what a word means, the compiler says.

pub mod ide;
pub mod protocol;
pub mod session;
