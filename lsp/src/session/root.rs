//! One workspace of the window: what the disk has of it, and what is known of its present state.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use zonal_compiler::sema::facts::Facts;
use zonal_runtime::error::Failure;
use zonal_runtime::workspace::{self, Start, Workspace, path_order};

use super::Event;
use super::address;
use super::analysis::Analysis;
use super::document::Document;
use super::snapshot::{FileText, Snapshot, View};

/// Which workspace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// That of a root folder.
    Folder(PathBuf),
    /// That of one document alone, by its address: it has no place on disk.
    Loose(String),
}

/// A document's address and where its view goes once it can be had.
type Waiting = (String, oneshot::Sender<Option<View>>);

/// One workspace.
#[derive(Debug)]
pub struct Root {
    disk: Option<Disk>,
    is_loading: bool,
    load_again: bool,
    generation: u64,
    snapshot: Option<Arc<Snapshot>>,
    before: Option<Arc<Snapshot>>,
    /// The last analysis.
    pub analysis: Option<Arc<Analysis>>,
    /// The generation whose analysis failed.
    failed: Option<u64>,
    /// Whether an analysis runs.
    pub is_running: bool,
    /// Whether edits are being gathered.
    pub is_due: bool,
    /// Who waits for the analysis of the present state.
    pub waiting: Vec<Waiting>,
}

/// What the disk has.
#[derive(Debug, Default)]
struct Disk {
    workspace: Option<Workspace>,
    files: Vec<(String, Arc<String>)>,
    facts: Arc<Facts>,
    failures: Arc<Vec<Failure>>,
}

impl Root {
    /// A workspace that is being read from disk.
    pub fn new(key: &Key, events: &mpsc::UnboundedSender<Event>) -> Self {
        let mut root = Self {
            disk: None,
            is_loading: false,
            load_again: false,
            generation: 0,
            snapshot: None,
            before: None,
            analysis: None,
            failed: None,
            is_running: false,
            is_due: false,
            waiting: Vec::new(),
        };
        match key {
            Key::Folder(_) => root.load(key, events),
            Key::Loose(_) => root.disk = Some(Disk::default()),
        }
        root
    }

    /// Reads the workspace from disk, beside everything else; once more if it is being read right now.
    pub fn load(&mut self, key: &Key, events: &mpsc::UnboundedSender<Event>) {
        let Key::Folder(folder) = key else { return };
        if self.is_loading {
            self.load_again = true;
            return;
        }
        self.is_loading = true;
        let (events, key, folder) = (events.clone(), key.clone(), folder.clone());
        tokio::task::spawn_blocking(move || {
            let loaded = workspace::load(Start::Named(&folder));
            // The session may have ended.
            let _ = events.send(Event::Loaded(key, Box::new(loaded)));
        });
    }

    /// Takes what was read.
    pub fn loaded(
        &mut self,
        key: &Key,
        loaded: Result<Workspace, Failure>,
        events: &mpsc::UnboundedSender<Event>,
    ) {
        self.is_loading = false;
        self.disk = Some(Disk::of(loaded, self.disk.take()));
        if std::mem::take(&mut self.load_again) {
            self.load(key, events);
        }
    }

    /// Whether the disk has been read.
    pub const fn is_loaded(&self) -> bool {
        self.disk.is_some()
    }

    /// Whether the last analysis is of the present state, or none of it can be had.
    pub fn is_current(&self) -> bool {
        let analysed = self.analysis.as_ref().map(|analysis| analysis.snapshot.generation);
        analysed == Some(self.generation) || self.failed == Some(self.generation)
    }

    /// Whether a document that lies below the root is none of the workspace's files.
    pub fn leaves_out(&self, path: &str) -> bool {
        let disk = self.disk.as_ref();
        let is_read = disk.is_some_and(|disk| disk.files.iter().any(|(file, _)| file == path));
        let workspace = disk.and_then(|disk| disk.workspace.as_ref());
        !is_read && workspace.is_some_and(|workspace| !workspace.takes(Path::new(path)))
    }

    /// The state changed.
    pub fn outdate(&mut self) {
        self.generation += 1;
        if let Some(snapshot) = self.snapshot.take() {
            self.before = Some(snapshot);
        }
    }

    /// The present state cannot be analysed.
    pub const fn give_up(&mut self) {
        self.failed = Some(self.generation);
    }

    /// The present state, with the open documents before what the disk has of them.
    pub fn snapshot<'d>(
        &mut self,
        key: &Key,
        documents: impl Iterator<Item = (&'d String, &'d mut Document)>,
    ) -> Arc<Snapshot> {
        if let Some(snapshot) = &self.snapshot {
            return snapshot.clone();
        }
        let nothing = Disk::default();
        let disk = self.disk.as_ref().unwrap_or(&nothing);
        let root = match key {
            Key::Folder(root) => Some(root.as_path()),
            Key::Loose(_) => None,
        };
        let texts = disk.texts(root, documents);
        let (facts, failures) = (disk.facts.clone(), disk.failures.clone());
        let before = self.before.take();
        let root = root.map(Path::to_owned);
        let snapshot = Snapshot::new(root, self.generation, texts, facts, failures, before.as_deref());
        self.snapshot.insert(Arc::new(snapshot)).clone()
    }
}

impl Disk {
    fn of(loaded: Result<Workspace, Failure>, before: Option<Self>) -> Self {
        let mut workspace = match loaded {
            Ok(workspace) => workspace,
            // What is open is all that is left of a folder that is gone.
            Err(_) => return Self::default(),
        };
        let known: BTreeMap<_, _> =
            before.map(|before| before.files).unwrap_or_default().into_iter().collect();
        let share = |path: String, text: String| {
            // A text that did not change keeps its tree.
            let same = known.get(&path).filter(|old| ***old == text);
            let text = same.map_or_else(|| Arc::new(text), Arc::clone);
            (path, text)
        };
        let files = std::mem::take(&mut workspace.files);
        let files = files.into_iter().map(|file| share(file.path, file.text)).collect();
        let failures = Arc::new(std::mem::take(&mut workspace.failures));
        let facts = Arc::new(workspace.facts.for_compiler());
        Self { workspace: Some(workspace), files, facts, failures }
    }

    fn texts<'d>(
        &self,
        root: Option<&Path>,
        documents: impl Iterator<Item = (&'d String, &'d mut Document)>,
    ) -> Vec<FileText> {
        let mut texts: Vec<FileText> =
            self.files.iter().map(|(path, text)| on_disk(root, path, text)).collect();
        for (uri, document) in documents {
            let path = document.path.clone().unwrap_or_else(|| uri.clone());
            let opened = FileText {
                path,
                uri: uri.clone(),
                version: Some(document.version),
                text: document.text.whole(),
            };
            match texts.iter_mut().find(|text| text.path == opened.path) {
                Some(text) => *text = opened,
                None => texts.push(opened),
            }
        }
        texts.sort_by(|a, b| path_order(&a.path, &b.path));
        texts
    }
}

fn on_disk(root: Option<&Path>, path: &str, text: &Arc<String>) -> FileText {
    let full = root.map_or_else(|| PathBuf::from(path), |root| root.join(path));
    FileText { path: path.to_owned(), uri: address::of_path(&full), version: None, text: text.clone() }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Loose(uri) => f.write_str(uri),
        }
    }
}
