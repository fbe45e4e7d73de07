//! Plan files, unfinished deploys, and the way back.

use std::fs;

use super::support::{Run, Workspace};

const SERVED: &str = "out/cloud-a/example.com.zone";

fn deployed() -> Workspace {
    let workspace = Workspace::example("quickstart");
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace
}

/// Plans a change of one address into a file.
fn planned(workspace: &Workspace) -> Run {
    workspace.edit("example.com.zonal", "198.51.100.7", "198.51.100.77");
    workspace.run(&["plan", "--out", "plan.json"]).expect(0)
}

fn digest(run: &Run) -> String {
    run.err.trim().rsplit(' ').next().expect("a digest").to_owned()
}

#[test]
fn a_plan_file_is_carried_out() {
    let workspace = deployed();
    let digest = digest(&planned(&workspace));
    assert!(digest.starts_with("sha256:"), "{digest}");
    workspace.run(&["deploy", "--plan", "plan.json", "--digest", &digest]).expect(0);
    assert!(workspace.read(SERVED).contains("198.51.100.77"));
}

#[test]
fn a_plan_file_is_held_to_its_digest() {
    let workspace = deployed();
    planned(&workspace);
    let run = workspace.run(&["deploy", "--plan", "plan.json", "--digest", "sha256:00"]).expect(3);
    assert!(run.err.contains("is not the plan that was approved"), "{}", run.err);
    assert!(!workspace.read(SERVED).contains("198.51.100.77"));
}

#[test]
fn a_plan_file_is_refused_once_the_source_moved() {
    let workspace = deployed();
    planned(&workspace);
    workspace.edit("example.com.zonal", "198.51.100.77", "198.51.100.78");
    let run = workspace.run(&["deploy", "--plan", "plan.json"]).expect(3);
    insta::assert_snapshot!(run.transcript());
    assert!(workspace.read(SERVED).contains("198.51.100.7\n"));
}

