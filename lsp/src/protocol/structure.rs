//! Folds, growing selections and links as the client has them.

use tower_lsp::ls_types as lsp;
use zonal_compiler::source::Span;

use super::client::Features;
use super::convert;
use crate::ide::{folds, links, selection};
use crate::session::snapshot::View;

/// The folds of the document.
#[must_use]
pub fn folds(view: &View) -> Vec<lsp::FoldingRange> {
    let fold = |fold: folds::Fold| lsp::FoldingRange {
        start_line: fold.first,
        end_line: fold.last,
        kind: match fold.kind {
            folds::Kind::Comment => Some(lsp::FoldingRangeKind::Comment),
            folds::Kind::Code => None,
        },
        ..lsp::FoldingRange::default()
    };
    folds::of(&view.file).into_iter().map(fold).collect()
}

/// What a selection at each of some positions grows to.
#[must_use]
pub fn selections(view: &View, positions: &[lsp::Position], features: Features) -> Vec<lsp::SelectionRange> {
    let at = |position: &lsp::Position| {
        let byte = convert::offset(&view.file, *position, features.encoding);
        let range = |span: Span| convert::range(&view.file, span, features.encoding);
        let outward = |parent: Option<Box<lsp::SelectionRange>>, span: Span| {
            Some(Box::new(lsp::SelectionRange { range: range(span), parent }))
        };
        let innermost = selection::around(&view.file, byte).into_iter().rev().fold(None, outward);
        // The answer has one range for each position, also in an empty document.
        innermost.map_or_else(|| lsp::SelectionRange { range: range(Span::at(byte)), parent: None }, |it| *it)
    };
    positions.iter().map(at).collect()
}

/// The links of the document.
#[must_use]
pub fn links(view: &View, features: Features) -> Vec<lsp::DocumentLink> {
    let link = |link: links::Link| lsp::DocumentLink {
        range: convert::range(&view.file, link.at, features.encoding),
        target: convert::uri(&link.address),
        tooltip: Some(link.title),
        data: None,
    };
    links::of(view).into_iter().map(link).collect()
}
