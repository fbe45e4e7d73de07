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
    for provider in ["cloud-a", "cloud-b"] {
        assert!(
            run.out.contains(&format!("at provider `{provider}`, and MX needs confirmation")),
            "{}",
            run.out
        );
    }
    let run = on_a_terminal(&workspace, "deploy", "y\ny\n").expect(0);
    assert!(run.out.contains("deployed example.com at cloud-b"), "{}", run.out);
}

#[test]
fn a_workspace_is_begun_by_two_answers() {
    let workspace = Workspace::new();
    let run = on_a_terminal(&workspace, "init dns", "*\nexample.com\nbind\nroute53, azure-dns\n").expect(0);
    assert!(run.out.contains("`*` cannot stand in the name of a zone"), "{}", run.out);
    assert!(run.out.contains("the kinds are route53, azure-dns, zonefile"), "{}", run.out);
    assert!(workspace.read("dns/example.com.zonal").contains("zone example.com on public {"));
    let run = on_a_terminal(&workspace, "init other", "example.net\n\n").expect(0);
    assert!(run.out.contains("[zonefile]"), "{}", run.out);
    assert!(workspace.read("other/example.net.zonal").contains("zone example.net on files {"));
}

#[test]
fn who_does_not_answer_begins_nothing() {
    let workspace = Workspace::new();
    for answers in ["\u{4}", "example.com\n\u{4}"] {
        let run = on_a_terminal(&workspace, "init dns", answers).expect(1);
        assert!(run.out.contains("nothing was written"), "{}", run.out);
        assert!(!workspace.exists("dns"));
    }
    // Whoever says so is not asked.
    on_a_terminal(&workspace, "init dns --yes", "").expect(64);
    on_a_terminal(&workspace, "init dns --yes --zone example.com", "").expect(0);
}
