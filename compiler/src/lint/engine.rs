//! Runs the rules and decides by level and `allow` what becomes of their findings.

mod dispatch;
mod reports;

use rustc_hash::FxHashSet;

use crate::diagnostic::{Diagnostic, Excuse, Label, Severity};
use crate::zone::{AllowId, ScopeId, SetId, SiteId, Zone};

use super::context::{Program, ZoneContext};
use super::finding::{Finding, Findings};
use super::registry::{self, ENTRIES, RuleId};
use super::{Check, Level, Rule};
use dispatch::Dispatch;
use reports::Reports;

/// Runs every rule over a program. `allows` are all `allow` entries of the source.
#[must_use]
pub fn run(program: &Program<'_>, allows: &[AllowId]) -> Vec<Diagnostic> {
    let mut engine = Engine { reports: Reports::default(), used: FxHashSet::default() };
    let dispatch = Dispatch::new();
    for context in program.contexts() {
        engine.check_zone(&context);
        engine.check_owners(&context, &dispatch);
    }
    for (id, rule) in rules() {
        engine.check_program(program, id, rule);
    }
    // An `allow` around a statement in error excuses nothing yet; that is no second mistake.
    if program.zones.iter().all(|zone| zone.gaps.is_empty()) {
        engine.report_unused_allows(allows);
    }
    engine.reports.into_diagnostics()
}

fn rules() -> impl Iterator<Item = (RuleId, &'static Rule)> {
    (0..).zip(ENTRIES.iter().map(|entry| entry.rule))
}

struct Engine {
    reports: Reports,
    used: FxHashSet<AllowId>,
}

impl Engine {
    fn check_zone(&mut self, context: &ZoneContext<'_>) {
        let mut findings = Findings::default();
        for (id, rule) in rules() {
            for check in rule.checks {
                if let Check::Zone(check) = check {
                    check(context, &mut findings);
                }
            }
            self.settle(context, id, rule, &mut findings);
        }
    }

    /// Looks at each name, its sets together and one by one.
    fn check_owners(&mut self, context: &ZoneContext<'_>, dispatch: &Dispatch) {
        let zone = context.zone;
        let mut findings = Findings::default();
        let mut sets: Vec<SetId> = Vec::new();
        for node in zone.names.iter() {
            sets.clear();
            sets.extend(zone.sets_at(node));
            if sets.len() > 1 {
                for &(rule, check) in dispatch.of_owners() {
                    check(context, &sets, &mut findings);
                    self.settle_by_id(context, rule, &mut findings);
                }
            }
            for &set in &sets {
                let entry = &zone.sets[set];
                let several = if entry.len > 1 { dispatch.of_several(entry.rtype) } else { &[] };
                for &(rule, check) in dispatch.of_sets(entry.rtype).iter().chain(several) {
                    check(context, set, &mut findings);
                    self.settle_by_id(context, rule, &mut findings);
                }
            }
        }
    }

    fn settle_by_id(&mut self, context: &ZoneContext<'_>, id: RuleId, findings: &mut Findings) {
        if !findings.found.is_empty()
            && let Some(rule) = registry::rule(id)
        {
            self.settle(context, id, rule, findings);
        }
    }

    /// Turns the findings of one rule about one zone into diagnostics, but for those that are allowed.
    fn settle(&mut self, context: &ZoneContext<'_>, id: RuleId, rule: &Rule, findings: &mut Findings) {
        for finding in findings.found.drain(..) {
            self.decide(context, id, rule, finding);
        }
    }

