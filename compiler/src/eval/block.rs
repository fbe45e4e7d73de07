//! Blocks and the statements in them.

use crate::diagnostic::Diagnostic;
use crate::dns::duration::{self, DurationError};
use crate::dns::keyword::RecordKeyword;
use crate::dns::rtype::Rtype;
use crate::error;
use crate::explain;
use crate::lint::registry;
use crate::sema::places::NameRole;
use crate::sema::types::Type;
use crate::source::{FileSpan, Span};
use crate::suggest;
use crate::syntax::ast::{self, Block, ExprId, ExprKind, Statement};
use crate::zone::anomaly::AnomalyKind;
use crate::zone::{AllowId, NodeId, Placement, ProviderSet, Scope, TtlPlace, TtlSpelling};

use super::Evaluator;
use super::context::{BlockOwner, Body, Context, Purpose};
use super::ttl::WrittenTtl;
use super::word::bad_duration;

impl<'a> Evaluator<'a> {
    /// Evaluates the statements of a block. Its `ttl` and `allow` lines hold for all of it, wherever they stand.
    pub(super) fn block(&mut self, outer: &Context<'a>, block: &'a Block) {
        let head = outer.unit.at(Span::new(block.span.start, block.span.start + 1));
        if self.deeper(head, |evaluator| evaluator.statements(outer, block)).is_none() {
            self.note_gap(outer, None);
        }
    }

    fn statements(&mut self, outer: &Context<'a>, block: &'a Block) {
        let mut context = outer.clone();
        self.enter(&mut context, &block.statements);
        context.body = Body::Inner;
        for statement in &block.statements {
            if !self.budget.step(1) {
                self.note_gap(&context, None);
                self.usage.meet_limit(context.unit.at(Span::new(block.span.start, block.span.start + 1)));
                return;
            }
            self.statement(&mut context, statement);
        }
    }

    fn statement(&mut self, context: &mut Context<'a>, statement: &'a Statement) {
        match statement {
            Statement::Record(record) => self.record(context, record),
            Statement::Owner(block) => self.owner_block(context, block),
            Statement::On(on) => self.on(context, on),
            Statement::Under(under) => self.under(context, under),
            Statement::Include(include) => self.include(context, include),
            Statement::For(node) => self.for_loop(context, node),
            Statement::If(node) => self.if_else(context, node),
            Statement::Let(node) => self.local(context, node),
            Statement::Ignore(node) => self.ignore(context, node),
            Statement::Error(span) => {
                self.note_gap(context, None);
                self.mention_all(context.reading(), context.unit.of(*span));
            }
            Statement::Ttl(_) | Statement::Allow(_) | Statement::Policy(_) | Statement::Nameservers(_) => {}
        }
    }

    /// Notes that something written about a name, or about any, made no record.
    pub(super) fn note_gap(&mut self, context: &Context<'a>, owner: Option<NodeId>) {
        if context.purpose == Purpose::Declare {
            self.zone.note_gap(owner);
        }
    }

    /// Takes in the `ttl` and `allow` lines of a block.
    fn enter(&mut self, context: &mut Context<'a>, statements: &'a [Statement]) {
        let mut plain: Option<(WrittenTtl, Span)> = None;
        let mut for_types: Vec<(Rtype, WrittenTtl, Span)> = Vec::new();
        let mut allows = Vec::new();
        for statement in statements {
            match statement {
                Statement::Ttl(ttl) => self.ttl_line(context, ttl, &mut plain, &mut for_types),
                Statement::Allow(allow) => self.allow_line(context, allow, &mut allows),
                Statement::Record(_)
                | Statement::Owner(_)
                | Statement::On(_)
                | Statement::Under(_)
                | Statement::Include(_)
                | Statement::For(_)
                | Statement::If(_)
                | Statement::Let(_)
                | Statement::Ignore(_)
                | Statement::Error(_) => {}
                Statement::Policy(line) => self.zone_only_line(context, "policy", line.span),
                Statement::Nameservers(line) => self.zone_only_line(context, "nameservers", line.span),
            }
        }
        if plain.is_some() || !for_types.is_empty() {
            let of_name_servers = for_types.iter().find(|(rtype, ..)| *rtype == Rtype::NS);
            if let (Body::Zone, Some((_, ttl, _))) = (&context.body, of_name_servers) {
                self.zone.set_nameservers_ttl(ttl.seconds);
            }
            let for_types = for_types.into_iter().map(|(rtype, ttl, _)| (rtype, ttl)).collect();
            context.ttls = context.ttls.with(plain.map(|(ttl, _)| ttl), for_types);
        }
        if !allows.is_empty() {
            let scope = Scope { parent: context.scope, allows };
            context.scope = Some(self.zone.push_scope(scope));
            if context.body == Body::Zone {
                self.zone.set_scope(context.scope);
            }
        }
    }

