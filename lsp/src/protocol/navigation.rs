//! Definitions, references, highlights and renames as the client has them.

use tower_lsp::jsonrpc::{Error, ErrorCode};
use tower_lsp::ls_types as lsp;
use zonal_compiler::source::FileSpan;

use super::client::Features;
use super::convert;
use crate::ide::references::Declarations;
use crate::ide::rename::{self, Refusal};
use crate::ide::{definition, references};
use crate::session::snapshot::View;

/// The protocol's code for a request that is right and cannot be done; clients show its message.
const REQUEST_FAILED: i64 = -32803;

/// Where what stands at a position is declared.
#[must_use]
pub fn definition(view: &View, at: lsp::Position, features: Features) -> Option<lsp::GotoDefinitionResponse> {
    let (origin, places) = definition::of(view, convert::offset(&view.file, at, features.encoding))?;
    let locations = locations(view, places, features);
    if !features.links_definitions {
        return Some(lsp::GotoDefinitionResponse::Array(locations));
    }
    let origin = convert::range(&view.file, origin, features.encoding);
    let link = |location: lsp::Location| lsp::LocationLink {
        origin_selection_range: Some(origin),
        target_uri: location.uri,
        target_range: location.range,
        target_selection_range: location.range,
    };
    Some(lsp::GotoDefinitionResponse::Link(locations.into_iter().map(link).collect()))
}

/// Every place of what stands at a position.
#[must_use]
pub fn references(view: &View, params: &lsp::ReferenceParams, features: Features) -> Vec<lsp::Location> {
    let at = params.text_document_position.position;
    let declarations =
        if params.context.include_declaration { Declarations::With } else { Declarations::Without };
    let byte = convert::offset(&view.file, at, features.encoding);
    locations(view, references::of(view, byte, declarations), features)
}

fn locations(view: &View, places: Vec<FileSpan>, features: Features) -> Vec<lsp::Location> {
    let location = |at| convert::location(&view.snapshot, at, features.encoding);
    places.into_iter().filter_map(location).collect()
}

/// The places in the document of what stands at a position: those that declare it are written, others read.
#[must_use]
pub fn highlights(view: &View, at: lsp::Position, features: Features) -> Vec<lsp::DocumentHighlight> {
    let byte = convert::offset(&view.file, at, features.encoding);
    let places = references::in_document(view, byte).into_iter();
    let highlight = places.map(|place| lsp::DocumentHighlight {
        range: convert::range(&view.file, place.at.span, features.encoding),
        kind: Some(if place.declares {
            lsp::DocumentHighlightKind::WRITE
        } else {
            lsp::DocumentHighlightKind::READ
        }),
    });
    highlight.collect()
}

/// What would be renamed at a position.
///
/// # Errors
/// It cannot be renamed.
pub fn prepare_rename(
    view: &View,
    at: lsp::Position,
    features: Features,
) -> Result<Option<lsp::PrepareRenameResponse>, Error> {
    let byte = convert::offset(&view.file, at, features.encoding);
    let renamable = rename::prepare(view, byte).map_err(refused)?;
    Ok(renamable.map(|renamable| lsp::PrepareRenameResponse::RangeWithPlaceholder {
        range: convert::range(&view.file, renamable.at, features.encoding),
        placeholder: renamable.text,
    }))
}

/// The edits that rename what stands at a position.
///
/// # Errors
/// It cannot have that name.
pub fn rename(
    view: &View,
    params: &lsp::RenameParams,
    features: Features,
) -> Result<Option<lsp::WorkspaceEdit>, Error> {
    let byte = convert::offset(&view.file, params.text_document_position.position, features.encoding);
    let edits = rename::rename(view, byte, &params.new_name).map_err(refused)?;
    let is_any = !edits.is_empty();
    Ok(is_any.then(|| convert::workspace_edit(&view.snapshot, edits, features.encoding)))
}

fn refused(refusal: Refusal) -> Error {
    Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: refusal.to_string().into(), data: None }
}
