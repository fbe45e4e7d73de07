//! # cname-coexists
//!
//! ## What it does
//! Finds a name that has a CNAME and records of another type at one provider.
//!
//! ## Why it is bad
//! A CNAME says that all data of this name stands elsewhere. With other data beside it, a resolver's answer
//! depends on what it asked first, and providers refuse the second of the two.
//!
//! A CNAME on one provider and addresses on another are fine: each provider has one of them.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   shop  CNAME  shops.example.net.
//!   shop  TXT    "verification=7d1f"
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on aws, azure {
//!   on aws    shop  A      93.184.215.14
//!   on azure  shop  CNAME  shops.example.net.
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 3.6.2
//! - RFC 2181 section 10.1

use crate::dns::rtype::Rtype;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::SetId;

pub const RULE: Rule = Rule {
    name: "cname-coexists",
    summary: "a CNAME beside other records",
    level: Level::Forbid,
    checks: &[Check::Owners(check)],
};

/// DNSSEC's own records stand beside a CNAME (RFC 4034 sections 3 and 4).
const ALLOWED_BESIDE: [Rtype; 2] = [Rtype::RRSIG, Rtype::NSEC];

fn check(context: &ZoneContext<'_>, sets: &[SetId], findings: &mut Findings) {
    let zone = context.zone;
    let Some(first) = sets.first() else { return };
    let owner = context.set(*first).owner;
    let is_cname = |set: SetId| context.set(set).rtype == Rtype::CNAME;
    // A CNAME at the apex is wrong by itself, whatever stands beside it.
    if !sets.iter().any(|&set| is_cname(set)) || owner == zone.names.apex() {
        return;
    }
    let mut last = None;
    for provider in zone.all_providers().positions() {
        let served = |set: &&SetId| context.set(**set).providers.contains(provider);
        let cname = sets.iter().filter(served).find(|set| is_cname(**set));
        let other = sets
            .iter()
            .filter(served)
            .find(|set| !is_cname(**set) && !ALLOWED_BESIDE.contains(&context.set(**set).rtype));
        let (Some(&cname), Some(&other)) = (cname, other) else { continue };
        if last.replace((cname, other)) != Some((cname, other)) {
            findings.push(finding(context, cname, other));
        }
    }
}

fn finding(context: &ZoneContext<'_>, cname: SetId, other: SetId) -> Finding {
    let zone = context.zone;
    let (earlier, later) = (cname.min(other), cname.max(other));
    let sites = [zone.site_of(later), zone.site_of(earlier)];
    let [at, beside] = sites.map(|site| zone.sites[site].type_at());
    let beside_type = context.set(earlier).rtype;
    let both = context.set(cname).providers.intersection(context.set(other).providers);
    let message = format!(
        "`{}` has a CNAME and other records{}",
        context.owner(cname),
        context.for_providers(both)
    );
    let here = if later == cname { "a CNAME must stand alone" } else { "nothing may stand beside a CNAME" };
    Finding::new(at, message)
        .site(zone.site_of(later))
        .site(zone.site_of(earlier))
        .here(here)
        .label(beside, format!("the {beside_type} is here"))
        .help("keep the CNAME or the other records; what the CNAME's target has, this name has as well")
}
