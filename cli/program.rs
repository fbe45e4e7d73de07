//! A workspace read from disk and compiled.

use std::env;
use std::path::{Path, PathBuf};

use zonal_compiler::compile::{self, Compilation};
use zonal_compiler::diagnostic::Severity;
use zonal_compiler::eval::Inputs;
use zonal_compiler::source::Sources;
use zonal_runtime::error::Failure;
use zonal_runtime::plan::document::SourceDigests;
use zonal_runtime::workspace::{self, Start, Workspace, read_input};

/// A compiled workspace.
#[derive(Debug)]
pub struct Program {
    /// The workspace's root.
    pub root: PathBuf,
    /// What is known of its live zones.
    pub facts: workspace::Facts,
    /// Its files.
    pub sources: Sources,
    /// What they mean, and what is wrong with them; nothing where a file could not be read.
    pub compilation: Compilation,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// What its `file(…)` calls read, by path.
    inputs: Vec<(String, String)>,
}

impl Program {
    /// Reads and compiles the workspace of a folder, or the one around the current folder.
    ///
    /// Where a part of the workspace cannot be read, the rest is not compiled: every use of what that part
    /// declares would be an error of its own.
    ///
    /// # Errors
    /// Fails if there is no such folder.
    pub fn load(folder: Option<&Path>) -> Result<Self, Failure> {
        let here = PathBuf::from(".");
        let Workspace { root, facts, files, failures, .. } = match folder {
            Some(folder) => workspace::load(Start::Named(folder))?,
            None => workspace::load(Start::Here(&env::current_dir().unwrap_or(here)))?,
        };
        let mut sources = Sources::new();
        for file in files {
            sources.add(file.path, file.text);
        }
        let (compilation, inputs) = if failures.is_empty() {
            compile_workspace(&root, &sources, &facts)
        } else {
            (Compilation::default(), Vec::new())
        };
        Ok(Self { root, facts, sources, compilation, failures, inputs })
    }

    /// What everything that has a say in the zones is known again by.
    #[must_use]
    pub fn digests(&self) -> SourceDigests {
        let facts = self.facts.to_text();
        let sources = self.sources.iter().map(|(_, file)| (file.path.as_str(), file.text.as_bytes()));
        let inputs = self.inputs.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let facts = std::iter::once((workspace::FACTS_FILE, facts.as_bytes()));
        SourceDigests::of(sources.chain(inputs).chain(facts))
    }

    /// Whether anything is so wrong that nothing may be built from it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let is_error = |severity| severity == Severity::Error;
        !self.failures.is_empty() || self.compilation.diagnostics.iter().any(|found| is_error(found.severity))
    }
}

fn compile_workspace(
    root: &Path,
    sources: &Sources,
    facts: &workspace::Facts,
) -> (Compilation, Vec<(String, String)>) {
    let parsed = compile::parse(sources);
    let mut inputs = Inputs::default();
    let mut files: Vec<(String, String)> = Vec::new();
    for path in parsed.input_paths(sources) {
        let text = read_input(root, &path).map_err(|failure| failure.what().to_owned());
        files.extend(text.iter().map(|text| (path.clone(), text.clone())));
        inputs.add(path, text);
    }
    (parsed.evaluate(sources, &inputs, &facts.for_compiler()), files)
}
