//! A workspace read from disk and compiled.

use std::env;
use std::path::{Path, PathBuf};

use zonal_compiler::compile::{self, Compilation};
use zonal_compiler::diagnostic::Severity;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::{Facts, ZoneFact};
use zonal_compiler::source::Sources;
use zonal_runtime::error::Failure;
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
        let compilation = if failures.is_empty() {
            compile_workspace(&root, &sources, &facts)
        } else {
            Compilation {
                zones: Vec::new(),
                providers: Vec::new(),
                healths: Vec::new(),
                diagnostics: Vec::new(),
            }
        };
        Ok(Self { root, facts, sources, compilation, failures })
    }

    /// Whether anything is so wrong that nothing may be built from it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let is_error = |severity| severity == Severity::Error;
        !self.failures.is_empty() || self.compilation.diagnostics.iter().any(|found| is_error(found.severity))
    }
}

fn compile_workspace(root: &Path, sources: &Sources, facts: &workspace::Facts) -> Compilation {
    let parsed = compile::parse(sources);
    let mut inputs = Inputs::default();
    for path in parsed.input_paths(sources) {
        let text = read_input(root, &path).map_err(|failure| failure.what().to_owned());
        inputs.add(path, text);
    }
    parsed.evaluate(sources, &inputs, &known(facts))
}

fn known(facts: &workspace::Facts) -> Facts {
    let fact = |zone: &workspace::ZoneFacts| ZoneFact {
        zone: zone.name.clone(),
        provider: zone.provider.clone(),
        nameservers: zone.name_servers.clone(),
    };
    Facts { zones: facts.zones.iter().map(fact).collect() }
}
