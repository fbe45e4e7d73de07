//! One statement for all providers, or one for each.

use zonal_compiler::syntax::ast::{On, ProviderValue, Statement};
use zonal_compiler::syntax::token::{self, TokenKind};

use super::{Here, Kind, Offer, whole};
use crate::ide::declared::{self, Kind as Declared};
use crate::ide::names;

impl Here<'_> {
    /// Writes a record statement once for each provider, if the record set is this statement's alone.
    pub(super) fn split(&self) -> Option<Offer> {
        let (_, statement) = self.innermost()?;
        let Statement::Record(record) = statement else { return None };
        let zones = self.zones();
        let first = zones.first()?;
        let providers: Vec<&str> = first.providers.iter().map(|provider| provider.name.as_str()).collect();
        let is_alike = zones.iter().all(|zone| zone.providers == first.providers);
        if self.is_on() || providers.len() < 2 || !is_alike {
            return None;
        }
        let made = names::made(self.analysis, self.view.back()?, record);
        let is_own = made.iter().all(|made| {
            let site = made.zone.records[made.record].site;
            made.zone.records_of(made.set).all(|record| made.zone.records[record].site == site)
        });
        if made.is_empty() || !is_own {
            return None;
        }
        let span = whole(self.file, statement);
        let lines: Vec<_> =
            providers.iter().map(|provider| format!("on {provider} {}", self.of(span))).collect();
        let title = format!("split into a record for each of {}", providers.join(" and "));
        Some(Offer { title, kind: Kind::Rewrite, edits: vec![(span, lines.join("\n"))] })
    }

    /// Writes neighbouring `on` statements that say the same, one for each provider, as one for all.
    pub(super) fn join(&self) -> Option<Offer> {
        let byte = self.way.blocks.iter().rev().find_map(|(statement, block)| {
            matches!(statement, Some(Statement::On(_))).then_some(block.span.start)
        });
        let outer = self.way.blocks.iter().rev().map(|(_, block)| *block);
        let (block, position) = outer.into_iter().find_map(|block| {
            let is_it = |statement: &Statement| {
                on(statement).is_some_and(|on| match byte {
                    Some(byte) => on.body.span.start == byte,
                    None => self.way.statement.is_some_and(|here| std::ptr::eq(here, statement)),
                })
            };
            Some((block, block.statements.iter().position(is_it)?))
        })?;
        let said = self.said(on(block.statements.get(position)?)?)?;
        let is_alike =
            |statement: &&Statement| on(statement).and_then(|on| self.said(on)).as_ref() == Some(&said);
        let before = block.statements.get(..position)?.iter().rev().take_while(is_alike).count();
        let after = block.statements.get(position..)?.iter().take_while(is_alike).count();
        let run = block.statements.get(position - before..position + after)?;
        let mut named: Vec<String> = Vec::new();
        for statement in run.iter().filter_map(on) {
            statement.providers.iter().for_each(|&word| self.members(self.of(word), &mut named, 0));
        }
        named.sort();
        let zones = self.zones();
        let mut all: Vec<String> =
            zones.first()?.providers.iter().map(|provider| provider.name.clone()).collect();
        all.sort();
        let is_alike =
            zones.iter().all(|zone| zone.providers == zones.first().map_or(&[][..], |z| &z.providers));
        let (first, last) = (run.first()?, run.last()?);
        let start = whole(self.file, first).start;
        let is_nested = self.way.blocks.iter().any(|(statement, inner)| {
            matches!(statement, Some(Statement::On(_))) && inner.span.start < start
        });
        if run.len() < 2 || named != all || !is_alike || is_nested {
            return None;
        }
        let statement = self.of(whole(self.file, on(first)?.body.statements.first()?)).to_owned();
        let span = whole(self.file, first).to(whole(self.file, last));
        let title = "join: the same at every provider".to_owned();
        Some(Offer { title, kind: Kind::Rewrite, edits: vec![(span, statement)] })
    }

    /// The words of the one statement of an `on`; none if it has another number of them, or a comment.
    fn said(&self, on: &On) -> Option<Vec<String>> {
        let [statement] = on.body.statements.as_slice() else { return None };
        let text = self.of(on.body.span);
        if token::lex(text).any(|token| matches!(token.kind, TokenKind::Comment | TokenKind::DocComment)) {
            return None;
        }
        let inside = self.of(whole(self.file, statement));
        let words =
            token::lex(inside).filter(|token| !matches!(token.kind, TokenKind::Blank | TokenKind::Newline));
        Some(words.map(|token| token.span.of(inside).to_owned()).collect())
    }

    /// The providers that a name stands for.
    fn members(&self, name: &str, out: &mut Vec<String>, depth: usize) {
        let found = declared::find(self.view, Declared::Provider, name);
        if let Some((file, item)) = found
            && let zonal_compiler::syntax::ast::ItemKind::Provider(provider) = &item.kind
            && let ProviderValue::Group(members) = &provider.value
        {
            // A group that holds itself has been reported.
            if depth < 16 {
                members.iter().for_each(|&member| self.members(file.of(member), out, depth + 1));
            }
            return;
        }
        out.push(name.to_owned());
    }
}

fn on(statement: &Statement) -> Option<&On> {
    if let Statement::On(on) = statement { Some(on.as_ref()) } else { None }
}
