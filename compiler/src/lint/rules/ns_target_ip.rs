//! # ns-target-ip
//!
//! ## What it does
//! Finds an NS whose name server is an IP address.
//!
//! ## Why it is bad
//! A name server is given by its name. Resolvers take the address for a name, find nothing there, and the
//! delegated zone is dead.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   lab  NS  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   lab      NS  ns1.lab.@, ns1.example.net.
//!   ns1.lab  A   93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1035 section 3.3.11

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "ns-target-ip",
    summary: "an NS whose name server is an address",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TargetIsAddress { rtype: Rtype::NS, written } = &anomaly.kind else { continue };
        let address = if written.contains(':') { "AAAA" } else { "A" };
        findings.push(
            Finding::new(anomaly.at, "a name server is given by its name, not by an address")
                .site(anomaly.site)
                .here("an IP address")
                .help(format!("give the server a name, `ns1 {address} {written}`, and write `NS ns1`")),
        );
    }
}
