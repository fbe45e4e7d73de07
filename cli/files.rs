//! Writing files so that a reader sees the old or the new one, never a part.

use std::fs::{self, Permissions};
use std::io::Write as _;
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
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().set_permissions(permissions(&target)).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The permissions of the file that is replaced, or those of a new file.
fn permissions(target: &Path) -> Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(target).map_or_else(|_| Permissions::from_mode(0o644), |metadata| metadata.permissions())
}
