//! # unused-template
//!
//! ## What it does
//! Finds a template that no zone, and no template in use, includes.
//!
//! ## Why it is bad
//! It does nothing. Either an `include` was forgotten, or it can go.
//!
//! ## Example
//! Bad:
//! ```zonal
//! template parked() {
//!   @  MX  0 .
//! }
//!
//! zone example.com on dns {
//!   www  CNAME  web.example.net.
//! }
//! ```
//!
//! Good:
//! ```zonal
//! template parked() {
//!   @  MX  0 .
//! }
//!
//! zone example.com on dns {
//!   include parked()
//! }
//! ```
//!
//! ## References
//! - The language reference, "Templates"

use crate::lint::{Check, Finding, Findings, Level, Program, Rule};

pub const RULE: Rule = Rule {
    name: "unused-template",
    summary: "a template that nothing includes",
    level: Level::Warn,
    checks: &[Check::Program(check)],
};

fn check(program: &Program<'_>, findings: &mut Findings) {
    for &at in program.unused_templates {
        let name = program.sources.text(at);
        findings.push(
            Finding::new(at, format!("the template `{name}` is never included"))
                .here("makes no record")
                .help(format!("write `include {name}(…)` in a zone, or remove the template")),
        );
    }
}
