//! Writing files so that a reader sees the old or the new one, never a part; and adding to the end of one.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;
use zonal_runtime::error::Failure;

/// Puts a text in place of a file, or makes the file; its folder must be there.
///
/// # Errors
/// Fails if the folder cannot be written to; the old file is then intact.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::io(path, "write", error);
    // A link is followed: what it names is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&target).is_ok_and(|old| !old.is_file()) {
        // A pipe or a device is written to, and not replaced.
        return fs::write(&target, text).map_err(failed);
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = temporary(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    if let Ok(old) = fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions()).map_err(failed)?;
    }
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A temporary file with the permissions that any new file has here.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Adds a text to the end of a file, or makes the file.
///
/// # Errors
/// Fails if the file cannot be written to.
pub fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::io(path, "write", error);
    let mut file = fs::OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
