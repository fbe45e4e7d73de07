//! Addresses of documents: `file:` for what has a place on disk, anything else for what has none.

use std::path::{Path, PathBuf};

use url::Url;

/// The address of a file; empty for a path that is not absolute.
#[must_use]
pub fn of_path(path: &Path) -> String {
    Url::from_file_path(path).map(String::from).unwrap_or_default()
}

/// The place on disk of an address, if it has one.
#[must_use]
pub fn path_of(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok().filter(|url| url.scheme() == "file").and_then(|url| url.to_file_path().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_comes_back_from_its_address() {
        let path = Path::new("/zones/ü und %/a.zonal");
        assert_eq!(path_of(&of_path(path)).as_deref(), Some(path));
        assert_eq!(path_of("untitled:Untitled-1"), None);
        assert_eq!(path_of("no address"), None);
    }
}
