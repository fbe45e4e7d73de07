//! Zone declarations: their headers, their bodies, and the `extend zone`s that belong to them.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::dns::name::{Name, NameErrorKind};
use crate::dns::rdata;
use crate::error;
use crate::sema::declarations::Unit;
use crate::sema::places::NameRole;
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{self, Block, ExprId, ExprKind, Statement};
use crate::zone::pattern::Pattern;
use crate::zone::policy::Policy;
use crate::zone::{Ignore, Nameservers, Placement, ProviderSet, Zone, ZoneProvider};

use super::Evaluator;
use super::context::{Body, Context, Purpose};
use super::expression::{Reading, literal};
use super::scope::Locals;
use super::ttl::TtlLevels;
use super::word::name_help;
use super::zone_builder::ZoneBuilder;

impl<'a> Evaluator<'a> {
    /// Evaluates every zone.
    pub(super) fn evaluate_zones(&mut self) -> Vec<Zone> {
        let extends = self.gather_extends();
        let mut declared: FxHashMap<Name, FileSpan> = FxHashMap::default();
        let mut zones = Vec::new();
        for (unit, node) in &self.declarations.zones {
            let named: Vec<_> = node.names.iter().map(|&id| (self.zone_name(unit, id), id)).collect();
            let mut evaluated = false;
            for (name, id) in named {
                let Some(name) = name else { continue };
                let at = unit.at(unit.tree.exprs[id].span);
                self.place_name(unit.text, at, NameRole::Zone, name.wire());
                if let Some(&first) = declared.get(&name) {
                    self.report(
                        error!("duplicate-zone", at, "the zone {} is declared twice", name.undotted())
                            .label(first, "first declared here")
                            .help("use `extend zone` to add to it from another place"),
                    );
                    continue;
                }
                declared.insert(name.clone(), at);
                evaluated = true;
                zones.push(self.evaluate_zone(*unit, node, name, at, &extends));
            }
            if !evaluated {
                let context = self.rehearsal_context(*unit);
                let locals = self.with_zone(Locals::default());
                self.block(&Context { locals, ..context }, &node.body);
            }
        }
        self.report_stray_extends(&extends, &declared);
        zones
    }

    fn gather_extends(&mut self) -> Vec<(Name, FileSpan, Unit<'a>, &'a ast::Extend)> {
        let mut extends = Vec::new();
        for (unit, node) in &self.declarations.extends {
            if let Some(name) = self.zone_name(unit, node.name) {
                let at = unit.at(unit.tree.exprs[node.name].span);
                self.place_name(unit.text, at, NameRole::Extend, name.wire());
                extends.push((name, at, *unit, *node));
            }
        }
        extends
    }

