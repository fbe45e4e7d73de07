//! # ttl-policy
//!
//! ## What it does
//! Finds a record set whose TTL is not what the zone's policy has for it: another one than that of the class for
//! its type, or, for the other types, one that no class has. A class that is named, `ttl volatile`, is a choice and
//! fine for every type. A zone whose policy has no TTL classes is left alone.
//!
//! ## Why it is bad
//! How long a name stays cached decides how quickly a change or a failover takes effect. Where every record has a
//! number of its own, nobody can say how long that is.
//!
//! ## Example
//! Bad:
//! ```zonal
//! policy production default {
//!   ttl application     5m  default
//!   ttl infrastructure  1h  for MX, TXT
//! }
//!
//! zone example.com on dns {
//!   @  MX  10 mx.example.net.  ttl 7m
//! }
//! ```
//!
//! Good:
//! ```zonal
//! policy production default {
//!   ttl volatile        60s
//!   ttl application     5m   default
//!   ttl infrastructure  1h   for MX, TXT
//! }
//!
//! zone example.com on dns {
//!   @    MX  10 mx.example.net.
//!   www  A   93.184.215.14  ttl volatile
//! }
//! ```
//!
//! ## Options
//! The classes are the `ttl` lines of the policy: `ttl CLASS DURATION [default] [for TYPES]`.
//!
//! ## References
//! - RFC 1912 section 2.2

use crate::dns::duration;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::{SetId, TtlSource};

pub const RULE: Rule = Rule {
    name: "ttl-policy",
    summary: "a TTL that the zone's policy does not have",
    level: Level::Warn,
    checks: &[Check::Sets(&[], check)],
};

fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    // An alias has no TTL of its own, zero is `ttl-zero`'s business, and a class that is named was chosen.
    let is_exempt = entry.ttl == 0 || entry.alias.is_some() || zone.names_ttl_class(set);
    if entry.ttl_source > TtlSource::Block || is_exempt {
        return;
    }
    let policy = &zone.policy;
    let of_type = policy.class_for(entry.rtype);
    let fits = match of_type {
        Some(class) => class.seconds == entry.ttl,
        None => policy.classes.is_empty() || policy.classes.iter().any(|class| class.seconds == entry.ttl),
    };
    if fits {
        return;
    }
    let site = zone.site_of(set);
    let at = zone.ttl_at(set).unwrap_or_else(|| zone.sites[site].type_at());
    let (ttl, rtype) = (duration::display(entry.ttl), entry.rtype);
    findings.push(match of_type {
        Some(class) => {
            let wanted = duration::display(class.seconds);
            Finding::new(at, format!("the policy's TTL for {rtype} is {wanted}, found {ttl}"))
                .site(site)
                .here(format!("not the class `{}`", class.name))
                .label(class.at, "the policy says so here")
                .help(format!("leave `ttl` out: the policy gives {rtype} the class `{}`", class.name))
        }
        None => {
            let classes: Vec<_> = policy
                .classes
                .iter()
                .map(|class| format!("`{}` ({})", class.name, duration::display(class.seconds)))
                .collect();
            Finding::new(at, format!("no TTL class of the policy is {ttl}"))
                .site(site)
                .here("a number of its own")
                .help(format!("use a class: {}", classes.join(", ")))
        }
    });
}
