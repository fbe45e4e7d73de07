//! Whether the editor's extension speaks of the same language as this command.

use std::fs;
use std::path::Path;

use super::{Finding, Topic, Verdict};

/// Where VS Code and what is built on it keep extensions, below a home folder.
const FOLDERS: [&str; 5] = [
    ".vscode/extensions",
    ".vscode-server/extensions",
    ".vscode-insiders/extensions",
    ".vscode-oss/extensions",
    ".cursor/extensions",
];
/// How the folder of the extension begins.
const EXTENSION: &str = "zonal-dns.zonal-";

/// The versions of the extension below a home folder, the newest of each editor.
#[must_use]
pub fn installed(home: &Path) -> Vec<String> {
    let mut found: Vec<String> = FOLDERS.iter().filter_map(|folder| newest(&home.join(folder))).collect();
    found.sort();
    found.dedup();
    found
}

fn newest(folder: &Path) -> Option<String> {
    let names = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name());
    let version = |name: &std::ffi::OsStr| {
        let rest = name.to_str()?.strip_prefix(EXTENSION)?;
        let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.');
        rest.get(..end.unwrap_or(rest.len())).map(str::to_owned)
    };
    names.filter_map(|name| version(&name)).max_by_key(|version| numbers(version))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// How a version of the extension stands to this command's.
#[must_use]
pub fn finding(extension: &str, command: &str) -> Finding {
    // Before 1.0 the second number is the one that breaks.
    let line = |version: &str| numbers(version).into_iter().take(2).collect::<Vec<u64>>();
    let (theirs, ours) = (line(extension), line(command));
    let what = format!("the editor's extension is {extension}, this command {command}");
    match theirs.cmp(&ours) {
        std::cmp::Ordering::Equal => Finding::new(Topic::Editor, Verdict::Fine, what),
        std::cmp::Ordering::Less => Finding::new(Topic::Editor, Verdict::Doubtful, what)
            .help("update the extension `zonal-dns.zonal`"),
        std::cmp::Ordering::Greater => {
            Finding::new(Topic::Editor, Verdict::Doubtful, what).help("update this command")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_an_editor_counts() {
        let home = tempfile::tempdir().unwrap();
        for name in ["zonal-dns.zonal-0.9.2", "zonal-dns.zonal-0.10.0-linux-x64", "zonal-dns.other-9.0.0"] {
            fs::create_dir_all(home.path().join(".vscode/extensions").join(name)).unwrap();
        }
        assert_eq!(installed(home.path()), ["0.10.0"]);
        assert_eq!(installed(&home.path().join("nowhere")), [] as [&str; 0]);
    }

    #[test]
    fn a_difference_in_the_last_number_is_none() {
        let verdict = |extension, command| finding(extension, command).verdict;
        assert_eq!(verdict("0.1.7", "0.1.0"), Verdict::Fine);
        assert_eq!(verdict("0.2.0", "0.1.0"), Verdict::Doubtful);
        assert_eq!(verdict("0.1.0", "1.0.0"), Verdict::Doubtful);
    }
}
