//! `zonal check`.

use super::support::{Workspace, zone};

#[test]
fn a_sound_workspace_is_said_to_be_sound() {
    let run = Workspace::example("quickstart").run(&["check"]).expect(0);
    assert_eq!(run.out, "checked 1 zone, 12 records: no problems\n");
    assert_eq!(run.err, "");
}

#[test]
fn a_folder_can_be_named() {
    let workspace = Workspace::new();
    workspace.write("inner/zonal.toml", "");
    workspace.write("inner/a.zonal", zone("  www  A  93.184.215.14"));
    let run = workspace.run(&["check", "inner"]).expect(0);
    assert_eq!(run.out, "checked 1 zone, 1 record: no problems\n");
}

#[test]
fn named_files_stand_for_their_workspaces_each_checked_once() {
    let workspace = Workspace::new();
    for name in ["one", "two"] {
        workspace.write(&format!("{name}/zonal.toml"), "exclude = [\"drafts/*\"]");
        workspace.write(&format!("{name}/a.zonal"), zone("  www  A  93.184.215.14"));
        workspace.write(&format!("{name}/b.zonal"), "extend zone example.com {\n  app  CNAME  nowhere\n}\n");
    }
    workspace.write("one/drafts/next.zonal", "zone nonsense {");
    let run = workspace.run(&["check", "one/a.zonal", "one/b.zonal", "two/a.zonal", "one/drafts/next.zonal"]);
    let run = run.expect(1);
    assert_eq!(run.out.matches("b.zonal:2").count(), 2, "{}", run.transcript());
    assert!(run.err.contains("one/drafts/next.zonal: the file does not belong"), "{}", run.err);
    let run = workspace.run(&["check", "one/gone.zonal"]).expect(1);
    assert!(run.err.contains("one/gone.zonal"), "{}", run.err);
}

#[test]
fn a_file_in_no_workspace_belongs_to_its_repository() {
    let workspace = Workspace::new();
    workspace.write("repository/.git/HEAD", "ref: refs/heads/main\n");
    workspace.write("repository/zones/a.zonal", "extend zone example.com {\n  app  A  93.184.215.15\n}\n");
    workspace.write("repository/infra/b.zonal", zone("  www  A  93.184.215.14"));
    let run = workspace.run(&["check", "repository/zones/a.zonal"]).expect(0);
    assert_eq!(run.out, "checked 1 zone, 2 records: no problems\n");
}

#[test]
fn every_mistake_is_shown_where_it_is() {
    let workspace = Workspace::with(&zone(
        "  @    CNAME  example.net.\n  www  A      93.184.215\n  app  CNAEM  example.net.",
    ));
    let run = workspace.run(&["check"]).expect(1);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn an_error_in_a_template_shows_the_include() {
    let template = "template t() {\n  @  MX  10 mail.example.net\n}\n\n";
    let workspace = Workspace::with(&(template.to_owned() + &zone("  include t()")));
    let run = workspace.run(&["check"]).expect(1);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn warnings_fail_no_run() {
    let workspace =
        Workspace::with(&zone("  allow(address-private: \"there is none\")\n  www  A  93.184.215.14"));
    let run = workspace.run(&["check"]).expect(0);
    assert!(run.out.contains("warning[unused-allow]"), "{}", run.out);
    assert!(run.out.ends_with("checked 1 zone, 1 record: 1 warning in 1 file\n"), "{}", run.out);
}

#[test]
fn json_holds_names_ranges_and_fixes() {
    let workspace = Workspace::with(&zone("  # ü\n  ü  MX  10 mail.example.net"));
    let run = workspace.run(&["check", "--format", "json"]).expect(1);
    insta::assert_snapshot!(run.out);
    let found: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let text = workspace.read("main.zonal");
    let primary = &found["diagnostics"][0]["primary"];
    let byte = |end: &str| usize::try_from(primary["bytes"][end].as_u64().expect("a byte")).expect("small");
    assert_eq!(&text[byte("start")..byte("end")], "mail.example.net");
    let line = text.lines().nth(primary["start"]["line"].as_u64().expect("a line") as usize - 1).expect("it");
    let column = primary["start"]["column"].as_u64().expect("a column") as usize - 1;
    assert_eq!(line.chars().skip(column).collect::<String>(), "mail.example.net");
}

#[test]
fn colour_is_a_choice() {
    let workspace = Workspace::with(&zone("  www  A  1.2.3"));
    assert!(!workspace.run(&["check"]).out.contains('\u{1b}'));
    assert!(workspace.run(&["check", "--color", "always"]).out.contains('\u{1b}'));
    let forced = [("CLICOLOR_FORCE", "1")];
    assert!(workspace.run_with(&["check"], &forced, b"").out.contains('\u{1b}'));
    assert!(!workspace.run_with(&["check", "--color=never"], &forced, b"").out.contains('\u{1b}'));
    let refused = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    assert!(!workspace.run_with(&["check"], &refused, b"").out.contains('\u{1b}'));
}

#[test]
fn what_is_shown_of_the_source_is_harmless_to_the_terminal() {
    let workspace = Workspace::with(&zone("  www  A  \u{1b}]0;x\u{7}1.2.3"));
    let run = workspace.run(&["check"]).expect(1);
    assert!(!run.out.contains('\u{1b}') && !run.out.contains('\u{7}'), "{:?}", run.out);
}

#[test]
fn a_long_line_is_cropped_around_the_mistake() {
    let values: String =
        (0..2_000).map(|host| format!("93.184.{}.{}, ", 100 + host / 200, 10 + host % 200)).collect();
    let column = "  www  A  ".len() + values.len() + "1.2.3.9".len();
    let workspace = Workspace::with(&zone(&format!("  www  A  {values}1.2.3.999")));
    let run = workspace.run(&["check"]).expect(1);
    let widest = run.out.lines().map(|line| line.chars().count()).max().expect("lines");
    assert!(widest < 400, "{widest} columns");
    assert!(run.out.contains("1.2.3.999"), "{}", run.out);
    assert!(run.out.contains(&format!("main.zonal:7:{column} ")), "{}", run.out);
}

#[test]
fn a_workspace_without_a_source_says_so() {
    let run = Workspace::new().run(&["check"]).expect(0);
    assert_eq!(run.out, "[ROOT] has no `.zonal` file: nothing to check\n");
}
