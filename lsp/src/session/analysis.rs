//! What a snapshot means: its zones and its diagnostics.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use zonal_compiler::compile::Compilation;
use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::places::NamePlaces;
use zonal_compiler::source::{FileId, Sources};
use zonal_runtime::workspace::read_input;

use super::made::Made;
use super::names::{NameIndex, Names};
use super::snapshot::Snapshot;

/// A compiled snapshot.
#[derive(Debug)]
pub struct Analysis {
    /// What was compiled.
    pub snapshot: Arc<Snapshot>,
    /// What it means, and what is wrong with it. Where a part of the workspace cannot be read, there is nothing but
    /// what is wrong with the texts themselves: every use of what that part declares would be an error of its own.
    pub compilation: Compilation,
    made: OnceLock<Made>,
    /// Where names are written, and what each means there.
    places: NamePlaces,
    names: OnceLock<NameIndex>,
}

impl Analysis {
    /// Compiles a snapshot.
    #[must_use]
    pub fn of(snapshot: Arc<Snapshot>) -> Self {
        let parsed = snapshot.parsed();
        let (compilation, places) = if snapshot.failures.is_empty() {
            let paths = parsed.input_paths(&snapshot.sources);
            let inputs = inputs(snapshot.root.as_deref(), paths);
            parsed.evaluate_placing(&snapshot.sources, &inputs, &snapshot.facts)
        } else {
            let diagnostics = parsed.errors().cloned().collect();
            (Compilation { diagnostics, ..Compilation::default() }, NamePlaces::default())
        };
        Self { snapshot, compilation, made: OnceLock::new(), places, names: OnceLock::new() }
    }

    /// The texts that were compiled.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.snapshot.sources
    }

    /// Which statement made which records; found out when first asked for.
    pub fn made(&self) -> &Made {
        self.made.get_or_init(|| Made::of(&self.compilation.zones))
    }

    /// The names by place and by name, put in order when first asked for.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        let index = self.names.get_or_init(|| NameIndex::of(&self.places));
        Names { places: &self.places, index }
    }

    /// What is wrong in one file, by place.
    pub fn diagnostics_of(&self, file: FileId) -> impl Iterator<Item = &Diagnostic> + use<'_> {
        let found = &self.compilation.diagnostics;
        let start = found.partition_point(|diagnostic| diagnostic.primary.at.file < file);
        let here = found.iter().skip(start);
        here.take_while(move |diagnostic| diagnostic.primary.at.file == file)
    }
}

/// The files that `file("…")` names. A document that is not on disk has no workspace to read them from.
fn inputs(root: Option<&Path>, paths: Vec<String>) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        let text = match root {
            Some(root) => read_input(root, &path).map_err(|failure| failure.what().to_owned()),
            None => Err("this document is not in a folder yet: save it first".to_owned()),
        };
        inputs.add(path, text);
    }
    inputs
}
