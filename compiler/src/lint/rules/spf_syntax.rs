//! # spf-syntax
//!
//! ## What it does
//! Finds an SPF record, written as TXT, that receivers cannot read: an unknown mechanism, a wrong network, a
//! misspelt macro, a version that is almost right. The `SPF` builder finds the same while it compiles.
//!
//! ## Why it is bad
//! One wrong term makes receivers discard the whole record.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  TXT  "v=spf1 ipv4:93.184.215.14 -all"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  TXT  "v=spf1 ip4:93.184.215.14 -all"
//! }
//! ```
//!
//! ## References
//! - RFC 7208 sections 4.6, 5 and 7

use crate::dns::mail::{Problem, spf};
use crate::dns::rtype::Rtype;
use crate::lint::text::RecordText;
use crate::lint::{Check, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "spf-syntax",
    summary: "an SPF record that receivers cannot read",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

const ADVICE: &str = "terms are `ip4:192.0.2.0/24`, `include:DOMAIN`, `mx`, `a` and, last, `-all` or `~all`";

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    for record in context.zone.records_of(set) {
        if !may_be_spf(context.zone.rdata(record)) {
            continue;
        }
        let text = RecordText::new(context, record);
        let problems: Vec<Problem> = match spf::parse(&text.bytes) {
            Some(record) => record.problems,
            None => spf::near_miss(&text.bytes).into_iter().collect(),
        };
        let of_rule = problems.into_iter().filter(|problem| problem.rule == RULE.name);
        findings.extend(of_rule.map(|problem| text.finding(problem, ADVICE)));
    }
}

/// Whether a look at the text is worth it: `spf` stands in its first characters.
fn may_be_spf(rdata: &[u8]) -> bool {
    let start = rdata.get(1..rdata.len().min(12)).unwrap_or_default();
    start.windows(3).any(|three| three.eq_ignore_ascii_case(b"spf"))
}
