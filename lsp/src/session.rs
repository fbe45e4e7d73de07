//! The documents and workspaces of one editor window, owned by one task.
//!
//! Everything that changes them is an [`Event`], taken in the order in which it was sent; whoever asks gets an
//! immutable [`View`]. Analysis runs beside, on a snapshot, and its result counts only if nothing changed since.

pub mod address;
pub mod analysis;
mod analyst;
pub mod document;
pub mod made;
pub mod names;
pub mod root;
pub mod shift;
pub mod snapshot;
pub mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use zonal_runtime::error::Failure;
use zonal_runtime::workspace::{self, Start, Workspace};

use self::analysis::Analysis;
use self::analyst::Analyst;
use self::document::Document;
use self::root::{Key, Root};
use self::snapshot::{Snapshot, View};
use self::text::{Change, Encoding};

/// How long edits are gathered before they are analysed.
pub const DEBOUNCE: Duration = Duration::from_millis(25);

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A document was opened.
    Opened {
        /// Its address.
        uri: String,
        /// Its place on disk, if it has one.
        path: Option<PathBuf>,
        /// Its version.
        version: i32,
        /// Its text.
        text: String,
    },
    /// An open document was edited.
    Changed {
        /// Its address.
        uri: String,
        /// The version after the changes.
        version: i32,
        /// The changes, in order.
        changes: Vec<Change>,
    },
    /// An open document was written to disk.
    Saved(String),
    /// A document was closed.
    Closed(String),
    /// Files on disk came, went or changed.
    OnDisk(Vec<PathBuf>),
    /// The folders of the window changed.
    Folders {
        /// Those that came.
        added: Vec<PathBuf>,
        /// Those that went.
        removed: Vec<PathBuf>,
    },
    /// Somebody asks about a document.
    Ask {
        /// Its address.
        uri: String,
        /// How fresh the analysis has to be.
        freshness: Freshness,
        /// Where the answer goes; none if the document is not open.
        reply: oneshot::Sender<Option<View>>,
    },
    /// Somebody asks about every workspace.
    AskAll(oneshot::Sender<Vec<Arc<Analysis>>>),
    /// A workspace was read from disk.
    Loaded(Key, Box<Result<Workspace, Failure>>),
    /// Edits have been gathered for a while.
    Due(Key),
    /// An analysis ended; none if it panicked.
    Analysed(Key, Option<Arc<Analysis>>),
}

/// How fresh an analysis has to be for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Any, or none.
    Any,
    /// Of the texts as they are at the question.
    Current,
}

/// Something to tell the client.
#[derive(Debug)]
pub enum Output {
    /// A workspace was analysed, and nothing changed since.
    Analysed(Key, Arc<Analysis>),
    /// A workspace is no longer of interest.
    Gone(Key),
    /// Something went wrong inside the server.
    Trouble(String),
}

/// The state of one editor window.
#[derive(Debug)]
pub struct Session {
    encoding: Encoding,
    folders: Vec<PathBuf>,
    documents: BTreeMap<String, Document>,
    roots: BTreeMap<Key, Root>,
    analyst: Analyst,
    events: mpsc::UnboundedSender<Event>,
    output: mpsc::UnboundedSender<Output>,
}

impl Session {
    /// An empty session, what sends it events, and what it tells.
    #[must_use]
    pub fn start(
        encoding: Encoding,
        folders: Vec<PathBuf>,
        events: mpsc::UnboundedSender<Event>,
    ) -> (Self, mpsc::UnboundedReceiver<Output>) {
        let (output, told) = mpsc::unbounded_channel();
        let (documents, roots) = (BTreeMap::new(), BTreeMap::new());
        let analyst = Analyst::start();
        let mut session = Self { encoding, folders: Vec::new(), documents, roots, analyst, events, output };
        folders.into_iter().for_each(|folder| session.add_folder(folder));
        (session, told)
    }

