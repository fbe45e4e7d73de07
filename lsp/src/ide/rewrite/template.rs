//! Statements that become a template of their own.

use std::collections::BTreeSet;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Block, Statement};
use zonal_compiler::syntax::token::{self, TokenKind};

use super::{Here, Kind, Offer, whole};
use crate::ide::declared::{self, Kind as Declared};
use crate::ide::walk;

impl Here<'_> {
    /// Moves the selected statements into a template above the declaration, and includes it in their place.
    pub(super) fn extract_template(&self, selected: Span) -> Option<Offer> {
        let item = self.way.item?;
        let text = self.of(selected);
        let start = selected.start + (text.len() - text.trim_start().len()) as u32;
        let selected = Span::new(start, selected.start + text.trim_end().len() as u32);
        let (block, statements) = self.selected(walk::body_of(item)?, selected, false)?;
        if !statements.iter().all(may_move) {
            return None;
        }
        let own: BTreeSet<&str> = statements.iter().filter_map(|statement| self.bound(statement)).collect();
        let rest = Span::new(selected.end, block.span.end);
        if variables(self.of(rest)).iter().any(|name| own.contains(name.as_str())) {
            // What is read further down cannot leave the block.
            return None;
        }
        let mut parameters = Vec::new();
        for name in variables(self.of(selected)) {
            if !own.contains(name.as_str())
                && self.is_local(&name)
                && !self.is_bound_within(statements, &name)
            {
                parameters.push(format!("{name}: {}", self.local_type(&name)?));
            }
        }
        let arguments: Vec<String> = parameters
            .iter()
            .filter_map(|parameter| parameter.split_once(':'))
            .map(|(name, _)| format!("${name}"))
            .collect();
        let name = (1..)
            .map(|number| if number == 1 { "extracted".to_owned() } else { format!("extracted-{number}") })
            .find(|name| declared::find(self.view, Declared::Template, name).is_none())?;
        let above = item.docs.first().map_or(item.span.start, |docs| docs.start);
        let before = self.file.text.get(..above as usize)?;
        let blank = if before.is_empty() || before.ends_with("\n\n") { "" } else { "\n" };
        let head = format!("{blank}template {name}({})", parameters.join(", "));
        let template = format!("{head} {{\n{}\n}}\n\n", self.of(selected));
        Some(Offer {
            title: format!("extract to template `{name}`"),
            kind: Kind::Extract,
            edits: vec![
                (Span::at(above), template),
                (selected, format!("include {name}({})", arguments.join(", "))),
            ],
        })
    }

    /// The statements that a span selects whole, with the block that directly holds them; none in an owner's block,
    /// where no `include` stands.
    fn selected<'b>(
        &self,
        block: &'b Block,
        span: Span,
        of_owner: bool,
    ) -> Option<(&'b Block, &'b [Statement])> {
        let touched = |statement: &Statement| {
            let at = whole(self.file, statement);
            at.start < span.end && span.start < at.end
        };
        let first = block.statements.iter().position(touched)?;
        let count = block.statements.get(first..)?.iter().take_while(|statement| touched(statement)).count();
        let statements = block.statements.get(first..first + count)?;
        let around = whole(self.file, statements.first()?).to(whole(self.file, statements.last()?));
        if span.start <= around.start && around.end <= span.end {
            let outside = [Span::new(span.start, around.start), Span::new(around.end, span.end)];
            let is_comment = outside.iter().all(|outside| {
                token::lex(self.of(*outside))
                    .all(|token| token.kind.is_trivia() || token.kind == TokenKind::Newline)
            });
            return (is_comment && !of_owner).then_some((block, statements));
        }
        let [only] = statements else { return None };
        let is_owner = matches!(only, Statement::Owner(_)) || of_owner;
        walk::blocks_of(only).find_map(|inner| {
            let holds = inner.span.start <= span.start && span.end <= inner.span.end;
            holds.then(|| self.selected(inner, span, is_owner))?
        })
    }

    /// The name that a `let` binds.
    fn bound(&self, statement: &Statement) -> Option<&str> {
        let Statement::Let(binding) = statement else { return None };
        Some(self.of(binding.name))
    }

    /// Whether a name is bound by a statement or within one.
    fn is_bound_within(&self, statements: &[Statement], name: &str) -> bool {
        statements.iter().any(|statement| {
            let of_loop = matches!(statement, Statement::For(repeat)
                if repeat.variables.iter().any(|&variable| self.of(variable) == name));
            let of_let = self.bound(statement) == Some(name);
            of_loop
                || of_let
                || walk::blocks_of(statement).any(|block| self.is_bound_within(&block.statements, name))
        })
    }
}

/// Whether a statement means in a template what it means here.
fn may_move(statement: &Statement) -> bool {
    let is_movable = !matches!(
        statement,
        Statement::Policy(_)
            | Statement::Nameservers(_)
            | Statement::Ttl(_)
            | Statement::Allow(_)
            | Statement::Error(_)
    );
    is_movable && walk::blocks_of(statement).all(|block| block.statements.iter().all(may_be_inside))
}

/// The same for one that moves with the block around it.
fn may_be_inside(statement: &Statement) -> bool {
    let is_movable =
        !matches!(statement, Statement::Policy(_) | Statement::Nameservers(_) | Statement::Error(_));
    is_movable && walk::blocks_of(statement).all(|block| block.statements.iter().all(may_be_inside))
}

/// The variables that a text reads, each once, in order.
fn variables(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in token::lex(text) {
        let word = token.span.of(text);
        let names: Vec<&str> = match token.kind {
            TokenKind::Word => {
                let parts = word.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '$'));
                parts.filter_map(|part| part.strip_prefix('$')).collect()
            }
            TokenKind::Str => word
                .split("${")
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name)
                .collect(),
            TokenKind::OpenStr
            | TokenKind::LeftBrace
            | TokenKind::RightBrace
            | TokenKind::LeftParen
            | TokenKind::RightParen
            | TokenKind::LeftBracket
            | TokenKind::RightBracket
            | TokenKind::Comma
            | TokenKind::Newline
            | TokenKind::Blank
            | TokenKind::Comment
            | TokenKind::DocComment
            | TokenKind::Semicolon => Vec::new(),
        };
        for name in names {
            if !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        }
    }
    found
}
