//! Record statements: their values to records, their records to sets.

use crate::dns::keyword::RecordKeyword;
use crate::dns::rtype::Rtype;
use crate::error;
use crate::sema::places::NameRole;
use crate::sema::value::{Placed, Value};
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{self, Expr, ExprId, ExprKind};
use crate::zone::{Alias, NodeId, Placement, ProviderSet, Route, Site, SiteId, TtlPlace};

use super::Evaluator;
use super::builtin::BUILTINS;
use super::comma::is_fragment;
use super::context::{Context, Purpose};
use super::ttl::{ResolvedTtl, WrittenTtl};
use super::zone_builder::{Conflict, SetKey};
use crate::arena::Id;

/// A record statement while its records are made.
pub struct Statement<'c, 'a> {
    /// Where it stands.
    pub context: &'c Context<'a>,
    /// The statement itself.
    pub node: &'a ast::Record,
    /// The owner; none if it could not be had.
    pub owner: Option<NodeId>,
    /// The owner as written.
    pub owner_at: Span,
    /// The TTL that it states itself.
    pub ttl: Option<WrittenTtl>,
    /// Its route.
    pub route: Option<Id<Route>>,
    /// How many records it has made.
    pub records: u32,
    /// How many records it could not make.
    pub failures: u32,
    /// Whether its modifiers are right.
    pub sound: bool,
    /// Its place among the zone's statements, once it has made a record.
    pub site: Option<SiteId>,
}

/// A record of a statement: what was written for it.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// All of its fields.
    pub at: Span,
    /// The last of them.
    pub last: Span,
}

impl<'a> Evaluator<'a> {
    pub(super) fn record(&mut self, context: &Context<'a>, node: &'a ast::Record) {
        if node.owner.is_some_and(|id| is_missing(context.unit.tree.exprs[id])) {
            // What was meant as what cannot be told: `A www 192.0.2.1`.
            let last =
                context.unit.tree.exprs.slice(node.values).last().map_or(node.type_span, |last| last.span);
            self.mention_all(context.reading(), context.unit.of(node.type_span.to(last)));
            return self.note_gap(context, None);
        }
        let (owner, owner_at) = match (node.owner, context.owner) {
            (Some(id), _) => {
                let owner = self.owner(context, id);
                self.place_owner(context, id, owner, NameRole::Owner);
                (owner, context.unit.tree.exprs[id].span)
            }
            (None, Some(block)) => (block.node, block.at),
            (None, None) => return,
        };
        let mut statement = Statement {
            context,
            node,
            owner,
            owner_at,
            ttl: None,
            route: None,
            site: None,
            records: 0,
            failures: 0,
            sound: true,
        };
        statement.sound = self.modifiers(&mut statement);
        if !statement.sound {
            statement.owner = None;
        }
        match node.keyword {
            RecordKeyword::Type(rtype) => {
                if self.may_stand(&statement, rtype) {
                    self.typed(&mut statement, rtype);
                }
            }
            RecordKeyword::Builder(builder) => self.built(&mut statement, builder),
            RecordKeyword::Alias => self.alias(&mut statement),
        }
        if statement.failures > 0 || statement.records == 0 {
            self.note_gap(context, owner);
        }
    }

    /// Whether a type may be declared at this owner at all.
    fn may_stand(&mut self, statement: &Statement<'_, 'a>, rtype: Rtype) -> bool {
        let Some(owner) = statement.owner else { return true };
        if statement.context.purpose == Purpose::Rehearse {
            return true;
        }
        let at = statement.context.unit.at(statement.node.type_span);
        match (rtype, self.zone.is_apex(owner)) {
            (Rtype::NS, true) => {
                self.report(
                    error!("apex-ns", at, "the name servers of the zone itself are not a record here")
                        .here("the apex NS set is the union of all providers' name servers")
                        .help("leave it out, or name them with `nameservers NAME, …` in the zone"),
                );
                false
            }
            (Rtype::SOA, false) => {
                self.report(
                    error!("soa-not-at-apex", at, "an SOA stands at the apex alone").help("write it at `@`"),
                );
                false
            }
            _ => true,
        }
    }

