//! What bad input gets: one clear error with its place, in bounded time, and nothing half-written.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::support::{Run, Workspace, zone};

/// The most that any hostile input may take, in a build without optimisation on a busy machine.
const LONGEST: Duration = Duration::from_secs(180);

#[track_caller]
fn refused(workspace: &Workspace, needles: &[&str]) -> Run {
    let start = Instant::now();
    let run = workspace.run(&["check"]).expect(1);
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    for needle in needles {
        assert!(run.out.contains(needle), "`{needle}` is not in\n{}", run.transcript());
    }
    run
}

#[test]
fn a_file_that_is_not_utf8() {
    let workspace = Workspace::new();
    workspace.write("latin.zonal", b"# ok\n# caf\xe9\n");
    let run = refused(&workspace, &["latin.zonal:2:6: byte 0xe9 at offset 10 is not UTF-8"]);
    insta::assert_snapshot!(run.transcript());
    let json = workspace.run(&["check", "--format", "json"]).expect(1);
    let found: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(found["failures"][0]["line"], 2);
    assert_eq!(found["summary"]["errors"], 1);
}

#[test]
fn a_folder_that_is_not_there() {
    let run = Workspace::new().run(&["check", "nowhere"]).expect(1);
    assert!(run.err.starts_with("error: nowhere: cannot open the workspace: no such file"), "{}", run.err);
}

#[test]
fn a_link_that_leads_out() {
    let workspace = Workspace::new();
    std::os::unix::fs::symlink("/etc/hostname", workspace.path().join("out.zonal")).expect("a link");
    refused(&workspace, &["out.zonal: the symbolic link leads out of the workspace"]);
}

#[test]
fn a_file_of_100_mb() {
    let workspace = Workspace::new();
    let file = File::create(workspace.path().join("huge.zonal")).expect("a file");
    file.set_len(100_000_000).expect("a sparse file");
    refused(&workspace, &["huge.zonal: the file is larger than 64 MiB"]);
}

#[test]
fn a_hundred_thousand_brackets() {
    for bracket in ["(", "[", "{"] {
        let workspace = Workspace::with(&zone(&format!("  let x = {}", bracket.repeat(100_000))));
        refused(&workspace, &["main.zonal:7:"]);
    }
}

#[test]
fn a_loop_over_a_thousand_million_values() {
    let workspace = Workspace::with(&zone("  for n in 1..1000000000 { \"h${n}\" A 93.184.215.14 }"));
    refused(&workspace, &["evaluation-limit"]);
}

#[test]
fn templates_that_include_each_other() {
    let templates = "template a() { include b() }\ntemplate b() { include a() }\n";
    let workspace = Workspace::with(&(templates.to_owned() + &zone("  include a()")));
    refused(&workspace, &["include-cycle"]);
}

#[test]
fn templates_that_double_at_every_step() {
    let mut text = String::from("template t0() { @ TXT \"x\" }\n");
    for step in 1..=60 {
        let before = step - 1;
        text.push_str(&format!("template t{step}() {{\n  include t{before}()\n  include t{before}()\n}}\n"));
    }
    refused(&Workspace::with(&(text + &zone("  include t60()"))), &["evaluation-limit"]);
}

const NOISE: &[u8] = b"zone {}()[]\"$#\\\n@.*,A1\xe9\x1b";

#[test]
fn random_bytes() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..20 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            NOISE[usize::try_from(state % NOISE.len() as u64).expect("small")]
        })
        .take(3_000)
        .collect();
        let workspace = Workspace::new();
        workspace.write("noise.zonal", String::from_utf8_lossy(&bytes).as_ref());
        let run = workspace.run(&["check"]);
        assert!(matches!(run.code, 0 | 1), "{}", run.transcript());
        assert!(!run.out.contains('\u{1b}'));
    }
}

#[test]
fn a_result_that_cannot_be_written() {
    let workspace = Workspace::example("quickstart");
    let full = File::options().write(true).open("/dev/full").expect("/dev/full");
    let output = workspace.command(&["check"]).stdout(full).output().expect("the command runs");
    let run = workspace.ended(&output).expect(1);
    assert!(run.err.contains("cannot write the result: No space left on device"), "{}", run.err);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let workspace = Workspace::with(&zone("  www  A  1.2.3"));
    let mut child = workspace
        .command(&["explain"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().expect("stderr").read_to_string(&mut err).expect("text");
    assert_eq!((child.wait().expect("it ends").code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_disk_that_is_full() {
    // A limit on the size of files stands for it, as no disk can be filled here.
    let workspace = Workspace::example("quickstart");
    let line = format!("ulimit -f 0; trap '' XFSZ; exec {} deploy --yes", env!("CARGO_BIN_EXE_zonal"));
    let output = std::process::Command::new("sh")
        .args(["-c", &line])
        .current_dir(workspace.path())
        .output()
        .expect("a shell");
    // What cannot be written down is not done.
    let run = workspace.ended(&output).expect(1);
    assert!(run.err.contains("error: [ROOT]/.zonal/"), "{}", run.transcript());
    assert!(run.err.ends_with("nothing was written\n"), "{}", run.transcript());
    assert!(!workspace.exists("out"));
}
