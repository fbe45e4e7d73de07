//! The runtime through its public face, on real folders.

mod consent;
mod deploy;
mod diff;
mod drift;
mod generate;
mod guards;
mod hostile;
mod master_file;
mod property;
mod support;
mod view;
mod workspace;
