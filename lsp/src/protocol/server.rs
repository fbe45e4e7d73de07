//! The server as its client sees it: every message, handed to the session or answered from a view.

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::sync::{mpsc, oneshot};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types as lsp;
use tower_lsp::{Client, LanguageServer};

use super::client::{Features, folders};
use super::publisher::{Publisher, Pulled};
use super::{actions, capabilities, convert, diagnostics};
use crate::ide;
use crate::session::snapshot::View;
use crate::session::{Event, Freshness, Session, address};

/// The server of one client.
pub struct Protocol {
    client: Client,
    features: OnceLock<Features>,
    events: mpsc::UnboundedSender<Event>,
    unstarted: Mutex<Option<mpsc::UnboundedReceiver<Event>>>,
    pulled: Pulled,
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
        let uri = params.text_document.uri;
        let edits = self.answer(&uri, Freshness::Any, |view, features| {
            let edits = ide::format::whole(&view.file).ok()?;
            Some(convert::edits(&view.file, edits, features.encoding))
        });
        Ok(edits.await?.flatten())
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.answer(&uri, Freshness::Current, move |view, features| actions::at(view, &params, features))
            .await
    }
}
