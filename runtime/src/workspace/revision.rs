//! Git revisions, as people name them and as commits, found by the `git` command. Nothing is fetched.

mod checkout;

use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;

pub use self::checkout::Checkout;
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
}
