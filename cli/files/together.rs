//! Writing several files, all of them or none.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempPath;
use zonal_runtime::error::Failure;

use super::temporary;

/// Files that are written, with the folders that had to be made for them, until it is known that all could be.
#[derive(Debug, Default)]
pub struct Written {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

/// Makes new files and their folders, or none.
///
/// # Errors
/// Fails if one of them is there already or cannot be written; the others are then taken back.
pub fn create(files: &[(PathBuf, String)]) -> Result<Written, Failure> {
    let mut written = Written::default();
    match make(files, &mut written) {
        Ok(()) => Ok(written),
        Err(failure) => {
            written.take_back();
            Err(failure)
        }
    }
}

fn make(files: &[(PathBuf, String)], written: &mut Written) -> Result<(), Failure> {
    let mut ready: Vec<(&Path, TempPath)> = Vec::new();
    for (path, text) in files {
        let failed = |error| Failure::io(path, "write", error);
        let folder = path.parent().unwrap_or(Path::new("."));
        make_folders(folder, written)?;
        let mut file = temporary(folder).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        ready.push((path, file.into_temp_path()));
    }
    // What can fail for want of room or of rights has not by now.
    for (path, file) in ready {
        file.persist_noclobber(path).map_err(|error| Failure::io(path, "write", error.error))?;
        written.files.push(path.to_owned());
    }
    Ok(())
}

fn make_folders(folder: &Path, written: &mut Written) -> Result<(), Failure> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && fs::symlink_metadata(folder).is_err())
        .collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder).map_err(|error| Failure::io(folder, "make the folder", error))?;
        written.folders.push(folder.to_owned());
    }
    Ok(())
}

impl Written {
    /// Removes what was written, since something that belongs to it could not be.
    pub fn take_back(self) {
        // What cannot be taken back now cannot be told better than the failure itself, which is told.
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("taken"), "a file").unwrap();
        let files = [("a/b/one", "1"), ("taken/two", "2")];
        let files = files.map(|(path, text)| (folder.path().join(path), text.to_owned()));
        let failure = create(&files).unwrap_err();
        assert!(failure.to_string().contains("taken"), "{failure}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_is_not_replaced_and_the_others_are_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("two"), "mine").unwrap();
        let files = ["one", "two"].map(|path| (folder.path().join(path), "new".to_owned()));
        create(&files).unwrap_err();
        assert!(!folder.path().join("one").exists());
        assert_eq!(fs::read_to_string(folder.path().join("two")).unwrap(), "mine");
    }
}
