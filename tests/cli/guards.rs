//! What the safety rules refuse, and what has to be typed then.

use super::support::{Workspace, zone};

fn with_policy(rules: &str, hosts: usize) -> String {
    let records: String = (1..=hosts).map(|host| format!("  h{host}  A  93.184.215.{host}\n")).collect();
    format!("policy p default {{\n  {rules}\n}}\n\n{}", zone(&records))
}

#[test]
fn a_type_that_needs_confirmation_is_refused_without() {
    let workspace = Workspace::example("quickstart");
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    let run = workspace.run(&["deploy", "--yes"]).expect(3);
    insta::assert_snapshot!(run.transcript());
    workspace.run(&["plan"]).expect(3);
    workspace.run(&["plan", "--confirm", "MX"]).expect(0);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com:CAA"]).expect(3);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com/cloud-a:MX"]).expect(3);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com:MX"]).expect(0);
    workspace.run(&["plan", "--detailed-exitcode"]).expect(0);
}

#[test]
fn a_plan_over_max_change_is_refused() {
    let workspace = Workspace::with(&with_policy("max-change 10%", 40));
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.write("main.zonal", with_policy("max-change 10%", 36));
    workspace.run(&["plan"]).expect(0);
    workspace.write("main.zonal", with_policy("max-change 10%", 35));
    let run = workspace.run(&["deploy", "--yes"]).expect(3);
    insta::assert_snapshot!(run.err + &run.out);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com:max-change"]).expect(0);
}

#[test]
fn absolute_limits_hold_beside_the_percentage() {
    let workspace = Workspace::with(&with_policy("max-deletes 1\n  max-updates 2", 40));
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.write("main.zonal", with_policy("max-deletes 1\n  max-updates 2", 38));
    let run = workspace.run(&["deploy", "--yes"]).expect(3);
    assert!(run.out.contains(
        "2 record sets of example.com at provider `local` would be deleted, but max-deletes allows 1"
    ));
    assert!(run.out.contains("add `--confirm example.com:max-deletes`"), "{}", run.out);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com:max-deletes"]).expect(0);
    let moved = with_policy("max-deletes 1\n  max-updates 2", 38).replace("93.184.215", "93.184.216");
    workspace.write("main.zonal", moved);
    let run = workspace.run(&["deploy", "--yes"]).expect(3);
    assert!(run.out.contains("38 record sets"), "{}", run.out);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com/local:max-updates"]).expect(0);
}

#[test]
fn a_zone_is_not_emptied_by_accident() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    workspace.run(&["deploy", "--yes"]).expect(0);
    workspace.write("main.zonal", zone(""));
    let run = workspace.run(&["deploy", "--yes"]).expect(3);
    assert!(run.out.contains("--confirm example.com:empty-zone"), "{}", run.out);
    workspace.run(&["deploy", "--yes", "--confirm", "example.com:empty-zone"]).expect(0);
}

#[test]
fn filling_a_bare_zone_needs_no_consent() {
    let workspace = Workspace::with(
        &with_policy("max-change 0%", 20).replace("max-change 0%", "max-change 0%\n  confirm A, NS"),
    );
    workspace.run(&["deploy", "--yes"]).expect(0);
}
