//! Runs the rules and decides by level and `allow` what becomes of their findings.

use rustc_hash::FxHashSet;

use crate::diagnostic::Diagnostic;
use crate::dns::rtype::Rtype;
use crate::zone::{AllowId, SetId, SiteId, Zone};

use super::context::{Program, ZoneContext};
use super::finding::{Finding, Findings};
use super::registry::{self, ENTRIES, RuleId};
use super::{Check, Level, Rule};

type SetCheck = fn(&ZoneContext<'_>, SetId, &mut Findings);

/// Runs every rule over a program. `allows` are all `allow` entries of the source.
#[must_use]
pub fn run(program: &Program<'_>, allows: &[AllowId]) -> Vec<Diagnostic> {
    let mut engine = Engine { diagnostics: Vec::new(), used: FxHashSet::default() };
    for zone in program.zones {
        engine.check_zone(&ZoneContext { zone, program });
    }
    for (id, rule) in rules() {
        if let Check::Program(check) = rule.check {
            engine.check_program(program, id, rule, check);
        }
    }
    for (_, rule) in rules() {
        if matches!(rule.check, Check::Allows) {
            engine.report_unused_allows(rule, allows);
        }
    }
    engine.diagnostics
}

fn rules() -> impl Iterator<Item = (RuleId, &'static Rule)> {
    (0..).zip(ENTRIES.iter().map(|entry| entry.rule))
}

struct Engine {
    diagnostics: Vec<Diagnostic>,
    used: FxHashSet<AllowId>,
}

/// The rules that look at record sets, by the type that they look at.
struct Dispatch {
    /// Types below this number are looked up by it.
    common: Vec<Vec<(RuleId, SetCheck)>>,
    /// For the types above.
    rare: Vec<(RuleId, &'static [Rtype], SetCheck)>,
}

const COMMON_TYPES: u16 = 66;

impl Dispatch {
    fn new(zone: &Zone) -> Self {
        let mut rare = Vec::new();
        for (id, rule) in rules() {
            let Check::Sets(types, check) = rule.check else { continue };
            if level(zone, id, rule) != Level::Off {
                rare.push((id, types, check));
            }
        }
        let of_type = |number| {
            let applies = |types: &[Rtype]| types.is_empty() || types.contains(&Rtype(number));
            rare.iter().filter(|(_, types, _)| applies(types)).map(|&(id, _, check)| (id, check)).collect()
        };
        let common = (0..COMMON_TYPES).map(of_type).collect();
        Self { common, rare }
    }
}

impl Engine {
    fn check_zone(&mut self, context: &ZoneContext<'_>) {
        let zone = context.zone;
        let mut findings = Findings::default();
        for (id, rule) in rules() {
            if let Check::Zone(check) = rule.check
                && level(zone, id, rule) != Level::Off
            {
                check(context, &mut findings);
                self.settle(zone, id, rule, &mut findings);
            }
        }
        self.check_sets(context, &mut findings);
    }

    fn check_sets(&mut self, context: &ZoneContext<'_>, findings: &mut Findings) {
        let zone = context.zone;
        let dispatch = Dispatch::new(zone);
        for (id, set) in zone.sets.iter_ids() {
            if let Some(checks) = dispatch.common.get(usize::from(set.rtype.0)) {
                for &(rule, check) in checks {
                    check(context, id, findings);
                    self.settle_by_id(zone, rule, findings);
                }
                continue;
            }
            for &(rule, types, check) in &dispatch.rare {
                if types.is_empty() || types.contains(&set.rtype) {
                    check(context, id, findings);
                    self.settle_by_id(zone, rule, findings);
                }
            }
        }
    }

    fn settle_by_id(&mut self, zone: &Zone, id: RuleId, findings: &mut Findings) {
        if !findings.found.is_empty()
            && let Some(rule) = registry::rule(id)
        {
            self.settle(zone, id, rule, findings);
        }
    }

    /// Turns the findings of one rule about one zone into diagnostics, but for those that are allowed.
    fn settle(&mut self, zone: &Zone, id: RuleId, rule: &Rule, findings: &mut Findings) {
        let level = level(zone, id, rule);
        let Some(severity) = level.severity() else { return findings.found.clear() };
        for finding in findings.found.drain(..) {
            let excuse = finding.sites.iter().find_map(|&site| allow_around(zone, site, id));
            if let Some(allow) = excuse {
                self.used.insert(allow);
                if level != Level::Forbid {
                    continue;
                }
            }
            let mut diagnostic = diagnostic(rule, severity, finding.clone());
            add_frames(zone, finding.sites.first().copied(), &mut diagnostic);
            if let (Some(allow), Level::Forbid) = (excuse, level) {
                diagnostic = diagnostic.label(allow.at, "this rule cannot be allowed");
            }
            if let Some(set) = zone.policy.levels.iter().find(|set| set.rule == id) {
                diagnostic = diagnostic.label(set.at, "the level is set here");
            }
            self.diagnostics.push(diagnostic);
        }
    }

    fn check_program(
        &mut self,
        program: &Program<'_>,
        _id: RuleId,
        rule: &Rule,
        check: fn(&Program<'_>, &mut Findings),
    ) {
        let Some(severity) = rule.level.severity() else { return };
        let mut findings = Findings::default();
        check(program, &mut findings);
        self.diagnostics
            .extend(findings.found.into_iter().map(|finding| diagnostic(rule, severity, finding)));
    }

    fn report_unused_allows(&mut self, rule: &Rule, allows: &[AllowId]) {
        let Some(severity) = rule.level.severity() else { return };
        for allow in allows.iter().filter(|allow| !self.used.contains(allow)) {
            let name = registry::rule(allow.rule).map_or("", |rule| rule.name);
            let finding = Finding::new(allow.at, format!("this `allow` of `{name}` excuses nothing"))
                .here("nothing in this block breaks the rule")
                .help("remove it, so that the next mistake of this kind is seen");
            self.diagnostics.push(diagnostic(rule, severity, finding));
        }
    }
}

fn level(zone: &Zone, id: RuleId, rule: &Rule) -> Level {
    if rule.level == Level::Forbid {
        return Level::Forbid;
    }
    zone.policy.levels.iter().find(|set| set.rule == id).map_or(rule.level, |set| set.level)
}

fn allow_around(zone: &Zone, site: SiteId, rule: RuleId) -> Option<AllowId> {
    let mut scope = zone.sites[site].scope;
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
        diagnostic.labels.push(crate::diagnostic::Label { at: entry.at, text });
        frame = entry.parent;
    }
}

fn diagnostic(rule: &Rule, severity: crate::diagnostic::Severity, finding: Finding) -> Diagnostic {
    Diagnostic {
        name: rule.name,
        severity,
        message: finding.message,
        primary: finding.primary,
        labels: finding.labels,
        notes: finding.notes,
        help: finding.help,
        fixes: finding.fixes,
    }
}
