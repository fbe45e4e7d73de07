//! # target-ip
//!
//! ## What it does
//! Finds an IP address where another type than CNAME, MX and NS (which have rules of their own) names a host: the
//! target of an SRV, PTR, SVCB or HTTPS record.
//!
//! ## Why it is bad
//! The field is a name. Clients take the address for a name of four labels, and find nothing there.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   _sip._tcp  SRV  10 60 5060 93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   _sip._tcp  SRV  10 60 5060 sip
//!   sip        A    93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 2782
//! - RFC 1035 section 3.3.12

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::anomaly::AnomalyKind;

pub const RULE: Rule = Rule {
    name: "target-ip",
    summary: "an address where a record names a host",
    level: Level::Forbid,
    checks: &[Check::Zone(check)],
};

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    for anomaly in &context.zone.anomalies {
        let AnomalyKind::TargetIsAddress { rtype, written } = &anomaly.kind else { continue };
        if [Rtype::CNAME, Rtype::DNAME, Rtype::MX, Rtype::NS].contains(rtype) {
            continue;
        }
        let address = if written.contains(':') { "AAAA" } else { "A" };
        findings.push(
            Finding::new(anomaly.at, format!("the target of {rtype} is a host name, not an address"))
                .site(anomaly.site)
                .here("an IP address")
                .help(format!("give the host a name, `host {address} {written}`, and point at `host`")),
        );
    }
}
