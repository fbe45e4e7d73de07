//! From the session's terms to the protocol's and back.

use tower_lsp::ls_types as lsp;
use zonal_compiler::source::{FileSpan, Span};

use crate::session::snapshot::{File, Snapshot};
use crate::session::text::{Change, Encoding, Position};

/// The protocol's position.
#[must_use]
pub const fn position(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.character }
}

/// A position of the protocol.
#[must_use]
pub const fn from_position(position: lsp::Position) -> Position {
    Position { line: position.line, character: position.character }
}

/// A change of the protocol.
#[must_use]
pub fn from_change(change: lsp::TextDocumentContentChangeEvent) -> Change {
    let range = change.range.map(|range| (from_position(range.start), from_position(range.end)));
    Change { range, text: change.text }
}

/// The range of a span of a file.
#[must_use]
pub fn range(file: &File, span: Span, encoding: Encoding) -> lsp::Range {
    let place = |byte| position(file.lines().position(&file.text, byte, encoding));
    lsp::Range { start: place(span.start), end: place(span.end.max(span.start)) }
}

/// The byte of a position in a file.
#[must_use]
pub fn offset(file: &File, position: lsp::Position, encoding: Encoding) -> u32 {
    file.lines().offset(&file.text, from_position(position), encoding)
}

/// The span of a range in a file.
#[must_use]
pub fn span(file: &File, range: lsp::Range, encoding: Encoding) -> Span {
    let (start, end) = (offset(file, range.start, encoding), offset(file, range.end, encoding));
    Span::new(start.min(end), end.max(start))
}

/// The location of a place in a snapshot; none if its address is no URI.
#[must_use]
pub fn location(snapshot: &Snapshot, at: FileSpan, encoding: Encoding) -> Option<lsp::Location> {
    let file = snapshot.file(at.file)?;
    Some(lsp::Location { uri: uri(&file.uri)?, range: range(file, at.span, encoding) })
}

/// An address as the protocol has it.
#[must_use]
pub fn uri(address: &str) -> Option<lsp::Uri> {
    address.parse().ok()
}

/// Replacements in a file.
#[must_use]
pub fn edits(file: &File, replacements: Vec<(Span, String)>, encoding: Encoding) -> Vec<lsp::TextEdit> {
    let edit = |(span, new_text)| lsp::TextEdit { range: range(file, span, encoding), new_text };
    replacements.into_iter().map(edit).collect()
}

/// Replacements over the files of a snapshot.
#[must_use]
pub fn workspace_edit(
    snapshot: &Snapshot,
    replacements: Vec<(FileSpan, String)>,
    encoding: Encoding,
) -> lsp::WorkspaceEdit {
    let mut changes = std::collections::HashMap::new();
    for (at, new_text) in replacements {
        let Some(file) = snapshot.file(at.file) else { continue };
        let Some(uri) = uri(&file.uri) else { continue };
        let edits: &mut Vec<lsp::TextEdit> = changes.entry(uri).or_default();
        edits.push(lsp::TextEdit { range: range(file, at.span, encoding), new_text });
    }
    lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() }
}
