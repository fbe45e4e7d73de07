//! `zonal plan` and `zonal deploy` on folders of zone files.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::support::{Workspace, zone};

const CLOUD_A: &str = "out/cloud-a/example.com.zone";

fn deployed() -> Workspace {
    let workspace = Workspace::example("quickstart");
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace
}

#[test]
fn the_quickstart_deploys_and_then_has_nothing_to_do() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run(&["deploy", "--yes"]).expect(0);
    insta::assert_snapshot!(run.transcript());
    let before = workspace.read(CLOUD_A);
    let again = workspace.run(&["deploy", "--yes"]).expect(0);
    assert_eq!(
        again.out,
        "nothing to do: 24 record sets of 1 zone at 2 providers are as the source has them\n"
    );
    assert_eq!(workspace.read(CLOUD_A), before, "a run without changes touches nothing");
    workspace.run(&["plan", "--detailed-exitcode"]).expect(0);
    workspace.run(&["drift"]).expect(0);
}

#[test]
fn a_plan_says_what_changes_and_writes_nothing() {
    let workspace = deployed();
    workspace.edit("example.com.zonal", "203.0.113.10, 203.0.113.11", "203.0.113.10, 203.0.113.12");
    workspace.edit("example.com.zonal", "ttl volatile", "ttl infrastructure");
    workspace.edit("example.com.zonal", "  shop  CNAME  shops.example.net.\n", "");
    let run = workspace.run(&["plan"]).expect(0);
    insta::assert_snapshot!(run.out);
    workspace.run(&["plan", "--detailed-exitcode"]).expect(2);
    assert!(workspace.read(CLOUD_A).contains("shops.example.net."));
    let json = workspace.run(&["plan", "--format", "json", "--provider", "cloud-b"]).expect(0);
    insta::assert_snapshot!(json.out);
}

#[test]
fn a_selection_leaves_the_rest_alone() {
    let workspace = Workspace::example("quickstart");
    workspace.run(&["deploy", "--yes", "--provider", "cloud-b", "--zone", "EXAMPLE.com."]).expect(0);
    assert!(!workspace.exists(CLOUD_A) && workspace.exists("out/cloud-b/example.com.zone"));
    let run = workspace.run(&["plan", "--zone", "exmaple.com"]).expect(64);
    assert_eq!(
        run.err,
        "error: the workspace has no zone `exmaple.com`\n  help: did you mean `example.com`?\n"
    );
    workspace.run(&["plan", "--provider", "cloud-z"]).expect(64);
}

#[test]
fn a_consent_to_what_is_not_there_is_wrong_usage() {
    let workspace = Workspace::example("quickstart");
    for (word, what) in [
        ("exmaple.com:MX", "the workspace has no zone `exmaple.com`"),
        ("example.com/cloud-c:MX", "the workspace has no provider `cloud-c`"),
    ] {
        for command in ["plan", "deploy", "drift", "rollback"] {
            let run = workspace.run(&[command, "--confirm", word]).expect(64);
            assert!(run.err.contains(what) && run.err.contains("did you mean"), "{}", run.err);
        }
    }
}

#[test]
fn an_empty_variable_for_the_state_is_none() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run_with(&["status"], &[("ZONAL_STATE", "")], b"").expect(0);
    assert!(run.out.contains("nothing has been deployed"), "{}", run.out);
}

#[test]
fn without_a_terminal_nothing_is_written_unless_told() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run(&["deploy"]).expect(3);
    assert!(run.err.contains("add `--yes`"), "{}", run.err);
    assert!(!workspace.exists("out"));
}

#[test]
fn errors_in_the_source_stop_everything() {
    let workspace = deployed();
    workspace.edit("example.com.zonal", "198.51.100.7", "198.51.100");
    let before = workspace.read(CLOUD_A);
    for command in ["plan", "deploy", "drift"] {
        let run = workspace.run(&[command]).expect(1);
        assert!(run.err.contains("example.com.zonal:23"), "{}", run.err);
        assert_eq!(run.out, "");
    }
    assert_eq!(workspace.read(CLOUD_A), before);
}

#[test]
fn a_zone_written_by_hand_is_taken_over_with_its_records_and_a_copy() {
    let workspace = Workspace::with(&zone(
        "  www  A  93.184.215.14\n  ignore \"_acme-challenge.**\" TXT  \"cert-manager\"",
    ));
    let by_hand = "$ORIGIN example.com.\n$TTL 5m\n@ SOA ns1.local.example. admin ( 7 7200 900 1209600 300 ) ; ours\n\
                   @ 1d NS ns1.local.example.\n  1d NS ns2.local.example.\nwww A 93.184.215.13\n_acme-challenge 60 TXT \"token\"\n";
    workspace.write("out/example.com.zone", by_hand);
    let run = workspace.run(&["deploy", "--yes"]).expect(0);
    insta::assert_snapshot!(run.transcript());
    insta::assert_snapshot!("taken-over.zone", workspace.read("out/example.com.zone"));
    assert_eq!(workspace.read("out/example.com.zone.orig"), by_hand);
}

#[test]
fn a_zone_that_cannot_be_read_stops_the_push_with_its_place() {
    let workspace = deployed();
    workspace.edit("example.com.zonal", "198.51.100.7", "198.51.100.8");
    let before = workspace.read("out/cloud-b/example.com.zone");
    let cut = workspace.read(CLOUD_A) + "www.example.com. 300 IN";
    workspace.write(CLOUD_A, cut);
    for arguments in [&["deploy", "--yes"][..], &["plan"], &["drift"]] {
        let run = workspace.run(arguments).expect(1);
        assert!(run.out.contains("example.com.zone:"), "{}", run.transcript());
    }
    assert_eq!(workspace.read("out/cloud-b/example.com.zone"), before);
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_push_incomplete() {
    if is_root() {
        return a_full_device_leaves_the_push_incomplete();
    }
    let workspace = deployed();
    workspace.edit("example.com.zonal", "198.51.100.7", "198.51.100.8");
    let folder = workspace.path().join("out/cloud-a");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("permissions");
    let run = workspace.run(&["deploy", "--yes"]).expect(1);
    assert!(run.out.contains("failed example.com at cloud-a"), "{}", run.out);
    assert!(run.out.contains("not started example.com at cloud-b"), "{}", run.out);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("permissions");
    workspace.run(&["deploy", "--yes"]).expect(0);
}

/// The system administrator may write everywhere, but not where there is a file for a folder.
fn a_full_device_leaves_the_push_incomplete() {
    let workspace = Workspace::example("quickstart");
    workspace.write("out/cloud-b", "no folder");
    let run = workspace.run(&["deploy", "--yes"]);
    assert!(matches!(run.code, 1 | 4), "{}", run.transcript());
    assert!(run.out.contains("cloud-b"), "{}", run.transcript());
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").expect("the process").uid() == 0
}
