//! The documents of one editor window.

use std::collections::BTreeMap;
use std::sync::Arc;

use zonal_compiler::source::Sources;

/// The documents as they are now. One task owns the session; all others work on snapshots.
#[derive(Debug, Default)]
pub struct Session {
    documents: BTreeMap<String, Arc<str>>,
}

/// The documents as they were at one moment; never changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    sources: Arc<Sources>,
}

impl Session {
    /// Takes the text of a document, by its path below the workspace root, in place of any earlier one.
    pub fn set(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) {
        self.documents.insert(path.into(), text.into());
    }

    /// Forgets a document.
    pub fn remove(&mut self, path: &str) {
        self.documents.remove(path);
    }

    /// The documents as they are now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let mut sources = Sources::new();
        for (path, text) in &self.documents {
            sources.add(path.clone(), text.to_string());
        }
        Snapshot { sources: Arc::new(sources) }
    }
}

impl Snapshot {
    /// The documents, by path.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}
