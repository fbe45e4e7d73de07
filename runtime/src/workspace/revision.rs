//! A workspace as it is at a git revision, read by the `git` command without touching the checkout.
//!
//! The files that have a say are laid into a temporary folder, where they are read like any other workspace. Nothing is
//! fetched, and no symbolic link is ever made there.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use tempfile::TempDir;

use super::{FACTS_FILE, MAX_TOTAL, SETTINGS_FILE};
use crate::error::{Failure, FailureKind};

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisions {
    /// The earlier one, as git names it.
    pub base: String,
    /// The later one.
    pub head: Head,
    /// Where the comparison begins.
    pub from: From,
}

/// The later one of two versions of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// The files as they are.
    Files,
    /// A revision, as git names it.
    Revision(String),
}

/// Where a comparison begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// At the base.
    Base,
    /// Where both parted.
    MergeBase,
}

impl FromStr for Revisions {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (base, head, from) = if let Some((base, head)) = text.split_once("...") {
            (base, Some(head), From::MergeBase)
        } else if let Some((base, head)) = text.split_once("..") {
            (base, Some(head), From::Base)
        } else {
            (text, None, From::Base)
        };
        let named = |revision: &str| match revision {
            "" => "HEAD".to_owned(),
            _ => revision.to_owned(),
        };
        let head = head.map_or(Head::Files, |head| Head::Revision(named(head)));
        let bad = |revision: &str| revision.starts_with('-') || revision.contains([':', '\0', '\n']);
        let revisions = Self { base: named(base), head, from };
        let is_bad = bad(&revisions.base) || matches!(&revisions.head, Head::Revision(head) if bad(head));
        if text.is_empty() || is_bad {
            return Err("expected git revisions, as in `main..HEAD`".to_owned());
        }
        Ok(revisions)
    }
}

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

/// The commit that is checked out around a folder; none if that cannot be told.
#[must_use]
pub fn checked_out(workspace: &Path) -> Option<String> {
    let out = git(workspace, &["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    (out.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// The commits that a comparison is about: the earlier one and, unless it is the files as they are, the later one.
///
/// # Errors
/// Fails without git, outside of a repository, and for a revision that this clone does not have.
pub fn resolve(workspace: &Path, revisions: &Revisions) -> Result<(String, Option<String>), Failure> {
    run(workspace, &["rev-parse", "--git-dir"])?;
    let base = commit(workspace, &revisions.base)?;
    let head = match &revisions.head {
        Head::Files => return Ok((base, None)),
        Head::Revision(head) => commit(workspace, head)?,
    };
    if revisions.from == From::Base {
        return Ok((base, Some(head)));
    }
    let parted = run(workspace, &["merge-base", &base, &head]).map_err(|_| {
        let what = format!("`{}` and HEAD have no commit in common here", revisions.base);
        missing(workspace, what)
    })?;
    Ok((line(&parted), Some(head)))
}

fn commit(workspace: &Path, revision: &str) -> Result<String, Failure> {
    let asked = format!("{revision}^{{commit}}");
    let found = run(workspace, &["rev-parse", "--verify", "--quiet", &asked]);
    found
        .map(|text| line(&text))
        .map_err(|_| missing(workspace, format!("this clone has no revision `{revision}`")))
}

/// The failure to find something that the clone may simply not have.
fn missing(workspace: &Path, what: String) -> Failure {
    let is_shallow =
        run(workspace, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| line(&answer) == "true");
    let failure = Failure::new(FailureKind::Data, what).at(workspace);
    if is_shallow {
        failure
            .help("the clone is shallow: check it out with `fetch-depth: 0`, or run `git fetch --unshallow`")
    } else {
        failure.help("`git fetch` brings what others have; `git log --oneline --all` shows what is here")
    }
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
        failure.moved(self.root(), &format!("{short}:{}", super::prefix(&self.workspace)))
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

fn git(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // A checkout may be one that cannot be written to.
    command.arg("-C").arg(workspace).args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    // Within a hook they name the repository from another folder.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

fn run(workspace: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    answer(&mut git(workspace, arguments))
}

fn answer(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let out = command.output().map_err(|error| {
        Failure::new(FailureKind::Unavailable, format!("cannot run git: {error}"))
            .help("a comparison of revisions needs the `git` command")
    })?;
    if out.status.success() {
        return Ok(out.stdout);
    }
    let text = String::from_utf8_lossy(&out.stderr);
    let first = text.lines().next().unwrap_or_default();
    let what = first.strip_prefix("fatal: ").unwrap_or(first).trim_end_matches('.');
    let what = if what.is_empty() { "git failed, and does not say why" } else { what };
    let failure = Failure::new(FailureKind::Unavailable, format!("git: {what}"));
    if text.contains("dubious ownership") {
        return Err(failure
            .help("the checkout belongs to another user: `git config --global --add safe.directory DIR`"));
    }
    Err(failure.help("run it in a clone of the repository"))
}

fn line(text: &[u8]) -> String {
    String::from_utf8_lossy(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revisions(base: &str, head: Head, from: From) -> Result<Revisions, String> {
        Ok(Revisions { base: base.to_owned(), head, from })
    }

    #[test]
    fn revisions_are_read_as_git_reads_them() {
        let head = || Head::Revision("HEAD".to_owned());
        assert_eq!("main..HEAD".parse(), revisions("main", head(), From::Base));
        assert_eq!("main...".parse(), revisions("main", head(), From::MergeBase));
        assert_eq!("v1.0".parse(), revisions("v1.0", Head::Files, From::Base));
        assert!("--upload-pack=x..HEAD".parse::<Revisions>().is_err());
        assert!("".parse::<Revisions>().is_err());
    }

    #[test]
    fn a_listing_gives_files_alone() {
        let listed = b"100644 blob aa\ta.zonal\x00160000 commit bb\tsub\x00120000 blob cc\tlink\x00";
        let entries = entries(listed);
        assert_eq!(entries.keys().collect::<Vec<_>>(), ["a.zonal", "link"]);
        assert!(entries["link"].is_link);
    }
}
