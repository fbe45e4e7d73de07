//! # cname-loop
//!
//! ## What it does
//! Finds CNAMEs that lead back to where they began, in one zone or through several zones of the program.
//!
//! ## Why it is bad
//! None of these names ever resolves: resolvers follow a few steps and answer with an error.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  web
//!   web  CNAME  www
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   www  CNAME  web
//!   web  A      93.184.215.14
//! }
//! ```
//!
//! ## References
//! - RFC 1034 section 3.6.2

use rustc_hash::FxHashMap;

use crate::dns::rtype::Rtype;
use crate::lint::{Answer, Check, Finding, Findings, Level, Program, Rule};
use crate::zone::{ProviderSet, SetId};

pub const RULE: Rule = Rule {
    name: "cname-loop",
    summary: "CNAMEs that lead back to where they began",
    level: Level::Forbid,
    checks: &[Check::Program(check)],
};

/// A CNAME set of a zone, by the zone's position.
type Link = (usize, SetId);

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    /// On the way that is being followed.
    Under,
    /// Followed to its end.
    Done,
}

fn check(program: &Program<'_>, findings: &mut Findings) {
    let mut visits: FxHashMap<Link, Visit> = FxHashMap::default();
    let mut next = Vec::new();
    for context in program.contexts() {
        for (set, entry) in context.zone.sets.iter_ids() {
            if entry.rtype != Rtype::CNAME {
                continue;
            }
            let start = (context.position, set);
            successors(program, start, &mut next);
            // Nearly every CNAME points at something that is none.
            if !next.is_empty() && !visits.contains_key(&start) {
                follow(program, start, &mut visits, findings);
            }
        }
    }
}

/// Walks from one link over every way that leads on, in depth first, and reports each way back onto itself.
fn follow(program: &Program<'_>, start: Link, visits: &mut FxHashMap<Link, Visit>, findings: &mut Findings) {
    let mut path: Vec<(Link, Vec<Link>)> = Vec::new();
    let mut enter = Some(start);
    loop {
        if let Some(link) = enter.take() {
            let mut next = Vec::new();
            successors(program, link, &mut next);
            visits.insert(link, Visit::Under);
            path.push((link, next));
        }
        let Some((link, next)) = path.last_mut() else { return };
        let Some(candidate) = next.pop() else {
            visits.insert(*link, Visit::Done);
            path.pop();
            continue;
        };
        match visits.get(&candidate) {
            None => enter = Some(candidate),
            Some(Visit::Done) => {}
            Some(Visit::Under) => {
                let from = path.iter().position(|(link, _)| *link == candidate).unwrap_or(0);
                let members: Vec<_> = path.iter().skip(from).map(|(link, _)| *link).collect();
                findings.extend(finding(program, &members));
            }
        }
    }
}

/// The CNAMEs that answer for the targets of a CNAME; none if that is the CNAME itself, which is no loop but
/// `cname-self`.
fn successors(program: &Program<'_>, (position, set): Link, out: &mut Vec<Link>) {
    out.clear();
    let Some(context) = program.context(position) else { return };
    let (zone, owner) = (context.zone, context.set(set).owner);
    if owner == zone.names.apex() {
        return;
    }
    for record in zone.records_of(set) {
        let Some(target) = context.target_of(Rtype::CNAME, record) else { continue };
        let asked = if target.own { context.authoritative(set) } else { target.context.zone.all_providers() };
        for provider in asked.positions() {
            let (Answer::Owned(node) | Answer::Wildcard(node)) = target.answer(provider) else { continue };
            if target.own && node == owner {
                continue;
            }
            let one = ProviderSet::one(provider);
            for set in target.context.zone.sets_at(node) {
                let link = (target.context.position, set);
                let entry = target.context.set(set);
                if entry.rtype == Rtype::CNAME && entry.providers.overlaps(one) && !out.contains(&link) {
                    out.push(link);
                }
            }
        }
    }
}

fn finding(program: &Program<'_>, members: &[Link]) -> Option<Finding> {
    // A loop has no beginning; the first in source order stands for it.
    let first = members.iter().position(|link| Some(link) == members.iter().min())?;
    let in_order: Vec<_> = members.iter().cycle().skip(first).take(members.len()).copied().collect();
    let (position, set) = *in_order.first()?;
    let context = program.context(position)?;
    let zone = context.zone;
    let mut names = Vec::new();
    for &(position, set) in in_order.iter().chain(in_order.first()) {
        names.push(format!("`{}`", program.context(position)?.owner(set)));
    }
    let record = zone.sets[set].first;
    let mut finding = Finding::new(zone.target_at(record), format!("a CNAME loop: {}", names.join(" → ")))
        .in_zone(position)
        .site(zone.site_of(set))
        .here("the loop begins here")
        .help("one of these names has to have the addresses, or to point outside the loop");
    for &(position, set) in in_order.iter().skip(1).take(8) {
        let zone = program.context(position)?.zone;
        finding = finding.label(zone.target_at(zone.sets[set].first), "and goes on here");
    }
    Some(finding)
}
