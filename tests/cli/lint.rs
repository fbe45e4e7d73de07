//! `zonal lint`.

use super::support::{Workspace, zone};

fn two_files() -> Workspace {
    let workspace = Workspace::with(&zone("  www  CNAME  nowhere"));
    workspace.write("more.zonal", "extend zone example.com {\n  app  CNAME  neither\n}\n");
    workspace
}

#[test]
fn only_the_named_files_are_reported_on() {
    let workspace = two_files();
    let run = workspace.run(&["lint", "more.zonal"]);
    assert!(run.out.contains("more.zonal:2"), "{}", run.out);
    assert!(!run.out.contains("main.zonal:7"), "{}", run.out);
    let both = workspace.run(&["lint", "more.zonal", "main.zonal"]);
    assert!(both.out.contains("more.zonal:2") && both.out.contains("main.zonal:7"), "{}", both.out);
}

#[test]
fn sound_files_are_said_to_be_sound() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    let run = workspace.run(&["lint", "main.zonal"]).expect(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "linted 1 file: no problems\n"));
}

#[test]
fn errors_of_the_language_are_left_to_check() {
    let workspace = Workspace::with(&zone("  www  A  1.2.3"));
    let run = workspace.run(&["lint", "main.zonal"]).expect(1);
    assert_eq!(run.out, "");
    insta::assert_snapshot!(run.err);
}

#[test]
fn a_file_that_is_not_there_or_not_of_the_workspace_is_an_error() {
    let workspace = two_files();
    workspace.write("notes.txt", "no zone");
    for file in ["gone.zonal", "notes.txt"] {
        let run = workspace.run(&["lint", file]).expect(1);
        assert!(run.err.contains(file), "{}", run.err);
    }
}
