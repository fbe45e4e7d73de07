//! Code actions: what can be done at a place.
//!
//! A rewriting is formatted with what stands around it, which takes longer the longer the document is. A client that
//! asks for the edits of an action when it is chosen is given them then.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types as lsp;
use zonal_compiler::diagnostic::{Applicability, Diagnostic, Fix};
use zonal_compiler::source::Span;

use super::client::Features;
use super::convert;
use crate::ide::rewrite::{self, Kind, Offer};
use crate::ide::{fixes, format};
use crate::session::analysis::Analysis;
use crate::session::snapshot::View;

/// Of which place an action is, for the day on which it is chosen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Chosen {
    /// The document.
    pub uri: lsp::Uri,
    /// Its version.
    version: Option<i32>,
    /// The range that was asked for.
    range: lsp::Range,
}

/// The actions at a range of a document.
#[must_use]
pub fn at(view: &View, params: &lsp::CodeActionParams, features: Features) -> lsp::CodeActionResponse {
    let Some(analysis) = view.analysis.as_ref().filter(|_| view.is_current()) else { return Vec::new() };
    let wants = |kind: &lsp::CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| only.iter().any(|wanted| is_kind(kind, wanted)))
    };
    let mut actions = Vec::new();
    let span = convert::span(&view.file, params.range, features.encoding);
    let shown = |found: &Diagnostic| {
        let range = convert::range(&view.file, found.primary.at.span, features.encoding);
        let code = Some(lsp::NumberOrString::String(found.name.to_owned()));
        let shown =
            params.context.diagnostics.iter().find(|shown| shown.code == code && shown.range == range);
        shown.map(|shown| vec![shown.clone()])
    };
    if wants(&lsp::CodeActionKind::QUICKFIX) {
        for (found, fix) in fixes::within(analysis, &view.file, span) {
            actions.push(lsp::CodeAction {
                title: fix.title.clone(),
                kind: Some(lsp::CodeActionKind::QUICKFIX),
                diagnostics: shown(found),
                edit: Some(edit(analysis, &[fix], features)),
                is_preferred: Some(fix.applicability == Applicability::Certain),
                ..lsp::CodeAction::default()
            });
        }
    }
    for (found, offer) in offers(view, span) {
        let kind = found.map_or_else(|| kind_of(offer.kind), |_| lsp::CodeActionKind::QUICKFIX);
        if !wants(&kind) {
            continue;
        }
        let title = offer.title.clone();
        let diagnostics = found.and_then(shown);
        let mut action =
            lsp::CodeAction { title, kind: Some(kind), diagnostics, ..lsp::CodeAction::default() };
        if features.resolves_actions {
            let uri = params.text_document.uri.clone();
            let chosen = Chosen { uri, version: view.file.version, range: params.range };
            action.data = serde_json::to_value(chosen).ok();
        } else {
            action.edit = Some(settled(view, offer, features));
        }
        actions.push(action);
    }
    if wants(&lsp::CodeActionKind::SOURCE_FIX_ALL) {
        let certain = fixes::certain(analysis, &view.file);
        if !certain.is_empty() {
            actions.push(lsp::CodeAction {
                title: "fix all that is certain".to_owned(),
                kind: Some(lsp::CodeActionKind::SOURCE_FIX_ALL),
                edit: Some(edit(analysis, &certain, features)),
                ..lsp::CodeAction::default()
            });
        }
    }
    actions.into_iter().map(lsp::CodeActionOrCommand::CodeAction).collect()
}

/// Gives a chosen action its edits; none if the document has changed since it was offered.
pub fn resolve(view: &View, action: &mut lsp::CodeAction, chosen: &Chosen, features: Features) {
    if view.file.version != chosen.version || !view.is_current() {
        return;
    }
    let span = convert::span(&view.file, chosen.range, features.encoding);
    let offer = offers(view, span).into_iter().find(|(_, offer)| offer.title == action.title);
    action.edit = offer.map(|(_, offer)| settled(view, offer, features));
}

/// What can be done at a span besides the fixes: ways to allow what is wrong there, each with what it allows, and
/// rewritings. No two have one title.
fn offers(view: &View, span: Span) -> Vec<(Option<&Diagnostic>, Offer)> {
    let Some(analysis) = view.analysis.as_ref() else { return Vec::new() };
    let wrong = fixes::diagnostics_within(analysis, &view.file, span);
    let mut offers: Vec<(Option<&Diagnostic>, Offer)> = Vec::new();
    for (found, offer) in wrong
        .flat_map(|found| rewrite::allows(view, found).into_iter().map(move |offer| (Some(found), offer)))
    {
        if !offers.iter().any(|(_, other)| other.title == offer.title) {
            offers.push((found, offer));
        }
    }
    offers.extend(rewrite::at(view, span).into_iter().map(|offer| (None, offer)));
    offers
}

const fn kind_of(kind: Kind) -> lsp::CodeActionKind {
    match kind {
        Kind::Extract => lsp::CodeActionKind::REFACTOR_EXTRACT,
        Kind::Inline => lsp::CodeActionKind::REFACTOR_INLINE,
        Kind::Rewrite => lsp::CodeActionKind::REFACTOR_REWRITE,
    }
}

fn settled(view: &View, offer: Offer, features: Features) -> lsp::WorkspaceEdit {
    let edits = format::settled(&view.file, offer.edits);
    let edits = edits.into_iter().map(|(span, text)| (span.in_file(view.file.id), text));
    convert::workspace_edit(&view.snapshot, edits.collect(), features.encoding)
}

/// Whether a kind is the wanted one or below it: `source.fixAll` is below `source`.
fn is_kind(kind: &lsp::CodeActionKind, wanted: &lsp::CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

fn edit(analysis: &Analysis, fixes: &[&Fix], features: Features) -> lsp::WorkspaceEdit {
    let edits = fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| (edit.at, edit.replacement.clone())));
    convert::workspace_edit(&analysis.snapshot, edits.collect(), features.encoding)
}
