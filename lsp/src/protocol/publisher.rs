//! Tells the client what is wrong, and takes it back when it is mended.
//!
//! Diagnostics are pushed to every client. A document that its client has asked about is answered by pull from then
//! on: pushed as well, each mistake would be shown twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;

use super::client::Features;
use super::{convert, diagnostics};
use crate::session::Output;
use crate::session::analysis::Analysis;
use crate::session::root::Key;

/// The documents whose diagnostics the client pulls.
#[derive(Debug, Clone, Default)]
pub struct Pulled(Arc<Mutex<BTreeSet<String>>>);

impl Pulled {
    /// The client pulls a document.
    pub fn add(&self, uri: &str) {
        self.with(|pulled| pulled.insert(uri.to_owned()));
    }

    /// The client closed a document.
    pub fn remove(&self, uri: &str) {
        self.with(|pulled| pulled.remove(uri));
    }

    fn contains(&self, uri: &str) -> bool {
        self.with(|pulled| pulled.contains(uri))
    }

    fn with<T>(&self, f: impl FnOnce(&mut BTreeSet<String>) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What was told of one document.
#[derive(Debug, Default, PartialEq)]
struct Told {
    version: Option<i32>,
    diagnostics: Vec<lsp::Diagnostic>,
    is_pulled: bool,
}

/// Tells what the session puts out.
pub struct Publisher {
    client: Client,
    features: Features,
    pulled: Pulled,
    told: BTreeMap<Key, BTreeMap<String, Told>>,
}

impl Publisher {
    /// A publisher that has told nothing yet.
    pub const fn new(client: Client, features: Features, pulled: Pulled) -> Self {
        Self { client, features, pulled, told: BTreeMap::new() }
    }

    /// Tells everything that comes, until nothing can come.
    pub async fn run(mut self, mut output: mpsc::UnboundedReceiver<Output>) {
        while let Some(first) = output.recv().await {
            // A client that reads slowly is told the newest state alone.
            let mut newest = BTreeMap::new();
            let mut next = Some(first);
            while let Some(told) = next {
                match told {
                    Output::Analysed(key, analysis) => drop(newest.insert(key, Some(analysis))),
                    Output::Gone(key) => drop(newest.insert(key, None)),
                    Output::Trouble(what) => self.client.log_message(lsp::MessageType::ERROR, what).await,
                }
                next = output.try_recv().ok();
            }
            for (key, analysis) in newest {
                self.publish(key, analysis).await;
            }
        }
    }

    async fn publish(&mut self, key: Key, analysis: Option<Arc<Analysis>>) {
        let before = self.told.remove(&key).unwrap_or_default();
        let features = self.features;
        let now = match &analysis {
            Some(analysis) => found(analysis.clone(), features).await,
            None => BTreeMap::new(),
        };
        let mut told = BTreeMap::new();
        let mut is_stale = false;
        for uri in before.keys().filter(|uri| !now.contains_key(*uri)) {
            self.send(uri, Vec::new(), None).await;
        }
        for (uri, (version, diagnostics)) in now {
            let is_pulled = self.pulled.contains(&uri);
            let known = before.get(&uri);
            let is_same = known.is_some_and(|known| known.diagnostics == diagnostics);
            if is_pulled {
                if known.is_some_and(|known| !known.is_pulled && !known.diagnostics.is_empty()) {
                    self.send(&uri, Vec::new(), version).await;
                }
                is_stale |= !is_same;
            } else if !is_same || known.is_none_or(|known| known.version != version) {
                self.send(&uri, diagnostics.clone(), version).await;
            }
            told.insert(uri, Told { version, diagnostics, is_pulled });
        }
        if analysis.is_some() {
            self.told.insert(key, told);
        }
        self.refresh(is_stale);
    }

    async fn send(&self, address: &str, diagnostics: Vec<lsp::Diagnostic>, version: Option<i32>) {
        if let Some(uri) = convert::uri(address) {
            self.client.publish_diagnostics(uri, diagnostics, version).await;
        }
    }

    /// Asks the client to ask again for what an analysis may have changed. It may never answer.
    fn refresh(&self, pulled_is_stale: bool) {
        let (client, features) = (self.client.clone(), self.features);
        tokio::spawn(async move {
            if pulled_is_stale && features.refreshes_diagnostics {
                let _ = client.workspace_diagnostic_refresh().await;
            }
        });
        let client = self.client.clone();
        tokio::spawn(async move {
            if features.refreshes_hints {
                let _ = client.inlay_hint_refresh().await;
            }
            if features.refreshes_lenses {
                let _ = client.code_lens_refresh().await;
            }
        });
    }
}

type Found = BTreeMap<String, (Option<i32>, Vec<lsp::Diagnostic>)>;

/// What is wrong, by address: in every open document, and in every other file in which something is.
async fn found(analysis: Arc<Analysis>, features: Features) -> Found {
    let convert = move || {
        let mut found: Found = BTreeMap::new();
        for file in analysis.snapshot.files() {
            let diagnostics = diagnostics::of_file(&analysis, file, features);
            if file.version.is_some() || !diagnostics.is_empty() {
                found.insert(file.uri.clone(), (file.version, diagnostics));
            }
        }
        for (uri, diagnostic) in diagnostics::of_unread(&analysis) {
            found.entry(uri).or_default().1.push(diagnostic);
        }
        found
    };
    tokio::task::spawn_blocking(convert).await.unwrap_or_default()
}
