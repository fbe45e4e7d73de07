//! The language server through its public face: a client on the other end of a pipe.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

mod broken;
mod bursts;
mod completion;
mod diagnostics;
mod editor;
#[path = "../support/edits.rs"]
mod edits;
mod mistakes;
mod navigation;
mod show;
mod workspaces;
