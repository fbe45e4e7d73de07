//! # dmarc-syntax
//!
//! ## What it does
//! Finds a DMARC record, written as TXT, that receivers ignore or misread: a tag without value, an unknown policy,
//! a report address without `mailto:`, a version in the wrong case or place. The `DMARC` builder finds the same
//! while it compiles.
//!
//! ## Why it is bad
//! A record that receivers cannot read protects nothing, and nobody is told: no report comes.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=quarantin; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _dmarc  TXT  "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 9989 section 4.7

use crate::dns::mail::dmarc;
use crate::dns::rtype::Rtype;
use crate::lint::text::RecordText;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{SetId, SiteId};

pub const RULE: Rule = Rule {
    name: "dmarc-syntax",
    summary: "a DMARC record that receivers cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const ADVICE: &str = "tags are `NAME=VALUE` with `;` between them: `v=DMARC1; p=none; rua=mailto:…`";

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let names = &context.zone.names;
    let owner = context.set(set).owner;
    if names.label(owner) != b"_dmarc" {
        return check_authorization(context, set, findings);
    }
    let alone = context.set(set).len == 1;
    for record in context.zone.records_of(set) {
        let text = RecordText::new(context, record);
        let Some(read) = dmarc::check(&text.bytes) else {
            if alone {
                findings.push(not_dmarc(context, &text, context.zone.records[record].site));
            }
            continue;
        };
        let of_rule = read.problems.into_iter().filter(|problem| problem.rule == RULE.name);
        findings.extend(of_rule.map(|problem| text.finding(problem, ADVICE)));
    }
}

/// A record at `_dmarc` that does not begin as a DMARC record does.
fn not_dmarc(context: &ZoneContext<'_>, text: &RecordText<'_>, site: SiteId) -> Finding {
    let zone = context.zone.name.unicode();
    Finding::new(text.part(0..text.bytes.len()), "this record does not begin with `v=DMARC1;`")
        .site(site)
        .here("receivers ignore it")
        .help(format!("write `\"v=DMARC1; p=none; rua=mailto:dmarc@{zone}\"`, or use the `DMARC` builder"))
}

/// By a record below `_report._dmarc` a domain agrees to get another's reports (RFC 9990 section 4).
fn check_authorization(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let names = &context.zone.names;
    let owner = context.set(set).owner;
    let mut above = names.ancestors(owner).map(|node| names.label(node));
    let is_below = above.any(|label| label == b"_report") && above.next() == Some(b"_dmarc");
    if !is_below {
        return;
    }
    for record in context.zone.records_of(set) {
        let text = RecordText::new(context, record);
        let Some(read) = dmarc::check_authorization(&text.bytes) else { continue };
        let of_rule = read.problems.into_iter().filter(|problem| problem.rule == RULE.name);
        findings.extend(of_rule.map(|problem| text.finding(problem, ADVICE)));
    }
}