    /// Reports a line that stands in a `zone` body alone, if this is another block.
    fn zone_only_line(&mut self, context: &Context<'a>, word: &str, span: Span) {
        if context.body == Body::Inner {
            self.report(
                error!(
                    "misplaced-statement",
                    context.unit.at(span),
                    "`{word}` stands directly in a `zone` body alone"
                )
                .help("move it to the zone's own declaration"),
            );
        }
    }

    fn ttl_line(
        &mut self,
        context: &Context<'a>,
        ttl: &'a ast::Ttl,
        plain: &mut Option<(WrittenTtl, Span)>,
        for_types: &mut Vec<(Rtype, WrittenTtl, Span)>,
    ) {
        let types: Vec<_> = ttl.types.iter().filter_map(|&word| self.rtype_word(context, word)).collect();
        let Some((seconds, spelling)) = self.ttl_value(context, ttl.value) else { return };
        let place = self.zone.push_ttl_place(TtlPlace { at: context.unit.at(ttl.span), spelling });
        let written = WrittenTtl { seconds, place };
        let twice = |first: Span| {
            error!("duplicate-setting", context.unit.at(ttl.span), "this block sets the same TTL twice")
                .label(context.unit.at(first), "first set here")
                .help("keep one of the two lines")
        };
        if ttl.types.is_empty() {
            if let Some((_, first)) = *plain {
                return self.report(twice(first));
            }
            *plain = Some((written, ttl.span));
            return;
        }
        for rtype in types {
            if let Some((_, _, first)) = for_types.iter().find(|(of, ..)| *of == rtype) {
                let problem = twice(*first);
                self.report(problem);
            } else {
                for_types.push((rtype, written, ttl.span));
            }
        }
    }

    /// The seconds of a duration or TTL class, and which of the two it is.
    pub(super) fn ttl_value(&mut self, context: &Context<'a>, id: ExprId) -> Option<(u32, TtlSpelling)> {
        let duration = |seconds| (seconds, TtlSpelling::Duration);
        let expr = context.unit.tree.exprs[id];
        let at = context.unit.at(expr.span);
        if !matches!(expr.kind, ExprKind::Word) {
            return self.value_as(context.reading(), id, &Type::Duration).value.as_seconds().map(duration);
        }
        let word = context.unit.of(expr.span);
        let positive = word.strip_prefix('-').unwrap_or(word);
        if positive.starts_with(|first: char| first.is_ascii_digit()) {
            return self.ttl_word(context, word, at).map(duration);
        }
        if let Some(class) = self.zone.policy().class(word) {
            return Some((class.seconds, TtlSpelling::Class));
        }
        self.ttl_class_missing(word, at);
        None
    }

    fn ttl_word(&mut self, context: &Context<'a>, word: &str, at: FileSpan) -> Option<u32> {
        match duration::parse(word) {
            Ok(seconds) => Some(seconds),
            Err(DurationError::TooLong(seconds)) => {
                self.note(context, at, AnomalyKind::TtlTooLarge { seconds });
                None
            }
            Err(problem) => {
                self.report(match unit_behind(context.unit.text, at.span) {
                    Some((unit, end)) => {
                        let whole = FileSpan { span: Span::new(at.span.start, end), ..at };
                        error!("bad-duration", whole, "a duration is one word")
                            .help(format!("write `{word}{unit}`"))
                            .fix(format!("write `{word}{unit}`"), whole, format!("{word}{unit}"))
                    }
                    None => bad_duration(word, at, problem),
                });
                None
            }
        }
    }

