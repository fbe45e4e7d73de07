//! The runtime through its public face, on real folders.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, as it shall"
)]

mod consent;
mod deploy;
mod diff;
mod drift;
mod full_disk;
mod generate;
mod guards;
mod hostile;
mod master_file;
mod outcomes;
mod property;
mod support;
mod view;
mod workspace;
