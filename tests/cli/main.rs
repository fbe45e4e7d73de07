//! End-to-end tests: the built command, run as people and CI run it.

mod broken;
mod build;
mod check;
mod deploy;
mod drift;
mod examples;
mod explain;
mod fmt;
mod guards;
mod help;
mod lint;
mod prompt;
mod providers;
mod support;
