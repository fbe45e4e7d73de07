//! # caa-value-url
//!
//! ## What it does
//! Finds a CAA `issue` whose value is a URL or otherwise no domain, and an `iodef` whose value is no URL.
//!
//! ## Why it is bad
//! An authority looks for its own domain, `letsencrypt.org`. It does not find itself in `https://letsencrypt.org`,
//! and so must not issue: the next renewal fails. Reports go to a URL alone, `mailto:` or `https:`.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  CAA  issue "https://letsencrypt.org/"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  CAA  issue "letsencrypt.org", iodef "mailto:security@example.com"
//! }
//! ```
//!
//! ## References
//! - RFC 8659 sections 4.2 to 4.4

use crate::dns::name::Name;
use crate::dns::rtype::Rtype;
use crate::lint::caa::Property;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{RecordId, SetId};

pub const RULE: Rule = Rule {
    name: "caa-value-url",
    summary: "a CAA with a URL for a domain, or the other way round",
    level: Level::Deny,
    checks: &[Check::Sets(&[Rtype::CAA], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let Some(property) = Property::read(zone.rdata(record)) else { continue };
        let Ok(value) = std::str::from_utf8(property.value) else { continue };
        findings.extend(match property.tag {
            b"issue" | b"issuewild" | b"issuemail" | b"issuevmc" => issuer(context, record, value),
            b"iodef" => report_address(context, record, value),
            _ => None,
        });
    }
}

/// `DOMAIN; PARAMETERS`, or no domain for nobody (RFC 8659 section 4.2).
fn issuer(context: &ZoneContext<'_>, record: RecordId, value: &str) -> Option<Finding> {
    let domain = value.split(';').next().unwrap_or_default().trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    if domain.is_empty() || (domain.bytes().all(plain) && Name::parse(domain).is_ok()) {
        return None;
    }
    let at = context.zone.target_at(record);
    let finding = |message: &str| {
        Finding::new(at, message.to_owned())
            .site(context.zone.records[record].site)
            .here("no authority will find itself in it")
            .help("write the authority's domain as its documentation gives it: `\"letsencrypt.org\"`")
    };
    let Some((_, rest)) = domain.split_once("://") else {
        return Some(finding("the issuer of a CAA is a domain"));
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    let finding = finding("the issuer of a CAA is a domain, not a URL");
    if context.text(at).trim_matches('"') == value && Name::parse(host).is_ok() {
        return Some(finding.suggest(format!("write `\"{host}\"`"), at, format!("\"{host}\"")));
    }
    Some(finding)
}

/// `mailto:` or `https:` (RFC 8659 section 4.4).
fn report_address(context: &ZoneContext<'_>, record: RecordId, value: &str) -> Option<Finding> {
    let known = ["mailto:", "https://", "http://"];
    if known.iter().any(|scheme| value.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme))) {
        return None;
    }
    let at = context.zone.target_at(record);
    let finding = Finding::new(at, "the value of a CAA `iodef` is a URL")
        .site(context.zone.records[record].site)
        .here("reports cannot be sent there")
        .help("write `\"mailto:ADDRESS\"` or `\"https://…\"`");
    if value.contains('@') && !value.contains(':') && context.text(at).trim_matches('"') == value {
        let better = format!("\"mailto:{value}\"");
        return Some(finding.suggest(format!("write `{better}`"), at, better));
    }
    Some(finding)
}
