//! # hostname-underscore
//!
//! ## What it does
//! Finds a host, a name with A, AAAA or MX records, with an underscore in its name.
//!
//! ## Why it is bad
//! Host names are letters, digits and hyphens. Certification authorities issue nothing for a name with an
//! underscore, and some mail software and browsers refuse it. Names that are no hosts, such as
//! `_dmarc` or `key1._domainkey`, have their underscore by right.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   build_server  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   build-server   A    93.184.215.14
//!   _xmpp._tcp     SRV  5 0 5222 build-server
//! }
//! ```
//!
//! ## References
//! - RFC 1123 section 2.1
//! - RFC 8552

use std::collections::BTreeSet;

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::dns::rtype::Rtype;
use crate::lint::place::Written;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::source::FileSpan;
use crate::zone::{NodeId, SetId};

pub const RULE: Rule = Rule {
    name: "hostname-underscore",
    summary: "an underscore in the name of a host",
    level: Level::Warn,
    checks: &[Check::Sets(&HOST_TYPES, check)],
};

const HOST_TYPES: [Rtype; 3] = [Rtype::A, Rtype::AAAA, Rtype::MX];

/// Below this label Active Directory keeps addresses of its own: `gc._msdcs`.
const ACTIVE_DIRECTORY: &[u8] = b"_msdcs";

fn check(context: &ZoneContext<'_>, host: SetId, findings: &mut Findings) {
    let zone = context.zone;
    let owner = context.set(host).owner;
    if !has_underscore(context, owner) {
        return;
    }
    // The first of a host's sets speaks for all.
    if zone.sets_at(owner).find(|&set| HOST_TYPES.contains(&context.set(set).rtype)) != Some(host) {
        return;
    }
    let site = zone.site_of(host);
    let at = zone.sites[site].owner_at();
    let name = context.owner(host);
    let mut finding = Finding::new(at, format!("the host name `{name}` has an underscore"))
        .site(site)
        .here("host names are letters, digits and `-`")
        .help("write `-` in its place");
    if let Some(word) = Written::read(context, at).filter(|word| word.value.contains('_')) {
        let hyphenated = word.value.replace('_', "-");
        if !hyphenated.starts_with('-') {
            let title = format!("write `{hyphenated}`");
            let edits = everywhere(context, owner, word.value, &hyphenated);
            finding = finding.with_fix(Fix { title, edits, applicability: Applicability::Suggested });
        }
    }
    findings.push(finding);
}

/// The new spelling in place of the old one, wherever a set of the owner is written with it.
fn everywhere(context: &ZoneContext<'_>, owner: NodeId, old: &str, new: &str) -> Vec<Edit> {
    let zone = context.zone;
    let records = zone.sets_at(owner).flat_map(|set| zone.records_of(set));
    let places: BTreeSet<FileSpan> =
        records.map(|record| zone.sites[zone.records[record].site].owner_at()).collect();
    let written = places.into_iter().filter_map(|at| Written::read(context, at));
    let spelt_so = written.filter(|word| word.value == old);
    spelt_so.map(|word| Edit { at: word.inside(), replacement: new.to_owned() }).collect()
}

fn has_underscore(context: &ZoneContext<'_>, owner: NodeId) -> bool {
    let names = &context.zone.names;
    let mut underscore = false;
    let mut at = owner;
    while let Some(parent) = names.parent(at) {
        let label = names.label(at);
        if label == ACTIVE_DIRECTORY {
            return false;
        }
        underscore |= label.contains(&b'_');
        at = parent;
    }
    underscore
}
