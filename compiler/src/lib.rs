//! The Zonal compiler: text in, diagnostics and desired zones out.
//!
//! Pure and synchronous: it reads no file, no clock and no environment, and prints nothing.

pub mod arena;
pub mod diagnostic;
pub mod dns;
pub mod lint;
pub mod lower;
pub mod source;
pub mod syntax;
pub mod zone;
