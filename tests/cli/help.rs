//! The help, and what wrong usage gets.

use super::support::Workspace;

const COMMANDS: [&str; 9] = ["check", "lint", "fmt", "explain", "build", "plan", "diff", "deploy", "drift"];

#[test]
fn the_help_shows_every_command_and_the_exit_codes() {
    let run = Workspace::new().run(&["--help"]).expect(0);
    insta::assert_snapshot!(run.out);
    assert_eq!(run.err, "");
}

#[test]
fn every_command_teaches_by_an_example() {
    for command in COMMANDS {
        let run = Workspace::new().run(&[command, "--help"]).expect(0);
        assert!(run.out.contains(&format!("\n  zonal {command}")), "{}", run.out);
    }
}

#[test]
fn wrong_usage_exits_with_64() {
    let workspace = Workspace::new();
    for arguments in
        [&["frobnicate"][..], &[], &["check", "--frob"], &["build"], &["lint"], &["check", "a", "b"]]
    {
        let run = workspace.run(arguments).expect(64);
        assert_eq!(run.out, "");
        assert!(run.err.contains("Usage"), "{}", run.err);
    }
}

#[test]
fn a_word_of_consent_that_is_none_is_wrong_usage() {
    let run = Workspace::new().run(&["deploy", "--confirm", "FOO"]).expect(64);
    assert!(
        run.err.contains(
            "`FOO` is neither a record type nor `max-change`, `max-updates`, `max-deletes` or `empty-zone`"
        ),
        "{}",
        run.err
    );
}

#[test]
fn the_readme_has_the_table_of_exit_codes() {
    let help = Workspace::new().run(&["--help"]).out;
    let readme = include_str!("../../README.md");
    let table = help.split_once("Exit codes:\n").expect("a table").1;
    for line in table.lines() {
        let (code, meaning) = line.trim().split_once("  ").expect("a code and its meaning");
        assert!(
            readme.contains(&format!("| {code} | {meaning} |")),
            "README.md lacks `| {code} | {meaning} |`"
        );
    }
}