    /// Takes events until nobody can send any.
    pub async fn run(mut self, mut events: mpsc::UnboundedReceiver<Event>) {
        while let Some(event) = events.recv().await {
            self.take(event);
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Opened { uri, path, version, text } => self.open(uri, path, version, text),
            Event::Changed { uri, version, changes } => self.change(&uri, version, &changes),
            Event::Saved(uri) => self.saved(&uri),
            Event::Closed(uri) => self.close(&uri),
            Event::OnDisk(paths) => self.on_disk(&paths),
            Event::Folders { added, removed } => {
                self.folders.retain(|folder| !removed.contains(folder));
                added.into_iter().for_each(|folder| self.add_folder(folder));
            }
            Event::Ask { uri, freshness, reply } => self.ask(&uri, freshness, reply),
            Event::AskAll(reply) => {
                let analyses = self.roots.values().filter_map(|root| root.analysis.clone()).collect();
                // Whoever asked may have gone away.
                let _ = reply.send(analyses);
            }
            Event::Loaded(key, loaded) => self.loaded(&key, *loaded),
            Event::Due(key) => self.due(&key),
            Event::Analysed(key, analysis) => self.analysed(key, analysis),
        }
    }

    /// A folder that is a workspace is analysed as a whole; any other waits for its first document.
    fn add_folder(&mut self, folder: PathBuf) {
        if let Ok(root) = workspace::find_root(Start::Here(&folder))
            && root.join(workspace::SETTINGS_FILE).is_file()
        {
            self.root(Key::Folder(root));
        }
        self.folders.push(folder);
    }

    fn open(&mut self, uri: String, path: Option<PathBuf>, version: i32, text: String) {
        let place = path.as_deref().and_then(|path| self.place(path));
        let key =
            place.as_ref().map_or_else(|| Key::Loose(uri.clone()), |(root, _)| Key::Folder(root.clone()));
        let relative = place.map(|(_, relative)| relative);
        self.documents.insert(uri, Document::new(key.clone(), relative, version, text));
        self.root(key.clone());
        self.part_left_out(&key);
        self.touch(&key);
    }

    /// A document that the settings of its workspace leave out is a program of its own.
    fn part_left_out(&mut self, key: &Key) {
        let Some(root) = self.roots.get(key) else { return };
        let mut alone = Vec::new();
        for (uri, document) in &mut self.documents {
            let path = document.path.as_deref().unwrap_or_default();
            if document.key == *key && matches!(key, Key::Folder(_)) && root.leaves_out(path) {
                document.key = Key::Loose(uri.clone());
                alone.push(document.key.clone());
            }
        }
        for key in alone {
            self.root(key.clone());
            self.touch(&key);
        }
    }

    /// The root that a file belongs to, and its path below it.
    fn place(&self, path: &Path) -> Option<(PathBuf, String)> {
        let folder = std::fs::canonicalize(path.parent()?).ok()?;
        let found = workspace::find_root(Start::Here(&folder)).ok()?;
        let is_marked = found.join(workspace::SETTINGS_FILE).is_file() || found.join(".git").exists();
        let window = self.folders.iter().filter_map(|folder| std::fs::canonicalize(folder).ok());
        let around =
            window.filter(|window| folder.starts_with(window)).max_by_key(|window| window.as_os_str().len());
        let root = if is_marked { found } else { around.unwrap_or(found) };
        let full = folder.join(path.file_name()?);
        let relative = full.strip_prefix(&root).ok()?;
        let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
        Some((root, parts?.join("/")))
    }