    /// Reads the modifiers of a statement. False if one was wrong.
    fn modifiers(&mut self, statement: &mut Statement<'_, 'a>) -> bool {
        let unit = statement.context.unit;
        let mut sound = true;
        let mut ttl_at: Option<Span> = None;
        let mut route_at: Option<Span> = None;
        for expr in unit.tree.exprs.slice(statement.node.values) {
            if let ExprKind::Ttl(value) = expr.kind {
                if let Some(first) = ttl_at {
                    self.report(
                        error!("duplicate-setting", unit.at(expr.span), "the record has two TTLs")
                            .label(unit.at(first), "the first one")
                            .help("keep one of the two"),
                    );
                    continue;
                }
                ttl_at = Some(expr.span);
                match self.ttl_value(statement.context, value) {
                    Some((seconds, spelling)) => {
                        let place = TtlPlace { at: unit.at(expr.span), spelling };
                        let place = self.zone.push_ttl_place(place);
                        statement.ttl = Some(WrittenTtl { seconds, place });
                    }
                    None => sound = false,
                }
            } else if let ExprKind::Call(call) = expr.kind
                && is_modifier(unit.of(unit.tree.calls[call].name))
            {
                if let Some(first) = route_at {
                    self.report(
                        error!(
                            "duplicate-setting",
                            unit.at(expr.span),
                            "the record has two modifiers of this kind"
                        )
                        .label(unit.at(first), "the first one")
                        .help("keep one of the two"),
                    );
                    continue;
                }
                route_at = Some(expr.span);
                statement.route = self.route(statement, &unit.tree.calls[call]);
                sound &= statement.route.is_some();
            }
        }
        sound
    }

    /// A record of a type: its values, comma by comma.
    fn typed(&mut self, statement: &mut Statement<'_, 'a>, rtype: Rtype) {
        let unit = statement.context.unit;
        let exprs = &unit.tree.exprs;
        let mut group: Vec<ExprId> = std::mem::take(&mut self.group);
        group.clear();
        let mut any = false;
        for id in statement.node.values.ids() {
            let Expr { kind, .. } = exprs[id];
            if matches!(kind, ExprKind::Comma) {
                any |= !group.is_empty();
                if self.cuts_record(statement, rtype, &group, id) {
                    self.group = group;
                    return;
                }
                let failures = statement.failures;
                self.group(statement, rtype, &group);
                group.clear();
                let failed = statement.failures > failures;
                if failed && is_fragment(statement, rtype, id) || self.cuts_parameter(statement, rtype, id) {
                    self.group = group;
                    return;
                }
            } else if !is_modifier_expr(unit, kind) {
                group.push(id);
            }
        }
        if group.is_empty() && !any && statement.sound {
            let at = unit.at(statement.node.type_span);
            self.no_values(at, rtype);
        }
        self.group(statement, rtype, &group);
        self.group = group;
    }

    fn no_values(&mut self, at: FileSpan, rtype: Rtype) {
        let mut problem = error!("missing-value", at, "the {rtype} record has no value");
        if let Some(schema) = crate::dns::schema::of(rtype) {
            problem = problem.help(format!("write it as in `{}`", schema.example));
        }
        self.report(problem);
    }

