//! # trailing-dot-target
//!
//! ## What it does
//! Finds a target name (of a CNAME, MX, NS, SRV…) that has dots inside and says neither that it is absolute,
//! with a final dot, nor that it is relative, with `.@`.
//!
//! ## Why it is bad
//! Without a final dot a name is relative to the zone: in example.com, `mail.example.com` means
//! `mail.example.com.example.com`, which does not exist. It is the oldest outage of zone files, and nobody can
//! see from the name alone which of the two was meant.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  d111111abcdef8.cloudfront.net
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www      CNAME  d111111abcdef8.cloudfront.net.
//!   blog     CNAME  web.eu.@
//!   web.eu   A      93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 5.1
//! - RFC 1912 section 2.4

use crate::dns::name;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::source::FileSpan;
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "trailing-dot-target",
    summary: "a dotted target name with neither a final dot nor `.@`",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TargetDotless { written, .. } = &anomaly.kind else { continue };
        // Where the words come from a variable, the place is not the name's.
        let word = Written::read(context, anomaly.at).filter(|word| word.value == written);
        let finding = match host_of_url(written) {
            Some(host) => url(anomaly.at, host, word),
            None => dotless(context, anomaly.at, written, word),
        };
        findings.push(finding.site(anomaly.site));
    }
}

fn dotless(context: &ZoneContext<'_>, at: FileSpan, written: &str, word: Option<Written<'_>>) -> Finding {
    let zone = context.zone.name.undotted();
    let finding = Finding::new(at, format!("the target `{written}` has no final dot"))
        .here(format!("as it stands, relative: `{written}.{zone}.`"))
        .help(format!("write `{written}.` for the name as it is, or `{written}.@` for one below the origin"));
    let Some(word) = word else { return finding };
    let absolute = ("make it absolute with a final dot", format!("{written}."));
    let relative = ("say that it is relative with `.@`", format!("{written}.@"));
    let order = if is_below_apex(context, written) { [relative, absolute] } else { [absolute, relative] };
    let add = |finding: Finding, (title, replacement)| finding.suggest(title, word.inside(), replacement);
    order.into_iter().fold(finding, add)
}

fn url(at: FileSpan, host: &str, word: Option<Written<'_>>) -> Finding {
    let finding = Finding::new(at, "a target is a host name, not a URL")
        .here("a URL")
        .help(format!("write `{host}.`; where a browser is sent from there, its web server decides"));
    match word {
        Some(word) => finding.suggest(format!("write `{host}.`"), word.inside(), format!("{host}.")),
        None => finding,
    }
}

fn host_of_url(written: &str) -> Option<&str> {
    let (_, rest) = written.split_once("://")?;
    rest.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())
}

/// Whether the zone has the name that a relative reading gives.
fn is_below_apex(context: &ZoneContext<'_>, written: &str) -> bool {
    let mut wire = Vec::new();
    if name::push_labels(written, &mut wire).is_err() {
        return false;
    }
    wire.extend_from_slice(context.zone.name.wire());
    context.target(&wire).is_some_and(|target| target.node().is_some())
}
