//! `zonal init`, and that what it makes is ready to use.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use super::support::{Run, Workspace};

/// Runs in a folder that is no workspace, with an empty home and no variable at all.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    let home = TempDir::new().expect("a home");
    let workspace = Workspace::new();
    let mut command = workspace.command(arguments);
    command.env_clear().env("HOME", home.path()).current_dir(folder).stdin(Stdio::null());
    let ended = workspace.ended(&command.output().expect("the command runs"));
    assert_eq!(fs::read_dir(home.path()).expect("the home").count(), 0, "something was written to the home");
    ended
}

fn empty() -> TempDir {
    TempDir::new().expect("a folder")
}

fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("a path below").display().to_string();
            if path.is_dir() { folders.push(path) } else { found.push(name) }
        }
    }
    found.sort();
    found
}

#[test]
fn the_first_day_of_an_empty_folder_ends_with_a_deployed_zone() {
    let folder = empty();
    let made = run(folder.path(), &["init", "--zone", "example.com", "--provider", "zonefile"]).expect(0);
    insta::assert_snapshot!(made.transcript());
    for name in ["infra.zonal", "example.com.zonal"] {
        insta::assert_snapshot!(name, fs::read_to_string(folder.path().join(name)).expect("a file"));
    }
    assert_eq!(run(folder.path(), &["check"]).expect(0).out, "checked 1 zone, 1 record: no problems\n");
    run(folder.path(), &["fmt", "--check"]).expect(0);
    let plan = run(folder.path(), &["plan"]).expect(0);
    assert!(plan.out.contains("+ hello  TXT"), "{}", plan.out);
    run(folder.path(), &["deploy", "--yes"]).expect(0);
    run(folder.path(), &["plan", "--detailed-exitcode"]).expect(0);
}

#[test]
fn every_provider_and_several_zones_pass_check() {
    for kinds in
        [&["route53"][..], &["azure-dns"], &["route53", "azure-dns"], &["zonefile", "route53", "azure-dns"]]
    {
        let folder = empty();
        let mut arguments = vec!["init", "--zone", "example.com", "--zone", "Bücher.example.", "dns"];
        arguments.extend(kinds.iter().flat_map(|kind| ["--provider", kind]));
        run(folder.path(), &arguments).expect(0);
        let checked = run(folder.path(), &["check", "dns"]).expect(0);
        assert_eq!(checked.out, "checked 2 zones, 2 records: no problems\n");
        run(folder.path(), &["fmt", "--check", "dns"]).expect(0);
    }
}

#[test]
fn everything_else_goes_to_the_repositorys_root_with_the_workspaces_folder() {
    let folder = empty();
    fs::create_dir(folder.path().join(".git")).expect("a repository");
    let all = ["--github", "--gitlab", "--pre-commit", "--vscode"];
    let arguments = [&["init", "dns", "--zone", "example.com"][..], &all].concat();
    run(folder.path(), &arguments).expect(0);
    let expected = [
        ".github/workflows/dns-check.yml",
        ".github/workflows/dns-deploy.yml",
        ".github/workflows/dns-drift.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        ".vscode/extensions.json",
        "dns/.gitignore",
        "dns/example.com.zonal",
        "dns/infra.zonal",
        "dns/zonal.toml",
    ];
    assert_eq!(names(folder.path()), expected);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    let workflow = read(".github/workflows/dns-check.yml");
    assert_eq!(workflow.matches("command: ").count(), workflow.matches("directory: \"dns\"").count());
    assert!(read(".gitlab-ci.yml").contains("ZONAL_DIRECTORY: \"dns\""));
    assert!(read(".pre-commit-config.yaml").contains(concat!("rev: v", env!("CARGO_PKG_VERSION"))));
    assert_eq!(read("dns/.gitignore"), "# Journals and snapshots of deploys.\n.zonal/\n");
}

