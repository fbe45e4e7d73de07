//! The files that `file("…")` names in the source. They are input like the source itself: nothing outside the
//! workspace can be read through them.

use std::fs;
use std::path::{Component, Path};

use crate::error::{Failure, FailureKind};
use crate::text;

/// The largest input file, in bytes.
const MAX_INPUT: u64 = 1 << 20;

/// Reads the file that a `file("…")` in the source names, relative to the root.
///
/// # Errors
/// Refuses a path that leaves the root, by `..`, as an absolute path or through a symbolic link; a file that is
/// larger than 1 MiB or not UTF-8; and one that cannot be read.
pub fn read_input(root: &Path, path: &str) -> Result<String, Failure> {
    let refuse =
        |what: &str, help: &str| Err(Failure::new(FailureKind::Data, what).at(Path::new(path)).help(help));
    let stays =
        Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !stays || path.is_empty() || path.contains('\\') {
        let help =
            "name a file of the workspace, relative to its root, with `/` between folders: `keys/dkim.pub`";
        return refuse("the path leads out of the workspace", help);
    }
    let full = root.join(path);
    let failed = |error| Failure::io(&full, "read", error);
    let resolved = fs::canonicalize(&full).map_err(failed)?;
    let root = fs::canonicalize(root).map_err(|error| Failure::io(root, "open the workspace", error))?;
    if !resolved.starts_with(&root) {
        return refuse("a symbolic link leads out of the workspace", "copy the file into the workspace");
    }
    let metadata = fs::metadata(&resolved).map_err(failed)?;
    if !metadata.is_file() {
        return refuse("it is not a file", "name a file of the workspace");
    }
    if metadata.len() > MAX_INPUT {
        return refuse("the file is larger than 1 MiB", "`file` is for keys and short texts");
    }
    text::utf8(&full, fs::read(&resolved).map_err(failed)?)
}
