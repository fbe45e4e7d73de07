//! # txt-rrset-over-4096
//!
//! ## What it does
//! Finds TXT records with more text than a provider of the zone takes: Azure DNS takes 4,096 octets in all records
//! of a set together, Route 53 takes 4,000 characters in one record.
//!
//! ## Why it is bad
//! The provider refuses the set, so the zone cannot be pushed. Answers of that size are a burden for resolvers, too.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on azure {
//!   for n in 10..99 {
//!     @  TXT  "verification-of-service-${n}=3f786850e387550fdab836ed7e6dc881de23001b"
//!   }
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on azure {
//!   @  TXT  "verification-of-service-10=3f786850e387550fdab836ed7e6dc881de23001b"
//! }
//! ```
//!
//! ## References
//! - <https://learn.microsoft.com/azure/dns/dns-zones-records>
//! - <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::lower::Limit;
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "txt-rrset-over-4096",
    summary: "more TXT than a provider takes",
    level: Level::Forbid,
    checks: &[Check::Owners(in_sets), Check::Sets(&[Rtype::TXT], in_records)],
};

fn in_sets(context: &ZoneContext<'_>, sets: &[SetId], findings: &mut Findings) {
    let zone = context.zone;
    if sets.iter().all(|&set| context.set(set).rtype != Rtype::TXT) {
        return;
    }
    let mut told = None;
    for (position, provider) in zone.providers.iter().enumerate() {
        let capabilities = provider.kind.capabilities();
        let Some(limit) = &capabilities.txt_octets_per_set else { continue };
        let mut octets = 0;
        let served = sets.iter().filter(|&&set| {
            let set = context.set(set);
            set.rtype == Rtype::TXT && set.providers.contains(position)
        });
        let mut over = None;
        for record in served.flat_map(|&set| zone.records_of(set)) {
            octets += text_octets(zone.rdata(record));
            if octets > limit.value as usize && over.is_none() {
                over = Some(record);
            }
        }
        let (Some(record), Some(&set)) = (over, sets.first()) else { continue };
        if told.replace(record) == Some(record) {
            continue;
        }
        let (name, value) = (provider.kind.title(), limit.value);
        let message = format!("the TXT of `{}` has {octets} octets, {name} takes {value}", context.owner(set));
        findings.push(finding(context, record, message, limit));
    }
}

fn in_records(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for position in context.set(set).providers.positions() {
        let Some(provider) = zone.providers.get(position) else { continue };
        let Some(limit) = &provider.kind.capabilities().txt_octets_per_record else { continue };
        let value = limit.value as usize;
        for record in zone.records_of(set) {
            // Escaped, an octet is four characters at most.
            let rdata = zone.rdata(record);
            if rdata.len().saturating_mul(4) <= value || quoted_characters(rdata) <= value {
                continue;
            }
            let (name, found) = (provider.kind.title(), quoted_characters(rdata));
            let message = format!("this TXT has {found} characters with its quotes, {name} takes {value}");
            findings.push(finding(context, record, message, limit));
        }
    }
}

/// The octets of text in a TXT, without those that give lengths.
fn text_octets(rdata: &[u8]) -> usize {
    strings(rdata).map(<[u8]>::len).sum()
}

/// The characters that the strings of a TXT take when each is quoted and escaped as Route 53 has it.
fn quoted_characters(rdata: &[u8]) -> usize {
    let escaped = |byte: &u8| match byte {
        b'"' | b'\\' => 2,
        b' '..=b'~' => 1,
        _ => 4,
    };
    let strings = strings(rdata).map(|string| string.iter().map(escaped).sum::<usize>() + 3);
    strings.sum::<usize>().saturating_sub(1)
}

fn strings(mut rdata: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&len, rest) = rdata.split_first()?;
        let (string, rest) = rest.split_at_checked(usize::from(len))?;
        rdata = rest;
        Some(string)
    })
}

fn finding(context: &ZoneContext<'_>, record: RecordId, message: String, limit: &Limit) -> Finding {
    Finding::new(context.zone.record_at(record), message)
        .site(context.zone.records[record].site)
        .here("the provider refuses it")
        .help("remove verifications that are no longer needed, or put them at names of their own")
        .note(format!("as of {}: {}", limit.verified.date, limit.verified.page))
}
