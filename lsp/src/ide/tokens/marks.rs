//! What the tree says of its words.

use zonal_compiler::dns::keyword::{Builder, RecordKeyword};
use zonal_compiler::dns::mail;
use zonal_compiler::dns::rdata::Slot;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::FieldKind;
use zonal_compiler::eval::BUILTINS;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{
    self, Argument, Call, Expr, ExprId, ExprKind, Item, ItemKind, Policy, PolicyRuleKind, ProviderValue,
    Record, Setting, Statement, Template, TypeExpr, TypeExprKind,
};

use super::{DECLARATION, DEFAULT_LIBRARY, Kind, READONLY, is_number};
use crate::ide::{slots, walk};
use crate::session::snapshot::File;

/// A word of which the tree says what it is; none for a name that is nothing but itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) kind: Option<Kind>,
    pub(super) modifiers: u8,
}

/// The marks of what touches a span, in order.
pub(super) fn within(file: &File, span: Span) -> Vec<Mark> {
    let tree = file.tree();
    let mut marker = Marker { file, tree, marks: Vec::new(), template: None };
    for item in walk::items_within(tree, span) {
        marker.item(item);
        if let Some(body) = walk::body_of(item) {
            walk::block_within(tree, body, span, &mut |statement| marker.statement(statement));
        }
        marker.template = None;
    }
    let mut marks = marker.marks;
    if !marks.is_sorted_by_key(|mark| mark.span.start) {
        marks.sort_by_key(|mark| mark.span.start);
    }
    marks
}

struct Marker<'f> {
    file: &'f File,
    tree: &'f ast::File,
    marks: Vec<Mark>,
    /// The template around.
    template: Option<&'f Template>,
}

impl<'f> Marker<'f> {
    fn put(&mut self, span: Span, kind: impl Into<Option<Kind>>, modifiers: u8) {
        self.marks.push(Mark { span, kind: kind.into(), modifiers });
    }

    fn all(&mut self, spans: &[Span], kind: Kind) {
        spans.iter().for_each(|&span| self.put(span, kind, 0));
    }

    fn item(&mut self, item: &'f Item) {
        match &item.kind {
            ItemKind::Provider(provider) => {
                self.put(provider.name, Kind::Class, DECLARATION);
                match &provider.value {
                    ProviderValue::Kind { kind, settings } => {
                        self.put(*kind, Kind::EnumMember, 0);
                        settings.iter().for_each(|setting| self.setting(setting));
                    }
                    ProviderValue::Group(members) => self.all(members, Kind::Class),
                    ProviderValue::Error => {}
                }
            }
            ItemKind::Health(health) => {
                self.put(health.name, Kind::Class, DECLARATION);
                self.put(health.kind, Kind::EnumMember, 0);
                health.settings.iter().for_each(|setting| self.setting(setting));
            }
            ItemKind::Policy(policy) => self.policy(policy),
            ItemKind::Let(binding) => {
                self.put(binding.name, Kind::Variable, DECLARATION | READONLY);
                self.expr(binding.value);
            }
            ItemKind::Template(template) => {
                self.put(template.name, Kind::Macro, DECLARATION);
                for parameter in &template.parameters {
                    self.put(parameter.name, Kind::Parameter, DECLARATION | READONLY);
                    self.type_name(&parameter.ty);
                    parameter.default.into_iter().for_each(|default| self.expr(default));
                }
                self.template = Some(template);
            }
            ItemKind::Zone(zone) => {
                for &name in &zone.names {
                    self.put(self.tree.exprs[name].span, Kind::Namespace, DECLARATION);
                }
                self.all(&zone.providers, Kind::Class);
            }
            ItemKind::Extend(extend) => {
                self.put(self.tree.exprs[extend.name].span, Kind::Namespace, 0);
            }
            ItemKind::Error => {}
        }
    }

    fn type_name(&mut self, ty: &TypeExpr) {
        match &ty.kind {
            TypeExprKind::Named => self.put(ty.span, Kind::Type, DEFAULT_LIBRARY),
            TypeExprKind::List(element) => self.type_name(element),
            TypeExprKind::Tuple(parts) => parts.iter().for_each(|part| self.type_name(part)),
            TypeExprKind::Error => {}
        }
    }

    fn setting(&mut self, setting: &Setting) {
        self.put(setting.name, Kind::Property, 0);
        setting.values.ids().for_each(|value| self.expr(value));
    }

