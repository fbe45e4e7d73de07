//! # caa-unknown-tag
//!
//! ## What it does
//! Finds a CAA property that no specification has: `isue`, `issue-wild`. With the critical flag it is an error.
//!
//! ## Why it is bad
//! Certification authorities skip a tag that they do not know, so a misspelt `issue` restricts nobody. With the
//! critical flag they must refuse, so that nobody can issue at all.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  CAA  isue "letsencrypt.org"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @  CAA  issue "letsencrypt.org"
//! }
//! ```
//!
//! ## References
//! - RFC 8659 section 4
//! - RFC 9495

use crate::dns::rtype::Rtype;
use crate::dns::schema::CAA_TAGS;
use crate::lint::caa::Property;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::suggest;
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "caa-unknown-tag",
    summary: "a CAA property that no specification has",
    level: Level::Warn,
    checks: &[Check::Sets(&[Rtype::CAA], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let zone = context.zone;
    for record in zone.records_of(set) {
        let Some(property) = Property::read(zone.rdata(record)) else { continue };
        if CAA_TAGS.iter().any(|(tag, _)| tag.as_bytes() == property.tag) {
            continue;
        }
        let tag = String::from_utf8_lossy(property.tag);
        let at = property.tag_at(context, record);
        let mut finding = Finding::new(at, format!("unknown CAA property `{tag}`"))
            .site(zone.records[record].site)
            .here("certification authorities skip it");
        if property.critical {
            finding = finding.forbidden().here("critical and unknown: nobody can issue");
        }
        findings.push(match suggest::closest(&tag, CAA_TAGS.iter().map(|(tag, _)| *tag)) {
            Some(close) if context.text(at).eq_ignore_ascii_case(&tag) => finding
                .help(format!("did you mean `{close}`?"))
                .suggest(format!("write `{close}`"), at, close),
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => {
                let tags = CAA_TAGS.map(|(tag, _)| tag);
                finding.help(format!("the properties are {}", tags.join(", ")))
            }
        });
    }
}
