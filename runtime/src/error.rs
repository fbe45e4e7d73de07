//! What goes wrong outside the source: at a provider, in a file, in a folder.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// A failure with its place and its remedy.
///
/// `Display` gives `place: message`; [`Failure::help`] says what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{}{what}", Prefix(place.as_ref()))]
pub struct Failure {
    kind: FailureKind,
    place: Option<FilePlace>,
    what: String,
    help: Option<String>,
    #[source]
    cause: Option<Box<dyn Error + Send + Sync>>,
}

/// What sort of failure it is, as far as the caller acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The data is wrong: a file that cannot be understood, a value that cannot be served.
    Data,
    /// The provider, the disk or the network did not do what it was asked.
    Unavailable,
    /// The provider can never do what it was asked.
    Unsupported,
}

/// A place in a file outside the workspace's sources, or a whole file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The file or folder.
    pub path: PathBuf,
    /// The line and the column in characters, both from 1.
    pub line_column: Option<(u32, u32)>,
}

struct Prefix<'a>(Option<&'a FilePlace>);

impl Failure {
    /// A failure of this kind with a message: lower case, no full stop.
    #[must_use]
    pub fn new(kind: FailureKind, what: impl Into<String>) -> Self {
        Self { kind, place: None, what: what.into(), help: None, cause: None }
    }

    /// Wrong data at a line and column of a file.
    #[must_use]
    pub fn data_at(path: &Path, line: u32, column: u32, what: impl Into<String>) -> Self {
        let place = FilePlace { path: path.to_owned(), line_column: Some((line, column)) };
        Self { place: Some(place), ..Self::new(FailureKind::Data, what) }
    }

    /// A file system operation that failed; `doing` completes "cannot …".
    #[must_use]
    pub fn io(path: &Path, doing: &str, error: std::io::Error) -> Self {
        let help = io_help(error.kind());
        let failure = Self::new(FailureKind::Unavailable, format!("cannot {doing}: {}", io_reason(&error)));
        Self { help: help.map(str::to_owned), cause: Some(Box::new(error)), ..failure.at(path) }
    }

    /// The same failure once more, for a second report of it; without the error that it was made from.
    #[must_use]
    pub fn again(&self) -> Self {
        let (place, help) = (self.place.clone(), self.help.clone());
        Self { kind: self.kind, place, what: self.what.clone(), help, cause: None }
    }

    /// Names the file or folder.
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.place = Some(FilePlace { path: path.to_owned(), line_column: None });
        self
    }

    /// Names a file of one folder by what else its path begins with.
    #[must_use]
    pub fn moved(mut self, from: &Path, to: &str) -> Self {
        if let Some(place) = &mut self.place
            && let Ok(below) = place.path.strip_prefix(from)
        {
            place.path = PathBuf::from(format!("{to}{}", below.display()));
        }
        self
    }

    /// Says more of it, after what it says.
    #[must_use]
    pub fn and(mut self, more: &str) -> Self {
        self.what = format!("{}; {more}", self.what);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Attaches the error that this one was made from.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What sort of failure it is.
    #[must_use]
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Where it is, if it is in a file.
    #[must_use]
    pub const fn place(&self) -> Option<&FilePlace> {
        self.place.as_ref()
    }

    /// What is wrong, without its place.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        self.line_column.map_or(Ok(()), |(line, column)| write!(f, ":{line}:{column}"))
    }
}

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |place| write!(f, "{place}: "))
    }
}

/// The system's reason in words, without the error number that it appends.
fn io_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let reason = text.find(" (os error").and_then(|end| text.get(..end)).unwrap_or(&text);
    reason.to_lowercase()
}

const fn io_help(kind: std::io::ErrorKind) -> Option<&'static str> {
    use std::io::ErrorKind as Kind;
    if matches!(kind, Kind::PermissionDenied | Kind::ReadOnlyFilesystem) {
        Some("give this user the right to it, or name another folder")
    } else if matches!(kind, Kind::StorageFull | Kind::QuotaExceeded) {
        Some("free some space and run it again; the old file is intact")
    } else if matches!(kind, Kind::NotADirectory) {
        Some("a part of this path is a file; name a folder")
    } else {
        None
    }
}
