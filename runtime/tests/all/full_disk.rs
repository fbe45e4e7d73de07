//! A write that does not fit. The limit is one on the size of files, set for this very test run again as a
//! process of its own: a disk cannot be filled in a test.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{at, deploy, desired, plan, providers};

const FOLDER: &str = "ZONAL_TEST_FULL_DISK";
const SMALL: &str = "@ NS ns1.example.net.\nw A 192.0.2.1\n";

#[test]
fn a_write_that_does_not_fit_leaves_everything_as_it_was() {
    match std::env::var_os(FOLDER) {
        Some(folder) => fill(Path::new(&folder)),
        None => limited(),
    }
}

fn limited() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let small = [at("a", &desired(SMALL))];
    deploy(&small, &providers);
    let file = folder.path().join("a/example.com.zone");
    // By hand, so that a copy is due: it must not stay behind either.
    let by_hand = format!("{}; a comment\n", fs::read_to_string(&file).unwrap());
    fs::write(&file, &by_hand).unwrap();

    let test = concat!(module_path!(), "::a_write_that_does_not_fit_leaves_everything_as_it_was");
    let test = test.split_once("::").map_or(test, |(_, test)| test);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact --nocapture \"$1\"";
    let child = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stderr));
    assert!(said.contains("1 passed"), "{said}");

    assert_eq!(fs::read_to_string(&file).unwrap(), by_hand);
    let left: Vec<_> =
        fs::read_dir(folder.path().join("a")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["example.com.zone"]);
    assert!(plan(&small, &providers).is_empty());
}

fn fill(folder: &Path) {
    let hosts: String = (0..2000).map(|n| format!("h{n} A 192.0.2.1\n")).collect();
    let report = deploy(&[at("a", &desired(&format!("{SMALL}{hosts}")))], &providers(folder));
    let status = report.zones[0].status.to_string();
    assert!(status.starts_with("failed, nothing written: "), "{status}");
    assert!(status.contains("example.com.zone: cannot write: "), "{status}");
}