    fn change(&mut self, uri: &str, version: i32, changes: &[Change]) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        changes.iter().for_each(|change| document.text.apply(change, self.encoding));
        document.version = version;
        let key = document.key.clone();
        self.touch(&key);
    }

    fn saved(&mut self, uri: &str) {
        let Some(document) = self.documents.get(uri) else { return };
        let key = document.key.clone();
        // A document that was never on disk has a place now; it is opened anew by the client under its new address.
        if let Some(root) = self.roots.get_mut(&key) {
            root.load(&key, &self.events);
        }
    }

    fn close(&mut self, uri: &str) {
        let Some(document) = self.documents.remove(uri) else { return };
        let key = document.key;
        let is_used = self.documents.values().any(|document| document.key == key);
        let is_of_window = matches!(&key, Key::Folder(root)
            if root.join(workspace::SETTINGS_FILE).is_file() && self.folders.iter().any(|folder| folder.starts_with(root) || root.starts_with(folder)));
        if !is_used && !is_of_window {
            self.roots.remove(&key);
            return self.tell(Output::Gone(key));
        }
        // What the disk has counts again, and may have changed while nobody asked it.
        if let Some(root) = self.roots.get_mut(&key) {
            root.load(&key, &self.events);
        }
        self.touch(&key);
    }

    fn on_disk(&mut self, paths: &[PathBuf]) {
        for (key, root) in &mut self.roots {
            if let Key::Folder(folder) = key
                && paths.iter().any(|path| path.starts_with(folder))
            {
                root.load(key, &self.events);
            }
        }
    }

    fn ask(&mut self, uri: &str, freshness: Freshness, reply: oneshot::Sender<Option<View>>) {
        let Some(key) = self.documents.get(uri).map(|document| document.key.clone()) else {
            // Whoever asked may have gone away.
            let _ = reply.send(None);
            return;
        };
        let is_ready = freshness == Freshness::Any || self.roots.get(&key).is_none_or(Root::is_current);
        if is_ready {
            let _ = reply.send(self.view(&key, uri));
            return;
        }
        if let Some(root) = self.roots.get_mut(&key) {
            root.waiting.push((uri.to_owned(), reply));
        }
        self.analyse(&key);
    }

    fn view(&mut self, key: &Key, uri: &str) -> Option<View> {
        let snapshot = self.snapshot(key)?;
        let file = snapshot.files().iter().find(|file| file.uri == uri).cloned()?;
        let analysis = self.roots.get(key).and_then(|root| root.analysis.clone());
        Some(View { snapshot, file, analysis })
    }

    fn snapshot(&mut self, key: &Key) -> Option<Arc<Snapshot>> {
        let documents = self.documents.iter_mut().filter(|(_, document)| document.key == *key);
        Some(self.roots.get_mut(key)?.snapshot(key, documents))
    }

    fn root(&mut self, key: Key) -> &mut Root {
        let events = &self.events;
        self.roots.entry(key).or_insert_with_key(|key| Root::new(key, events))
    }

    fn loaded(&mut self, key: &Key, loaded: Result<Workspace, Failure>) {
        if let Err(failure) = &loaded {
            self.tell(Output::Trouble(format!("{failure}; only what is open is checked")));
        }
        let Some(root) = self.roots.get_mut(key) else { return };
        root.loaded(key, loaded, &self.events);
        self.part_left_out(key);
        self.touch(key);
    }

    /// Something of a workspace changed: what was known of it is of the past.
    fn touch(&mut self, key: &Key) {
        let Some(root) = self.roots.get_mut(key) else { return };
        root.outdate();
        if root.is_loaded() && !root.is_running && !root.is_due {
            root.is_due = true;
            let (events, key) = (self.events.clone(), key.clone());
            tokio::spawn(async move {
                tokio::time::sleep(DEBOUNCE).await;
                // The session may have ended.
                let _ = events.send(Event::Due(key));
            });
        }
    }

    fn due(&mut self, key: &Key) {
        if let Some(root) = self.roots.get_mut(key) {
            root.is_due = false;
            self.analyse(key);
        }
    }

    fn analyse(&mut self, key: &Key) {
        let is_needed = |root: &Root| root.is_loaded() && !root.is_running && !root.is_current();
        if !self.roots.get(key).is_some_and(is_needed) {
            return;
        }
        let Some(snapshot) = self.snapshot(key) else { return };
        if let Some(root) = self.roots.get_mut(key) {
            root.is_running = true;
        }
        let (events, key) = (self.events.clone(), key.clone());
        self.analyst.analyse(snapshot, move |analysis| {
            // The session may have ended.
            let _ = events.send(Event::Analysed(key, analysis));
        });
    }

    fn analysed(&mut self, key: Key, analysis: Option<Arc<Analysis>>) {
        let Some(root) = self.roots.get_mut(&key) else { return };
        root.is_running = false;
        let Some(analysis) = analysis else {
            // The same text would bring the same panic, so the next edit is waited for.
            root.give_up();
            self.answer_waiting(&key);
            return self.tell(Output::Trouble(format!("the analysis of {key} failed; please report this")));
        };
        root.analysis = Some(analysis.clone());
        if !root.is_current() {
            return self.analyse(&key);
        }
        self.answer_waiting(&key);
        self.tell(Output::Analysed(key, analysis));
    }

    fn answer_waiting(&mut self, key: &Key) {
        let Some(root) = self.roots.get_mut(key) else { return };
        for (uri, reply) in std::mem::take(&mut root.waiting) {
            // Whoever asked may have gone away.
            let _ = reply.send(self.view(key, &uri));
        }
    }

    fn tell(&self, output: Output) {
        // Nobody listens any more when the server ends.
        let _ = self.output.send(output);
    }
}
