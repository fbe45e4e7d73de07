//! # mx-target-ip
//!
//! ## What it does
//! Finds an MX whose mail exchange is an IP address.
//!
//! ## Why it is bad
//! The exchange is a host name. Senders take the address for a name, find nothing there, and the mail bounces.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   @  MX  10 93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   @     MX  10 mail
//!   mail  A   93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 3.3.9
//! - RFC 5321 section 5.1

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "mx-target-ip",
    summary: "an MX whose exchange is an address",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TargetIsAddress { rtype: Rtype::MX, written } = &anomaly.kind else { continue };
        let address = if written.contains(':') { "AAAA" } else { "A" };
        findings.push(
            Finding::new(anomaly.at, "the exchange of an MX is a host name, not an address")
                .site(anomaly.site)
                .here("an IP address")
                .help(format!("give the host a name, `mail {address} {written}`, and write `MX 10 mail`")),
        );
    }
}
