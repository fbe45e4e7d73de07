//! A workspace read from disk and compiled.

use std::env;
use std::path::{Path, PathBuf};

use zonal_compiler::compile::{self, Compilation};
use zonal_compiler::diagnostic::Severity;
use zonal_compiler::eval::Inputs;
use zonal_compiler::source::Sources;
use zonal_runtime::error::Failure;
use zonal_runtime::plan::document::SourceDigests;
use zonal_runtime::workspace::revision::Checkout;
use zonal_runtime::workspace::{self, SourceText, Start, Workspace, read_input};

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
        let read = |path: &str| read_input(&root, path);
        let (sources, compilation, inputs) = compile_files(files, &failures, &facts, read);
        Ok(Self { root, facts, sources, compilation, failures, inputs })
    }

    /// Reads and compiles the workspace of a root as it is at a commit.
    ///
    /// # Errors
    /// Fails if git cannot read it.
    pub fn at(root: &Path, commit: &str) -> Result<Self, Failure> {
        let checkout = Checkout::of(root, commit)?;
        let Workspace { facts, files, failures, .. } = workspace::load(Start::Named(checkout.root()))?;
        let read = |path: &str| {
            checkout.provide(path)?;
            read_input(checkout.root(), path).map_err(|failure| checkout.relocated(failure))
        };
        let (sources, compilation, inputs) = compile_files(files, &failures, &facts, read);
        let failures = failures.into_iter().map(|failure| checkout.relocated(failure)).collect();
        Ok(Self { root: root.to_owned(), facts, sources, compilation, failures, inputs })
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

    /// The records of its zones, each once for all of its providers.
    #[must_use]
    pub fn records(&self) -> usize {
        self.compilation.zones.iter().map(|zone| zone.records.len()).sum()
    }

    /// Whether anything is so wrong that nothing may be built from it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let is_error = |severity| severity == Severity::Error;
        !self.failures.is_empty() || self.compilation.diagnostics.iter().any(|found| is_error(found.severity))
    }
}

/// Compiles what could be read, unless a part could not.
fn compile_files(
    files: Vec<SourceText>,
    failures: &[Failure],
    facts: &workspace::Facts,
    read: impl Fn(&str) -> Result<String, Failure>,
) -> (Sources, Compilation, Vec<(String, String)>) {
    let mut sources = Sources::new();
    for file in files {
        sources.add(file.path, file.text);
    }
    if !failures.is_empty() {
        let nothing = Compilation::default();
        return (sources, nothing, Vec::new());
    }
    let parsed = compile::parse(&sources);
    let mut inputs = Inputs::default();
    let mut texts: Vec<(String, String)> = Vec::new();
    for path in parsed.input_paths(&sources) {
        let text = read(&path).map_err(|failure| failure.what().to_owned());
        texts.extend(text.iter().map(|text| (path.clone(), text.clone())));
        inputs.add(path, text);
    }
    let compilation = parsed.evaluate(&sources, &inputs, &facts.for_compiler());
    (sources, compilation, texts)
}
