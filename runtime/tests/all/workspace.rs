//! Finding and loading a workspace.

use std::fs;
use std::path::Path;

use zonal_runtime::workspace::{Settings, Start, find_root, load, read_input};

use crate::support::name;

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn paths(root: &Path) -> Vec<String> {
    let workspace = load(Start::Named(root)).unwrap();
    assert!(workspace.failures.is_empty(), "{:?}", workspace.failures);
    workspace.files.into_iter().map(|file| file.path).collect()
}

fn failures(root: &Path) -> Vec<String> {
    let workspace = load(Start::Named(root)).unwrap();
    let root = format!("{}/", workspace.root.display());
    workspace.failures.iter().map(|failure| failure.to_string().replace(&root, "")).collect()
}

#[test]
fn every_source_file_below_the_root_belongs_to_it() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "b.zonal",
        "a.zonal",
        "zones/c.zonal",
        "zones/note.txt",
        ".hidden/d.zonal",
        ".#e.zonal",
        "target/f.zonal",
        "node_modules/g.zonal",
        "zonal",
    ] {
        write(folder.path(), path, "x");
    }
    write(folder.path(), "examples/h.zonal", "x");
    write(folder.path(), "examples/zonal.toml", "");
    assert_eq!(paths(folder.path()), ["a.zonal", "b.zonal", "zones/c.zonal"]);
}

#[test]
fn the_root_is_where_people_expect_it() {
    let folder = tempfile::tempdir().unwrap();
    let top = fs::canonicalize(folder.path()).unwrap();
    for path in ["repo/.git", "repo/examples/quick/deep", "repo/zones/eu"] {
        fs::create_dir_all(top.join(path)).unwrap();
    }
    write(&top, "repo/examples/quick/zonal.toml", "");
    write(&top, "zonal.toml", "");
    write(&top, "repo/zones/x.zonal", "");
    for (start, named, here) in [
        ("repo/examples/quick", "repo/examples/quick", "repo/examples/quick"),
        ("repo/examples/quick/deep", "repo/examples/quick", "repo/examples/quick"),
        ("repo/zones/eu", "repo/zones/eu", "repo"),
        ("repo/zones/x.zonal", "repo/zones", "repo"),
        ("repo", "repo", "repo"),
        ("", "", ""),
    ] {
        let start = top.join(start);
        assert_eq!(find_root(Start::Named(&start)).unwrap(), top.join(named), "{start:?}");
        assert_eq!(find_root(Start::Here(&start)).unwrap(), top.join(here), "{start:?}");
    }
    let absent = find_root(Start::Named(&top.join("absent"))).unwrap_err();
    assert!(absent.what().starts_with("cannot open the workspace"), "{absent}");
}

#[test]
fn settings_choose_files() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["a.zonal", "old/b.zonal", "old/keep.zonal", "zones/c.zonal"] {
        write(folder.path(), path, "x");
    }
    write(folder.path(), "zonal.toml", "exclude = [\"old/**\"]\n");
    assert_eq!(paths(folder.path()), ["a.zonal", "zones/c.zonal"]);
    write(folder.path(), "zonal.toml", "include = [\"{old,zones}/*\"]\nexclude = [\"**/b.*\"]\n");
    assert_eq!(paths(folder.path()), ["old/keep.zonal", "zones/c.zonal"]);
}

