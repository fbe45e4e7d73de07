//! Settings of providers from the environment.

use super::support::Workspace;

#[test]
fn a_variable_that_a_provider_needs_is_one_clear_error() {
    let workspace = Workspace::example("dual-authoritative");
    for command in ["plan", "deploy", "drift"] {
        let mut run = workspace.command(&[command]);
        let output = run.env_remove("AZURE_SUBSCRIPTION_ID").output().expect("the command runs");
        let run = workspace.ended(&output).expect(1);
        assert_eq!(run.out, "");
        insta::assert_snapshot!("missing_variable", run.err);
    }
    workspace.run(&["check"]).expect(0);
    workspace.run(&["build", "--out", "built"]).expect(0);
}

const FROM_ENVIRONMENT: &str = "provider local = zonefile {
  directory    env(\"ZONAL_TEST_ZONES\")
  nameservers  ns1.local.example., ns2.local.example.
}

zone example.com on local {
  www  A  93.184.215.14
}
";

#[test]
fn a_variable_is_read_when_zones_are_and_not_before() {
    let workspace = Workspace::with(FROM_ENVIRONMENT);
    workspace.run(&["check"]).expect(0);
    let run = workspace.run(&["deploy", "--yes"]).expect(1);
    insta::assert_snapshot!(run.err);
    let variables = [("ZONAL_TEST_ZONES", "secret-place")];
    let run = workspace.run_with(&["deploy", "--yes"], &variables, b"").expect(0);
    assert!(workspace.exists("secret-place/example.com.zone"));
    assert!(!run.transcript().contains("secret-place"), "{}", run.transcript());
    workspace.run_with(&["build", "--out", "built"], &variables, b"").expect(0);
    assert!(!workspace.read("built/local/example.com.json").contains("secret-place"));
}
