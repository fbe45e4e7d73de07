//! `zonal fmt`.

use std::os::unix::fs::PermissionsExt as _;

use super::support::Workspace;

const UGLY: &str = "zone  example.com on local {\n www A 93.184.215.14 # here\n}\n";
const NEAT: &str = "zone example.com on local {\n  www  A  93.184.215.14                     # here\n}\n";

#[test]
fn a_file_is_rewritten_in_place_and_keeps_its_permissions() {
    let workspace = Workspace::with(UGLY);
    let path = workspace.path().join("main.zonal");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("permissions");
    let run = workspace.run(&["fmt"]).expect(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("main.zonal\n", "1 file formatted\n"));
    assert_eq!(workspace.read("main.zonal"), NEAT);
    assert_eq!(std::fs::metadata(&path).expect("it").permissions().mode() & 0o777, 0o640);
    let again = workspace.run(&["fmt"]).expect(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", "0 files formatted, 1 file unchanged\n"));
}

#[test]
fn check_lists_the_files_and_writes_none() {
    let workspace = Workspace::with(UGLY);
    workspace.write("neat.zonal", "provider local = zonefile { directory \"out\" }\n");
    let run = workspace.run(&["fmt", "--check"]).expect(1);
    assert_eq!(run.out, "main.zonal\n");
    assert_eq!(workspace.read("main.zonal"), UGLY);
    workspace.run(&["fmt", "--check", "neat.zonal"]).expect(0);
}

#[test]
fn diff_shows_what_would_change() {
    let workspace = Workspace::with(UGLY);
    let run = workspace.run(&["fmt", "--diff"]).expect(1);
    insta::assert_snapshot!(run.out);
    assert_eq!(workspace.read("main.zonal"), UGLY);
}

#[test]
fn stdin_goes_to_stdout() {
    let run = Workspace::new().run_with(&["fmt", "-"], &[], UGLY.as_bytes()).expect(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), (NEAT, ""));
}

#[test]
fn what_cannot_be_formatted_is_told_by_the_given_name() {
    let run =
        Workspace::new().run_with(&["fmt", "-", "--stdin-filename", "a.zonal"], &[], b"zone a on b {\n");
    let run = run.expect(1);
    assert_eq!(run.out, "");
    assert!(run.err.contains("a.zonal:1:"), "{}", run.err);
}

#[test]
fn a_broken_file_is_left_as_it_is_and_the_others_are_formatted() {
    let workspace = Workspace::with(UGLY);
    workspace.write("broken.zonal", "zone a on b {\n www   A 1.2.3.4\n");
    let run = workspace.run(&["fmt"]).expect(1);
    assert_eq!(workspace.read("main.zonal"), NEAT);
    assert_eq!(workspace.read("broken.zonal"), "zone a on b {\n www   A 1.2.3.4\n");
    assert!(run.err.ends_with("1 file formatted, 1 file not readable\n"), "{}", run.err);
}

#[test]
fn hooks_are_told_by_the_exit_code_that_a_file_changed() {
    let workspace = Workspace::with("zone   example.com {\n}\n");
    let run = workspace.run(&["fmt", "--fail-on-change", "main.zonal"]).expect(1);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("main.zonal\n", "1 file formatted\n"));
    workspace.run(&["fmt", "--fail-on-change", "main.zonal"]).expect(0);
    workspace.run(&["fmt", "--fail-on-change", "--check", "main.zonal"]).expect(64);
}
