//! What the client shows beside the text: hover, inlay hints and lenses.

use tower_lsp::ls_types as lsp;

use super::client::Features;
use super::convert;
use crate::ide::hints::{About, Side};
use crate::ide::page::{Markup, Page};
use crate::ide::{hints, hover, lens};
use crate::session::address;
use crate::session::snapshot::View;

/// What is known of the word at a position.
#[must_use]
pub fn hover(view: &View, position: lsp::Position, features: Features) -> Option<lsp::Hover> {
    let found = hover::at(view, convert::offset(&view.file, position, features.encoding))?;
    Some(lsp::Hover {
        contents: lsp::HoverContents::Markup(markup(&found.page, features)),
        range: Some(convert::range(&view.file, found.span, features.encoding)),
    })
}

fn markup(page: &Page, features: Features) -> lsp::MarkupContent {
    let (kind, form) = if features.shows_markdown {
        (lsp::MarkupKind::Markdown, Markup::Markdown)
    } else {
        (lsp::MarkupKind::PlainText, Markup::Plain)
    };
    lsp::MarkupContent { kind, value: page.text(form) }
}

/// The inlay hints of a range that the client wants.
#[must_use]
pub fn hints(view: &View, range: lsp::Range, features: Features) -> Vec<lsp::InlayHint> {
    let wanted = features.hints;
    let found = hints::within(view, convert::span(&view.file, range, features.encoding));
    let is_wanted = |hint: &hints::Hint| match hint.about {
        About::Ttl => wanted.ttl,
        About::Name => wanted.names,
        About::Field => wanted.fields,
        About::Parameter => wanted.parameters,
    };
    let shown = |hint: hints::Hint| lsp::InlayHint {
        position: convert::position(view.file.lines().position(&view.file.text, hint.at, features.encoding)),
        label: lsp::InlayHintLabel::String(hint.label),
        kind: match hint.about {
            About::Field | About::Parameter => Some(lsp::InlayHintKind::PARAMETER),
            About::Ttl | About::Name => None,
        },
        text_edits: None,
        tooltip: Some(lsp::InlayHintTooltip::MarkupContent(markup(&hint.page, features))),
        padding_left: Some(hint.side == Side::Behind),
        padding_right: Some(hint.side == Side::Before),
        data: None,
    };
    found.into_iter().filter(is_wanted).map(shown).collect()
}

/// The lenses of a document; those that run something only for a client that does.
#[must_use]
pub fn lenses(view: &View, features: Features) -> Vec<lsp::CodeLens> {
    let root = view.snapshot.root.as_deref().map(address::of_path);
    let mut lenses = Vec::new();
    for found in lens::of_file(view) {
        let range = convert::range(&view.file, found.span, features.encoding);
        let mut add = |title: &str, command: &str, arguments| {
            let command = lsp::Command { title: title.to_owned(), command: command.to_owned(), arguments };
            lenses.push(lsp::CodeLens { range, command: Some(command), data: None });
        };
        // A lens without a command is text alone.
        add(&found.title, "", None);
        if let (Some(zone), Some(root), true) = (found.zone, &root, features.runs_commands) {
            let arguments = vec![serde_json::Value::from(zone), serde_json::Value::from(root.as_str())];
            add("plan", "zonal.showPlan", Some(arguments.clone()));
            add("drift", "zonal.showDrift", Some(arguments));
        }
    }
    lenses
}
