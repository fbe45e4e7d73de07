//! The server as its client sees it: every message, handed to the session or answered from a view.

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::{Client, LanguageServer};
use zonal_compiler::source::Span;
use zonal_compiler::syntax::format::NotFormattable;

use super::client::{Features, folders};
use super::publisher::{Publisher, Pulled};
use super::{
    actions, calls, capabilities, completion, convert, diagnostics, navigation, show, signature, structure,
    symbols, tokens,
};
use crate::ide;
use crate::session::snapshot::{File, View};
use crate::session::text::Encoding;
use crate::session::{Event, Freshness, Session, address};

/// The server of one client.
pub struct Protocol {
    client: Client,
    features: OnceLock<Features>,
    events: mpsc::UnboundedSender<Event>,
    unstarted: Mutex<Option<mpsc::UnboundedReceiver<Event>>>,
    pulled: Pulled,
    told_tokens: tokens::Told,
    /// The document, and its version, of which was last told that it cannot be formatted.
    refused: Mutex<Option<(String, Option<i32>)>>,
}

impl Protocol {
    /// A server that has not been introduced yet.
    pub fn new(client: Client) -> Self {
        let (events, unstarted) = mpsc::unbounded_channel();
        Self {
            client,
            features: OnceLock::new(),
            events,
            unstarted: Mutex::new(Some(unstarted)),
            pulled: Pulled::default(),
            told_tokens: tokens::Told::default(),
            refused: Mutex::default(),
        }
    }

    fn features(&self) -> Features {
        self.features.get().copied().unwrap_or_default()
    }

    /// Hands an event to the session, which outlives every message.
    fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// Answers a request about a document from a view of it, beside the conversation; nothing for a document that is
    /// not open.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &lsp::Uri,
        freshness: Freshness,
        answer: impl FnOnce(&View, Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let (reply, view) = oneshot::channel();
        self.send(Event::Ask { uri: uri.as_str().to_owned(), freshness, reply });
        let Some(view) = view.await.ok().flatten() else { return Ok(None) };
        let features = self.features();
        let answered = tokio::task::spawn_blocking(move || answer(&view, features)).await;
        answered.map(Some).map_err(|_| Error::internal_error())
    }
}

/// What formats a document, or a part of it.
type Edits = std::result::Result<Vec<(Span, String)>, NotFormattable>;

