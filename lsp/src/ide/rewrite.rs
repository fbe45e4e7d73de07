//! Rewriting: the same meaning, written in another way.

mod allow;
mod provider;
mod template;
mod ttl;
mod types;
mod variable;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{self, Statement};
use zonal_compiler::zone::Zone;

use super::walk::{self, Way};
use super::{names, slots};
use crate::session::analysis::Analysis;
use crate::session::snapshot::{File, View};

pub use allow::allows;

/// What can be done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does, in the imperative.
    pub title: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// The replacements in the document, not yet formatted; see [`format::settled`](super::format::settled).
    pub edits: Vec<(Span, String)>,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part gets a name of its own.
    Extract,
    /// A name gives way to what it stands for.
    Inline,
    /// Something is spelt in another way.
    Rewrite,
}

/// Everything that can be done with what a span touches or selects, diagnostics apart. The view is current.
#[must_use]
pub fn at(view: &View, span: Span) -> Vec<Offer> {
    let Some(analysis) = view.analysis.as_deref() else { return Vec::new() };
    let here = Here {
        view,
        analysis,
        file: &view.file,
        tree: view.file.tree(),
        way: walk::way(view.file.tree(), span.start),
    };
    let mut offers = Vec::new();
    offers.extend(here.split());
    offers.extend(here.join());
    offers.extend(here.ttl(span.start));
    offers.extend(here.inline());
    if !span.is_empty() {
        offers.extend(here.extract_let(span));
        offers.extend(here.extract_template(span));
    }
    offers
}

/// A place that is to be rewritten.
struct Here<'v> {
    view: &'v View,
    analysis: &'v Analysis,
    file: &'v File,
    tree: &'v ast::File,
    way: Way<'v>,
}

impl<'v> Here<'v> {
    fn of(&self, span: Span) -> &'v str {
        self.file.of(span)
    }

    /// The zones that the declaration around declares or extends; none in a template.
    fn zones(&self) -> Vec<&'v Zone> {
        let ids = self.way.item.map_or(&[][..], |item| item.kind.zone_names());
        let wire = |id| names::resolve(slots::literal(self.file, self.tree.exprs[id])?, &[0]);
        let wires: Vec<_> = ids.iter().copied().filter_map(wire).collect();
        let zones = self.analysis.compilation.zones.iter();
        zones.filter(|zone| wires.iter().any(|wire| wire == zone.name.wire())).collect()
    }

    /// The innermost block around with the statement under the cursor in it.
    fn innermost(&self) -> Option<(&'v ast::Block, &'v Statement)> {
        let block = self.way.block()?;
        Some((block, self.way.statement?))
    }

    /// Whether the cursor is within an `on`.
    fn is_on(&self) -> bool {
        self.way.blocks.iter().any(|(statement, _)| matches!(statement, Some(Statement::On(_))))
    }
}

/// A statement with the keyword that it begins with.
fn whole(file: &File, statement: &Statement) -> Span {
    let span = walk::statement_span(file.tree(), statement);
    let word = match statement {
        Statement::Under(_) => "under",
        Statement::If(_) => "if",
        Statement::Record(_)
        | Statement::Owner(_)
        | Statement::On(_)
        | Statement::Include(_)
        | Statement::For(_)
        | Statement::Let(_)
        | Statement::Ttl(_)
        | Statement::Allow(_)
        | Statement::Policy(_)
        | Statement::Nameservers(_)
        | Statement::Ignore(_)
        | Statement::Error(_) => return span,
    };
    let before = file.text.get(..span.start as usize).unwrap_or_default().trim_end();
    let start = before.strip_suffix(word).map_or(span.start, |rest| rest.len() as u32);
    Span::new(start, span.end)
}

#[cfg(test)]
mod tests;
