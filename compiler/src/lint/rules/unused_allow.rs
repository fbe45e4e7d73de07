//! # unused-allow
//!
//! ## What it does
//! Finds an `allow` that excuses nothing.
//!
//! ## Why it is bad
//! It would excuse the next mistake of its kind, for a reason that no longer holds.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www {
//!     allow(address-private: "reached over the VPN alone")
//!     A  93.184.215.14
//!   }
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - The language reference, "Lints"

use crate::lint::{Check, Finding, Level, Rule};
use crate::source::FileSpan;

pub const RULE: Rule = Rule {
    name: "unused-allow",
    summary: "an `allow` that excuses nothing",
    level: Level::Warn,
    checks: &[Check::Allows(report)],
};

fn report(at: FileSpan, allowed: &str) -> Finding {
    Finding::new(at, format!("this `allow` of `{allowed}` excuses nothing"))
        .here("nothing in this block breaks the rule")
        .help("remove it, so that the next mistake of this kind is seen")
}
