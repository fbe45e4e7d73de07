//! # spf-over-10-lookups
//!
//! ## What it does
//! Counts the DNS look-ups that an SPF record costs its receivers, and finds more than ten. Records of the
//! program's own zones are followed; a domain outside counts as the one look-up that asks for it.
//!
//! ## Why it is bad
//! Receivers stop after ten and answer "permanent error": the mail counts as unauthenticated. Every provider that
//! is added with `include` brings look-ups of its own along.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  TXT  "v=spf1 a mx ptr include:a.example.net include:b.example.net include:c.example.net include:d.example.net include:e.example.net include:f.example.net include:g.example.net include:h.example.net -all"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  TXT  "v=spf1 mx ip4:93.184.215.0/24 include:a.example.net include:b.example.net -all"
//! }
//! ```
//!
//! ## References
//! - RFC 7208 section 4.6.4

use crate::dns::mail::spf::{self, LOOKUP_LIMIT, Lookups, SpfRecord};
use crate::dns::name::Name;
use crate::dns::rdata::txt_bytes;
use crate::dns::rtype::Rtype;
use crate::lint::rdata::text_begins;
use crate::lint::text::RecordText;
use crate::lint::{Answer, Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "spf-over-10-lookups",
    summary: "an SPF record that costs more than ten look-ups",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    for record in context.zone.records_of(set) {
        if !text_begins(context.zone.rdata(record), b"v=spf1 ") {
            continue;
        }
        let text = RecordText::new(context, record);
        if !is_worth_counting(context, &text.bytes) {
            continue;
        }
        let Some(spf) = spf::parse(&text.bytes).filter(SpfRecord::is_valid) else { continue };
        let own = context.owner(set);
        let lookups = spf::lookups(&own, &spf, |domain| own_record(context, domain));
        findings.extend(finding(context, record, &text, &lookups));
    }
}

/// Whether a text may cost more look-ups than it has words, or has too many of those.
fn is_worth_counting(context: &ZoneContext<'_>, text: &[u8]) -> bool {
    let words = || text.split(|&byte| byte == b' ');
    words().count() > LOOKUP_LIMIT || words().any(|word| follows(context, word))
}

/// Whether a term includes, or hands over to, a domain of the program's own zones.
fn follows(context: &ZoneContext<'_>, term: &[u8]) -> bool {
    let Some(joint) = term.iter().position(|byte| matches!(byte, b':' | b'=')) else { return false };
    let (name, domain) = term.split_at(joint + 1);
    let is_named = |kind: &[u8]| {
        let end = name.len().checked_sub(kind.len()).and_then(|start| name.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(kind))
    };
    if !is_named(b"include:") && !is_named(b"redirect=") {
        return false;
    }
    let name = std::str::from_utf8(domain).ok().and_then(|domain| Name::parse(domain).ok());
    name.is_some_and(|name| context.program.zone_of(name.wire()).is_some())
}

/// The SPF record of a domain, if it lies in a zone of the program.
fn own_record(context: &ZoneContext<'_>, domain: &str) -> Option<SpfRecord> {
    let name = Name::parse(domain).ok()?;
    let target = context.target(name.wire())?;
    let provider = target.context.zone.all_providers().positions().next()?;
    let (Answer::Owned(node) | Answer::Wildcard(node)) = target.answer(provider) else { return None };
    let zone = target.context.zone;
    let texts = zone.sets_at(node).filter(|&set| zone.sets[set].rtype == Rtype::TXT);
    texts.flat_map(|set| zone.records_of(set)).find_map(|record| spf::parse(&txt_bytes(zone.rdata(record))))
}

fn finding(
    context: &ZoneContext<'_>,
    record: RecordId,
    text: &RecordText<'_>,
    lookups: &Lookups,
) -> Option<Finding> {
    // The place costs more than the rest of the rule, and most records are fine.
    let at = || text.part(0..text.bytes.len());
    let site = context.zone.records[record].site;
    if let Some(cycle) = &lookups.cycle {
        // Every record on the way is told of it by itself; one that merely leads there is not.
        let begins_here = cycle.first() == lookups.steps.first().map(|step| &step.domain);
        let finding = Finding::new(at(), format!("this SPF record includes itself: {}", cycle.join(" → ")))
            .site(site)
            .here("receivers stop after ten look-ups")
            .help("remove one of the `include`s");
        return begins_here.then_some(finding);
    }
    // What an included record costs too much by itself is told there.
    let by_itself = lookups.by_term().any(|(_, cost)| cost > LOOKUP_LIMIT + 1);
    if !lookups.is_over_limit() || by_itself {
        return None;
    }
    let message = format!("this SPF record costs {} look-ups, at most {LOOKUP_LIMIT} are allowed", lookups.count());
    let mut finding = Finding::new(at(), message)
        .site(site)
        .here("receivers stop after ten")
        .help("drop the senders that are no longer used, or write their networks with `ip4` and `ip6`");
    for (step, cost) in lookups.by_term().filter(|(_, cost)| *cost > 1) {
        finding = finding.note(format!("`{}` costs {cost}", step.term));
    }
    if !lookups.unknown.is_empty() {
        finding = finding.note("what the domains outside this program include is not counted");
    }
    Some(finding)
}