    fn policy(&mut self, policy: &'f Policy) {
        self.put(policy.name, Kind::Class, DECLARATION);
        for rule in &policy.rules {
            match &rule.kind {
                PolicyRuleKind::Ttl { class, duration, types, .. } => {
                    self.put(*class, Kind::EnumMember, DECLARATION);
                    self.expr(*duration);
                    self.all(types, Kind::Type);
                }
                PolicyRuleKind::Level { level, rules } => {
                    self.put(*level, Kind::Keyword, 0);
                    self.all(rules, Kind::Property);
                }
                PolicyRuleKind::Require { types, at, reason } => {
                    self.all(types, Kind::Type);
                    self.expr(*at);
                    reason.iter().for_each(|reason| self.expr(*reason));
                }
                PolicyRuleKind::Forbid { types, at, to, reason } => {
                    self.all(types, Kind::Type);
                    [*at, *to, *reason].into_iter().flatten().for_each(|expr| self.expr(expr));
                }
                PolicyRuleKind::Setting(setting) => {
                    self.put(setting.name, Kind::Property, 0);
                    for value in setting.values.ids() {
                        let expr = self.tree.exprs[value];
                        match RecordKeyword::parse(self.file.of(expr.span)) {
                            Some(_) => self.put(expr.span, Kind::Type, 0),
                            None => self.expr(value),
                        }
                    }
                }
                PolicyRuleKind::Error => {}
            }
        }
    }

    fn statement(&mut self, statement: &'f Statement) {
        match statement {
            Statement::Record(record) => self.record(record),
            Statement::Owner(owner) => self.name(owner.owner),
            Statement::On(on) => self.all(&on.providers, Kind::Class),
            Statement::Under(under) => self.name(under.name),
            Statement::Include(include) => {
                self.put(include.template, Kind::Macro, 0);
                self.arguments(&include.arguments);
            }
            Statement::For(repeat) => {
                for &variable in &repeat.variables {
                    self.put(variable, Kind::Variable, DECLARATION | READONLY);
                }
                self.expr(repeat.list);
            }
            Statement::If(choice) => self.expr(choice.condition),
            Statement::Let(binding) => {
                self.put(binding.name, Kind::Variable, DECLARATION | READONLY);
                self.expr(binding.value);
            }
            Statement::Ttl(ttl) => {
                self.ttl_value(ttl.value);
                self.all(&ttl.types, Kind::Type);
            }
            Statement::Allow(allow) => {
                for rule in &allow.rules {
                    self.put(rule.name, Kind::Property, 0);
                    rule.reason.into_iter().for_each(|reason| self.expr(reason));
                }
            }
            Statement::Policy(line) => self.all(&line.names, Kind::Class),
            Statement::Nameservers(line) => line.names.iter().for_each(|&name| self.name(name)),
            Statement::Ignore(ignore) => {
                self.name(ignore.pattern);
                self.all(&ignore.types, Kind::Type);
                ignore.reason.into_iter().for_each(|reason| self.expr(reason));
            }
            Statement::Error(_) => {}
        }
    }

    /// A name: a word is nothing but itself.
    fn name(&mut self, id: ExprId) {
        let expr = self.tree.exprs[id];
        if matches!(expr.kind, ExprKind::Word) {
            self.put(expr.span, None, 0);
        } else {
            self.expr(id);
        }
    }

    fn record(&mut self, record: &'f Record) {
        record.owner.into_iter().for_each(|owner| self.name(owner));
        self.put(record.type_span, Kind::Type, 0);
        match record.keyword {
            RecordKeyword::Builder(builder) => self.terms(builder, record),
            RecordKeyword::Alias => {
                let mut is_kind = true;
                for id in record.values.ids() {
                    let expr = self.tree.exprs[id];
                    let is_word = matches!(expr.kind, ExprKind::Word);
                    if is_word && (is_kind || self.file.of(expr.span) == "zone") {
                        self.put(expr.span, Kind::EnumMember, 0);
                        is_kind = matches!(self.file.of(expr.span), "ipv4" | "ipv6");
                    } else {
                        self.expr(id);
                    }
                }
            }
            RecordKeyword::Type(rtype) if has_words(rtype) => {
                for (id, slot) in slots::of_record(self.file, record) {
                    self.slot(id, slot);
                }
                self.modifiers(record);
            }
            RecordKeyword::Type(_) => record.values.ids().for_each(|value| self.expr(value)),
        }
    }

    fn slot(&mut self, id: ExprId, slot: Slot) {
        let expr = self.tree.exprs[id];
        if !matches!(expr.kind, ExprKind::Word) {
            // The elements of a list have slots of their own.
            if !matches!(expr.kind, ExprKind::List(_)) {
                self.expr(id);
            }
            return;
        }
        let word = self.file.of(expr.span);
        let kind = match slot {
            Slot::ParamKey(_) => Some(Kind::Property),
            Slot::Field(field) if field.value_of(word).is_some() || field.kind == FieldKind::CaaTag => {
                Some(Kind::EnumMember)
            }
            Slot::Field(field) if matches!(field.kind, FieldKind::Hex | FieldKind::Base64) => {
                Some(Kind::String)
            }
            Slot::ParamValue(..) if !is_number(word) => Some(Kind::EnumMember),
            Slot::Field(_) | Slot::ParamValue(..) | Slot::Full => is_number(word).then_some(Kind::Number),
        };
        self.put(expr.span, kind, 0);
    }

