//! `zonal explain`.

use super::support::Workspace;

#[test]
fn a_rule_has_a_page() {
    let run = Workspace::new().run(&["explain", "cname-at-apex"]).expect(0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn an_error_of_the_language_has_a_page() {
    let run = Workspace::new().run(&["explain", "class-in-record"]).expect(0);
    assert!(run.out.contains("Every record is of class IN"), "{}", run.out);
}

#[test]
fn a_misspelt_name_is_guessed() {
    let run = Workspace::new().run(&["explain", "cname-at-apx"]).expect(1);
    assert_eq!(
        run.err,
        "error: there is no page `cname-at-apx`\n  help: did you mean `cname-at-apex`? `zonal explain` lists all names\n"
    );
}

#[test]
fn all_names_are_listed() {
    let run = Workspace::new().run(&["explain"]).expect(0);
    let names: Vec<&str> = run.out.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 80 && names.is_sorted(), "{names:?}");
    assert!(names.contains(&"cname-at-apex") && names.contains(&"class-in-record"));
}