    fn ttl_class_missing(&mut self, word: &str, at: FileSpan) {
        if self.zone.is_rehearsal() && self.is_class_of_any_policy(word) {
            return;
        }
        let classes: Vec<String> =
            self.zone.policy().classes.iter().map(|class| class.name.clone()).collect();
        let mut problem = error!("unknown-ttl-class", at, "there is no TTL class `{word}`");
        problem = match suggest::closest(word, classes.iter().map(String::as_str)) {
            Some(close) => {
                problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
            }
            None if classes.is_empty() => problem.help(
                "write a duration such as `5m`; classes are declared in the policy of the zone: `ttl volatile 60s`",
            ),
            None => problem.help(format!("the policy of the zone declares {}", classes.join(", "))),
        };
        self.report(problem);
    }

    /// A record type, or a builder or `ALIAS` that stands for one, named in a list of types.
    pub(super) fn rtype_word(&mut self, context: &Context<'a>, word: Span) -> Option<Rtype> {
        let (text, at) = (context.unit.of(word), context.unit.at(word));
        match read_rtype(text, at) {
            Ok(rtype) => Some(rtype),
            Err(problem) => {
                self.report(*problem);
                None
            }
        }
    }

    fn allow_line(&mut self, context: &Context<'a>, allow: &'a ast::Allow, allows: &mut Vec<AllowId>) {
        for entry in &allow.rules {
            let at = context.unit.at(entry.name);
            let name = context.unit.of(entry.name);
            let Some(rule) = registry::find(name) else {
                self.report(unknown_rule(name, at));
                // What the rule that was surely meant would find is no second mistake.
                let meant = suggest::closest(name, registry::names()).and_then(registry::find);
                allows.extend(meant.map(|rule| AllowId { at, rule }));
                continue;
            };
            if !self.has_reason(context, entry.reason) {
                self.report(
                    error!("allow-without-reason", at, "`allow` of `{name}` gives no reason")
                        .help(format!("say why: `allow({name}: \"…\")`")),
                );
            }
            let id = AllowId { at, rule };
            self.usage.allow(id);
            allows.push(id);
        }
    }

    /// Whether a reason is there and is text that says something.
    pub(super) fn has_reason(&mut self, context: &Context<'a>, reason: Option<ExprId>) -> bool {
        let Some(reason) = reason else { return false };
        let found = self.value_as(context.reading(), reason, &Type::String).value;
        found.as_text().is_none_or(|text| !text.trim_ascii().is_empty())
    }

    fn owner_block(&mut self, context: &Context<'a>, block: &'a ast::OwnerBlock) {
        let owner = self.owner(context, block.owner);
        self.place_owner(context, block.owner, owner, NameRole::Owner);
        let mut inner = context.clone();
        inner.owner = Some(BlockOwner { at: context.unit.tree.exprs[block.owner].span, node: owner });
        self.block(&inner, &block.body);
    }

    fn on(&mut self, context: &Context<'a>, on: &'a ast::On) {
        let named = self.zone_providers(context, &on.providers);
        let mut inner = context.clone();
        inner.placement = Placement::Scoped;
        inner.providers = context.providers.intersection(named);
        if inner.providers.is_empty() {
            if named.is_empty() || self.zone.is_rehearsal() || context.frame.is_some() {
                // Inert: the zone lacks the provider, which in a template is meant, and elsewhere reported.
                inner = inner.rehearsing();
            } else {
                let names = self.zone.provider_names(context.providers);
                self.report(
                    error!("empty-on", context.unit.at(on.span), "nothing here is for any provider")
                        .here(format!("the `on` around it leaves {names} alone"))
                        .help("nested `on` keeps the providers that both name"),
                );
                return;
            }
        }
        self.block(&inner, &on.body);
    }

