//! The Zonal compiler: text in, diagnostics and desired zones out.
//!
//! Pure and synchronous: it reads no file, no clock and no environment, and prints nothing.

pub mod arena;
pub mod compile;
pub mod diagnostic;
pub mod dns;
pub mod eval;
pub mod explain;
pub mod lint;
pub mod lower;
pub mod sema;
pub mod source;
pub mod suggest;
pub mod syntax;
pub mod zone;
