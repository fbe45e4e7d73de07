//! `zonal build`.

use super::support::{Workspace, zone};

#[test]
fn every_zone_and_provider_gets_two_files() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run(&["build", "--out", "built"]).expect(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "wrote 1 zone, 4 files in built\n"));
    insta::assert_snapshot!("cloud-a.zone", workspace.read("built/cloud-a/example.com.zone"));
    insta::assert_snapshot!("cloud-a.json", workspace.read("built/cloud-a/example.com.json"));
    assert!(workspace.read("built/cloud-b/example.com.zone").contains("198.51.100.21"));
}

#[test]
fn what_no_master_file_can_say_is_said() {
    let workspace = Workspace::with(
        "provider aws = route53 {}\n\nzone example.com on aws {\n  @    ALIAS  cloudfront d111111abcdef8.cloudfront.net.\n  \
         www  A      93.184.215.14  route(set: \"a\", weight: 1)\n  www  A      93.184.215.15  route(set: \"b\", weight: 1)\n}\n",
    );
    let run = workspace.run(&["build", "--out", "built"]).expect(0);
    insta::assert_snapshot!(run.transcript());
    insta::assert_snapshot!("aws.zone", workspace.read("built/aws/example.com.zone"));
    insta::assert_snapshot!("aws.json", workspace.read("built/aws/example.com.json"));
}

#[test]
fn nothing_is_built_from_errors() {
    let workspace = Workspace::with(&zone("  www  A  1.2.3"));
    let run = workspace.run(&["build", "--out", "built"]).expect(1);
    assert!(run.err.contains("main.zonal:7"), "{}", run.err);
    assert!(!workspace.exists("built"));
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let workspace = Workspace::example("shared-mail");
    workspace.run(&["build", "--out", "one"]).expect(0);
    workspace.run(&["build", "--out", "two"]).expect(0);
    for file in ["east/example.org.json", "west/example.com.zone"] {
        assert_eq!(workspace.read(&format!("one/{file}")), workspace.read(&format!("two/{file}")));
    }
}