#[test]
fn a_plan_file_is_refused_once_the_zone_moved() {
    let workspace = deployed();
    planned(&workspace);
    workspace.edit(SERVED, "203.0.113.11", "203.0.113.12");
    let run = workspace.run(&["deploy", "--plan", "plan.json"]).expect(3);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn a_plan_file_that_somebody_edited_does_nothing_else() {
    let workspace = deployed();
    planned(&workspace);
    let text = workspace.read("plan.json");
    workspace.write("plan.json", text.replace("\"ttl\": 60", "\"ttl\": 61"));
    let run = workspace.run(&["deploy", "--plan", "plan.json"]).expect(3);
    assert!(run.err.contains("the changes are not those of the plan"), "{}", run.err);
}

#[test]
fn a_plan_file_that_is_none() {
    let workspace = deployed();
    for (text, message) in [
        ("", "this is no plan"),
        ("{\"version\": 99}", "this plan has form 99"),
        ("{\"version\": 1}", "this is no plan: missing field `source`"),
    ] {
        workspace.write("plan.json", text);
        let run = workspace.run(&["deploy", "--plan", "plan.json"]).expect(1);
        assert!(run.err.contains(message) && run.err.contains("help:"), "{}", run.err);
    }
    workspace.run(&["deploy", "--plan", "nowhere.json"]).expect(1);
}

#[test]
fn consent_is_kept_in_the_plan_file() {
    let workspace = deployed();
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    let blocked = workspace.run(&["plan", "--out", "plan.json"]).expect(3);
    assert!(blocked.err.contains("was not written"), "{}", blocked.err);
    assert!(!workspace.exists("plan.json"));
    let confirm =
        ["plan", "--out", "plan.json", "--confirm", "example.com:MX", "--confirm", "example.com:CAA"];
    workspace.run(&confirm).expect(0);
    workspace.run(&["deploy", "--plan", "plan.json"]).expect(0);
    assert!(workspace.read(SERVED).contains("5 smtp.google.com."));
}

/// Tears off the journal of the last deploy behind a line that holds a text, as a killed run does.
fn killed_behind(workspace: &Workspace, text: &str) {
    let deploys = fs::read_dir(workspace.path().join(".zonal/deploys")).expect("deploys");
    let last = deploys.map(|entry| entry.expect("an entry").path()).max().expect("a deploy");
    let journal = fs::read_to_string(last.join("journal.jsonl")).expect("a journal");
    let end = journal.find(text).expect("the line");
    let end = end + journal[end..].find('\n').expect("its end");
    fs::write(last.join("journal.jsonl"), &journal[..=end]).expect("a torn journal");
}

/// A deploy that was killed when it had written to the first of two providers.
fn half_deployed() -> Workspace {
    let workspace = deployed();
    let before = workspace.read("out/cloud-b/example.com.zone");
    workspace.edit("example.com.zonal", "198.51.100.7", "198.51.100.77");
    workspace.run(&["deploy", "--yes"]).expect(0);
    killed_behind(&workspace, "\"sending\"");
    workspace.write("out/cloud-b/example.com.zone", before);
    workspace
}

#[test]
fn status_tells_of_an_unfinished_deploy_and_resume_finishes_it() {
    let workspace = half_deployed();
    let status = workspace.run(&["status"]).expect(4);
    let (first, rest) = status.out.split_once('\n').expect("lines");
    assert!(first.starts_with("deploy 20") && first.ends_with(" did not finish"), "{first}");
    insta::assert_snapshot!(rest);
    workspace.run(&["deploy", "--resume"]).expect(0);
    assert!(workspace.read("out/cloud-b/example.com.zone").contains("198.51.100.77"));
    let status = workspace.run(&["status"]).expect(0);
    assert!(status.out.contains("finished"), "{}", status.out);
    let again = workspace.run(&["deploy", "--resume"]).expect(0);
    assert_eq!(again.out, "nothing to resume: no deploy is unfinished\n");
}

#[test]
fn an_unfinished_deploy_is_not_resumed_over_a_foreign_edit() {
    let workspace = half_deployed();
    workspace.edit("out/cloud-b/example.com.zone", "198.51.100.7\n", "198.51.100.8\n");
    let run = workspace.run(&["deploy", "--resume"]).expect(3);
    assert!(run.err.contains("blog.example.com. A is neither as it was nor as it shall be"), "{}", run.err);
    assert!(workspace.read("out/cloud-b/example.com.zone").contains("198.51.100.8\n"));
}

#[test]
fn an_unfinished_deploy_of_another_source_is_not_resumed() {
    let workspace = half_deployed();
    workspace.edit("example.com.zonal", "198.51.100.77", "198.51.100.78");
    let run = workspace.run(&["deploy", "--resume"]).expect(3);
    assert!(run.err.contains("the source: example.com.zonal has changed"), "{}", run.err);
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.run(&["status"]).expect(0);
}

#[test]
fn what_was_approved_needs_no_second_consent_after_a_kill() {
    let workspace = deployed();
    let before = workspace.read("out/cloud-b/example.com.zone");
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    let confirm = ["--confirm", "example.com:MX", "--confirm", "example.com:CAA"];
    workspace.run(&[&["deploy", "--yes"][..], &confirm].concat()).expect(0);
    killed_behind(&workspace, "\"sending\"");
    workspace.write("out/cloud-b/example.com.zone", before);
    let run = workspace.run(&["deploy", "--yes"]).expect(0);
    assert!(run.err.contains("this finishes the deploy 20"), "{}", run.err);
    assert!(workspace.read("out/cloud-b/example.com.zone").contains("5 smtp.google.com."));
}

#[test]
fn rollback_goes_back_to_what_stood_through_the_guards() {
    let workspace = deployed();
    let strip =
        |text: String| text.lines().filter(|line| !line.contains(" SOA ")).collect::<Vec<_>>().join("\n");
    let before = strip(workspace.read(SERVED));
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    workspace.run(&["deploy", "--yes", "--confirm", "MX"]).expect(0);
    let blocked = workspace.run(&["rollback", "--yes"]).expect(3);
    assert!(blocked.out.contains("needs confirmation"), "{}", blocked.transcript());
    let run = workspace.run(&["rollback", "--yes", "--confirm", "MX"]).expect(0);
    assert!(run.err.contains("the source still says otherwise"), "{}", run.err);
    assert_eq!(strip(workspace.read(SERVED)), before);
    workspace.run(&["drift"]).expect(2);
}

#[test]
fn rollback_of_nothing() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run(&["rollback", "--yes"]).expect(1);
    assert!(run.err.contains("nothing has been deployed from here yet"), "{}", run.err);
    assert_eq!(workspace.run(&["status"]).expect(0).out, "nothing has been deployed from here yet\n");
    let run = workspace.run(&["rollback", "--to", "20200101T000000Z", "--yes"]).expect(1);
    assert!(run.err.contains("there is no deploy `20200101T000000Z`"), "{}", run.err);
}

#[test]
fn drift_is_told_in_every_form_and_undone_through_the_guards() {
    let workspace = deployed();
    workspace.edit(SERVED, "198.51.100.7\n", "198.51.100.8\n");
    let json = workspace.run(&["drift", "--format", "json"]).expect(2);
    insta::assert_snapshot!("drift_json", json.out);
    let markdown = workspace.run(&["drift", "--format", "markdown"]).expect(2);
    insta::assert_snapshot!("drift_markdown", markdown.out);
    workspace.run(&["drift", "--fix"]).expect(3);
    workspace.run(&["drift", "--fix", "--yes"]).expect(0);
    workspace.run(&["drift"]).expect(0);
}
