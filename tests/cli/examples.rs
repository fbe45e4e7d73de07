//! The examples compile without a word, are formatted, and build.

use std::fs;

use super::support::{Workspace, examples};

fn names() -> Vec<String> {
    let entries = fs::read_dir(examples()).expect("examples");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

#[test]
fn they_are_all_there() {
    assert_eq!(names(), ["dual-authoritative", "quickstart", "shared-mail", "split-zone"]);
}

#[test]
fn they_compile_without_a_word_and_are_formatted() {
    for name in names() {
        let workspace = Workspace::example(&name);
        let run = workspace.run(&["check"]).expect(0);
        assert!(run.out.ends_with(": no problems\n"), "{name}: {}", run.out);
        workspace.run(&["fmt", "--check"]).expect(0);
        let run = workspace.run(&["build", "--out", "built"]).expect(0);
        assert!(!run.err.contains("note:"), "{name}: {}", run.err);
    }
}

#[test]
fn the_operators_story_is_told_in_full() {
    let workspace = Workspace::example("dual-authoritative");
    workspace.run(&["build", "--out", "built"]).expect(0);
    insta::assert_snapshot!("dual-aws.zone", workspace.read("built/aws/example.com.zone"));
    insta::assert_snapshot!("dual-azure.zone", workspace.read("built/azure/example.com.zone"));
    let built: serde_json::Value =
        serde_json::from_str(&workspace.read("built/aws/example.com.json")).expect("JSON");
    insta::assert_snapshot!("dual-aws-health", format!("{:#}", built["healths"]));
}

#[test]
fn those_on_zone_files_deploy() {
    for name in ["quickstart", "shared-mail", "split-zone"] {
        let workspace = Workspace::example(name);
        workspace.run(&["deploy", "--yes"]).expect(0);
        workspace.run(&["plan", "--detailed-exitcode"]).expect(0);
    }
}
