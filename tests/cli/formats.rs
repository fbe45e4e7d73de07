//! The forms of findings, and where they go.

use std::process::Command;

use super::support::{Workspace, zone};

const BROKEN: &str = "  @    CNAME  example.net.\n  www  A      93.184.215\n  app  CNAEM  example.net.";

fn broken() -> Workspace {
    Workspace::with(&zone(BROKEN))
}

#[test]
fn a_line_for_each_finding() {
    insta::assert_snapshot!(broken().run(&["check", "--format", "concise"]).expect(1).out);
}

#[test]
fn annotations_for_a_workflow() {
    insta::assert_snapshot!(broken().run(&["check", "--format", "github"]).expect(1).out);
}

#[test]
fn markdown_for_a_reviewer() {
    insta::assert_snapshot!(
        broken().run(&["check", "--format", "markdown", "--name", "zones"]).expect(1).out
    );
}

#[test]
fn junit_for_a_build_server() {
    insta::assert_snapshot!(broken().run(&["check", "--format", "junit"]).expect(1).out);
}

#[test]
fn on_github_people_get_text_and_the_checks_annotations() {
    let workspace = broken();
    let plain = workspace.run(&["check"]).expect(1);
    let annotated = workspace.run_with(&["check"], &[("GITHUB_ACTIONS", "true")], b"").expect(1);
    let annotations = workspace.run(&["check", "--format", "github"]).expect(1);
    assert_eq!(annotated.out, plain.out + &annotations.out);
    let asked =
        workspace.run_with(&["check", "--format", "human"], &[("GITHUB_ACTIONS", "true")], b"").expect(1);
    assert!(!asked.out.contains("::error"), "{}", asked.out);
}

#[test]
fn only_what_is_shown_is_annotated_and_the_rest_is_counted() {
    let statements: String = (0..15).map(|number| format!("  h{number}  A  1.2.3\n")).collect();
    let run = Workspace::with(&zone(&statements)).run(&["check", "--format", "github"]).expect(1);
    assert_eq!(run.out.matches("::error ").count(), 10, "{}", run.out);
    assert!(run.out.ends_with("::notice title=zonal::and 5 errors more, in the log\n"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn what_strangers_name_their_files_commands_the_runner_nothing() {
    let workspace = broken();
    for name in ["::error::a.zonal", "b##[error]b.zonal"] {
        workspace.write(name, "extend zone example.com {\n  h  A  1.2.3\n}\n");
    }
    for arguments in [&["check"][..], &["check", "--format", "concise"], &["plan"]] {
        let run = workspace.run_with(arguments, &[("GITHUB_ACTIONS", "true")], b"").expect(1);
        let text = run.out + &run.err;
        assert!(text.contains("h  A  1.2.3") || text.contains(": :error::a.zonal:2:"), "{text}");
        assert!(text.contains("b## [error]b.zonal"), "{text}");
        let is_command = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[");
        let ours = |line: &&str| line.starts_with("::error file=") && line.contains("title=");
        let theirs: Vec<&str> = text.lines().filter(is_command).filter(|line| !ours(line)).collect();
        assert_eq!(theirs, [""; 0]);
    }
    let off = workspace.run(&["check", "--format", "concise"]).expect(1);
    assert!(
        off.out.contains("\n::error::a.zonal:2:") || off.out.starts_with("::error::a.zonal:2:"),
        "{}",
        off.out
    );
}

#[test]
fn a_document_goes_into_a_file_and_text_to_the_log() {
    let workspace = broken();
    let run = workspace.run(&["check", "--format", "sarif", "--output", "found.sarif"]).expect(1);
    assert_eq!(run.out, workspace.run(&["check"]).out);
    assert!(workspace.read("found.sarif").contains("\"version\": \"2.1.0\""));
    workspace.run(&["check", "--output", "found.txt"]).expect(1);
    assert_eq!(workspace.read("found.txt"), run.out);
}

#[test]
fn a_summary_grows_by_a_report() {
    let workspace = broken();
    workspace.write("summary.md", "what was there\n");
    workspace.run(&["check", "--summary", "summary.md"]).expect(1);
    let markdown = workspace.run(&["check", "--format", "markdown"]).out;
    assert_eq!(workspace.read("summary.md"), format!("what was there\n{markdown}"));
}

#[test]
fn a_file_that_cannot_be_written_is_one_error() {
    let workspace = Workspace::example("quickstart");
    for flag in ["--output", "--summary"] {
        let run = workspace.run(&["check", "--format", "json", flag, "no/where.json"]).expect(1);
        assert_eq!(run.err, "error: no/where.json: cannot write: no such file or directory\n");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_not_replaced() {
    let workspace = broken();
    let pipe = workspace.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::read_to_string(pipe).expect("what is written"))
    };
    workspace.run(&["check", "--format", "json", "--output", "pipe"]).expect(1);
    assert_eq!(reader.join().expect("the reader"), workspace.run(&["check", "--format", "json"]).out);
    assert!(!std::fs::metadata(&pipe).expect("the pipe").is_file());
}

#[test]
fn what_stops_a_command_is_annotated_beside_the_messages() {
    let workspace = broken();
    for arguments in [&["plan", "--format", "json"][..], &["diff", "HEAD", "--format", "json"]] {
        let run = workspace.run_with(arguments, &[("GITHUB_ACTIONS", "true")], b"").expect(1);
        assert_eq!(run.out, "");
        assert!(run.err.contains("::error "), "{}", run.err);
        assert!(!workspace.run(arguments).err.contains("::error"));
    }
}

#[test]
fn paths_begin_at_the_repositorys_root() {
    let workspace = Workspace::new();
    workspace.git(&["init", "--quiet"]);
    workspace.write("dns/zonal.toml", "");
    workspace.write("dns/main.zonal", zone(BROKEN));
    for format in ["concise", "github", "sarif", "gitlab", "junit", "markdown"] {
        let run = workspace.run(&["check", "--format", format, "dns"]).expect(1);
        assert!(run.out.contains("dns/main.zonal"), "{}", run.out);
    }
}

#[test]
fn what_cannot_be_read_is_in_every_form() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    workspace.write("bad.zonal", b"\xff\xfe");
    for format in ["concise", "json", "github", "sarif", "gitlab", "junit", "markdown"] {
        let run = workspace.run(&["check", "--format", format]).expect(1);
        assert!(run.out.contains("bad.zonal") && run.out.contains("UTF-8"), "{}", run.out);
    }
}

#[test]
fn lint_has_the_same_forms_over_several_workspaces() {
    let workspace = Workspace::new();
    for folder in ["one", "two"] {
        workspace.write(&format!("{folder}/zonal.toml"), "");
        workspace.write(&format!("{folder}/main.zonal"), zone("  www  CNAME  nowhere"));
    }
    let run = workspace.run(&["lint", "--format", "sarif", "one/main.zonal", "two/main.zonal"]);
    let log: serde_json::Value = serde_json::from_str(&run.out).expect("one document");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(2), "{}", run.out);
}

#[test]
fn names_and_commits_that_would_act_are_wrong_usage() {
    let workspace = broken();
    workspace.run(&["check", "--name", "a-->b"]).expect(64);
    workspace.run(&["check", "--commit", "main"]).expect(64);
    let run =
        workspace.run_with(&["check", "--format", "markdown"], &[("ZONAL_COMMIT", "0123456789abcdef")], b"");
    assert!(run.out.contains("commit `0123456789ab`"), "{}", run.out);
}
