//! The Zonal runtime: what stands between a compiled zone and the servers that answer for it.
//!
//! It reads live zones through a [`provider::Provider`], compares them with what the source wants ([`diff`]),
//! makes a [`plan`] that safety rules judge, [`deploy`]s it provider by provider, and finds [`drift`]. RDATA is
//! handled as canonical wire bytes throughout, so spelling is never a difference. It neither parses nor
//! type-checks the language: a [`desired::DesiredZone`] comes in ready made.

pub mod deploy;
pub mod desired;
pub mod diff;
pub mod digest;
pub mod doctor;
pub mod drift;
pub mod error;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod exchange;
pub mod places;
pub mod plan;
pub mod provider;
pub mod providers;
pub mod record;
pub mod state;
mod text;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub mod verify;
pub mod watch;
pub mod workspace;
