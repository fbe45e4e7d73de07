//! # unused-variable
//!
//! ## What it does
//! Finds a `let`, a loop variable or a template parameter that nothing reads.
//!
//! ## Why it is bad
//! Somebody will change its value one day and wonder why nothing happens. Often a `$` was forgotten where it should
//! be read.
//!
//! ## Example
//! Bad:
//! ```zonal
//! let web = 93.184.215.14
//!
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! let web = 93.184.215.14
//!
//! zone example.com on dns {
//!   www  A  $web
//! }
//! ```
//!
//! ## References
//! - The language reference, "Variables"

use crate::lint::{Check, Finding, Findings, Level, Program, Rule};

pub const RULE: Rule = Rule {
    name: "unused-variable",
    summary: "a variable that nothing reads",
    level: Level::Warn,
    checks: &[Check::Program(check)],
};

fn check(program: &Program<'_>, findings: &mut Findings) {
    for &at in program.unused_variables {
        let name = program.sources.text(at);
        findings.push(
            Finding::new(at, format!("the variable `{name}` is never read"))
                .here("has no effect")
                .help(format!("read it as `${name}`, or remove it")),
        );
    }
}
