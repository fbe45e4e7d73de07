//! The words of a file that declare or use what has a declared name, each resolved by the language's scopes.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{
    self, Block, ExprId, ExprKind, Include, Item, ItemKind, PolicyRuleKind, ProviderValue, Statement,
};

use super::walk;
use crate::session::snapshot::File;

/// A word that stands for something declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The name alone: without the `$` of a variable.
    pub at: Span,
    /// What it stands for.
    pub noun: Noun,
    /// Whether it declares it.
    pub role: Role,
}

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A variable of a block, or of a loop, declared here in the same file.
    Local(Span),
    /// A top-level variable, or one that is declared nowhere.
    Global,
    /// A parameter of a template of this file.
    Parameter {
        /// The template's name.
        template: Span,
        /// The parameter's declaration.
        declared: Span,
    },
    /// A named argument at an include of a template.
    Argument {
        /// The template's name at the include.
        template: Span,
    },
    /// A template.
    Template,
    /// A policy.
    Policy,
    /// A provider, or a group of them.
    Provider,
    /// A health check.
    Health,
    /// A TTL class.
    TtlClass,
    /// A lint rule.
    Rule,
}

/// What a word does with what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Declares it.
    Declares,
    /// Uses it.
    Uses,
}

/// The word at a byte of a file.
#[must_use]
pub fn at(file: &File, byte: u32) -> Option<Word> {
    let tree = file.tree();
    let position = tree.items.partition_point(|item| item.span.start <= byte);
    let item = tree.items.get(position.checked_sub(1)?).filter(|item| item.span.touches(byte))?;
    let mut found = None;
    // The cursor may stand before the `$` of a variable.
    let is_dollar = file.text.as_bytes().get(byte as usize) == Some(&b'$');
    let mut visit = |word: Word| {
        if word.at.touches(byte) || is_dollar && word.at.start == byte + 1 {
            found = Some(word);
        }
    };
    let mut walker = Walker { file, tree, focus: Some(byte), locals: Vec::new(), visit: &mut visit };
    walker.item(item);
    found
}

/// Every word of a declaration.
pub fn of_item(file: &File, item: &Item, visit: &mut impl FnMut(Word)) {
    Walker { file, tree: file.tree(), focus: None, locals: Vec::new(), visit }.item(item);
}

/// Every word of a file.
pub fn of_file(file: &File, visit: &mut impl FnMut(Word)) {
    file.tree().items.iter().for_each(|item| of_item(file, item, visit));
}

struct Walker<'f, V> {
    file: &'f File,
    tree: &'f ast::File,
    /// Statements elsewhere are left out, but for what they declare.
    focus: Option<u32>,
    /// The variables that are seen, innermost last.
    locals: Vec<(&'f str, Noun)>,
    visit: &'f mut V,
}

impl<'f, V: FnMut(Word)> Walker<'f, V> {
    fn uses(&mut self, at: Span, noun: Noun) {
        (self.visit)(Word { at, noun, role: Role::Uses });
    }

    fn declares(&mut self, at: Span, noun: Noun) {
        (self.visit)(Word { at, noun, role: Role::Declares });
    }

    fn item(&mut self, item: &'f Item) {
        match &item.kind {
            ItemKind::Provider(provider) => {
                self.declares(provider.name, Noun::Provider);
                if let ProviderValue::Group(members) = &provider.value {
                    members.iter().for_each(|member| self.uses(*member, Noun::Provider));
                }
            }
            ItemKind::Policy(policy) => self.policy(policy),
            ItemKind::Let(binding) => self.declares(binding.name, Noun::Global),
            ItemKind::Health(health) => self.declares(health.name, Noun::Health),
            ItemKind::Template(template) => self.template(template),
            ItemKind::Zone(zone) => {
                zone.providers.iter().for_each(|provider| self.uses(*provider, Noun::Provider));
                self.block(&zone.body);
            }
            ItemKind::Extend(extend) => self.block(&extend.body),
            ItemKind::Error => self.text(item.span),
        }
        walk::item_exprs(item, &mut |expr| self.expr(expr));
    }

    fn policy(&mut self, policy: &'f ast::Policy) {
        self.declares(policy.name, Noun::Policy);
        for rule in &policy.rules {
            match &rule.kind {
                PolicyRuleKind::Ttl { class, .. } => self.declares(*class, Noun::TtlClass),
                PolicyRuleKind::Level { rules, .. } => {
                    rules.iter().for_each(|rule| self.declares(*rule, Noun::Rule));
                }
                PolicyRuleKind::Require { .. }
                | PolicyRuleKind::Forbid { .. }
                | PolicyRuleKind::Setting(_)
                | PolicyRuleKind::Error => {}
            }
        }
    }

    fn template(&mut self, template: &'f ast::Template) {
        self.declares(template.name, Noun::Template);
        for parameter in &template.parameters {
            let noun = Noun::Parameter { template: template.name, declared: parameter.name };
            self.declares(parameter.name, noun);
            self.locals.push((self.file.of(parameter.name), noun));
        }
        self.block(&template.body);
        // A default sees the top level alone.
        self.locals.clear();
    }

