//! The words of statements.

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{For, Include, Statement};

use super::{Here, Hover, types};
use crate::ide::names;
use crate::ide::page::{Line, Page};

impl Here<'_> {
    /// What is known of the cursor's word as a part of its statement.
    pub(super) fn statement(&self) -> Option<Hover> {
        match self.way.statement? {
            Statement::Record(record) => {
                if self.on(record.type_span) {
                    let page = types::of_keyword(record.keyword);
                    return Some(Hover { span: record.type_span, page });
                }
                match record.owner.filter(|&owner| self.on_expr(owner)) {
                    Some(owner) => {
                        self.variable_in(owner).or_else(|| self.owner(self.expr(owner), Some(record)))
                    }
                    None => self.value(),
                }
            }
            Statement::Owner(block) if self.on_expr(block.owner) => {
                let found = self.owner(self.expr(block.owner), names::first_record(&block.body));
                self.variable_in(block.owner).or(found)
            }
            Statement::Under(under) if self.on_expr(under.name) => {
                self.variable_in(under.name).or_else(|| self.name(under.name))
            }
            Statement::On(on) => self.provider(self.among(&on.providers)?),
            Statement::Include(include) => self.include(include),
            Statement::For(repeat) => self.repeat(repeat),
            Statement::If(_) => self.value(),
            Statement::Let(binding) if self.on(binding.name) => {
                self.variable(binding.name, self.of(binding.name))
            }
            Statement::Let(_) => self.value(),
            Statement::Ttl(ttl) if self.on_expr(ttl.value) => self.ttl_value(self.expr(ttl.value)),
            Statement::Ttl(ttl) => self.rtype(self.among(&ttl.types)?),
            Statement::Allow(allow) => {
                let names: Vec<Span> = allow.rules.iter().map(|rule| rule.name).collect();
                self.rule(self.among(&names)?)
            }
            Statement::Policy(line) => self.policy(self.among(&line.names)?),
            Statement::Nameservers(line) => {
                line.names.iter().find(|&&name| self.on_expr(name)).and_then(|&name| self.name(name))
            }
            Statement::Ignore(ignore) => self.rtype(self.among(&ignore.types)?),
            Statement::Owner(_) | Statement::Under(_) | Statement::Error(_) => None,
        }
    }

    /// The variable that is under the cursor in an owner.
    fn variable_in(&self, owner: zonal_compiler::syntax::ast::ExprId) -> Option<Hover> {
        let (span, name) = self.insertion(self.expr(owner))?;
        self.variable(span, name)
    }

    fn include(&self, include: &Include) -> Option<Hover> {
        if self.on(include.template) {
            return self.expansion(include);
        }
        for (position, argument) in include.arguments.iter().enumerate() {
            if let Some(name) = argument.name.filter(|name| self.on(*name)) {
                return self.parameter_of(include.template, name, Some(self.of(name)), position);
            }
            if self.on_expr(argument.value) {
                let name = argument.name.map(|name| self.of(name));
                let span = self.expr(argument.value).span;
                return self.value().or_else(|| self.parameter_of(include.template, span, name, position));
            }
        }
        None
    }

    fn repeat(&self, repeat: &For) -> Option<Hover> {
        if let Some(variable) = self.among(&repeat.variables) {
            return self.variable(variable, self.of(variable));
        }
        self.value()
    }

    /// A record type in a list of types.
    pub(super) fn rtype(&self, span: Span) -> Option<Hover> {
        let keyword = RecordKeyword::parse(self.of(span));
        let page = match keyword {
            Some(keyword) => types::of_keyword(keyword),
            None if self.of(span) == "*" => Page::of(Line::of("every type")),
            None => return None,
        };
        Some(Hover { span, page })
    }
}
