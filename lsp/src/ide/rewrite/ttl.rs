//! A TTL by its duration, or by the policy's name for it.

use zonal_compiler::dns::duration;
use zonal_compiler::syntax::ast::{ExprId, ExprKind, Statement};
use zonal_compiler::zone::Zone;

use super::{Here, Kind, Offer};
use crate::ide::names;

impl Here<'_> {
    /// Spells the TTL under the cursor, or of the record under it, in the other way.
    pub(super) fn ttl(&self, byte: u32) -> Option<Offer> {
        let statement = self.way.statement?;
        if let Statement::Ttl(ttl) = statement {
            return ttl.span.touches(byte).then(|| self.respell(ttl.value, &self.zones()))?;
        }
        let Statement::Record(record) = statement else { return None };
        let value = record.values.ids().find_map(|id| {
            let ExprKind::Ttl(value) = self.tree.exprs[id].kind else { return None };
            Some(value)
        })?;
        let mut zones: Vec<&Zone> = Vec::new();
        for made in names::made_by(self.analysis, self.view.back()?, record) {
            if zones.last().is_none_or(|last| !std::ptr::eq(*last, made.zone)) {
                zones.push(made.zone);
            }
        }
        self.respell(value, &zones)
    }

    fn respell(&self, value: ExprId, zones: &[&Zone]) -> Option<Offer> {
        let expr = self.tree.exprs[value];
        let word = self.of(expr.span);
        let first = zones.first().filter(|_| matches!(expr.kind, ExprKind::Word))?;
        let (title, text) = match duration::parse(word) {
            Ok(seconds) => {
                let class = first.policy.classes.iter().find(|class| class.seconds == seconds)?;
                let is_known =
                    |zone: &&Zone| zone.policy.class(&class.name).is_some_and(|of| of.seconds == seconds);
                if !zones.iter().all(is_known) {
                    return None;
                }
                (format!("write the TTL class `{}` for `{word}`", class.name), class.name.clone())
            }
            Err(_) => {
                let seconds = first.policy.class(word)?.seconds;
                if !zones.iter().all(|zone| zone.policy.class(word).is_some_and(|of| of.seconds == seconds)) {
                    return None;
                }
                let text = duration::display(seconds).to_string();
                (format!("write `{text}` for the TTL class `{word}`"), text)
            }
        };
        Some(Offer { title, kind: Kind::Rewrite, edits: vec![(expr.span, text)] })
    }
}