    /// One record, or those of a list in first place.
    fn group(&mut self, statement: &mut Statement<'_, 'a>, rtype: Rtype, group: &[ExprId]) {
        let Some((&first, rest)) = group.split_first() else { return };
        let unit = statement.context.unit;
        match unit.tree.exprs[first].kind {
            ExprKind::List(elements) => {
                let elements = &unit.tree.lists[elements];
                if elements.is_empty() {
                    self.no_values(unit.at(unit.tree.exprs[first].span), rtype);
                }
                for &element in elements {
                    self.element(statement, rtype, element, rest);
                }
            }
            ExprKind::Tuple(_) => self.element(statement, rtype, first, rest),
            ExprKind::Variable | ExprKind::Call(_) => {
                let found = self.value(statement.context.reading(), first);
                self.spliced(statement, rtype, found, unit.tree.exprs[first].span, rest);
            }
            ExprKind::Word
            | ExprKind::Str
            | ExprKind::Template
            | ExprKind::Comma
            | ExprKind::Ttl(_)
            | ExprKind::Not(_)
            | ExprKind::Binary(_)
            | ExprKind::Error => self.encode(statement, rtype, &[], group),
        }
    }

    /// One element of a list literal in first place.
    fn element(&mut self, statement: &mut Statement<'_, 'a>, rtype: Rtype, element: ExprId, rest: &[ExprId]) {
        let unit = statement.context.unit;
        match unit.tree.exprs[element].kind {
            ExprKind::Tuple(parts) => {
                let mut fields = unit.tree.lists[parts].clone();
                fields.extend_from_slice(rest);
                self.encode(statement, rtype, &[], &fields);
            }
            ExprKind::Variable | ExprKind::Call(_) => {
                let found = self.value(statement.context.reading(), element);
                self.spliced(statement, rtype, found, unit.tree.exprs[element].span, rest);
            }
            ExprKind::Word
            | ExprKind::Str
            | ExprKind::Template
            | ExprKind::Comma
            | ExprKind::List(_)
            | ExprKind::Ttl(_)
            | ExprKind::Not(_)
            | ExprKind::Binary(_)
            | ExprKind::Error => {
                let mut fields = vec![element];
                fields.extend_from_slice(rest);
                self.encode(statement, rtype, &[], &fields);
            }
        }
    }

    /// A value in first place: a list gives a record for each element, a tuple several fields.
    fn spliced(
        &mut self,
        statement: &mut Statement<'_, 'a>,
        rtype: Rtype,
        found: Placed,
        span: Span,
        rest: &[ExprId],
    ) {
        let at = statement.context.unit.at(span);
        let here = |value: &Value| Placed { value: value.clone(), at };
        match &found.value {
            Value::List(elements) => {
                for element in elements.iter() {
                    self.spliced(statement, rtype, here(&element.value), span, rest);
                }
            }
            Value::Tuple(parts) => {
                let fields: Vec<_> = parts.iter().map(|part| here(&part.value)).collect();
                self.encode(statement, rtype, &fields, rest);
            }
            Value::Ipv4(_)
            | Value::Ipv6(_)
            | Value::Cidr(_)
            | Value::Name(_)
            | Value::Duration(_)
            | Value::Int(_)
            | Value::Percent(_)
            | Value::Bool(_)
            | Value::String(_)
            | Value::Range(..)
            | Value::Unknown(_) => self.encode(statement, rtype, &[here(&found.value)], rest),
        }
    }

    /// Adds the record whose RDATA stands at the end of the zone's from `start` on.
    pub(super) fn add(
        &mut self,
        statement: &mut Statement<'_, 'a>,
        rtype: Rtype,
        alias: Option<Id<Alias>>,
        start: usize,
        written: Written,
    ) {
        let context = statement.context;
        let Some(owner) = statement.owner.filter(|_| context.purpose == Purpose::Declare) else {
            self.zone.rdata().truncate(start);
            return;
        };
        statement.records += 1;
        let site = match statement.site {
            Some(site) => site,
            None => {
                let site = self.zone.push_site(Site {
                    file: context.unit.file,
                    owner: statement.owner_at,
                    rtype: statement.node.type_span,
                    frame: context.frame,
                    scope: context.scope,
                });
                statement.site = Some(site);
                site
            }
        };
        let ttl = match statement.ttl {
            Some(written) => ResolvedTtl::on_record(written),
            None => context.ttls.resolve(rtype, self.zone.policy()),
        };
        let key = SetKey {
            owner,
            rtype,
            providers: context.providers,
            placement: context.placement,
            route: statement.route,
            alias,
        };
        if context.placement == Placement::Common {
            self.push(key, ttl, start, written, site);
            return;
        }
        // Under an `on`, each provider has sets of its own, so that sets of different providers never join.
        let rdata = self.zone.rdata().get(start..).unwrap_or_default().to_vec();
        for (copy, position) in context.providers.positions().enumerate() {
            let mut start = start;
            if copy > 0 {
                start = self.zone.rdata().len();
                self.zone.rdata().extend_from_slice(&rdata);
            }
            self.push(SetKey { providers: ProviderSet::one(position), ..key }, ttl, start, written, site);
        }
    }

