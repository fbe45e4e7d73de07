//! # txt-rrset-over-4096
//!
//! ## What it does
//! Finds TXT records with more text than a provider of the zone takes: Azure DNS takes 4,096 octets in all records
//! of a set together, Route 53 takes 4,000 characters in one record and 32,000 in a set.
//!
//! ## Why it is bad
//! The provider refuses the set, so the zone cannot be pushed. Answers of that size are a burden for resolvers, too.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on azure {
//!   for n in 10..19 {
//!     @  TXT  "service-${n}=3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881de23001b"
//!   }
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on azure {
//!   @  TXT  "service-10=3f786850e387550fdab836ed7e6dc881de23001b"
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
    checks: &[Check::Sets(&[Rtype::TXT], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    for position in context.set(set).providers.positions() {
        let Some(provider) = context.zone.providers.get(position) else { continue };
        let (title, capabilities) = (provider.kind.title(), provider.kind.capabilities());
        if let Some(limit) = &capabilities.txt_octets_per_set {
            findings.extend(in_set(context, set, title, limit));
        }
        if let Some(limit) = &capabilities.txt_octets_per_record {
            findings.extend(in_records(context, set, title, limit));
        }
        if let Some(limit) = &capabilities.txt_characters_per_set {
            findings.extend(in_set_with_quotes(context, set, title, limit));
        }
    }
}

fn in_set(context: &ZoneContext<'_>, set: SetId, provider: &str, limit: &Limit) -> Option<Finding> {
    let zone = context.zone;
    let most = limit.value as usize;
    let octets_of = |record| strings(zone.rdata(record)).map(<[u8]>::len).sum::<usize>();
    let octets: usize = zone.records_of(set).map(octets_of).sum();
    if octets <= most {
        return None;
    }
    let mut so_far = 0;
    let first_over = zone.records_of(set).find(|&record| {
        so_far += octets_of(record);
        so_far > most
    })?;
    let message = format!("the TXT of `{}` has {octets} octets, {provider} takes {most}", context.owner(set));
    Some(finding(context, first_over, message, limit))
}

fn in_records(context: &ZoneContext<'_>, set: SetId, provider: &str, limit: &Limit) -> Vec<Finding> {
    let zone = context.zone;
    let most = limit.value as usize;
    let over = zone.records_of(set).filter_map(|record| {
        // Escaped, an octet is four characters at most.
        let rdata = zone.rdata(record);
        let may_be_over = rdata.len().saturating_mul(4) > most;
        let found = if may_be_over { quoted_characters(rdata) } else { 0 };
        (found > most).then_some((record, found))
    });
    over.map(|(record, found)| {
        let message = format!("this TXT has {found} characters with its quotes, {provider} takes {most}");
        finding(context, record, message, limit)
    })
    .collect()
}

fn in_set_with_quotes(context: &ZoneContext<'_>, set: SetId, provider: &str, limit: &Limit) -> Option<Finding> {
    let zone = context.zone;
    let most = limit.value as usize;
    let octets: usize = zone.records_of(set).map(|record| zone.rdata(record).len()).sum();
    // Escaped, an octet is four characters at most.
    if octets.saturating_mul(4) <= most {
        return None;
    }
    let mut found = 0;
    let mut first_over = None;
    for record in zone.records_of(set) {
        found += quoted_characters(zone.rdata(record));
        if found > most && first_over.is_none() {
            first_over = Some(record);
        }
    }
    let owner = context.owner(set);
    let message = format!("the TXT of `{owner}` has {found} characters with its quotes, {provider} takes {most}");
    Some(finding(context, first_over?, message, limit))
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
