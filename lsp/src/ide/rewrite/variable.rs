//! A value that gets a name, and a name that gives way to its value.

use zonal_compiler::eval;
use zonal_compiler::sema::types::Type;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Expr, ExprKind, ItemKind, Statement};

use super::{Here, Kind, Offer, whole};
use crate::ide::declared::{self, Kind as Declared};
use crate::session::snapshot::File;

impl Here<'_> {
    /// Writes the value of the variable under the cursor in its place.
    pub(super) fn inline(&self) -> Option<Offer> {
        let expr = self.tree.exprs[*self.way.exprs.last()?];
        if !matches!(expr.kind, ExprKind::Variable) {
            return None;
        }
        let name = self.of(expr.span).strip_prefix('$')?;
        let value = self.value_of(name)?;
        let title = format!("inline `${name}`");
        Some(Offer { title, kind: Kind::Inline, edits: vec![(expr.span, value)] })
    }

    /// The value of a variable as it is written, if it means the same everywhere.
    fn value_of(&self, name: &str) -> Option<String> {
        for (_, block) in self.way.blocks.iter().rev() {
            for statement in &block.statements {
                if let Statement::Let(binding) = statement
                    && self.of(binding.name) == name
                {
                    return constant(self.file, self.tree.exprs[binding.value]);
                }
            }
        }
        if self.is_local(name) {
            return None;
        }
        let (file, item) = declared::find(self.view, Declared::Let, name)?;
        let ItemKind::Let(binding) = &item.kind else { return None };
        constant(file, file.tree().exprs[binding.value])
    }

    /// Gives the selected value a name, in a `let` above its statement.
    pub(super) fn extract_let(&self, selected: Span) -> Option<Offer> {
        let (block, statement) = self.innermost()?;
        let is_it = |id: &&zonal_compiler::syntax::ast::ExprId| self.tree.exprs[**id].span == selected;
        let expr = self.tree.exprs[*self.way.exprs.iter().find(is_it)?];
        let is_value = match statement {
            Statement::Record(record) => {
                record.owner.is_none_or(|owner| self.tree.exprs[owner].span != selected)
            }
            Statement::For(_) | Statement::If(_) | Statement::Include(_) => true,
            Statement::Owner(_)
            | Statement::On(_)
            | Statement::Under(_)
            | Statement::Let(_)
            | Statement::Ttl(_)
            | Statement::Allow(_)
            | Statement::Policy(_)
            | Statement::Nameservers(_)
            | Statement::Ignore(_)
            | Statement::Error(_) => false,
        };
        let text = constant(self.file, expr).filter(|_| is_value && self.of(block.span).starts_with('{'))?;
        let name = (1..)
            .map(|number| if number == 1 { "value".to_owned() } else { format!("value-{number}") })
            .find(|name| !self.is_local(name) && declared::find(self.view, Declared::Let, name).is_none())?;
        let edits = vec![
            (Span::at(whole(self.file, statement).start), format!("let {name} = {text}\n")),
            (selected, format!("${name}")),
        ];
        Some(Offer { title: format!("extract to variable `{name}`"), kind: Kind::Extract, edits })
    }
}

/// A value as it is written, unless it depends on where that is: on variables, or on an origin.
fn constant(file: &File, expr: Expr) -> Option<String> {
    let text = file.of(expr.span);
    let is_constant = match expr.kind {
        ExprKind::Word => eval::shape(text) != Type::Name || text.ends_with('.'),
        ExprKind::Str => true,
        ExprKind::List(parts) => {
            file.tree().lists[parts].iter().all(|&part| constant(file, file.tree().exprs[part]).is_some())
        }
        ExprKind::Template
        | ExprKind::Variable
        | ExprKind::Comma
        | ExprKind::Tuple(_)
        | ExprKind::Call(_)
        | ExprKind::Ttl(_)
        | ExprKind::Not(_)
        | ExprKind::Binary(_)
        | ExprKind::Error => false,
    };
    is_constant.then(|| text.to_owned())
}
