//! A workspace in a temporary folder, and the command run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder to run the command in.
pub struct Workspace {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Workspace {
    /// An empty workspace.
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("zonal.toml"), "").expect("a settings file");
        Self { folder }
    }

    /// A workspace with one file.
    pub fn with(text: &str) -> Self {
        let workspace = Self::new();
        workspace.write("main.zonal", text);
        workspace
    }

    /// A copy of one of the project's examples, without what was deployed there.
    pub fn example(name: &str) -> Self {
        let workspace = Self::new();
        copy(&examples().join(name), workspace.path());
        workspace
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a written file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Replaces a text that stands in a file once.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` should stand in {path} once");
        self.write(path, text.replace(old, new));
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[], b"")
    }

    /// Runs the command with variables and an input.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &[u8]) -> Run {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied()).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command runs");
        // A command that fails early does not read its input.
        let _ = child.stdin.take().expect("an input").write_all(input);
        self.ended(&child.wait_with_output().expect("the command ends"))
    }

    /// The command, to be run in the workspace with no variable that changes its ways.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zonal"));
        command.args(arguments).current_dir(self.path());
        for variable in ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "GITHUB_ACTIONS", "ZONAL_COMMIT"] {
            command.env_remove(variable);
        }
        // The time that a report names, so that it is the same in each run.
        command.env("SOURCE_DATE_EPOCH", "1800000000");
        command
    }

    /// Runs git in the workspace, as nobody in particular.
    pub fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com"];
        let mut command = Command::new("git");
        command.args(identity).args(arguments).current_dir(self.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let output = command.output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Commits everything that is there.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// A text in which every commit has the same name, which is another in each run.
    pub fn without_commits(&self, text: &str) -> String {
        let is_commit = |word: &str| word.len() == 12 && word.chars().all(|digit| digit.is_ascii_hexdigit());
        let words = text.split_inclusive(|character: char| !character.is_ascii_alphanumeric());
        let masked = words.map(|word| match word.char_indices().last() {
            Some((at, _)) if is_commit(&word[..at]) => format!("COMMIT{}", &word[at..]),
            _ => word.to_owned(),
        });
        let text: String = masked.collect();
        text.replace("COMMIT..COMMIT", "COMMIT..files")
    }

    /// The end of a run, with the folder's own name replaced, which is another in each run.
    pub fn ended(&self, output: &Output) -> Run {
        let root = fs::canonicalize(self.path()).expect("the folder");
        let text =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&root.display().to_string(), "[ROOT]");
        Run {
            code: output.status.code().expect("an exit code"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Run {
    /// Everything about the run, for a snapshot.
    pub fn transcript(&self) -> String {
        format!("exit code {}\n--- stdout\n{}--- stderr\n{}", self.code, self.out, self.err)
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.transcript());
        self
    }
}

/// The project's examples.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("an example") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if !entry.path().is_dir() {
            fs::copy(entry.path(), target).expect("a copied file");
        } else if entry.file_name() != "out" {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        }
    }
}

/// A zone at one folder of zone files, with room for statements.
pub fn zone(statements: &str) -> String {
    format!(
        "provider local = zonefile {{\n  directory    \"out\"\n  nameservers  ns1.local.example., ns2.local.example.\n}}\n\n\
         zone example.com on local {{\n{statements}\n}}\n"
    )
}
