//! # cname-to-ip
//!
//! ## What it does
//! Finds a CNAME (or DNAME) whose target is an IP address.
//!
//! ## Why it is bad
//! The target of a CNAME is a name. Servers take `192.0.2.1` for a name of four labels, which does not exist: the
//! alias never resolves.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 3.3.1

use crate::dns::rtype::Rtype;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "cname-to-ip",
    summary: "a CNAME whose target is an address",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TargetIsAddress { rtype, written } = &anomaly.kind else { continue };
        if ![Rtype::CNAME, Rtype::DNAME].contains(rtype) {
            continue;
        }
        let address = if written.contains(':') { "AAAA" } else { "A" };
        let mut finding = Finding::new(anomaly.at, format!("the target of a {rtype} is a name, not an address"))
            .site(anomaly.site)
            .here("an IP address")
            .help(format!("an address stands in an {address} record: `{address} {written}`"));
        let type_at = context.zone.sites[anomaly.site].type_at();
        let is_literal = Written::read(context, anomaly.at).is_some_and(|word| word.value == written);
        if is_literal && *rtype == Rtype::CNAME && context.text(type_at) == "CNAME" {
            finding = finding.fix(format!("make it an {address} record"), type_at, address);
        }
        findings.push(finding);
    }
}