    fn modifiers(&mut self, record: &Record) {
        let modifiers = record.values.ids().filter(|&id| slots::modifies(self.file, self.tree.exprs[id]));
        modifiers.for_each(|id| self.expr(id));
    }

    fn terms(&mut self, builder: Builder, record: &Record) {
        let known = mail::terms(builder);
        let mut term = None;
        for id in record.values.ids() {
            let expr = self.tree.exprs[id];
            if !matches!(expr.kind, ExprKind::Word) {
                if matches!(expr.kind, ExprKind::Comma) {
                    term = None;
                }
                self.expr(id);
                continue;
            }
            let word = self.file.of(expr.span);
            let named = known.iter().find(|schema| schema.word == word);
            let is_choice =
                |schema: &mail::TermSchema| schema.values.choices().iter().any(|c| c.word == word);
            let kind = match term {
                Some(schema) if is_choice(schema) => Some(Kind::EnumMember),
                _ if named.is_some() => Some(Kind::Property),
                _ => is_number(word).then_some(Kind::Number),
            };
            term = term.or(named);
            self.put(expr.span, kind, 0);
        }
    }

    fn expr(&mut self, id: ExprId) {
        let expr = self.tree.exprs[id];
        match expr.kind {
            ExprKind::Word => {
                let number = is_number(self.file.of(expr.span)).then_some(Kind::Number);
                let word = matches!(self.file.of(expr.span), "true" | "false").then_some(Kind::EnumMember);
                self.put(expr.span, number.or(word), 0);
            }
            ExprKind::Variable => self.variable(expr),
            ExprKind::Ttl(value) => {
                self.put(expr.span.part(0, 3), Kind::Keyword, 0);
                self.ttl_value(value);
            }
            ExprKind::Call(call) => self.call(&self.tree.calls[call]),
            ExprKind::List(parts) | ExprKind::Tuple(parts) => {
                self.tree.lists[parts].iter().for_each(|&part| self.expr(part));
            }
            ExprKind::Not(operand) => self.expr(operand),
            ExprKind::Binary(binary) => {
                let binary = self.tree.binaries[binary];
                self.expr(binary.left);
                let is_word =
                    self.file.of(binary.operator_span).starts_with(|c: char| c.is_ascii_lowercase());
                self.put(binary.operator_span, if is_word { Kind::Keyword } else { Kind::Operator }, 0);
                self.expr(binary.right);
            }
            // The token itself says what it is.
            ExprKind::Str | ExprKind::Template | ExprKind::Comma | ExprKind::Error => {}
        }
    }

    fn variable(&mut self, expr: Expr) {
        let name = self.file.of(expr.span).trim_start_matches('$');
        let parameters = self.template.iter().flat_map(|template| &template.parameters);
        let is_parameter = parameters.into_iter().any(|parameter| self.file.of(parameter.name) == name);
        let kind = if is_parameter { Kind::Parameter } else { Kind::Variable };
        let library = if name == "zone" { DEFAULT_LIBRARY } else { 0 };
        self.put(expr.span, kind, READONLY | library);
    }

    fn ttl_value(&mut self, id: ExprId) {
        let expr = self.tree.exprs[id];
        let is_class = matches!(expr.kind, ExprKind::Word) && !is_number(self.file.of(expr.span));
        if is_class {
            self.put(expr.span, Kind::EnumMember, 0);
        } else {
            self.expr(id);
        }
    }

    fn call(&mut self, call: &Call) {
        let name = self.file.of(call.name);
        let is_known = BUILTINS.iter().any(|builtin| builtin.name == name) || matches!(name, "route" | "env");
        self.put(call.name, Kind::Function, if is_known { DEFAULT_LIBRARY } else { 0 });
        if name != "route" {
            return self.arguments(&call.arguments);
        }
        for argument in &call.arguments {
            argument.name.into_iter().for_each(|name| self.put(name, Kind::Property, 0));
            let expr = self.tree.exprs[argument.value];
            let is_health = argument.name.is_some_and(|name| self.file.of(name) == "health");
            if matches!(expr.kind, ExprKind::Word) && !is_number(self.file.of(expr.span)) {
                self.put(expr.span, if is_health { Kind::Class } else { Kind::EnumMember }, 0);
            } else {
                self.expr(argument.value);
            }
        }
    }

    fn arguments(&mut self, arguments: &[Argument]) {
        for argument in arguments {
            argument.name.into_iter().for_each(|name| self.put(name, Kind::Property, 0));
            self.expr(argument.value);
        }
    }
}

/// Whether a type has fields in which a word stands for a value or is the name of something.
fn has_words(rtype: Rtype) -> bool {
    zonal_compiler::dns::schema::of(rtype).is_some_and(|schema| {
        schema.fields.iter().any(|field| {
            !field.mnemonics.is_empty()
                || matches!(
                    field.kind,
                    FieldKind::CaaTag | FieldKind::SvcParams | FieldKind::Hex | FieldKind::Base64
                )
        })
    })
}
