//! Files of a folder: read whole, written whole or not at all.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::text;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 1 << 30;

/// What the names of unfinished files begin and end with; nothing loads them.
const UNFINISHED: (&str, &str) = (".zonal-", ".unfinished");

/// Reads a file of UTF-8 text.
///
/// # Errors
/// Fails if it cannot be read, is too large, or holds other bytes, with the line and column of the first.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path).map_err(|error| Failure::io(path, "read", error))?;
    text::utf8(path, bytes).map_err(|failure| {
        failure.help("write the byte as `\\DDD`, its decimal number, or save the file as UTF-8")
    })
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if metadata.len() > MAX_FILE {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it is larger than {MAX_FILE} bytes")));
    }
    if metadata.is_dir() {
        return Err(io::Error::from(ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    fs::read(path)
}

/// Why a file that another one names was not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotRead {
    /// It lies outside the folder.
    #[error("$INCLUDE leads out of the folder {}", .0.display())]
    Outside(PathBuf),
    /// It cannot be read.
    #[error("{0}")]
    Failed(Failure),
}

impl NotRead {
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Outside(_) => "move the included file into the folder of the zone files",
            Self::Failed(_) => "the path is relative to the file that includes it",
        }
    }
}

/// Reads a file unless it lies outside a folder, symbolic links resolved.
pub(super) fn read_within(path: &Path, folder: &Path) -> Result<(PathBuf, String), NotRead> {
    let resolve = |path: &Path| {
        fs::canonicalize(path).map_err(|error| NotRead::Failed(Failure::io(path, "read", error)))
    };
    let (resolved, folder) = (resolve(path)?, resolve(folder)?);
    if !resolved.starts_with(&folder) {
        return Err(NotRead::Outside(folder));
    }
    let text = read_text(&resolved).map_err(NotRead::Failed)?;
    Ok((resolved, text))
}

/// Tries whether files can be made in a folder, or in the one that it will be made in; leaves none behind.
///
/// # Errors
/// Fails as a deploy would.
pub(super) fn try_to_write(folder: &Path) -> Result<(), Failure> {
    let there = folder.ancestors().find(|folder| fs::symlink_metadata(folder).is_ok()).unwrap_or(folder);
    tempfile::tempfile_in(there).map(drop).map_err(|error| Failure::io(there, "write to the folder", error))
}

/// The right to write to a folder, as far as other deploys are concerned; given back when dropped.
///
/// The lock is on the folder itself, so that no file stays behind.
#[derive(Debug)]
pub(super) struct FolderLock {
    _folder: File,
}

impl FolderLock {
    /// Takes the lock, unless another deploy has it.
    pub fn take(folder: &Path) -> Result<Self, Failure> {
        let file = File::open(folder).map_err(|error| Failure::io(folder, "open", error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _folder: file }),
            Err(TryLockError::WouldBlock) => {
                let failure =
                    Failure::new(crate::error::FailureKind::Unavailable, "another deploy is writing here");
                Err(failure.at(folder).help("wait until it ends, then run this one again"))
            }
            Err(TryLockError::Error(error)) => Err(Failure::io(folder, "lock", error)),
        }
    }

    /// Removes what a run that was killed left unfinished. Nobody else writes here, so it is nobody's.
    pub fn sweep(&self, folder: &Path) -> Result<(), Failure> {
        let listed = fs::read_dir(folder).map_err(|error| Failure::io(folder, "list", error))?;
        for entry in listed {
            let entry = entry.map_err(|error| Failure::io(folder, "list", error))?;
            if is_unfinished(&entry.file_name()) {
                fs::remove_file(entry.path()).map_err(|error| Failure::io(&entry.path(), "remove", error))?;
            }
        }
        Ok(())
    }
}

fn is_unfinished(name: &OsStr) -> bool {
    let (prefix, suffix) = UNFINISHED;
    name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(suffix))
}

/// How well a file has been written.
#[derive(Debug)]
pub(super) enum Written {
    /// It outlives a power cut.
    Durably,
    /// It stands, but the disk did not promise to keep it.
    Unsure(Failure),
}

/// Puts a whole file in the place of another, or leaves everything as it was.
///
/// Mode and owner stay those of the file that is replaced. Where `copy` is given and not taken, the old file is
/// kept under that name.
///
/// # Errors
/// Fails with the old file intact and nothing unfinished left behind.
pub(super) fn replace(
    folder: &Path,
    target: &Path,
    text: &str,
    copy: Option<&Path>,
) -> Result<Written, Failure> {
    let (prefix, suffix) = UNFINISHED;
    let failed = |error| Failure::io(target, "write", error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).suffix(suffix);
    new_file_mode(&mut builder);
    let mut unfinished = builder.tempfile_in(folder).map_err(failed)?;
    unfinished.write_all(text.as_bytes()).map_err(failed)?;
    if let Some(old) = existing(target).map_err(failed)? {
        keep_rights(&old, unfinished.path())
            .map_err(|error| Failure::io(target, "keep owner and mode", error))?;
    }
    unfinished.as_file().sync_all().map_err(failed)?;
    if let Some(copy) = copy {
        keep_copy(target, copy)?;
    }
    unfinished.persist(target).map_err(|error| failed(error.error))?;
    let durable = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(durable.map_or_else(
        |error| Written::Unsure(Failure::io(folder, "make durable", error)),
        |()| Written::Durably,
    ))
}

/// Keeps a second name for a file as it stands, unless that name is taken.
fn keep_copy(target: &Path, copy: &Path) -> Result<(), Failure> {
    match fs::hard_link(target, copy) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        // Some file systems have no second names.
        Err(_) => {
            let copied = fs::copy(target, copy).map(drop);
            copied.map_err(|error| Failure::io(copy, "keep a copy of the original as", error))
        }
    }
}

fn existing(path: &Path) -> io::Result<Option<fs::Metadata>> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A new zone file is readable by the server's user, as far as the umask lets it be.
#[cfg(unix)]
fn new_file_mode(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn new_file_mode(_builder: &mut tempfile::Builder<'_, '_>) {}

#[cfg(unix)]
fn keep_rights(old: &fs::Metadata, new: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let made = fs::metadata(new)?;
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        // Only root may give a file away; its group matters more, for servers read by group.
        chown(new, Some(old.uid()), Some(old.gid())).or_else(|_| chown(new, None, Some(old.gid())))?;
    }
    fs::set_permissions(new, old.permissions())
}

#[cfg(not(unix))]
fn keep_rights(old: &fs::Metadata, new: &Path) -> io::Result<()> {
    fs::set_permissions(new, old.permissions())
}

/// The name beside a file, with an ending added.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsStr::to_os_string);
    name.push(ending);
    path.with_file_name(name)
}