#[test]
fn bad_settings_are_errors_at_their_place() {
    let folder = tempfile::tempdir().unwrap();
    for (text, message) in [
        ("exclude = [\"a\"]\nexlude = []\n", "zonal.toml:2:1: unknown field `exlude`"),
        ("exclude = 5\n", "zonal.toml:1:11: invalid type"),
        ("exclude = [\n", "zonal.toml:"),
        ("exclude = [\"a{b\"]\n", "zonal.toml: `a{b` is no glob"),
    ] {
        write(folder.path(), "zonal.toml", text);
        let found = failures(folder.path());
        assert_eq!(found.len(), 1, "{text:?}: {found:?}");
        assert!(found[0].starts_with(message), "{text:?}: {found:?}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_hides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.zonal", "fine");
    write(folder.path(), "b.zonal", b"one\ntw\xc3\xb6 \xff");
    let large = fs::File::create(folder.path().join("c.zonal")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    let workspace = load(Start::Named(folder.path())).unwrap();
    assert_eq!(workspace.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["a.zonal"]);
    assert_eq!(
        failures(folder.path()),
        ["b.zonal:2:5: byte 0xff at offset 9 is not UTF-8", "c.zonal: the file is larger than 64 MiB"]
    );
}

#[test]
fn all_files_together_have_a_limit() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["a", "b", "c", "d", "e"] {
        let large = fs::File::create(folder.path().join(format!("{file}.zonal"))).unwrap();
        large.set_len(60 << 20).unwrap();
    }
    let found = failures(folder.path());
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("the source files hold more than 256 MiB together"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "x.zonal", "x");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.zonal", "x");
    symlink(folder.path().join("a.zonal"), folder.path().join("b.zonal")).unwrap();
    symlink(folder.path(), folder.path().join("loop")).unwrap();
    symlink(outside.path(), folder.path().join("out")).unwrap();
    assert_eq!(paths(folder.path()), ["a.zonal"]);
    symlink(outside.path().join("x.zonal"), folder.path().join("c.zonal")).unwrap();
    symlink("nowhere", folder.path().join("d.zonal")).unwrap();
    let found = failures(folder.path());
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("c.zonal: the symbolic link leads out of the workspace"), "{found:?}");
    assert!(found[1].starts_with("d.zonal: cannot follow the symbolic link"), "{found:?}");
}

#[test]
fn facts_are_read_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let zone = "[[zone]]\nname = \"example.com\"\nprovider = \"aws\"\n";
    write(
        folder.path(),
        "zonal.lock",
        format!(
            "version = 1\n{zone}id = \"Z1\"\nnameservers = [\"ns-1.awsdns-01.com\", \"ns-2.awsdns-02.net.\"]\n"
        ),
    );
    let facts = load(Start::Named(folder.path())).unwrap().facts;
    let known = facts.of(&name("example.com"), "aws").unwrap();
    assert_eq!(known.id.as_deref(), Some("Z1"));
    assert_eq!(known.name_servers, [name("ns-1.awsdns-01.com"), name("ns-2.awsdns-02.net")]);
    assert!(facts.of(&name("example.com"), "azure").is_none());
    for (text, message) in [
        ("version = 2\n".to_owned(), "zonal.lock:1:11: expected version 1, found 2"),
        (zone.to_owned(), "zonal.lock:1:1: missing field `version`"),
        (format!("version = 1\n{zone}nameserver = []\n"), "zonal.lock:5:1: unknown field `nameserver`"),
        (
            format!("version = 1\n{zone}nameservers = [\"a..b\"]\n"),
            "zonal.lock:5:16: a label of the name is empty",
        ),
        (format!("version = 1\n{zone}{zone}"), "zonal.lock:6:8: example.com at provider `aws` is here twice"),
    ] {
        write(folder.path(), "zonal.lock", &text);
        let found = failures(folder.path());
        assert_eq!(found.len(), 1, "{text:?}: {found:?}");
        assert!(found[0].starts_with(message), "{text:?}: {found:?}");
    }
}

#[test]
fn an_input_file_lies_in_the_workspace() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "secret", "s");
    let root = outside.path().join("ws");
    write(&root, "keys/dkim.pub", "p=abc");
    write(&root, "binary", b"\xff");
    fs::File::create(root.join("large")).unwrap().set_len((1 << 20) + 1).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path().join("secret"), root.join("link")).unwrap();
    assert_eq!(read_input(&root, "keys/dkim.pub").unwrap(), "p=abc");
    assert_eq!(read_input(&root, "./keys/dkim.pub").unwrap(), "p=abc");
    let secret = outside.path().join("secret");
    let refused = |path: &str| read_input(&root, path).unwrap_err().what().to_owned();
    for path in ["../secret", "keys/../../secret", secret.to_str().unwrap(), "", "keys\\dkim.pub"] {
        assert_eq!(refused(path), "the path leads out of the workspace", "{path}");
    }
    #[cfg(unix)]
    assert_eq!(refused("link"), "a symbolic link leads out of the workspace");
    assert_eq!(refused("large"), "the file is larger than 1 MiB");
    assert_eq!(refused("keys"), "it is not a file");
    assert!(refused("binary").ends_with("is not UTF-8"));
    assert!(refused("absent").starts_with("cannot read"));
}

#[test]
fn no_settings_are_the_defaults() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load(Start::Here(folder.path())).unwrap().settings, Settings::default());
}
