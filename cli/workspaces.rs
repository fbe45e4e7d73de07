//! The workspaces that named paths belong to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::workspace::{Start, find_root};

use crate::program::Program;

/// A workspace, and what was named of it.
pub struct Named {
    /// The workspace.
    pub program: Program,
    /// The files and folders that were named, in full.
    pub paths: Vec<PathBuf>,
}

/// Reads and compiles the workspaces of paths, each once, in the order of their roots; without a path, the one around the
/// current folder. A folder that is in no workspace is one; a file that is in none belongs to its repository.
///
/// # Errors
/// Fails if a path is not there.
pub fn load(paths: &[PathBuf]) -> Result<Vec<Named>, Failure> {
    if paths.is_empty() {
        return Ok(vec![Named { program: Program::load(None)?, paths: Vec::new() }]);
    }
    let mut workspaces: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        let root = find_root(if path.is_dir() { Start::Named(path) } else { Start::Here(path) })?;
        let full = std::fs::canonicalize(path).map_err(|error| Failure::io(path, "read", error))?;
        workspaces.entry(root).or_default().push(full);
    }
    let load =
        |(root, paths): (PathBuf, Vec<PathBuf>)| Ok(Named { program: Program::load(Some(&root))?, paths });
    workspaces.into_iter().map(load).collect()
}

impl Named {
    /// The files that were named and are not read, as their workspace leaves them out.
    pub fn left_out(&self) -> impl Iterator<Item = Failure> {
        self.paths.iter().filter(|path| !path.is_dir() && !self.reads(path)).map(|path| {
            let what = format!("the file does not belong to the workspace {}", self.program.root.display());
            let help = "source files end in `.zonal`, and zonal.toml may leave some out";
            Failure::new(FailureKind::Data, what).at(path).help(help)
        })
    }

    fn reads(&self, file: &Path) -> bool {
        let Program { root, sources, failures, .. } = &self.program;
        sources.iter().any(|(_, source)| root.join(&source.path) == file)
            || failures.iter().any(|failure| failure.place().is_some_and(|place| place.path == file))
    }
}
