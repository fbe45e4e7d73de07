//! A workspace on disk: where it begins, which files belong to it, its settings and its facts about live zones.
//!
//! The root is the nearest folder upward that holds a `zonal.toml`, but never beyond the repository. Without
//! one it is the folder that was named or, if none was, the repository's root, else the current folder. A
//! folder below the root that has a `zonal.toml` of its own is another workspace and is left out.

mod facts;
mod input;
mod settings;
mod walk;

use std::path::{Path, PathBuf};

pub use self::facts::{Facts, ZoneFacts};
pub use self::input::read_input;
pub use self::settings::Settings;
use crate::error::{Failure, FailureKind};
use crate::text;

/// The name of the settings file, which marks a root.
pub const SETTINGS_FILE: &str = "zonal.toml";
/// The name of the file of facts about live zones.
pub const FACTS_FILE: &str = "zonal.lock";
/// The largest source file, in bytes.
pub const MAX_FILE: u64 = 64 << 20;
/// The most that all source files may hold together, in bytes.
pub const MAX_TOTAL: u64 = 256 << 20;

/// Where to look for a workspace.
#[derive(Debug, Clone, Copy)]
pub enum Start<'a> {
    /// In the current folder, since none was named.
    Here(&'a Path),
    /// In a folder that was named, or the folder of a file that was.
    Named(&'a Path),
}

/// A workspace as it was read.
#[derive(Debug)]
pub struct Workspace {
    /// Its root.
    pub root: PathBuf,
    /// Its settings; the defaults where there are none, or none that can be read.
    pub settings: Settings,
    /// Its facts about live zones.
    pub facts: Facts,
    /// Its source files in the order of their paths.
    pub files: Vec<SourceText>,
    /// What could not be read.
    pub failures: Vec<Failure>,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// Its path relative to the root, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Workspace {
    /// Whether a file belongs to the workspace, on disk or not yet, by its path below the root.
    #[must_use]
    pub fn takes(&self, relative: &Path) -> bool {
        let selection = self.settings.selection(&self.root);
        selection.is_ok_and(|selection| walk::takes(&self.root, &selection, relative))
    }
}

/// The order in which a walk meets two files, by their paths below the root.
#[must_use]
pub fn path_order(a: &str, b: &str) -> std::cmp::Ordering {
    a.split('/').cmp(b.split('/'))
}

/// Finds and reads a workspace. What cannot be read is listed beside what can.
///
/// # Errors
/// Fails if there is no such folder.
pub fn load(start: Start<'_>) -> Result<Workspace, Failure> {
    let root = find_root(start)?;
    let mut failures = Vec::new();
    let mut keep = |failure: Failure| failures.push(failure);
    let settings = settings::read(&root.join(SETTINGS_FILE)).unwrap_or_else(|failure| {
        keep(failure);
        Settings::default()
    });
    let facts = facts::read(&root.join(FACTS_FILE)).unwrap_or_else(|failure| {
        keep(failure);
        Facts::default()
    });
    let mut workspace = Workspace { root, settings, facts, files: Vec::new(), failures };
    walk::collect(&mut workspace);
    Ok(workspace)
}

/// The root of the workspace of a folder, or of the one around the current folder.
///
/// # Errors
/// Fails if there is no such folder.
pub fn root_of(folder: Option<&Path>) -> Result<PathBuf, Failure> {
    match folder {
        Some(folder) => find_root(Start::Named(folder)),
        None => find_root(Start::Here(&std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")))),
    }
}

/// Reads one source file.
///
/// # Errors
/// Fails for what is no regular file, is too large or not UTF-8, or cannot be read.
pub fn read_source(path: &Path) -> Result<String, Failure> {
    let metadata = std::fs::metadata(path).map_err(|error| Failure::io(path, "read", error))?;
    if !metadata.is_file() {
        return Err(Failure::new(FailureKind::Data, "it is not a regular file").at(path));
    }
    if metadata.len() > MAX_FILE {
        return Err(too_large(path, MAX_FILE));
    }
    text::utf8(path, std::fs::read(path).map_err(|error| Failure::io(path, "read", error))?)
}

/// The root of the workspace that holds a place.
///
/// # Errors
/// Fails if the place is not there.
pub fn find_root(start: Start<'_>) -> Result<PathBuf, Failure> {
    let (Start::Here(place) | Start::Named(place)) = start;
    let place =
        std::fs::canonicalize(place).map_err(|error| Failure::io(place, "open the workspace", error))?;
    let folder = match place.is_dir() {
        true => place.as_path(),
        false => place.parent().unwrap_or(&place),
    };
    let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
    let within = |candidate: &&Path| repository.is_none_or(|repository| candidate.starts_with(repository));
    let marked = folder.ancestors().take_while(within).find(|folder| folder.join(SETTINGS_FILE).is_file());
    let default = match start {
        Start::Here(_) => repository.unwrap_or(folder),
        Start::Named(_) => folder,
    };
    Ok(marked.unwrap_or(default).to_owned())
}

/// A failure about the shape of a file in the workspace.
fn malformed(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let what = error.message().to_lowercase().replace('\n', "; ");
    let at = error.span().map_or(0, |span| span.start);
    let (line, column) = text::line_column(text, at);
    Failure::data_at(path, line, column, what.trim_end_matches('.').to_owned())
}

/// Reads an optional file of a root; `None` if it is not there.
fn read_optional(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => text::utf8(path, bytes).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(path, "read", error)),
    }
}

fn too_large(path: &Path, limit: u64) -> Failure {
    let what = format!("the file is larger than {} MiB", limit >> 20);
    Failure::new(FailureKind::Data, what)
        .at(path)
        .help("split it into several files, or leave it out by `exclude`")
}