    fn push(&mut self, key: SetKey, ttl: ResolvedTtl, start: usize, written: Written, site: SiteId) {
        let pushed = self.zone.push_record(key, ttl, start, written.at, written.last, site);
        let walked = self.zone.take_walked();
        if !self.budget.step(walked) {
            self.usage.meet_limit(self.zone.site(site).type_at());
        }
        if let Err(conflict) = pushed {
            self.report_conflict(key, site, conflict);
        }
    }

    fn report_conflict(&mut self, key: SetKey, site: SiteId, conflict: Conflict) {
        let here = self.zone.site(site);
        let at = written_record(here);
        let name = self.zone.shown(key.owner);
        let rtype = key.rtype;
        self.report(match conflict {
            Conflict::Placement(other) => {
                let other = written_record(self.zone.site(other));
                error!("common-and-on", at, "the {rtype} records of {name} stand under `on` and outside")
                    .label(other, "the other statement for the same set")
                    .help("put both under `on`, a set for each provider, or keep the common one alone")
            }
            Conflict::Route(other) => {
                let other = written_record(self.zone.site(other));
                error!("routed-and-plain", at, "{name} has {rtype} records with a route and without one")
                    .label(other, "the other statement for the same set")
                    .help("give each of them a `route(set: \"…\", …)`, or none")
            }
            Conflict::RouteArguments(other) => {
                let other = written_record(self.zone.site(other));
                error!("mixed-routes", at, "one route set of {name} has two different `route(…)`")
                    .label(other, "the other statement for the same set")
                    .help("write the same arguments for each record of the set, or give this one a set of its own")
            }
            Conflict::RoutePolicy(other) => {
                let other = written_record(self.zone.site(other));
                error!("mixed-routes", at, "the {rtype} sets of {name} share their answers in two ways")
                    .label(other, "another set, routed in another way")
                    .help("route all of them by the same argument, such as `weight`")
            }
            Conflict::Alias(other) => {
                let other = written_record(self.zone.site(other));
                error!("alias-coexists", at, "{name} has an ALIAS, which is its {rtype} set")
                    .label(other, "the other statement for the same set")
                    .help("keep the ALIAS or the records, not both")
            }
        });
    }
}

/// Where a statement is pointed at: its type word.
/// Whether an owner is not there at all, which has been reported.
const fn is_missing(owner: Expr) -> bool {
    matches!(owner.kind, ExprKind::Error) && owner.span.is_empty()
}

const fn written_record(site: Site) -> FileSpan {
    site.type_at()
}

/// Whether a call among values changes the record instead of being a value.
fn is_modifier(name: &str) -> bool {
    !BUILTINS.iter().any(|builtin| builtin.name == name)
}

pub(super) fn is_modifier_expr(unit: crate::sema::declarations::Unit<'_>, kind: ExprKind) -> bool {
    if let ExprKind::Call(call) = kind {
        return is_modifier(unit.of(unit.tree.calls[call].name));
    }
    matches!(kind, ExprKind::Ttl(_))
}
