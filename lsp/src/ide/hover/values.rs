//! Values: variables, calls, addresses, durations, names.

use std::net::IpAddr;

use zonal_compiler::dns::duration;
use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::schema::FieldKind;
use zonal_compiler::eval::{BUILTINS, ROUTE_ARGUMENTS};
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Call, Expr, ExprId, ExprKind, Record, Statement};
use zonal_compiler::syntax::words::{self, Place};

use super::{Here, Hover, names as shown, types, words as word_pages};
use crate::ide::page::{Line, Page};
use crate::ide::{names, slots, ttl};

impl Here<'_> {
    /// The innermost value under the cursor.
    pub(super) fn value(&self) -> Option<Hover> {
        let &id = self.way.exprs.last()?;
        let expr = self.expr(id);
        if let ExprKind::Variable = expr.kind {
            return self.variable(expr.span, self.of(expr.span).trim_start_matches('$'));
        }
        if let Some((span, name)) = self.insertion(expr) {
            return self.variable(span, name);
        }
        if let Some(found) = self.call() {
            return Some(found);
        }
        if let Some(Statement::Record(record)) = self.way.statement
            && let Some(found) = self.record_value(record, id, expr)
        {
            return Some(found);
        }
        self.plain(expr)
    }

    /// What a `ttl X` says, or its duration or class.
    fn ttl(&self, expr: Expr) -> Option<Hover> {
        let outer = self.way.exprs.iter().rev().nth(1).map(|&id| self.expr(id).kind);
        if let ExprKind::Ttl(_) = expr.kind {
            let word = words::find("ttl", Place::Modifier)?;
            return Some(Hover { span: self.word, page: word_pages::of_word(word) });
        }
        matches!(outer, Some(ExprKind::Ttl(_))).then(|| self.ttl_value(expr))?
    }

    /// A duration or the name of a TTL class.
    pub(super) fn ttl_value(&self, expr: Expr) -> Option<Hover> {
        self.duration(expr).or_else(|| self.class(expr.span))
    }

    fn record_value(&self, record: &Record, id: ExprId, expr: Expr) -> Option<Hover> {
        if let Some(found) = self.ttl(expr) {
            return Some(found);
        }
        match record.keyword {
            RecordKeyword::Builder(builder) => self.term(builder, record),
            RecordKeyword::Alias => self.alias(),
            RecordKeyword::Type(rtype) => {
                let slots = slots::of_record(self.file, record);
                let (_, slot) = slots.into_iter().find(|(value, _)| *value == id)?;
                let written = self.of(expr.span).trim_matches('"');
                let mut page = Page::default();
                if let Some(field) = slot.field().filter(|field| field.kind == FieldKind::Name) {
                    page = page.page(self.target(record, expr, field.name).unwrap_or_default());
                }
                if let Some(plain) = self.address(expr).or_else(|| self.duration(expr)) {
                    page = page.page(plain.page);
                }
                page = page.page(types::of_slot(rtype, slot, written)?);
                Some(Hover { span: expr.span, page })
            }
        }
    }

    /// What a target means.
    fn target(&self, record: &Record, expr: Expr, field: &str) -> Option<Page> {
        let (analysis, back) = (self.view.analysis.as_deref(), self.view.back());
        let mut found = Vec::new();
        if let (Some(analysis), Some(back)) = (analysis, back) {
            found = names::targets(&names::made(analysis, back, record), back, expr, field);
        }
        if found.is_empty() {
            found = self.resolved(expr);
        }
        self.named(expr.span, &found).map(|hover| hover.page)
    }

    /// The names that a word means by the text alone.
    fn resolved(&self, expr: Expr) -> Vec<Vec<u8>> {
        let Some(text) = slots::literal(self.file, expr) else { return Vec::new() };
        if text.ends_with('.') {
            return names::resolve(text, &[0]).into_iter().collect();
        }
        names::origins(self.file, &self.way)
            .iter()
            .filter_map(|origin| names::resolve(text, origin))
            .collect()
    }

    /// A value as its shape says.
    fn plain(&self, expr: Expr) -> Option<Hover> {
        if let Some(found) = self.address(expr).or_else(|| self.duration(expr)) {
            return Some(found);
        }
        let text = slots::literal(self.file, expr)?;
        if text.parse::<i64>().is_ok()
            || matches!(expr.kind, ExprKind::Str)
            || matches!(text, "true" | "false")
        {
            return None;
        }
        self.named(expr.span, &self.resolved(expr))
    }

    /// A name that stands where only names do.
    pub(super) fn name(&self, id: ExprId) -> Option<Hover> {
        let expr = self.expr(id);
        if matches!(expr.kind, ExprKind::Word | ExprKind::Str) {
            return self.named(expr.span, &self.resolved(expr));
        }
        self.value()
    }

    fn address(&self, expr: Expr) -> Option<Hover> {
        let address: IpAddr = slots::literal(self.file, expr)?.parse().ok()?;
        let reverse = match address {
            IpAddr::V4(v4) => {
                let [a, b, c, d] = v4.octets();
                format!("{d}.{c}.{b}.{a}.in-addr.arpa.")
            }
            IpAddr::V6(v6) => {
                let nibbles = v6.octets().into_iter().rev().flat_map(|octet| [octet & 15, octet >> 4]);
                let labels: String = nibbles.map(|nibble| format!("{nibble:x}.")).collect();
                format!("{labels}ip6.arpa.")
            }
        };
        let line = Line::strong(address.to_string()).and(", its reverse name is ").and_code(&reverse);
        let mut page = Page::of(line);
        if let (Some(analysis), Ok(name)) = (self.view.analysis.as_deref(), Name::parse(&reverse))
            && let Some((zone, Some(node))) = names::find(analysis, name.wire())
        {
            for set in zone.sets_at(node) {
                let line = Line::strong(zone.sets[set].rtype.to_string()).and(" ");
                page = page.item(line.and_codes(shown::values(zone, set), 3));
            }
        }
        Some(Hover { span: expr.span, page })
    }

    fn duration(&self, expr: Expr) -> Option<Hover> {
        let text = slots::literal(self.file, expr)?;
        let seconds = duration::parse(text).ok()?;
        let line = Line::strong(text).and(format!(": {seconds} seconds, {}", ttl::in_words(seconds)));
        Some(Hover { span: expr.span, page: Page::of(line) })
    }

    /// The name, an argument's name or a word of a call under the cursor.
    fn call(&self) -> Option<Hover> {
        let call = self.way.exprs.iter().rev().find_map(|&id| {
            let ExprKind::Call(call) = self.expr(id).kind else { return None };
            Some(&self.tree.calls[call])
        })?;
        if self.on(call.name) {
            return self.function(call.name);
        }
        if self.of(call.name) == "route" { self.route(call) } else { None }
    }

    fn function(&self, span: Span) -> Option<Hover> {
        let name = self.of(span);
        let word = words::find(name, Place::Modifier).or_else(|| words::find(name, Place::Operator));
        let page = match BUILTINS.iter().find(|builtin| builtin.name == name) {
            Some(builtin) => Page::default().code(builtin.signature).line(Line::of(builtin.doc)),
            None if name == "route" => {
                ROUTE_ARGUMENTS.iter().fold(word_pages::of_word(word?), |page, argument| {
                    page.item(Line::code(argument.name).and(format!(": {}", argument.doc)))
                })
            }
            None => word_pages::of_word(word?),
        };
        Some(Hover { span, page })
    }

    fn route(&self, call: &Call) -> Option<Hover> {
        for argument in &call.arguments {
            let Some(name) = argument.name else { continue };
            let value = self.expr(argument.value);
            if !self.on(name) && !self.on(value.span) {
                continue;
            }
            let known = ROUTE_ARGUMENTS.iter().find(|known| known.name == self.of(name))?;
            if known.name == "health" && self.on(value.span) {
                return self.health(value.span);
            }
            let line = Line::strong(known.name).and(format!(": {}; takes {}", known.doc, known.takes()));
            return Some(Hover { span: self.word, page: Page::of(line) });
        }
        None
    }
}
