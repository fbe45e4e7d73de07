//! `zonal diff`: what a change means in records, from two revisions alone.

use super::support::{Workspace, zone};

/// The quickstart as a commit, with changes in the files.
fn changed() -> Workspace {
    let workspace = Workspace::example("quickstart");
    workspace.git(&["init", "--quiet"]);
    workspace.commit("as it is");
    workspace.edit("example.com.zonal", "1 smtp.google.com.", "5 smtp.google.com.");
    workspace.edit("example.com.zonal", "  blog  A      198.51.100.7  ttl volatile\n", "");
    workspace.edit("example.com.zonal", "shops.example.net.", "shop.example.net.  ttl 60s");
    workspace
}

#[test]
fn files_are_compared_with_a_revision() {
    let workspace = changed();
    let run = workspace.run(&["diff", "HEAD"]).expect(3);
    insta::assert_snapshot!(workspace.without_commits(&run.out));
    assert!(!workspace.exists("out") && !workspace.exists(".zonal"), "it reads alone");
}

#[test]
fn two_revisions_are_compared() {
    let workspace = changed();
    let files = workspace.run(&["diff", "HEAD"]).expect(3);
    workspace.commit("changed");
    let run = workspace.run(&["diff", "HEAD^..HEAD"]).expect(3);
    assert_eq!(workspace.without_commits(&run.out), workspace.without_commits(&files.out));
    workspace.edit("example.com.zonal", "5 smtp.google.com.", "nonsense");
    workspace.run(&["diff", "HEAD^..HEAD", "--confirm", "example.com:MX"]).expect(0);
    let detailed = ["diff", "HEAD^..HEAD", "--confirm", "example.com:MX", "--detailed-exitcode"];
    workspace.run(&detailed).expect(2);
    let none = workspace.run(&["diff", "HEAD..HEAD", "--detailed-exitcode"]).expect(0);
    assert!(none.out.starts_with("no record changes: "), "{}", none.out);
}

#[test]
fn a_branch_is_compared_with_where_it_began() {
    let workspace = changed();
    workspace.git(&["checkout", "--quiet", "-b", "branch"]);
    workspace.commit("changed");
    workspace.git(&["checkout", "--quiet", "-"]);
    workspace.edit("example.com.zonal", "198.51.100.20", "198.51.100.29");
    workspace.commit("meanwhile");
    let from_base = workspace.run(&["diff", "HEAD..branch"]).expect(3);
    assert!(from_base.out.contains("198.51.100.29"), "{}", from_base.out);
    let parted = workspace.run(&["diff", "HEAD...branch"]).expect(3);
    assert!(!parted.out.contains("198.51.100.29") && parted.out.contains("smtp"), "{}", parted.out);
}

#[test]
fn markdown_shows_first_what_is_dangerous() {
    let workspace = changed();
    let run = workspace.run(&["diff", "HEAD", "--format", "markdown", "--name", "zones"]).expect(3);
    insta::assert_snapshot!(workspace.without_commits(&run.out));
}

#[test]
fn the_limits_count_what_the_base_has() {
    let records = |from: usize| {
        let lines = (from..from + 20).map(|number| format!("  h{number}  A  93.184.215.14\n"));
        "policy p default {\n  max-change  10%\n}\n".to_owned() + &zone(&lines.collect::<String>())
    };
    let workspace = Workspace::with(&records(0));
    workspace.git(&["init", "--quiet"]);
    workspace.commit("twenty");
    workspace.write("main.zonal", records(4));
    let run = workspace.run(&["diff", "HEAD"]).expect(3);
    assert!(run.out.contains("4 of the 20 record sets of example.com"), "{}", run.out);
}

