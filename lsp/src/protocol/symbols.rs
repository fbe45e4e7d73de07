//! Outlines and found symbols as the client has them.

use std::sync::Arc;

use tower_lsp::ls_types as lsp;

use super::client::Features;
use super::convert;
use crate::ide::outline::{self, Entry, Kind};
use crate::ide::search;
use crate::session::analysis::Analysis;
use crate::session::snapshot::{File, View};

/// The kind that comes closest to what the protocol has for programs.
#[must_use]
pub const fn kind(kind: Kind) -> lsp::SymbolKind {
    match kind {
        Kind::Zone => lsp::SymbolKind::NAMESPACE,
        Kind::Template => lsp::SymbolKind::FUNCTION,
        Kind::Provider => lsp::SymbolKind::MODULE,
        Kind::Policy => lsp::SymbolKind::CLASS,
        Kind::TtlClass => lsp::SymbolKind::CONSTANT,
        Kind::Health => lsp::SymbolKind::EVENT,
        Kind::Variable => lsp::SymbolKind::VARIABLE,
        Kind::Under => lsp::SymbolKind::PACKAGE,
        Kind::Include => lsp::SymbolKind::METHOD,
        Kind::Owner => lsp::SymbolKind::OBJECT,
        Kind::Records => lsp::SymbolKind::FIELD,
        Kind::Rest => lsp::SymbolKind::NULL,
    }
}

/// The outline of the document, as a tree where the client shows one.
#[must_use]
pub fn of_document(view: &View, features: Features) -> lsp::DocumentSymbolResponse {
    let entries = outline::of(&view.file);
    if features.nests_symbols {
        let nested = entries.into_iter().map(|entry| nested(&view.file, entry, features));
        return lsp::DocumentSymbolResponse::Nested(nested.collect());
    }
    let mut flat = Vec::new();
    entries.into_iter().for_each(|entry| flatten(&view.file, entry, None, features, &mut flat));
    lsp::DocumentSymbolResponse::Flat(flat)
}

#[expect(deprecated, reason = "the field of another age has to be filled")]
fn nested(file: &File, entry: Entry, features: Features) -> lsp::DocumentSymbol {
    let children: Vec<_> = entry.children.into_iter().map(|child| nested(file, child, features)).collect();
    lsp::DocumentSymbol {
        name: entry.name,
        detail: Some(entry.detail).filter(|detail| !detail.is_empty()),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: convert::range(file, entry.whole, features.encoding),
        selection_range: convert::range(file, entry.at, features.encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

#[expect(deprecated, reason = "the field of another age has to be filled")]
fn flatten(
    file: &File,
    entry: Entry,
    container: Option<&str>,
    features: Features,
    flat: &mut Vec<lsp::SymbolInformation>,
) {
    if let Some(uri) = convert::uri(&file.uri) {
        flat.push(lsp::SymbolInformation {
            name: entry.name.clone(),
            kind: kind(entry.kind),
            tags: None,
            deprecated: None,
            location: lsp::Location { uri, range: convert::range(file, entry.whole, features.encoding) },
            container_name: container.map(str::to_owned),
        });
    }
    for child in entry.children {
        flatten(file, child, Some(&entry.name), features, flat);
    }
}

/// What matches a query in every workspace.
#[must_use]
#[expect(deprecated, reason = "the field of another age has to be filled")]
pub fn found(analyses: &[Arc<Analysis>], query: &str, features: Features) -> Vec<lsp::SymbolInformation> {
    let matches = analyses
        .iter()
        .flat_map(|analysis| search::find(analysis, query).into_iter().map(move |found| (analysis, found)));
    let symbol = |(analysis, found): (&Arc<Analysis>, search::Match)| {
        Some(lsp::SymbolInformation {
            name: found.name,
            kind: kind(found.kind),
            tags: None,
            deprecated: None,
            location: convert::location(&analysis.snapshot, found.at, features.encoding)?,
            container_name: Some(found.container),
        })
    };
    matches.filter_map(symbol).collect()
}
