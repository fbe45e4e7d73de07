//! The walk over a workspace's folders.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::settings::Selection;
use super::{MAX_TOTAL, SETTINGS_FILE, SourceText, Workspace, read_source};
use crate::error::{Failure, FailureKind};

/// The extension of source files.
const EXTENSION: &str = "zonal";

/// Folders that hold other people's files.
const FOREIGN_FOLDERS: [&str; 2] = ["target", "node_modules"];

/// Reads every source file below the root into the workspace.
pub(super) fn collect(workspace: &mut Workspace) {
    let selection = match workspace.settings.selection(&workspace.root) {
        Ok(selection) => selection,
        Err(failure) => return workspace.failures.push(failure),
    };
    let root = workspace.root.clone();
    let mut total = 0;
    let walk = WalkDir::new(&root).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || belongs(entry)) {
        let read = match entry {
            Ok(entry) => read_entry(&root, &entry, &selection, &mut total),
            Err(error) => Err(walk_failure(&root, error)),
        };
        match read {
            Ok(file) => workspace.files.extend(file),
            Err(failure) => workspace.failures.push(failure),
        }
        if total > MAX_TOTAL {
            let what = format!("the source files hold more than {} MiB together", MAX_TOTAL >> 20);
            let help = "name a smaller folder, or leave files out by `exclude` in zonal.toml";
            return workspace.failures.push(Failure::new(FailureKind::Data, what).at(&root).help(help));
        }
    }
}

/// Whether the walk enters a folder, or looks at a file.
fn belongs(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    if name.as_encoded_bytes().starts_with(b".") {
        return false;
    }
    if !entry.file_type().is_dir() {
        return true;
    }
    let own_workspace = || entry.path().join(SETTINGS_FILE).is_file();
    !is_foreign(name) && !own_workspace()
}

/// Whether a file at a path below the root, on disk or not, is one that the walk reads.
pub(super) fn takes(root: &Path, selection: &Selection, relative: &Path) -> bool {
    let folders = relative.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let is_own = |folder: &Path| {
        let name = folder.file_name().unwrap_or_default();
        let is_hidden = name.as_encoded_bytes().starts_with(b".");
        !is_hidden && !is_foreign(name) && !root.join(folder).join(SETTINGS_FILE).is_file()
    };
    let name = relative.file_name().unwrap_or_default();
    let is_source = relative.extension() == Some(OsStr::new(EXTENSION));
    is_source
        && !name.as_encoded_bytes().starts_with(b".")
        && folders.into_iter().all(is_own)
        && selection.takes(relative)
}

fn is_foreign(name: &OsStr) -> bool {
    FOREIGN_FOLDERS.iter().any(|folder| name == OsStr::new(folder))
}

fn read_entry(
    root: &Path,
    entry: &DirEntry,
    selection: &Selection,
    total: &mut u64,
) -> Result<Option<SourceText>, Failure> {
    let path = entry.path();
    let relative = path.strip_prefix(root).unwrap_or(path);
    let is_source = path.extension() == Some(OsStr::new(EXTENSION)) && !entry.file_type().is_dir();
    if !is_source || !selection.takes(relative) {
        return Ok(None);
    }
    if entry.path_is_symlink() {
        return check_link(root, path).map(|()| None);
    }
    let Some(relative) = slashed(relative) else {
        let what = "the file's name is not UTF-8";
        return Err(Failure::new(FailureKind::Data, what).at(path).help("rename it"));
    };
    let text = read_source(path)?;
    *total += text.len() as u64;
    Ok(Some(SourceText { path: relative, text }))
}

/// A symbolic link is not followed: what it names within the root is read at its own place.
fn check_link(root: &Path, link: &Path) -> Result<(), Failure> {
    let target =
        fs::canonicalize(link).map_err(|error| Failure::io(link, "follow the symbolic link", error))?;
    if target.starts_with(root) {
        return Ok(());
    }
    let what = format!("the symbolic link leads out of the workspace, to {}", target.display());
    Err(Failure::new(FailureKind::Data, what)
        .at(link)
        .help("copy the file, or leave the link out by `exclude`"))
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    parts.map(|parts| parts.join("/"))
}

fn walk_failure(root: &Path, error: walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(root).to_owned();
    let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder is a loop"));
    Failure::io(&path, "read", error)
}
