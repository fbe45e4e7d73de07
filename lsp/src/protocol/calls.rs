//! The hierarchy of includes as the client has it.

use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;
use zonal_compiler::source::Span;

use super::client::Features;
use super::{convert, symbols};
use crate::ide::calls::{self, Call, Node};
use crate::session::snapshot::{File, View};

/// The item at a position.
#[must_use]
pub fn prepare(view: &View, at: lsp::Position, features: Features) -> Option<Vec<lsp::CallHierarchyItem>> {
    let node = calls::at(view, convert::offset(&view.file, at, features.encoding))?;
    Some(vec![item(view, node, features)?])
}

/// The document that an item was asked for in: it is open, which the item's own may not be.
#[must_use]
pub fn asked_in(item: &lsp::CallHierarchyItem) -> lsp::Uri {
    let asked = item.data.as_ref().and_then(|data| data.get("askedIn")).and_then(Value::as_str);
    asked.and_then(convert::uri).unwrap_or_else(|| item.uri.clone())
}

/// Who includes what an item is.
#[must_use]
pub fn incoming(
    view: &View,
    item_of: &lsp::CallHierarchyItem,
    features: Features,
) -> Vec<lsp::CallHierarchyIncomingCall> {
    // A zone is included by nobody.
    if item_of.kind != lsp::SymbolKind::FUNCTION {
        return Vec::new();
    }
    let call = |call: Call| {
        let file = view.snapshot.file(call.node.at.file)?;
        let from_ranges = ranges(file, &call.includes, features);
        Some(lsp::CallHierarchyIncomingCall { from: item(view, call.node, features)?, from_ranges })
    };
    calls::incoming(view, &item_of.name).into_iter().filter_map(call).collect()
}

/// What the declaration of an item includes.
#[must_use]
pub fn outgoing(
    view: &View,
    item_of: &lsp::CallHierarchyItem,
    features: Features,
) -> Vec<lsp::CallHierarchyOutgoingCall> {
    let uri = item_of.uri.as_str();
    let Some(file) = view.snapshot.files().iter().find(|file| file.uri == uri) else { return Vec::new() };
    let from = convert::span(file, item_of.selection_range, features.encoding).in_file(file.id);
    let call = |call: Call| {
        let from_ranges = ranges(file, &call.includes, features);
        Some(lsp::CallHierarchyOutgoingCall { to: item(view, call.node, features)?, from_ranges })
    };
    calls::outgoing(view, from).into_iter().filter_map(call).collect()
}

fn ranges(file: &File, spans: &[Span], features: Features) -> Vec<lsp::Range> {
    spans.iter().map(|span| convert::range(file, *span, features.encoding)).collect()
}

fn item(view: &View, node: Node, features: Features) -> Option<lsp::CallHierarchyItem> {
    let file = view.snapshot.file(node.at.file)?;
    Some(lsp::CallHierarchyItem {
        name: node.name,
        kind: symbols::kind(node.kind),
        tags: None,
        detail: Some(file.path.clone()),
        uri: convert::uri(&file.uri)?,
        range: convert::range(file, node.whole.span, features.encoding),
        selection_range: convert::range(file, node.at.span, features.encoding),
        data: Some(json!({ "askedIn": view.file.uri })),
    })
}