#[test]
fn what_is_there_is_kept_and_said_to_be() {
    let folder = empty();
    fs::write(folder.path().join("infra.zonal.txt"), "mine").expect("a file");
    fs::write(folder.path().join(".gitlab-ci.yml"), "mine").expect("a file");
    fs::write(folder.path().join(".gitignore"), "out/").expect("a file");
    let made = run(folder.path(), &["init", "--zone", "example.com", "--gitlab"]).expect(0);
    assert!(
        made.out.contains("kept    .gitlab-ci.yml\n") && made.out.contains("changed .gitignore\n"),
        "{}",
        made.out
    );
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    assert_eq!(read(".gitlab-ci.yml"), "mine");
    assert_eq!(read(".gitignore"), "out/\n# Journals and snapshots of deploys.\n.zonal/\n");
    let again = run(folder.path(), &["init", "--gitlab", "--pre-commit"]).expect(0);
    assert_eq!(
        again.out,
        "created .pre-commit-config.yaml\nkept    .gitignore\nkept    zonal.toml\nkept    .gitlab-ci.yml\n"
    );
}

#[test]
fn a_folder_that_has_a_workspace_gets_no_second_zone_or_provider() {
    let workspace = Workspace::example("quickstart");
    let before = names(workspace.path());
    let refused = run(workspace.path(), &["init", "--zone", "example.org"]).expect(1);
    assert!(refused.err.contains("is a workspace already"), "{}", refused.err);
    assert_eq!(names(workspace.path()), before);
    // Sources without a settings file are one as well.
    fs::remove_file(workspace.path().join("zonal.toml")).expect("a removed file");
    run(workspace.path(), &["init", "--zone", "example.org"]).expect(1);
    let made = run(workspace.path(), &["init"]).expect(0);
    assert_eq!(made.out, "created zonal.toml\ncreated .gitignore\n");
}

#[test]
fn nothing_is_written_if_a_part_cannot_be() {
    let folder = empty();
    fs::write(folder.path().join(".github"), "a file").expect("a file");
    let failed = run(folder.path(), &["init", "--zone", "example.com", "--github"]).expect(1);
    assert!(failed.err.contains(".github") && failed.err.contains("nothing was written"), "{}", failed.err);
    assert_eq!(names(folder.path()), [".github"]);
    let failed = run(folder.path(), &["init", "--zone", "example.com", ".github"]).expect(1);
    assert!(failed.err.contains("it is a file, where a folder is needed"), "{}", failed.err);
    #[cfg(target_os = "linux")]
    {
        let failed = run(folder.path(), &["init", "--zone", "example.com", "/proc/zonal"]).expect(1);
        assert!(failed.err.contains("/proc/zonal: cannot make the folder"), "{}", failed.err);
        // What has to be changed cannot be: what was new goes again.
        let folder = empty();
        std::os::unix::fs::symlink("/proc/version", folder.path().join(".gitignore")).expect("a link");
        let failed = run(folder.path(), &["init", "--zone", "example.com"]).expect(1);
        assert!(failed.err.contains(".gitignore: cannot write"), "{}", failed.err);
        assert_eq!(names(folder.path()), [".gitignore"]);
    }
}

#[test]
fn without_a_terminal_the_zone_has_to_be_named() {
    let folder = empty();
    let failed = run(folder.path(), &["init"]).expect(64);
    assert!(
        failed.err.contains("no zone was named") && failed.err.contains("--zone example.com"),
        "{}",
        failed.err
    );
    for zone in ["", ".", "a b", "../x", "a..b", "*.example.com", "exa/mple.com", "-"] {
        let failed = run(folder.path(), &["init", &format!("--zone={zone}")]);
        assert_eq!(failed.code, 64, "{zone:?}: {}", failed.transcript());
        assert!(!failed.err.is_empty() && !failed.err.contains("panicked"), "{}", failed.err);
    }
    run(folder.path(), &["init", "--zone", "example.com", "--provider", "bind"]).expect(64);
    assert_eq!(names(folder.path()), [] as [&str; 0]);
}
