//! `zonal completions` and `zonal man`.

use std::fs;

use super::support::Workspace;

#[test]
fn every_shell_gets_completions_of_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Workspace::new().run(&["completions", shell]).expect(0);
        for word in ["rollback", "drift", "--detailed-exitcode"] {
            // Fish writes options without their hyphens.
            assert!(run.out.contains(word.trim_start_matches('-')), "{shell} has no {word}");
        }
    }
    let run = Workspace::new().run(&["completions", "tcsh"]).expect(64);
    assert!(run.err.contains("possible values: bash, elvish, fish, powershell, zsh"), "{}", run.err);
}

#[test]
fn bash_completes_what_it_is_given() {
    let workspace = Workspace::new();
    workspace.write("zonal.bash", workspace.run(&["completions", "bash"]).out);
    let script = "source zonal.bash; COMP_WORDS=(zonal pl); COMP_CWORD=1; _zonal zonal pl zonal; echo \"${COMPREPLY[*]}\"";
    let bash = std::process::Command::new("bash").args(["-c", script]).current_dir(workspace.path()).output();
    let bash = bash.expect("bash runs");
    assert_eq!(String::from_utf8_lossy(&bash.stdout), "plan\n", "{}", String::from_utf8_lossy(&bash.stderr));
}

#[test]
fn every_command_gets_a_manual_page_with_its_example() {
    let workspace = Workspace::new();
    workspace.run(&["man", "--out", "share/man1"]).expect(0);
    for name in ["zonal", "zonal-plan", "zonal-zones", "zonal-zones-create", "zonal-init"] {
        let page = workspace.read(&format!("share/man1/{name}.1"));
        assert!(page.contains(".TH") && page.contains(&name.replace('-', " ")), "{page}");
    }
    assert!(workspace.read("share/man1/zonal-plan.1").contains("zonal plan \\-\\-detailed\\-exitcode"));
    workspace.write("file", "");
    let run = workspace.run(&["man", "--out", "file/below"]).expect(1);
    assert!(run.err.contains("file/below: cannot make the folder"), "{}", run.err);
    assert_eq!(fs::read_to_string(workspace.path().join("file")).expect("the file"), "");
}
