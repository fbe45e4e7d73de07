//! Commas that stand between the fields of one record instead of between two records.

use crate::dns::rtype::Rtype;
use crate::dns::schema::{self, FieldKind, Presence};
use crate::error;
use crate::syntax::ast::{Expr, ExprId, ExprKind};

use super::Evaluator;
use super::record::Statement;

impl Evaluator<'_> {
    /// Reports a comma that cuts one record in two, `MX 10, mail`; false if it does not.
    pub(super) fn cuts_record(
        &mut self,
        statement: &mut Statement<'_, '_>,
        rtype: Rtype,
        before: &[ExprId],
        comma: ExprId,
    ) -> bool {
        let required = required_fields(rtype);
        if before.len() >= required {
            return false;
        }
        let unit = statement.context.unit;
        let behind = behind(statement, comma);
        let exprs = before.iter().map(|&id| unit.tree.exprs[id]);
        if before.len() + behind.len() != required || !exprs.chain(behind.iter().copied()).all(is_plain) {
            return false;
        }
        let at = unit.at(unit.tree.exprs[comma].span);
        let mut problem = error!("missing-field", at, "a comma stands between the fields of one record");
        problem = problem.suggest("remove the comma", at, "");
        self.report(match schema::of(rtype) {
            Some(schema) => problem.help(format!(
                "a comma begins another record; write the fields with blanks between them: `{}`",
                schema.example
            )),
            None => problem,
        });
        statement.failures += 1;
        true
    }
}

impl Evaluator<'_> {
    /// Reports a comma between the values of a service parameter, `alpn h2, h3`; false if it is none.
    pub(super) fn cuts_parameter(
        &mut self,
        statement: &mut Statement<'_, '_>,
        rtype: Rtype,
        comma: ExprId,
    ) -> bool {
        let last = schema::of(rtype).and_then(|schema| schema.fields.last());
        if !last.is_some_and(|field| field.kind == FieldKind::SvcParams)
            || !is_fragment(statement, rtype, comma)
        {
            return false;
        }
        let unit = statement.context.unit;
        let at = unit.at(unit.tree.exprs[comma].span);
        self.report(
            error!("bad-service-parameter", at, "a comma begins another record, and what follows is none")
                .help("several values of a parameter are a list: `alpn [h2, h3]`"),
        );
        statement.failures += 1;
        true
    }
}

/// Whether what stands behind a comma is too little for a record: behind one in error it is a part of that one.
pub(super) fn is_fragment(statement: &Statement<'_, '_>, rtype: Rtype, comma: ExprId) -> bool {
    let behind = behind(statement, comma);
    behind.len() < required_fields(rtype) && behind.iter().copied().all(is_plain)
}

/// The fields from a comma to the next, or to the modifiers.
fn behind<'a>(statement: &Statement<'_, 'a>, comma: ExprId) -> &'a [Expr] {
    let values = statement.node.values;
    let all = statement.context.unit.tree.exprs.slice(values);
    let rest = all.get(comma.index() - values.start.index() + 1..).unwrap_or_default();
    let ends = |expr: &Expr| matches!(expr.kind, ExprKind::Comma | ExprKind::Ttl(_) | ExprKind::Call(_));
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    rest.get(..length).unwrap_or_default()
}

/// Whether a field is written out, so that it is one field and no more.
const fn is_plain(expr: Expr) -> bool {
    matches!(expr.kind, ExprKind::Word | ExprKind::Str)
}

fn required_fields(rtype: Rtype) -> usize {
    let fields = schema::of(rtype).map(|schema| schema.source_fields());
    fields.map_or(1, |fields| fields.filter(|field| field.presence == Presence::Required).count())
}
