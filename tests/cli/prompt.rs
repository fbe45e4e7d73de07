//! The question on a terminal. `script` (util-linux) makes one.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::support::{Run, Workspace};

/// Runs a command on a terminal, with answers typed.
fn on_a_terminal(workspace: &Workspace, arguments: &str, answers: &str) -> Run {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_zonal"));
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--echo", "never", "--command", &line, "/dev/null"])
        .current_dir(workspace.path())
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("script runs");
    child.stdin.take().expect("an input").write_all(answers.as_bytes()).expect("answers");
    workspace.ended(&child.wait_with_output().expect("script ends"))
}

#[test]
fn a_yes_deploys() {
    let workspace = Workspace::example("quickstart");
    let run = on_a_terminal(&workspace, "deploy", "y\n").expect(0);
    assert!(run.out.contains("Deploy 22 changes? [y/N]"), "{}", run.out);
    assert!(workspace.exists("out/cloud-b/example.com.zone"));
}

#[test]
fn anything_else_does_not() {
    for answer in ["n\n", "\n", "\u{4}"] {
        let workspace = Workspace::example("quickstart");
        let run = on_a_terminal(&workspace, "deploy", answer).expect(3);
        assert!(run.out.contains("nothing was written"), "{}", run.out);
        assert!(!workspace.exists("out"));
    }
}

#[test]
fn what_needs_confirmation_is_asked_for() {
    let workspace = Workspace::example("quickstart");
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    let run = on_a_terminal(&workspace, "deploy", "n\n").expect(3);
    assert!(run.out.contains("MX needs confirmation"), "{}", run.out);
    let run = on_a_terminal(&workspace, "deploy", "y\ny\n").expect(0);
    assert!(run.out.contains("deployed example.com at cloud-b"), "{}", run.out);
}