    fn block(&mut self, block: &'f Block) {
        let outer = self.locals.len();
        for statement in &block.statements {
            let is_here =
                self.focus.is_none_or(|byte| walk::statement_span(self.tree, statement).touches(byte));
            if is_here {
                self.statement(statement);
            }
            if let Statement::Let(binding) = statement {
                self.declare_local(binding.name);
            }
        }
        self.locals.truncate(outer);
    }

    fn declare_local(&mut self, name: Span) {
        let noun = Noun::Local(name);
        self.declares(name, noun);
        self.locals.push((self.file.of(name), noun));
    }

    fn statement(&mut self, statement: &'f Statement) {
        match statement {
            Statement::On(on) => {
                on.providers.iter().for_each(|provider| self.uses(*provider, Noun::Provider));
            }
            Statement::Include(include) => self.include(include),
            Statement::Ttl(ttl) => return self.ttl(ttl.value),
            Statement::Allow(allow) => allow.rules.iter().for_each(|rule| self.uses(rule.name, Noun::Rule)),
            Statement::Policy(names) => names.names.iter().for_each(|name| self.uses(*name, Noun::Policy)),
            Statement::Error(span) => self.text(*span),
            Statement::Record(_)
            | Statement::Owner(_)
            | Statement::Under(_)
            | Statement::For(_)
            | Statement::If(_)
            | Statement::Let(_)
            | Statement::Nameservers(_)
            | Statement::Ignore(_) => {}
        }
        walk::statement_exprs(statement, &mut |expr| self.expr(expr));
        let outer = self.locals.len();
        if let Statement::For(repeat) = statement {
            repeat.variables.iter().for_each(|variable| self.declare_local(*variable));
        }
        walk::blocks_of(statement).for_each(|block| self.block(block));
        self.locals.truncate(outer);
    }

    fn include(&mut self, include: &Include) {
        self.uses(include.template, Noun::Template);
        let names = include.arguments.iter().filter_map(|argument| argument.name);
        names.for_each(|name| self.uses(name, Noun::Argument { template: include.template }));
    }

    fn expr(&mut self, id: ExprId) {
        let expr = self.tree.exprs[id];
        match expr.kind {
            ExprKind::Variable => self.variable(Span::new(expr.span.start + 1, expr.span.end)),
            ExprKind::Template => self.insertions(expr.span),
            ExprKind::Error => self.text(expr.span),
            ExprKind::Ttl(value) => self.ttl(value),
            ExprKind::Call(call) => {
                let call = &self.tree.calls[call];
                let takes_health = self.file.of(call.name) == "route";
                for argument in &call.arguments {
                    let name = argument.name.map(|name| self.file.of(name));
                    let value = self.tree.exprs[argument.value];
                    if takes_health && name == Some("health") && matches!(value.kind, ExprKind::Word) {
                        self.uses(value.span, Noun::Health);
                    } else {
                        self.expr(argument.value);
                    }
                }
            }
            ExprKind::Word | ExprKind::Str | ExprKind::Comma => {}
            ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Not(_) | ExprKind::Binary(_) => {
                walk::children(self.tree, expr).into_iter().for_each(|child| self.expr(child));
            }
        }
    }

    /// A duration or a class: what begins with a letter is a class.
    fn ttl(&mut self, value: ExprId) {
        let expr = self.tree.exprs[value];
        let is_word = matches!(expr.kind, ExprKind::Word);
        if is_word && self.file.of(expr.span).starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.uses(expr.span, Noun::TtlClass);
        } else {
            self.expr(value);
        }
    }

    fn variable(&mut self, at: Span) {
        let name = self.file.of(at);
        let local = self.locals.iter().rev().find(|(local, _)| *local == name).map(|(_, noun)| *noun);
        match local {
            Some(noun) => self.uses(at, noun),
            None if name == "zone" => {}
            None => self.uses(at, Noun::Global),
        }
    }

    /// The variables that `${…}` inserts into a string.
    fn insertions(&mut self, string: Span) {
        let text = self.file.of(string);
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find(['\\', '$'])) {
            let start = at + found;
            let rest = text.get(start..).unwrap_or_default();
            if rest.starts_with('\\') {
                at = start + 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                continue;
            }
            let end = rest.strip_prefix("${").and_then(|inside| inside.find('}'));
            if let Some(end) = end {
                self.variable(string.part(start + 2, start + 2 + end));
            }
            at = start + 1;
        }
    }

    /// The variables in a text that could not be read.
    fn text(&mut self, span: Span) {
        let text = self.file.of(span);
        for (dollar, _) in text.match_indices('$') {
            let rest = text.get(dollar + 1..).unwrap_or_default();
            let braces = usize::from(rest.starts_with('{'));
            let name = rest.get(braces..).unwrap_or_default();
            let len = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
            if len > 0 {
                let start = dollar + 1 + braces;
                self.variable(span.part(start, start + len));
            }
        }
    }
}
