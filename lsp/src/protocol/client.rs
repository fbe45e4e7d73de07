//! What the client can do, as it said when it introduced itself.

use std::path::PathBuf;

use tower_lsp::ls_types as lsp;

use crate::session::address;
use crate::session::text::Encoding;

/// The inlay hints that the client wants, as `inlayHints` of its initialization options says: all but those that it
/// turns off by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// The TTL of records without one of their own.
    pub ttl: bool,
    /// The rest of relative names.
    pub names: bool,
    /// The names of fields.
    pub fields: bool,
    /// The names of parameters.
    pub parameters: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Self { ttl: true, names: true, fields: true, parameters: true }
    }
}

impl Hints {
    fn of(options: Option<&serde_json::Value>) -> Self {
        let hints = options.and_then(|options| options.get("inlayHints"));
        // `false` in place of the object turns all of them off.
        let wants = |name: &str| {
            let named =
                hints.and_then(|hints| if hints.is_boolean() { Some(hints) } else { hints.get(name) });
            named.and_then(serde_json::Value::as_bool).unwrap_or(true)
        };
        Self {
            ttl: wants("ttl"),
            names: wants("names"),
            fields: wants("fields"),
            parameters: wants("parameters"),
        }
    }
}

/// What the client can do, as far as the server acts on it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Features {
    /// What the `character` of a position counts.
    pub encoding: Encoding,
    /// It shows further places of a diagnostic.
    pub shows_related: bool,
    /// It shows a link behind the name of a diagnostic.
    pub shows_links: bool,
    /// It pulls diagnostics.
    pub pulls: bool,
    /// It pulls them again when asked.
    pub refreshes_diagnostics: bool,
    /// It asks for inlay hints again when told.
    pub refreshes_hints: bool,
    /// It asks for code lenses again when told.
    pub refreshes_lenses: bool,
    /// It watches files for the server.
    pub watches: bool,
    /// It takes code actions, not commands alone.
    pub takes_actions: bool,
    /// It asks for the edits of a code action when one is chosen, and keeps what the server needs for that.
    pub resolves_actions: bool,
    /// It takes snippets.
    pub takes_snippets: bool,
    /// It shows what a definition was asked for.
    pub links_definitions: bool,
    /// It asks whether something can be renamed before it asks for a new name.
    pub prepares_renames: bool,
    /// It finds the parameters of a signature by their places in its label.
    pub takes_offsets: bool,
    /// It shows symbols as a tree.
    pub nests_symbols: bool,
    /// It shows Markdown.
    pub shows_markdown: bool,
    /// It runs `zonal.showPlan` and `zonal.showDrift`, as its initialization options say by `commands: true`.
    pub runs_commands: bool,
    /// The inlay hints that it wants.
    pub hints: Hints,
}

impl Features {
    /// Reads what the client said.
    #[must_use]
    pub fn of(params: &lsp::InitializeParams) -> Self {
        let document = params.capabilities.text_document.as_ref();
        let workspace = params.capabilities.workspace.as_ref();
        let published = document.and_then(|document| document.publish_diagnostics.as_ref());
        let item = document
            .and_then(|document| document.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let hover = document.and_then(|document| document.hover.as_ref());
        let signature = document
            .and_then(|document| document.signature_help.as_ref())
            .and_then(|help| help.signature_information.as_ref())
            .and_then(|information| information.parameter_information.as_ref());
        let actions = document.and_then(|document| document.code_action.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let definition = document.and_then(|document| document.definition.as_ref());
        let rename = document.and_then(|document| document.rename.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        let formats = hover.and_then(|hover| hover.content_format.as_ref());
        let options = params.initialization_options.as_ref();
        Self {
            encoding: encoding(params),
            shows_related: published.is_some_and(|it| it.related_information == Some(true)),
            shows_links: published.is_some_and(|it| it.code_description_support == Some(true)),
            pulls: document.is_some_and(|document| document.diagnostic.is_some()),
            refreshes_diagnostics: workspace
                .and_then(|workspace| workspace.diagnostics.as_ref())
                .is_some_and(|diagnostics| diagnostics.refresh_support == Some(true)),
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref())
                .is_some_and(|hints| hints.refresh_support == Some(true)),
            refreshes_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .is_some_and(|lenses| lenses.refresh_support == Some(true)),
            watches: watched.is_some_and(|watched| watched.dynamic_registration == Some(true)),
            takes_actions: actions.is_some_and(|actions| actions.code_action_literal_support.is_some()),
            resolves_actions: actions.is_some_and(|actions| {
                let resolved = actions.resolve_support.as_ref();
                let edits = resolved.is_some_and(|it| it.properties.iter().any(|name| name == "edit"));
                edits && actions.data_support == Some(true)
            }),
            takes_snippets: item.is_some_and(|item| item.snippet_support == Some(true)),
            links_definitions: definition.is_some_and(|it| it.link_support == Some(true)),
            prepares_renames: rename.is_some_and(|rename| rename.prepare_support == Some(true)),
            takes_offsets: signature.is_some_and(|it| it.label_offset_support == Some(true)),
            nests_symbols: symbols
                .is_some_and(|symbols| symbols.hierarchical_document_symbol_support == Some(true)),
            shows_markdown: formats.is_none_or(|formats| formats.contains(&lsp::MarkupKind::Markdown)),
            runs_commands: options
                .and_then(|options| options.get("commands"))
                .is_some_and(|commands| commands.as_bool() == Some(true)),
            hints: Hints::of(options),
        }
    }
}

/// The first encoding that the client offers and the server prefers; UTF-16 if it offers none.
fn encoding(params: &lsp::InitializeParams) -> Encoding {
    let general = params.capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let preferred = [
        (lsp::PositionEncodingKind::UTF8, Encoding::Utf8),
        (lsp::PositionEncodingKind::UTF16, Encoding::Utf16),
        (lsp::PositionEncodingKind::UTF32, Encoding::Utf32),
    ];
    preferred.into_iter().find(|(kind, _)| offered.contains(kind)).map_or(Encoding::Utf16, |(_, own)| own)
}

/// The folders of the client's window.
#[must_use]
#[expect(deprecated, reason = "clients from before workspace folders say their one folder so")]
pub fn folders(params: &lsp::InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.as_deref().unwrap_or_default();
    let mut paths: Vec<PathBuf> =
        folders.iter().filter_map(|folder| address::path_of(folder.uri.as_str())).collect();
    if paths.is_empty() {
        let single = params.root_uri.as_ref().and_then(|uri| address::path_of(uri.as_str()));
        paths.extend(single.or_else(|| params.root_path.as_ref().map(PathBuf::from)));
    }
    paths
}
