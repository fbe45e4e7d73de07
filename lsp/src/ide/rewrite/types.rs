//! The types of variables, as far as the text says them.

use zonal_compiler::eval;
use zonal_compiler::sema::types::Type;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{ExprId, ExprKind, ItemKind, Operator, Statement};

use super::Here;

/// Variables may be read from each other; this is how far that is followed.
const DEPTH: usize = 16;

impl Here<'_> {
    /// The type of a local variable as a template's parameter is annotated with it; none for what is no local
    /// variable or of a type that the text does not tell.
    pub(super) fn local_type(&self, name: &str) -> Option<String> {
        let item = self.way.item?;
        for (statement, block) in self.way.blocks.iter().rev() {
            for inner in &block.statements {
                if let Statement::Let(binding) = inner
                    && self.of(binding.name) == name
                {
                    return written(&self.type_of(binding.value, DEPTH)?);
                }
            }
            if let Some(Statement::For(repeat)) = statement
                && let Some(position) =
                    repeat.variables.iter().position(|&variable| self.of(variable) == name)
            {
                let Type::List(element) = self.type_of(repeat.list, DEPTH)? else { return None };
                return match (*element, repeat.destructures) {
                    (Type::Tuple(parts), true) => parts.get(position).and_then(written),
                    (element, false) => written(&element),
                    (_, true) => None,
                };
            }
        }
        let ItemKind::Template(template) = &item.kind else { return None };
        let parameter = template.parameters.iter().find(|parameter| self.of(parameter.name) == name)?;
        Some(self.of(parameter.ty.span).to_owned())
    }

    /// Whether a name is that of a variable of a block around or of a parameter.
    pub(super) fn is_local(&self, name: &str) -> bool {
        let is_it = |span: &Span| self.of(*span) == name;
        let in_blocks = self.way.blocks.iter().any(|(statement, block)| {
            let binds = |inner: &Statement| matches!(inner, Statement::Let(binding) if is_it(&binding.name));
            let of_loop =
                matches!(statement, Some(Statement::For(repeat)) if repeat.variables.iter().any(is_it));
            of_loop || block.statements.iter().any(binds)
        });
        let is_parameter = self.way.item.is_some_and(|item| {
            matches!(&item.kind, ItemKind::Template(template)
                if template.parameters.iter().any(|parameter| is_it(&parameter.name)))
        });
        in_blocks || is_parameter
    }

    fn type_of(&self, id: ExprId, depth: usize) -> Option<Type> {
        let depth = depth.checked_sub(1)?;
        let expr = self.tree.exprs[id];
        Some(match expr.kind {
            ExprKind::Word => eval::shape(self.of(expr.span)),
            ExprKind::Str | ExprKind::Template => Type::String,
            ExprKind::List(parts) => {
                Type::List(Box::new(self.type_of(*self.tree.lists[parts].first()?, depth)?))
            }
            ExprKind::Tuple(parts) => {
                let parts = self.tree.lists[parts].iter().map(|&part| self.type_of(part, depth));
                Type::Tuple(parts.collect::<Option<_>>()?)
            }
            ExprKind::Variable => {
                let name = self.of(expr.span).trim_start_matches('$');
                let known = |variable: &&eval::Variable| self.analysis.sources().text(variable.at) == name;
                return self.analysis.compilation.variables.iter().find(known).map(|found| found.ty.clone());
            }
            ExprKind::Call(call) => match self.of(self.tree.calls[call].name) {
                "len" => Type::Int,
                "lower" | "pad" | "file" => Type::String,
                "reverse" => Type::Name,
                _ => return None,
            },
            ExprKind::Not(_) => Type::Bool,
            ExprKind::Binary(binary) => match self.tree.binaries[binary].operator {
                Operator::Or | Operator::And | Operator::Equal | Operator::NotEqual | Operator::In => {
                    Type::Bool
                }
                Operator::Range => Type::List(Box::new(Type::Int)),
                Operator::Add | Operator::Subtract => Type::Int,
            },
            ExprKind::Comma | ExprKind::Ttl(_) | ExprKind::Error => return None,
        })
    }
}

/// A type as it is written; none if a part of it is not known.
fn written(ty: &Type) -> Option<String> {
    ty.is_known().then(|| ty.to_string())
}
