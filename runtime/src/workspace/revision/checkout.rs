//! A workspace as it is at a commit, read without touching what is checked out.
//!
//! The files that have a say are laid into a temporary folder, where they are read like any other workspace. No symbolic
//! link is ever made there.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::{answer, git, run};
use crate::error::{Failure, FailureKind};
use crate::workspace::{FACTS_FILE, MAX_TOTAL, SETTINGS_FILE, prefix};

/// The files of a workspace at a revision.
#[derive(Debug)]
pub struct Checkout {
    /// The commit.
    pub commit: String,
    /// The folder as long as it shall be there, and its full path.
    _folder: TempDir,
    root: PathBuf,
    workspace: PathBuf,
    entries: BTreeMap<String, Entry>,
}

/// A file at a revision.
#[derive(Debug, Clone)]
struct Entry {
    object: String,
    is_link: bool,
}

impl Checkout {
    /// Lays out the source files, settings and facts of a workspace as they are at a commit.
    ///
    /// # Errors
    /// Fails if git cannot read them, or they cannot be written.
    pub fn of(workspace: &Path, commit: &str) -> Result<Self, Failure> {
        let failed = |error| Failure::io(&std::env::temp_dir(), "make a temporary folder", error);
        let folder = TempDir::with_prefix("zonal-").map_err(failed)?;
        let root = fs::canonicalize(folder.path()).map_err(failed)?;
        // Run in the workspace's folder, git lists what is below it, with paths from there.
        let listed = run(workspace, &["ls-tree", "-r", "-z", commit])?;
        let entries = entries(&listed);
        let (commit, workspace) = (commit.to_owned(), workspace.to_owned());
        let checkout = Self { commit, _folder: folder, root, workspace, entries };
        checkout.write(Path::new(SETTINGS_FILE), b"")?;
        let has_a_say = |path: &str| {
            let path = Path::new(path);
            path.extension() == Some(OsStr::new("zonal"))
                || path.file_name() == Some(OsStr::new(SETTINGS_FILE))
                || path == Path::new(FACTS_FILE)
        };
        let wanted = checkout.entries.iter().filter(|(path, entry)| has_a_say(path) && !entry.is_link);
        checkout.lay_out(wanted)?;
        Ok(checkout)
    }

    /// The folder that stands for the workspace.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lays out one more file that the source reads, if the commit has it.
    ///
    /// # Errors
    /// As [`Checkout::of`].
    pub fn provide(&self, path: &str) -> Result<(), Failure> {
        let Some((name, entry)) = self.entries.get_key_value(path) else { return Ok(()) };
        if entry.is_link {
            let what = "it is a symbolic link, which is not followed at another revision";
            return Err(Failure::new(FailureKind::Unsupported, what).at(Path::new(path)));
        }
        self.lay_out(std::iter::once((name, entry)))
    }

    /// A failure about a file of this checkout, with its place as people know it.
    #[must_use]
    pub fn relocated(&self, failure: Failure) -> Failure {
        let short: String = self.commit.chars().take(12).collect();
        failure.moved(self.root(), &format!("{short}:{}", prefix(&self.workspace)))
    }

    fn lay_out<'e>(&self, wanted: impl Iterator<Item = (&'e String, &'e Entry)>) -> Result<(), Failure> {
        let wanted: Vec<(&String, &Entry)> = wanted.collect();
        let objects: Vec<&str> = wanted.iter().map(|(_, entry)| entry.object.as_str()).collect();
        for ((path, _), content) in wanted.iter().zip(self.contents(&objects)?) {
            self.write(Path::new(path), &content)?;
        }
        Ok(())
    }

    /// The contents of objects, in their order.
    fn contents(&self, objects: &[&str]) -> Result<Vec<Vec<u8>>, Failure> {
        if objects.is_empty() {
            return Ok(Vec::new());
        }
        let sizes = batch(&self.workspace, "--batch-check", objects)?;
        let sizes = String::from_utf8_lossy(&sizes);
        let total: u64 = sizes.lines().filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum();
        if total > MAX_TOTAL {
            let what = format!(
                "the source files at {} hold more than {} MiB together",
                self.commit,
                MAX_TOTAL >> 20
            );
            return Err(Failure::new(FailureKind::Data, what));
        }
        let answer = batch(&self.workspace, "--batch", objects)?;
        let mut rest = answer.as_slice();
        let mut contents = Vec::with_capacity(objects.len());
        for object in objects {
            let taken = take(rest).ok_or_else(|| {
                Failure::new(FailureKind::Unavailable, format!("git does not have the object {object}"))
                    .at(&self.workspace)
                    .help("`git fsck` tells what is missing; a fresh clone has everything")
            })?;
            contents.push(taken.0.to_vec());
            rest = taken.1;
        }
        Ok(contents)
    }

    fn write(&self, path: &Path, content: &[u8]) -> Result<(), Failure> {
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Failure::new(FailureKind::Data, "the path leads out of the repository").at(path));
        }
        let full = self.root().join(path);
        let folder = full.parent().unwrap_or(self.root());
        fs::create_dir_all(folder).map_err(|error| Failure::io(folder, "make the folder", error))?;
        fs::write(&full, content).map_err(|error| Failure::io(&full, "write", error))
    }
}

/// The entries of a listing: `MODE blob OBJECT`, a tab, the path, a zero octet.
fn entries(listed: &[u8]) -> BTreeMap<String, Entry> {
    let entry = |line: &[u8]| {
        let line = String::from_utf8_lossy(line);
        let (head, path) = line.split_once('\t')?;
        let mut words = head.split_ascii_whitespace();
        let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
        let entry = Entry { object: object.to_owned(), is_link: mode == "120000" };
        (kind == "blob").then(|| (path.to_owned(), entry))
    };
    listed.split(|byte| *byte == 0).filter_map(entry).collect()
}

/// What `git cat-file` says of objects.
fn batch(workspace: &Path, mode: &str, objects: &[&str]) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::io(&std::env::temp_dir(), "write a temporary file", error);
    // A file, as a pipe that nobody empties yet would stop both sides.
    let mut asked = tempfile::NamedTempFile::new().map_err(failed)?;
    asked.write_all((objects.join("\n") + "\n").as_bytes()).map_err(failed)?;
    let input = File::open(asked.path()).map_err(failed)?;
    answer(git(workspace, &["cat-file", mode]).stdin(input))
}

/// One object of a batch, `OBJECT blob SIZE`, a newline, the content, a newline; and what follows.
fn take(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(answer.get(..end)?).ok()?;
    let size: usize = head.rsplit_once(' ')?.1.parse().ok()?;
    let content = answer.get(end + 1..end + 1 + size)?;
    Some((content, answer.get(end + 2 + size..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_gives_files_alone() {
        let listed = b"100644 blob aa\ta.zonal\x00160000 commit bb\tsub\x00120000 blob cc\tlink\x00";
        let entries = entries(listed);
        assert_eq!(entries.keys().collect::<Vec<_>>(), ["a.zonal", "link"]);
        assert!(entries["link"].is_link);
    }
}
