//! Completion items as the client shows them.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;

use super::client::Features;
use super::convert;
use crate::ide::completion::{self, About, Item, Kind};
use crate::session::snapshot::View;

/// The characters behind which the client asks by itself.
pub const TRIGGERS: [&str; 9] = [" ", "$", "{", "(", ",", "\"", ".", "@", "="];

/// What is needed to say more about an item, which goes to the client and comes back.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: String,
    about: String,
}

/// What may stand at a position.
#[must_use]
pub fn at(view: &View, position: lsp::Position, features: Features) -> lsp::CompletionList {
    let cursor = convert::offset(&view.file, position, features.encoding);
    let list = completion::at(view, cursor);
    let is_incomplete = list.is_cut;
    let range = convert::range(&view.file, list.span, features.encoding);
    let items =
        list.items.iter().enumerate().map(|(position, item)| one(view, item, position, range, features));
    lsp::CompletionList { is_incomplete, items: items.collect() }
}

fn one(
    view: &View,
    item: &Item,
    position: usize,
    range: lsp::Range,
    features: Features,
) -> lsp::CompletionItem {
    let snippet = item.snippet.as_ref().filter(|_| features.takes_snippets);
    let (new_text, format) = match snippet {
        Some(snippet) => (snippet.clone(), lsp::InsertTextFormat::SNIPPET),
        None => (item.insert.clone(), lsp::InsertTextFormat::PLAIN_TEXT),
    };
    let data = item.about.as_ref().map(|about| Data { uri: view.file.uri.clone(), about: about.to_string() });
    lsp::CompletionItem {
        label: item.label.clone(),
        kind: Some(kind(item.kind)),
        detail: Some(item.detail.clone()).filter(|detail| !detail.is_empty()),
        sort_text: Some(format!("{:03}{position:04}", item.rank)),
        filter_text: item.filter.clone(),
        insert_text_format: Some(format),
        insert_text_mode: new_text.contains('\n').then_some(lsp::InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(lsp::CompletionTextEdit::Edit(lsp::TextEdit { range, new_text })),
        data: data.and_then(|data| serde_json::to_value(data).ok()),
        ..lsp::CompletionItem::default()
    }
}

const fn kind(kind: Kind) -> lsp::CompletionItemKind {
    match kind {
        Kind::Keyword => lsp::CompletionItemKind::KEYWORD,
        Kind::Block => lsp::CompletionItemKind::SNIPPET,
        Kind::RecordType => lsp::CompletionItemKind::STRUCT,
        Kind::Choice => lsp::CompletionItemKind::ENUM_MEMBER,
        Kind::Value => lsp::CompletionItemKind::VALUE,
        Kind::Name => lsp::CompletionItemKind::REFERENCE,
        Kind::Variable => lsp::CompletionItemKind::VARIABLE,
        Kind::Function => lsp::CompletionItemKind::FUNCTION,
        Kind::Template => lsp::CompletionItemKind::METHOD,
        Kind::Provider => lsp::CompletionItemKind::MODULE,
        Kind::Policy => lsp::CompletionItemKind::INTERFACE,
        Kind::Health => lsp::CompletionItemKind::EVENT,
        Kind::Rule => lsp::CompletionItemKind::CONSTANT,
        Kind::Class => lsp::CompletionItemKind::UNIT,
        Kind::Field => lsp::CompletionItemKind::FIELD,
        Kind::Type => lsp::CompletionItemKind::CLASS,
        Kind::Operator => lsp::CompletionItemKind::OPERATOR,
    }
}

/// The document that an item was offered in, and what it is about; none for one with nothing more to say.
#[must_use]
pub fn subject(item: &lsp::CompletionItem) -> Option<(lsp::Uri, About)> {
    let data: Data = serde_json::from_value(item.data.clone()?).ok()?;
    Some((convert::uri(&data.uri)?, About::parse(&data.about)?))
}

/// The documentation of something.
#[must_use]
pub fn documentation(view: &View, about: &About, features: Features) -> Option<lsp::Documentation> {
    let value = completion::documentation(view, about)?;
    let kind = if features.shows_markdown { lsp::MarkupKind::Markdown } else { lsp::MarkupKind::PlainText };
    Some(lsp::Documentation::MarkupContent(lsp::MarkupContent { kind, value }))
}
