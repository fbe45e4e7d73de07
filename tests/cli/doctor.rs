//! `zonal doctor`, where no cloud is needed.

use super::support::{Workspace, zone};

/// Nobody answers there.
const NOBODY: [&str; 2] = ["--resolver", "127.0.0.1:1"];

fn doctor(workspace: &Workspace, arguments: &[&str]) -> super::support::Run {
    let home = workspace.path().join("home");
    let home = home.to_str().expect("a path");
    workspace.run_with(&[&["doctor"][..], &NOBODY, arguments].concat(), &[("HOME", home)], b"")
}

#[test]
fn a_folder_of_zone_files_is_tried() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    let run = doctor(&workspace, &[]).expect(0);
    assert!(run.out.contains("ok      local: [ROOT]/out can be written to\n"), "{}", run.out);
    assert!(run.out.contains("ok      example.com at local: has no file yet"), "{}", run.out);
    workspace.run(&["deploy", "--yes"]).expect(0);
    assert!(doctor(&workspace, &[]).expect(0).out.contains("its file can be read"));
    workspace.write("out/example.com.zone", "nonsense");
    let run = doctor(&workspace, &[]).expect(1);
    assert!(run.out.contains("problem example.com at local: "), "{}", run.out);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_a_problem_with_a_remedy() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    workspace.write("out", "a file");
    let run = doctor(&workspace, &[]).expect(1);
    assert!(run.out.contains("problem local: [ROOT]/out: cannot write to the folder"), "{}", run.out);
    assert!(run.out.contains("; help: "), "{}", run.out);
}

#[test]
fn every_finding_has_a_line_and_the_same_fields() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    let run = doctor(&workspace, &["--editor-version", "9.0.0", "--format", "json"]).expect(0);
    let document: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(document["version"], 1);
    let findings = document["findings"].as_array().expect("findings");
    let editor = findings.iter().find(|finding| finding["topic"] == "editor").expect("the editor's");
    assert_eq!((&editor["verdict"], &editor["help"]), (&"warning".into(), &"update this command".into()));
    for finding in findings {
        assert_eq!(finding.as_object().expect("an object").len(), 6, "{finding}");
    }
}

#[test]
fn a_job_without_a_token_is_told_how_to_get_one() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    let run = doctor(&workspace, &["--ci"]).expect(1);
    assert!(
        run.out.contains("problem this job has no identity token") && run.out.contains("id-token: write"),
        "{}",
        run.out
    );
}
