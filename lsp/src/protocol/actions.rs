//! Code actions: what can be done at a place.

use tower_lsp::ls_types as lsp;
use zonal_compiler::diagnostic::{Applicability, Fix};

use super::client::Features;
use super::convert;
use crate::ide::fixes;
use crate::session::analysis::Analysis;
use crate::session::snapshot::View;

/// The actions at a range of a document.
#[must_use]
pub fn at(view: &View, params: &lsp::CodeActionParams, features: Features) -> lsp::CodeActionResponse {
    let Some(analysis) = view.analysis.as_ref().filter(|_| view.is_current()) else { return Vec::new() };
    let wants = |kind: &lsp::CodeActionKind| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| only.iter().any(|wanted| is_kind(kind, wanted)))
    };
    let mut actions = Vec::new();
    if wants(&lsp::CodeActionKind::QUICKFIX) {
        let span = convert::span(&view.file, params.range, features.encoding);
        for (found, fix) in fixes::within(analysis, &view.file, span) {
            let shown = params.context.diagnostics.iter().find(|shown| {
                shown.code == Some(lsp::NumberOrString::String(found.name.to_owned()))
                    && shown.range == convert::range(&view.file, found.primary.at.span, features.encoding)
            });
            actions.push(lsp::CodeAction {
                title: fix.title.clone(),
                kind: Some(lsp::CodeActionKind::QUICKFIX),
                diagnostics: shown.map(|shown| vec![shown.clone()]),
                edit: Some(edit(analysis, &[fix], features)),
                is_preferred: Some(fix.applicability == Applicability::Certain),
                ..lsp::CodeAction::default()
            });
        }
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

/// Whether a kind is the wanted one or below it: `source.fixAll` is below `source`.
fn is_kind(kind: &lsp::CodeActionKind, wanted: &lsp::CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty())
}

fn edit(analysis: &Analysis, fixes: &[&Fix], features: Features) -> lsp::WorkspaceEdit {
    let edits = fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| (edit.at, edit.replacement.clone())));
    convert::workspace_edit(&analysis.snapshot, edits.collect(), features.encoding)
}
