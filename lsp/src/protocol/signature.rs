//! Signatures as the client shows them.

use tower_lsp::ls_types as lsp;

use super::client::Features;
use super::convert;
use crate::ide::signature;
use crate::session::snapshot::View;

/// The characters behind which the client asks by itself.
pub const TRIGGERS: [&str; 3] = [" ", "(", ","];

/// The signature of what is being written at a position.
#[must_use]
pub fn at(view: &View, position: lsp::Position, features: Features) -> Option<lsp::SignatureHelp> {
    let found = signature::at(view, convert::offset(&view.file, position, features.encoding))?;
    let parameters = found.parameters.iter().map(|parameter| {
        let text = found.label.get(parameter.place.clone()).unwrap_or_default();
        let units = |end: usize| found.label.get(..end).map_or(0, |text| text.encode_utf16().count()) as u32;
        let label = if features.takes_offsets {
            lsp::ParameterLabel::LabelOffsets([units(parameter.place.start), units(parameter.place.end)])
        } else {
            lsp::ParameterLabel::Simple(text.to_owned())
        };
        lsp::ParameterInformation { label, documentation: documentation(&parameter.docs, features) }
    });
    let parameters = parameters.collect();
    let active = found.active.map(|active| active as u32);
    let signature = lsp::SignatureInformation {
        documentation: documentation(&found.docs, features),
        parameters: Some(parameters),
        active_parameter: active,
        label: found.label,
    };
    Some(lsp::SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    })
}

fn documentation(text: &str, features: Features) -> Option<lsp::Documentation> {
    if text.is_empty() {
        return None;
    }
    let kind = if features.shows_markdown { lsp::MarkupKind::Markdown } else { lsp::MarkupKind::PlainText };
    Some(lsp::Documentation::MarkupContent(lsp::MarkupContent { kind, value: text.to_owned() }))
}
