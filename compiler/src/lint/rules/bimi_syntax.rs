//! # bimi-syntax
//!
//! ## What it does
//! Finds a BIMI record, in a TXT record below `_bimi`, that mail programs ignore or misread: another version or none,
//! no `l=`, a logo that does not lie at an `https:` URI. The `BIMI` builder finds the same while it compiles.
//!
//! ## Why it is bad
//! The logo is not shown, and nobody says why.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   default._bimi  TXT  "v=BIMI1; l=http://example.com/logo.svg"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   default._bimi  TXT  "v=BIMI1; l=https://example.com/logo.svg"
//! }
//! ```
//!
//! ## References
//! - draft-brand-indicators-for-message-identification section 4.2

use crate::dns::mail::bimi;
use crate::dns::rtype::Rtype;
use crate::lint::text::{Foreign, TagRule, is_below};
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "bimi-syntax",
    summary: "a BIMI record that mail programs cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const RECORDS: TagRule = TagRule {
    name: RULE.name,
    advice: "tags are `NAME=VALUE` with `;` between them: `v=BIMI1; l=https://…`",
    read: bimi::check,
    foreign: Some(Foreign {
        beginning: "v=BIMI1;",
        help: |zone| format!("write `\"v=BIMI1; l=https://{zone}/logo.svg\"`, or use the `BIMI` builder"),
    }),
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    if is_below(context, set, b"_bimi") {
        RECORDS.check(context, set, findings);
    }
}
