//! End-to-end tests: the built command, run as people and CI run it.

#![allow(clippy::expect_used, reason = "a helper that fails has failed its test")]

mod broken;
mod build;
mod check;
mod deploy;
mod diff;
mod drift;
mod examples;
mod explain;
mod fmt;
mod formats;
mod guards;
mod help;
mod lint;
mod plans;
mod prompt;
mod providers;
mod support;