    fn decide(&mut self, context: &ZoneContext<'_>, id: RuleId, rule: &Rule, mut finding: Finding) {
        let zone = context.zone;
        let level = finding.weight.apply(level(zone, id, rule));
        let Some(severity) = level.severity() else { return };
        let excuse = excuse(zone, id, &finding);
        if let Some(allow) = excuse {
            self.used.insert(allow);
            if level != Level::Forbid {
                return;
            }
        }
        if let (Some(help), Some(excuse)) = (&mut finding.help, &finding.excuse)
            && level != Level::Forbid
        {
            help.push_str(excuse);
        }
        let first = finding.sites.first().copied();
        let mut diagnostic = diagnostic(rule, severity, finding);
        diagnostic.excuse = match first {
            _ if level == Level::Forbid => Excuse::None,
            Some(_) => Excuse::Around,
            None => Excuse::InZone,
        };
        add_frames(zone, first, &mut diagnostic);
        if let Some(allow) = excuse {
            diagnostic = diagnostic.label(allow.at, "this rule cannot be allowed");
        }
        if let Some(set) = zone.policy.levels.iter().find(|set| set.rule == id) {
            diagnostic = diagnostic.label(set.at, "the level is set here");
        }
        let origin = first.map(|site| (context.position, site));
        self.reports.push(diagnostic, origin);
    }

    fn check_program(&mut self, program: &Program<'_>, id: RuleId, rule: &Rule) {
        let mut findings = Findings::default();
        for check in rule.checks {
            if let Check::Program(check) = check {
                check(program, &mut findings);
            }
        }
        for finding in findings.found {
            match finding.zone.and_then(|position| program.context(position)) {
                Some(context) => self.decide(&context, id, rule, finding),
                None => {
                    let severity = finding.weight.apply(rule.level).severity();
                    if let Some(severity) = severity {
                        self.reports.push(diagnostic(rule, severity, finding), None);
                    }
                }
            }
        }
    }

    fn report_unused_allows(&mut self, allows: &[AllowId]) {
        let reports = rules().filter_map(|(_, rule)| match rule.checks {
            [Check::Allows(report)] => Some((rule, rule.level.severity()?, report)),
            _ => None,
        });
        for (rule, severity, report) in reports {
            for allow in allows.iter().filter(|allow| !self.used.contains(allow)) {
                let allowed = registry::rule(allow.rule).map_or("", |rule| rule.name);
                let diagnostic = diagnostic(rule, severity, report(allow.at, allowed));
                self.reports.push(diagnostic, None);
            }
        }
    }
}

fn level(zone: &Zone, id: RuleId, rule: &Rule) -> Level {
    if rule.level == Level::Forbid {
        return Level::Forbid;
    }
    zone.policy.levels.iter().find(|set| set.rule == id).map_or(rule.level, |set| set.level)
}

/// The nearest `allow` around any statement of a finding; around the zone's body for one about the whole zone.
fn excuse(zone: &Zone, id: RuleId, finding: &Finding) -> Option<AllowId> {
    if finding.sites.is_empty() {
        return allow_around(zone, zone.scope, id);
    }
    finding.sites.iter().find_map(|&site| allow_around(zone, zone.sites[site].scope, id))
}

fn allow_around(zone: &Zone, innermost: Option<ScopeId>, rule: RuleId) -> Option<AllowId> {
    let mut scope = innermost;
    while let Some(id) = scope {
        let entry = &zone.scopes[id];
        if let Some(allow) = entry.allows.iter().find(|allow| allow.rule == rule) {
            return Some(*allow);
        }
        scope = entry.parent;
    }
    None
}

/// Shows the includes that led to a statement, innermost first.
fn add_frames(zone: &Zone, site: Option<SiteId>, diagnostic: &mut Diagnostic) {
    let mut frame = site.and_then(|site| zone.sites[site].frame);
    while let Some(id) = frame {
        let entry = &zone.frames[id];
        let text = format!("in this include of `{}`", entry.template);
        diagnostic.labels.push(Label { at: entry.at, text });
        frame = entry.parent;
    }
}

fn diagnostic(rule: &Rule, severity: Severity, finding: Finding) -> Diagnostic {
    Diagnostic {
        name: rule.name,
        severity,
        message: finding.message,
        primary: finding.primary,
        labels: finding.labels,
        notes: finding.notes,
        help: finding.help,
        fixes: finding.fixes,
        excuse: Excuse::None,
    }
}