impl Protocol {
    /// Answers with the edits that format a document. One that cannot be formatted is left alone, and its user is
    /// told why, once for each state of it.
    async fn formatted(
        &self,
        uri: lsp::Uri,
        format: impl FnOnce(&View, Features) -> Edits + Send + 'static,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let found = self.answer(&uri, Freshness::Any, move |view, features| match format(view, features) {
            Ok(edits) => Ok(convert::edits(&view.file, edits, features.encoding)),
            Err(refused) => Err((view.file.version, not_formatted(&view.file, &refused))),
        });
        match found.await? {
            Some(Ok(edits)) => Ok(Some(edits)),
            Some(Err((version, message))) => {
                if self.is_news((uri.as_str().to_owned(), version)) {
                    self.client.show_message(lsp::MessageType::WARNING, message).await;
                }
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// Whether it has not been told yet that a state of a document cannot be formatted.
    fn is_news(&self, refused: (String, Option<i32>)) -> bool {
        let mut told = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        told.replace(refused.clone()) != Some(refused)
    }
}

fn not_formatted(file: &File, refused: &NotFormattable) -> String {
    let line = file.lines().position(&file.text, refused.span.start, Encoding::Utf8).line + 1;
    format!("{} is not formatted: {}, on line {line}", file.path, refused.message)
}

impl LanguageServer for Protocol {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let features = *self.features.get_or_init(|| Features::of(&params));
        let unstarted = self.unstarted.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(events) = unstarted {
            let (session, output) = Session::start(features.encoding, folders(&params), self.events.clone());
            tokio::spawn(session.run(events));
            tokio::spawn(Publisher::new(self.client.clone(), features, self.pulled.clone()).run(output));
        }
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        Ok(lsp::InitializeResult {
            server_info: Some(lsp::ServerInfo { name: "zonal".to_owned(), version }),
            capabilities: capabilities::of(features),
            ..lsp::InitializeResult::default()
        })
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        if self.features().watches {
            let client = self.client.clone();
            // A client that does not answer goes without.
            tokio::spawn(async move { client.register_capability(vec![capabilities::watched()]).await });
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let uri = document.uri.as_str().to_owned();
        let path = address::path_of(&uri);
        self.send(Event::Opened { uri, path, version: document.version, text: document.text });
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let changes = params.content_changes.into_iter().map(convert::from_change).collect();
        let document = params.text_document;
        let uri = document.uri.as_str().to_owned();
        self.send(Event::Changed { uri, version: document.version, changes });
    }

    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        self.send(Event::Saved(params.text_document.uri.as_str().to_owned()));
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri.as_str();
        self.pulled.remove(uri);
        self.told_tokens.forget(uri);
        self.send(Event::Closed(uri.to_owned()));
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| address::path_of(change.uri.as_str()));
        self.send(Event::OnDisk(paths.collect()));
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| address::path_of(folder.uri.as_str())).collect()
        };
        self.send(Event::Folders {
            added: paths(&params.event.added),
            removed: paths(&params.event.removed),
        });
    }

    async fn diagnostic(
        &self,
        params: lsp::DocumentDiagnosticParams,
    ) -> Result<lsp::DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        self.pulled.add(uri.as_str());
        let found = self.answer(&uri, Freshness::Current, |view, features| {
            let analysis = view.analysis.as_ref();
            analysis.map(|analysis| diagnostics::of_file(analysis, &view.file, features)).unwrap_or_default()
        });
        let items = found.await?.unwrap_or_default();
        let full = lsp::FullDocumentDiagnosticReport { result_id: None, items };
        let report = lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: full,
        };
        Ok(lsp::DocumentDiagnosticReportResult::Report(lsp::DocumentDiagnosticReport::Full(report)))
    }

    async fn formatting(&self, params: lsp::DocumentFormattingParams) -> Result<Option<Vec<lsp::TextEdit>>> {
        self.formatted(params.text_document.uri, |view, _| ide::format::whole(&view.file)).await
    }

    async fn range_formatting(
        &self,
        params: lsp::DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let range = params.range;
        self.formatted(params.text_document.uri, move |view, features| {
            ide::format::lines(&view.file, convert::span(&view.file, range, features.encoding))
        })
        .await
    }

    async fn on_type_formatting(
        &self,
        params: lsp::DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<lsp::TextEdit>>> {
        let (at, typed) = (params.text_document_position, params.ch);
        self.answer(&at.text_document.uri, Freshness::Any, move |view, features| {
            let byte = convert::offset(&view.file, at.position, features.encoding);
            let edits = ide::format::finished(&view.file, byte, &typed);
            convert::edits(&view.file, edits, features.encoding)
        })
        .await
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let lsp::TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let list = self.answer(&text_document.uri, Freshness::Any, move |view, features| {
            completion::at(view, position, features)
        });
        Ok(list.await?.map(lsp::CompletionResponse::List))
    }

    async fn completion_resolve(&self, mut item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        let Some((uri, about)) = completion::subject(&item) else { return Ok(item) };
        let documentation = self.answer(&uri, Freshness::Any, move |view, features| {
            completion::documentation(view, &about, features)
        });
        item.documentation = documentation.await?.flatten();
        Ok(item)
    }

    async fn signature_help(&self, params: lsp::SignatureHelpParams) -> Result<Option<lsp::SignatureHelp>> {
        let lsp::TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        let help = self.answer(&text_document.uri, Freshness::Any, move |view, features| {
            signature::at(view, position, features)
        });
        Ok(help.await?.flatten())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.answer(&uri, Freshness::Current, move |view, features| actions::at(view, &params, features))
            .await
    }

    async fn goto_definition(
        &self,
        params: lsp::GotoDefinitionParams,
    ) -> Result<Option<lsp::GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let position = at.position;
        let found = self.answer(&at.text_document.uri, Freshness::Any, move |view, features| {
            navigation::definition(view, position, features)
        });
        Ok(found.await?.flatten())
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.answer(&uri, Freshness::Current, move |view, features| {
            navigation::references(view, &params, features)
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let at = params.text_document_position_params;
        let position = at.position;
        self.answer(&at.text_document.uri, Freshness::Any, move |view, features| {
            navigation::highlights(view, position, features)
        })
        .await
    }

    async fn prepare_rename(
        &self,
        params: lsp::TextDocumentPositionParams,
    ) -> Result<Option<lsp::PrepareRenameResponse>> {
        let position = params.position;
        let prepared = self.answer(&params.text_document.uri, Freshness::Current, move |view, features| {
            navigation::prepare_rename(view, position, features)
        });
        prepared.await?.unwrap_or(Ok(None))
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let edit = self.answer(&uri, Freshness::Current, move |view, features| {
            navigation::rename(view, &params, features)
        });
        edit.await?.unwrap_or(Ok(None))
    }

    async fn document_symbol(
        &self,
        params: lsp::DocumentSymbolParams,
    ) -> Result<Option<lsp::DocumentSymbolResponse>> {
        self.answer(&params.text_document.uri, Freshness::Any, symbols::of_document).await
    }

    async fn symbol(
        &self,
        params: lsp::WorkspaceSymbolParams,
    ) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
        let (reply, analyses) = oneshot::channel();
        self.send(Event::AskAll(reply));
        let (analyses, features) = (analyses.await.unwrap_or_default(), self.features());
        let find = move || symbols::found(&analyses, &params.query, features);
        let found = tokio::task::spawn_blocking(find).await.map_err(|_| Error::internal_error())?;
        Ok(Some(lsp::WorkspaceSymbolResponse::Flat(found)))
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.answer(&params.text_document.uri, Freshness::Any, |view, _| structure::folds(view)).await
    }

    async fn selection_range(
        &self,
        params: lsp::SelectionRangeParams,
    ) -> Result<Option<Vec<lsp::SelectionRange>>> {
        let positions = params.positions;
        self.answer(&params.text_document.uri, Freshness::Any, move |view, features| {
            structure::selections(view, &positions, features)
        })
        .await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        self.answer(&params.text_document.uri, Freshness::Any, structure::links).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: lsp::CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyItem>>> {
        let at = params.text_document_position_params;
        let position = at.position;
        let items = self.answer(&at.text_document.uri, Freshness::Any, move |view, features| {
            calls::prepare(view, position, features)
        });
        Ok(items.await?.flatten())
    }

    async fn incoming_calls(
        &self,
        params: lsp::CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyIncomingCall>>> {
        self.answer(&calls::asked_in(&params.item), Freshness::Any, move |view, features| {
            calls::incoming(view, &params.item, features)
        })
        .await
    }

    async fn outgoing_calls(
        &self,
        params: lsp::CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyOutgoingCall>>> {
        self.answer(&calls::asked_in(&params.item), Freshness::Any, move |view, features| {
            calls::outgoing(view, &params.item, features)
        })
        .await
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let at = params.text_document_position_params;
        let found = self.answer(&at.text_document.uri, Freshness::Any, move |view, features| {
            show::hover(view, at.position, features)
        });
        Ok(found.await?.flatten())
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        self.answer(&params.text_document.uri, Freshness::Any, show::lenses).await
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        self.answer(&params.text_document.uri, Freshness::Any, move |view, features| {
            show::hints(view, params.range, features)
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Result<Option<lsp::SemanticTokensResult>> {
        let (uri, told) = (params.text_document.uri, self.told_tokens.clone());
        let address = uri.as_str().to_owned();
        self.answer(&uri, Freshness::Any, move |view, features| {
            lsp::SemanticTokensResult::Tokens(told.tell(&address, tokens::whole(view, features)))
        })
        .await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: lsp::SemanticTokensDeltaParams,
    ) -> Result<Option<lsp::SemanticTokensFullDeltaResult>> {
        let (uri, told) = (params.text_document.uri, self.told_tokens.clone());
        let address = uri.as_str().to_owned();
        self.answer(&uri, Freshness::Any, move |view, features| {
            told.tell_new(&address, &params.previous_result_id, tokens::whole(view, features))
        })
        .await
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokensRangeResult>> {
        self.answer(&params.text_document.uri, Freshness::Any, move |view, features| {
            lsp::SemanticTokensRangeResult::Tokens(tokens::part(view, params.range, features))
        })
        .await
    }

    async fn code_action_resolve(&self, mut action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        let chosen = action.data.take().and_then(|data| serde_json::from_value::<actions::Chosen>(data).ok());
        let Some(chosen) = chosen else { return Ok(action) };
        let (uri, unresolved) = (chosen.uri.clone(), action.clone());
        let resolved = self.answer(&uri, Freshness::Current, move |view, features| {
            actions::resolve(view, &mut action, &chosen, features);
            action
        });
        Ok(resolved.await?.unwrap_or(unresolved))
    }
}
