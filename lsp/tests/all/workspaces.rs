//! Which files belong together: as on the command line, with open documents before the disk.

use std::fs;

use serde_json::json;

use crate::editor::{Editor, PROVIDERS, modern, names, uri, workspace};

const ZONE: &str = "zone example.com on a, b {}\n";

#[tokio::test]
async fn an_unsaved_buffer_counts_before_the_disk() {
    let folder = workspace(&[("infra.zonal", ""), ("zone.zonal", ZONE)]);
    let (infra, zone) = (uri(&folder.path().join("infra.zonal")), uri(&folder.path().join("zone.zonal")));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, ZONE).await;
    assert_eq!(editor.names(&zone, 1).await, ["unknown-provider", "unknown-provider"]);
    editor.open(&infra, PROVIDERS).await;
    editor.until(|editor| !names(&editor.published[&zone].1).contains(&"unknown-provider".to_owned())).await;
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": infra } })).await;
    editor.until(|editor| names(&editor.published[&zone].1).contains(&"unknown-provider".to_owned())).await;
}

#[tokio::test]
async fn a_new_file_counts_before_it_is_saved() {
    let folder = workspace(&[("zone.zonal", ZONE)]);
    let (infra, zone) = (uri(&folder.path().join("new/infra.zonal")), uri(&folder.path().join("zone.zonal")));
    fs::create_dir(folder.path().join("new")).unwrap();
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, ZONE).await;
    editor.names(&zone, 1).await;
    editor.open(&infra, PROVIDERS).await;
    editor.until(|editor| !names(&editor.published[&zone].1).contains(&"unknown-provider".to_owned())).await;
}

#[tokio::test]
async fn what_changes_on_disk_is_read_again() {
    let folder = workspace(&[("zone.zonal", ZONE)]);
    let (infra, zone) = (folder.path().join("infra.zonal"), uri(&folder.path().join("zone.zonal")));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.until(|editor| editor.told.iter().any(|told| told["method"] == "client/registerCapability")).await;
    editor.open(&zone, ZONE).await;
    assert_eq!(editor.names(&zone, 1).await.len(), 2);
    fs::write(&infra, PROVIDERS).unwrap();
    let changes = json!([{ "uri": uri(&infra), "type": 1 }]);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
    editor.until(|editor| !names(&editor.published[&zone].1).contains(&"unknown-provider".to_owned())).await;
    // A client that watches nothing says at least when it saves.
    fs::remove_file(&infra).unwrap();
    editor.notify("textDocument/didSave", json!({ "textDocument": { "uri": zone } })).await;
    editor.until(|editor| names(&editor.published[&zone].1).contains(&"unknown-provider".to_owned())).await;
}

#[tokio::test]
async fn each_root_is_a_program_of_its_own() {
    let (one, two) = (workspace(&[("infra.zonal", PROVIDERS)]), workspace(&[]));
    fs::create_dir(two.path().join("inner")).unwrap();
    fs::write(two.path().join("inner/zonal.toml"), "").unwrap();
    fs::write(two.path().join("inner/infra.zonal"), PROVIDERS).unwrap();
    let mut editor = Editor::start(modern(), &[one.path(), two.path()]).await;
    let knows_providers = [
        (one.path().join("zone.zonal"), true),
        (two.path().join("zone.zonal"), false),
        (two.path().join("inner/zone.zonal"), true),
    ];
    for (path, knows) in knows_providers {
        let uri = uri(&path);
        editor.open(&uri, ZONE).await;
        let found = editor.names(&uri, 1).await;
        assert_eq!(!found.contains(&"unknown-provider".to_owned()), knows, "{}: {found:?}", path.display());
    }
}

#[tokio::test]
async fn what_the_settings_leave_out_is_a_program_of_its_own() {
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("drafts/zone.zonal", ZONE)]);
    fs::write(folder.path().join("zonal.toml"), "exclude = [\"drafts/**\"]\n").unwrap();
    let draft = uri(&folder.path().join("drafts/zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&draft, ZONE).await;
    assert_eq!(editor.names(&draft, 1).await, ["unknown-provider", "unknown-provider"]);
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_told_where_they_stand() {
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("zone.zonal", ZONE)]);
    let settings = folder.path().join("zonal.toml");
    fs::write(&settings, "include = [\nexcude = 3\n").unwrap();
    let (zone, settings_uri) = (uri(&folder.path().join("zone.zonal")), uri(&settings));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, ZONE).await;
    editor.until(|editor| editor.published.contains_key(&settings_uri)).await;
    fs::write(&settings, "").unwrap();
    let changes = json!([{ "uri": settings_uri, "type": 2 }]);
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
    editor.until(|editor| editor.published[&settings_uri].1.is_empty()).await;
}