#[test]
fn zones_that_come_and_go_are_told() {
    let workspace = Workspace::with(&zone("  www  A  93.184.215.14"));
    workspace.git(&["init", "--quiet"]);
    workspace.commit("one zone");
    workspace.edit("main.zonal", "zone example.com", "zone example.org");
    let run = workspace.run(&["diff", "HEAD"]).expect(0);
    assert!(run.out.contains("the source no longer has the zone; a deploy leaves"), "{}", run.out);
    assert!(run.out.contains("the zone is new here"), "{}", run.out);
    assert!(run.out.contains("+ www"), "{}", run.out);
    workspace.run(&["diff", "HEAD", "--zone", "example.com"]).expect(0);
    workspace.run(&["diff", "HEAD", "--zone", "example.net"]).expect(64);
}

#[test]
fn a_workspace_that_the_base_does_not_have_is_all_new() {
    let workspace = Workspace::new();
    workspace.git(&["init", "--quiet"]);
    workspace.commit("nothing yet");
    workspace.write("dns/zonal.toml", "");
    workspace.write("dns/main.zonal", zone("  www  A  93.184.215.14"));
    let run = workspace.run(&["diff", "HEAD", "dns", "--format", "json"]).expect(0);
    let plan: serde_json::Value = serde_json::from_str(&run.out).expect("a plan");
    assert_eq!(plan["zones"][0]["counts"]["create"], 2, "{}", run.out);
}

#[test]
fn files_that_the_source_reads_are_those_of_the_revision() {
    let workspace = Workspace::with(&zone("  key  TXT  file(\"key.txt\")"));
    workspace.write("key.txt", "old");
    workspace.git(&["init", "--quiet"]);
    workspace.commit("with a key");
    workspace.write("key.txt", "new");
    let run = workspace.run(&["diff", "HEAD"]).expect(0);
    assert!(run.out.contains("\"old\" → \"new\""), "{}", run.out);
}

#[test]
fn a_revision_that_is_not_here_is_one_error() {
    let workspace = changed();
    let run = workspace.run(&["diff", "nowhere..HEAD"]).expect(1);
    assert!(run.err.contains("this clone has no revision `nowhere`"), "{}", run.err);
    assert!(run.err.contains("`git fetch`") && !run.err.contains("fetch-depth"), "{}", run.err);
    workspace.commit("changed");
    let shallow = Workspace::new();
    let url = format!("file://{}", workspace.path().display());
    shallow.git(&["clone", "--quiet", "--depth=1", &url, "clone"]);
    let run = shallow.run(&["diff", "HEAD^..HEAD", "clone"]).expect(1);
    assert!(
        run.err.contains("`fetch-depth: 0`") && run.err.contains("`git fetch --unshallow`"),
        "{}",
        run.err
    );
}

#[test]
fn outside_of_a_repository_there_is_nothing_to_compare() {
    let workspace = Workspace::example("quickstart");
    let run = workspace.run(&["diff", "HEAD"]).expect(1);
    assert!(run.err.starts_with("error: git: not a git repository"), "{}", run.err);
    let run = workspace.run_with(&["diff", "HEAD"], &[("PATH", "/nowhere")], b"").expect(1);
    assert!(run.err.contains("needs the `git` command"), "{}", run.err);
    workspace.run(&["diff", "--upload-pack=x"]).expect(64);
}

#[test]
fn a_source_with_errors_is_told_on_either_side() {
    let workspace = changed();
    workspace.edit("example.com.zonal", "5 smtp.google.com.", "nonsense");
    let run = workspace.run(&["diff", "HEAD"]).expect(1);
    assert!(run.err.contains("example.com.zonal:7"), "{}", run.err);
    workspace.commit("broken");
    let run = workspace.run(&["diff", "HEAD..HEAD^"]).expect(1);
    assert!(run.err.contains("the source at ") && run.err.contains(" has errors"), "{}", run.err);
    workspace.write("bad.zonal", b"\xff\xfe");
    workspace.commit("unreadable");
    let run = workspace.run(&["diff", "HEAD~2..HEAD"]).expect(1);
    assert!(workspace.without_commits(&run.err).contains("COMMIT:bad.zonal"), "{}", run.err);
}