    /// The providers of the zone that the words of an `on` name.
    fn zone_providers(&mut self, context: &Context<'a>, words: &[Span]) -> ProviderSet {
        let mut set = ProviderSet::EMPTY;
        for &word in words {
            let Some(named) = self.resolve_provider(&context.unit, word) else { continue };
            let here = self.zone.positions_of(&named);
            let all = self.zone.all_providers();
            if here.is_empty() && !all.is_empty() && context.frame.is_none() && !self.zone.is_rehearsal() {
                let (name, at) = (context.unit.of(word), context.unit.at(word));
                let zone = self.zone.shown_name();
                let problem = error!("provider-not-of-zone", at, "{zone} is not served by `{name}`")
                    .label(self.zone.declared_at(), "the zone's providers are named here")
                    .help(format!("it is served by {}", self.zone.provider_names(all)));
                self.report(problem);
            }
            set = set.union(here);
        }
        set
    }

    fn under(&mut self, context: &Context<'a>, under: &'a ast::Under) {
        let Some(node) = self.owner(context, under.name) else {
            self.note_gap(context, None);
            return self.block(&context.rehearsing(), &under.body);
        };
        self.place_owner(context, under.name, Some(node), NameRole::Origin);
        let mut inner = context.clone();
        inner.origin = self.zone.origin_at(node);
        self.block(&inner, &under.body);
    }
}

/// The unit that stands behind a number as a word of its own, as in `5 minutes`, and where that word ends.
fn unit_behind(text: &str, number: Span) -> Option<(char, u32)> {
    const UNITS: [(char, &[&str]); 5] = [
        ('s', &["s", "sec", "secs", "second", "seconds"]),
        ('m', &["m", "min", "mins", "minute", "minutes"]),
        ('h', &["h", "hr", "hrs", "hour", "hours"]),
        ('d', &["d", "day", "days"]),
        ('w', &["w", "week", "weeks"]),
    ];
    let digits = number.of(text).bytes().all(|byte| byte.is_ascii_digit());
    let behind = text.get(number.end as usize..).filter(|_| digits)?;
    let rest = behind.trim_start_matches(' ');
    let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let (unit, _) = UNITS.into_iter().find(|(_, words)| words.contains(&word))?;
    Some((unit, number.end + (behind.len() - rest.len() + word.len()) as u32))
}

/// Reads a word in a list of types. A builder counts as TXT.
pub(super) fn read_rtype(text: &str, at: FileSpan) -> Result<Rtype, Box<Diagnostic>> {
    match RecordKeyword::parse(text) {
        Some(RecordKeyword::Type(rtype)) => Ok(rtype),
        Some(RecordKeyword::Builder(_)) => Ok(Rtype::TXT),
        Some(RecordKeyword::Alias) => {
            Err(Box::new(
                error!("unknown-type", at, "`ALIAS` counts as A and AAAA")
                    .help("name A and AAAA instead")
                    .fix("use `A, AAAA`", at, "A, AAAA"),
            ))
        }
        None => {
            let problem = error!("unknown-type", at, "there is no record type `{text}`");
            let upper = text.to_ascii_uppercase();
            Err(Box::new(match suggest::closest(&upper, RecordKeyword::words()) {
                Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                    format!("use `{close}`"),
                    at,
                    close,
                ),
                None => problem.help("a type is an upper-case word such as `MX`, or `TYPE65534`"),
            }))
        }
    }
}

/// The error for a name that is no rule's.
pub(super) fn unknown_rule(name: &str, at: FileSpan) -> Diagnostic {
    let problem = error!("unknown-rule", at, "there is no rule `{name}`");
    if explain::page(name).is_some() {
        return problem
            .help(format!("`{name}` is an error of the language itself, which no `allow` excuses"));
    }
    match suggest::closest(name, registry::names()) {
        Some(close) => {
            problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
        }
        None => {
            problem.help("`zonal explain` lists the rules; errors of the language itself cannot be allowed")
        }
    }
}