    fn report_stray_extends(
        &mut self,
        extends: &[(Name, FileSpan, Unit<'a>, &'a ast::Extend)],
        declared: &FxHashMap<Name, FileSpan>,
    ) {
        let mut known: Vec<_> = declared.keys().map(|name| name.undotted().to_string()).collect();
        known.sort();
        for (name, at, unit, node) in extends {
            if declared.contains_key(name) {
                continue;
            }
            let shown = name.undotted().to_string();
            let mut problem = error!("unknown-zone", *at, "there is no zone {shown} to extend");
            problem = match self.guesses.closest(&shown, known.iter().map(String::as_str)) {
                Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                    format!("use `{close}`"),
                    *at,
                    close,
                ),
                None => problem.help(format!("declare it: `zone {shown} on PROVIDER {{ … }}`")),
            };
            self.report(problem);
            let context = self.rehearsal_context(*unit);
            let locals = self.with_zone(Locals::default());
            self.block(&Context { locals, ..context }, &node.body);
        }
    }

    /// Reads the name of a zone, which is absolute whether it ends with a dot or not.
    fn zone_name(&mut self, unit: &Unit<'a>, id: ExprId) -> Option<Name> {
        let expr = unit.tree.exprs[id];
        let at = unit.at(expr.span);
        let Some(text) = literal(unit, expr) else {
            if !matches!(expr.kind, ExprKind::Error) {
                let locals = Locals::default();
                let reading = Reading { unit: *unit, locals: &locals, origin: None };
                self.mention_all(reading, unit.of(expr.span));
                self.report(
                    error!("zone-name-not-literal", at, "the name of a zone is written out")
                        .help("write several names with commas: `zone a.example, b.example on …`"),
                );
            }
            return None;
        };
        match Name::parse(text) {
            Ok(_) if rdata::family_of(text).is_some() => {
                self.report(
                    error!("bad-name", at, "`{text}` is an address and no name for a zone")
                        .help("the zone of reverse names is called as in `2.0.192.in-addr.arpa`"),
                );
                None
            }
            Ok(name) => Some(name),
            Err(problem) => {
                let name = match problem.kind {
                    NameErrorKind::EmptyLabel => "empty-label",
                    NameErrorKind::LabelTooLong { .. } => "label-over-63",
                    NameErrorKind::NameTooLong { .. } => "name-over-255",
                    NameErrorKind::Empty
                    | NameErrorKind::BadEscape
                    | NameErrorKind::Forbidden(_)
                    | NameErrorKind::Idna(_) => "bad-name",
                };
                let message = format!("`{text}` is no name for a zone: {problem}");
                self.report(
                    Diagnostic::new(name, Severity::Error, at, message).help(name_help(problem.kind)),
                );
                None
            }
        }
    }

    fn evaluate_zone(
        &mut self,
        unit: Unit<'a>,
        node: &'a ast::Zone,
        name: Name,
        at: FileSpan,
        extends: &[(Name, FileSpan, Unit<'a>, &'a ast::Extend)],
    ) -> Zone {
        let positions = self.header_providers(&unit, node);
        let policy = self.zone_policy(&unit, &name, &node.body);
        let providers =
            positions.iter().filter_map(|&position| self.zone_provider(position, &name)).collect();
        let builder = ZoneBuilder::new(name.clone(), at, providers, positions, policy);
        self.zone = builder;
        self.zone.expect(node.body.statements.len());
        let context = self.zone_context(unit);
        self.nameservers_line(&context, &node.body);
        self.block(&context, &node.body);
        for (_, _, unit, extend) in extends.iter().filter(|(of, ..)| *of == name) {
            let context = Context { body: Body::Inner, ..self.zone_context(*unit) };
            self.block(&context, &extend.body);
        }
        std::mem::take(&mut self.zone).finish()
    }

    fn zone_provider(&self, position: usize, zone: &Name) -> Option<ZoneProvider> {
        let provider = self.providers.get(position)?;
        let known = self.facts.nameservers(zone, &provider.name);
        let nameservers = if known.is_empty() { provider.nameservers.clone() } else { known.to_vec() };
        Some(ZoneProvider { name: provider.name.clone(), kind: provider.kind, nameservers })
    }

    fn zone_context(&mut self, unit: Unit<'a>) -> Context<'a> {
        let locals = self.with_zone(Locals::default());
        Context {
            unit,
            purpose: Purpose::Declare,
            body: Body::Zone,
            origin: self.zone.apex(),
            providers: self.zone.all_providers(),
            placement: Placement::Common,
            locals,
            ttls: TtlLevels::default(),
            scope: None,
            frame: None,
            owner: None,
            expanding: [].into(),
        }
    }

    /// The surroundings of statements that no zone reaches.
    pub(super) fn rehearsal_context(&mut self, unit: Unit<'a>) -> Context<'a> {
        self.zone = ZoneBuilder::default();
        let context = self.zone_context(unit);
        Context { purpose: Purpose::Rehearse, body: Body::Inner, ..context }
    }

    fn header_providers(&mut self, unit: &Unit<'a>, node: &'a ast::Zone) -> Vec<usize> {
        let mut positions: Vec<usize> = Vec::new();
        for &word in &node.providers {
            for position in self.resolve_provider(unit, word).unwrap_or_default() {
                if positions.contains(&position) {
                    continue;
                }
                if positions.len() == ProviderSet::LIMIT {
                    let limit = ProviderSet::LIMIT;
                    self.report(
                        error!("too-many-providers", unit.at(word), "a zone has {limit} providers at most")
                            .help("remove some of them; no resolver asks the name servers of so many"),
                    );
                    return positions;
                }
                positions.push(position);
            }
        }
        positions
    }

    /// The policies that a zone names, or the default one, combined.
    fn zone_policy(&mut self, unit: &Unit<'a>, zone: &Name, body: &'a Block) -> Policy {
        let mut named: Option<&'a ast::Names> = None;
        for statement in &body.statements {
            let Statement::Policy(names) = statement else { continue };
            match named {
                None => named = Some(names),
                Some(first) => {
                    self.report(
                        error!("duplicate-setting", unit.at(names.span), "the zone names its policies twice")
                            .label(unit.at(first.span), "first named here")
                            .help("name them in one line: `policy a, b`"),
                    );
                }
            }
        }
        self.combined_policy(unit, zone.clone(), named)
    }

    fn nameservers_line(&mut self, context: &Context<'a>, body: &'a Block) {
        let mut first: Option<Span> = None;
        for statement in &body.statements {
            let Statement::Nameservers(line) = statement else { continue };
            if let Some(first) = first {
                self.report(
                    error!(
                        "duplicate-setting",
                        context.unit.at(line.span),
                        "the zone names its name servers twice"
                    )
                    .label(context.unit.at(first), "first named here")
                    .help("name all of them in one line"),
                );
                continue;
            }
            first = Some(line.span);
            let mut names = Vec::new();
            for &id in &line.names {
                let at = context.unit.at(context.unit.tree.exprs[id].span);
                if let Some(name) = self.nameserver(context, id) {
                    names.push((name, at));
                }
            }
            let at = context.unit.at(line.span);
            self.zone.set_nameservers(Nameservers { at, names });
        }
    }

    fn nameserver(&mut self, context: &Context<'a>, id: ExprId) -> Option<Name> {
        let found = self.value_as(context.reading(), id, &Type::Name);
        let Value::Name(bound) = found.value else { return None };
        let written = bound.dotless.as_deref().unwrap_or(context.unit.file_text(found.at));
        if rdata::family_of(written).is_some() {
            self.report(
                error!("ns-target-ip", found.at, "a name server is given by its name, not by an address")
                    .here("an IP address")
                    .help(format!("give the host a name, `ns1 A {written}`, and write `nameservers ns1`")),
            );
            return None;
        }
        if let Some(written) = bound.dotless {
            self.report(super::target::dotless_target(&written, found.at));
            return None;
        }
        Name::from_wire(&bound.wire)
    }

    pub(super) fn ignore(&mut self, context: &Context<'a>, node: &'a ast::Ignore) {
        let at = context.unit.at(node.span);
        let types: Vec<_> = node.types.iter().filter(|&&word| context.unit.of(word) != "*").collect();
        let types = types.into_iter().filter_map(|&word| self.rtype_word(context, word)).collect();
        let reason = node.reason.map(|id| self.value_as(context.reading(), id, &Type::String).value);
        let reason = match reason {
            Some(Value::String(text)) if !text.trim_ascii().is_empty() => {
                String::from_utf8_lossy(&text).into_owned()
            }
            Some(Value::Unknown(_)) => return,
            Some(_) | None => {
                self.report(
                    error!("ignore-without-reason", at, "`ignore` gives no reason")
                        .help("say who owns these records: `ignore \"PATTERN\" TYPES \"…\"`"),
                );
                return;
            }
        };
        let pattern = self.value_as(context.reading(), node.pattern, &Type::String);
        let Value::String(text) = pattern.value else { return };
        let origin = Name::from_wire(&context.origin.wire).unwrap_or_else(Name::root);
        match Pattern::parse(&String::from_utf8_lossy(&text), &origin) {
            Ok(pattern) => {
                if context.purpose == Purpose::Declare {
                    self.zone.push_ignore(Ignore {
                        at,
                        pattern,
                        types,
                        providers: context.providers,
                        reason,
                    });
                }
            }
            Err(problem) => self.report(bad_pattern(pattern.at, &problem)),
        }
    }
}

/// The error for a text that is no owner pattern.
pub(super) fn bad_pattern(at: FileSpan, problem: &str) -> Diagnostic {
    error!("bad-pattern", at, "this is no name pattern: {problem}").help(
        "`*` stands for any run within one label, `**` for zero or more labels, `\\\\*` for a literal `*`",
    )
}
