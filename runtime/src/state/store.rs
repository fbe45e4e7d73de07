//! The files of the state folder: written whole, kept for a while.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::error::{Failure, FailureKind};
use crate::text;

/// The approved plan.
pub(super) const PLAN: &str = "plan.json";
/// What stood before.
pub(super) const SNAPSHOT: &str = "snapshot.json";
/// What happened.
pub(super) const JOURNAL: &str = "journal.jsonl";

/// Makes the folder of a deploy that begins now, and gives its identifier.
pub(super) fn new_folder(deploys: &Path) -> Result<(String, PathBuf), Failure> {
    const MOST_A_SECOND: u32 = 1000;
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    for number in 0..MOST_A_SECOND {
        let id = if number == 0 { now.clone() } else { format!("{now}-{number:03}") };
        let folder = deploys.join(&id);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok((id, folder)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Failure::io(&folder, "make the folder", error)),
        }
    }
    Err(Failure::new(FailureKind::Unavailable, "too many deploys began in this second").at(deploys))
}

/// The identifiers of all deploys whose plan is whole, the oldest first.
pub(super) fn ids(deploys: &Path) -> Result<Vec<String>, Failure> {
    let listed = match fs::read_dir(deploys) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::io(deploys, "list", error)),
    };
    let mut ids = Vec::new();
    for entry in listed {
        let entry = entry.map_err(|error| Failure::io(deploys, "list", error))?;
        // A run that was killed while it made the folder pushed nothing.
        if entry.path().join(JOURNAL).is_file() {
            ids.extend(entry.file_name().into_string());
        }
    }
    ids.sort();
    Ok(ids)
}

/// Removes all but the newest deploys.
pub(super) fn prune(deploys: &Path, kept: usize) -> Result<(), Failure> {
    let ids = ids(deploys)?;
    for id in ids.iter().take(ids.len().saturating_sub(kept)) {
        let folder = deploys.join(id);
        fs::remove_dir_all(&folder).map_err(|error| Failure::io(&folder, "remove", error))?;
    }
    Ok(())
}

/// Writes a new file that outlives a power cut.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || {
        let mut file = File::create_new(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| Failure::io(path, "write", error))
}

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    text::utf8(path, fs::read(path).map_err(|error| Failure::io(path, "read", error))?)
}

/// Reads a file that a power cut may have torn off within a character.
pub(super) fn read_torn(path: &Path) -> Result<String, Failure> {
    let octets = fs::read(path).map_err(|error| Failure::io(path, "read", error))?;
    Ok(String::from_utf8_lossy(&octets).into_owned())
}

/// Makes the entries of a folder outlive a power cut.
pub(super) fn make_durable(folder: &Path) -> Result<(), Failure> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Failure::io(folder, "make durable", error))
}
