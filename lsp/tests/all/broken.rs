//! Clients, files and folders that are not as they should be: the server stays up, and the next good edit is answered
//! right.

use std::fs;

use serde_json::{Value, json};
use zonal_lsp::protocol::Ending;

use crate::editor::{Editor, PROVIDERS, modern, names, uri, workspace};

const GOOD: &str = "zone example.com on nowhere {}\n";

/// The server still does its work.
async fn is_alive(editor: &mut Editor, uri: &str, version: i64) {
    editor.change(uri, version, None, GOOD).await;
    assert_eq!(editor.names(uri, version).await, ["unknown-provider"]);
}

#[tokio::test]
async fn messages_that_are_none_are_refused_one_by_one() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, "").await;
    let bad: [&[u8]; 9] = [
        b"Content-Length: 5\r\n\r\n{bad}",
        b"Content-Length: 2\r\n\r\n\xff\xfe",
        b"no header at all\r\n\r\n",
        b"Content-Length: -7\r\n\r\n",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 17\r\n\r\n{\"jsonrpc\":\"2.0\"}",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 31\r\n\r\n{\"jsonrpc\":\"1.0\",\"method\":\"what\"}",
    ];
    for (version, bytes) in (2..).zip(bad) {
        editor.send_bytes(bytes).await;
        is_alive(&mut editor, &uri, version).await;
    }
    let unknown = editor.ask("no/such", Value::Null).await;
    assert_eq!(editor.answer(unknown).await.unwrap_err()["code"], -32601);
    let wrong = editor.ask("textDocument/formatting", json!({ "textDocument": 7 })).await;
    assert_eq!(editor.answer(wrong).await.unwrap_err()["code"], -32602);
    editor.notify("textDocument/didChange", json!({ "nonsense": true })).await;
    is_alive(&mut editor, &uri, 20).await;
    assert_eq!(editor.end().await, Ending::Orderly);
}

#[tokio::test]
async fn a_client_that_begins_or_ends_wrongly_is_survived() {
    let mut editor = Editor::connect();
    let early = editor.ask("textDocument/hover", json!({})).await;
    assert_eq!(editor.answer(early).await.unwrap_err()["code"], -32002);
    editor.open("file:///nowhere/a.zonal", "zone").await;
    editor.request("initialize", json!({ "capabilities": {} })).await;
    let again = editor.ask("initialize", json!({ "capabilities": {} })).await;
    assert_eq!(editor.answer(again).await.unwrap_err()["code"], -32600);
    assert_eq!(editor.end().await, Ending::Orderly);
}

#[tokio::test]
async fn a_client_that_never_answers_is_served_all_the_same() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::connect();
    editor.answers_requests = false;
    editor
        .request(
            "initialize",
            json!({ "capabilities": modern(), "rootUri": crate::editor::uri(folder.path()) }),
        )
        .await;
    editor.notify("initialized", json!({})).await;
    editor.open(&uri, "").await;
    for version in 2..30 {
        is_alive(&mut editor, &uri, version).await;
    }
}

#[tokio::test]
async fn edits_of_what_is_not_open_and_ranges_from_nowhere_do_no_harm() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.change("file:///not/open.zonal", 3, None, "x").await;
    editor
        .notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///not/open.zonal" } }))
        .await;
    editor.open(&uri, "").await;
    editor.change(&uri, 2, Some([900, 900, 1, 0]), "zone example.com on nowhere {}").await;
    editor.change(&uri, 9, Some([0, 4_000_000_000, 0, 4_000_000_000]), "\n").await;
    assert_eq!(editor.names(&uri, 9).await, ["unknown-provider"]);
    // A version that goes back is the client's own affair: the text is what its changes made of it.
    is_alive(&mut editor, &uri, 4).await;
    let nowhere = json!({ "textDocument": { "uri": "file:///not/open.zonal" }, "options": { "tabSize": 2, "insertSpaces": true } });
    assert_eq!(editor.request("textDocument/formatting", nowhere).await, Value::Null);
}

#[tokio::test]
async fn a_file_that_is_not_utf_8_is_told_at_the_file() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let bad = folder.path().join("bad.zonal");
    fs::write(&bad, b"zone \xff\xfe").unwrap();
    let zone = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, "zone example.com on a {\n  www A\n}\n").await;
    // What can be said of a text alone is still said.
    assert!(!editor.names(&zone, 1).await.is_empty());
    let bad_uri = uri(&bad);
    editor.until(|editor| editor.published.contains_key(&bad_uri)).await;
    let found = &editor.published[&bad_uri].1;
    assert!(found[0]["message"].as_str().unwrap().contains("UTF-8"), "{found:#?}");
    fs::remove_file(&bad).unwrap();
    editor
        .notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": bad_uri, "type": 3 }] }))
        .await;
    editor.until(|editor| editor.published[&bad_uri].1.is_empty()).await;
    is_alive(&mut editor, &zone, 2).await;
}

#[tokio::test]
async fn a_folder_that_vanishes_leaves_its_open_documents() {
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("zone.zonal", GOOD)]);
    let zone = uri(&folder.path().join("zone.zonal"));
    let root = uri(folder.path());
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, GOOD).await;
    editor.names(&zone, 1).await;
    folder.close().unwrap();
    editor
        .notify(
            "workspace/didChangeWatchedFiles",
            json!({ "changes": [{ "uri": format!("{root}/infra.zonal"), "type": 3 }] }),
        )
        .await;
    editor.change(&zone, 2, None, "zone example.com on a {\n  www A 1.2.3\n}\n").await;
    assert!(!editor.names(&zone, 2).await.is_empty());
    assert_eq!(editor.end().await, Ending::Orderly);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_without_permission_is_told_once() {
    use std::os::unix::fs::PermissionsExt;
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("locked/a.zonal", "")]);
    let locked = folder.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&locked).is_ok() {
        return; // Whoever runs this may read everything.
    }
    let zone = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&zone, GOOD).await;
    editor.names(&zone, 1).await;
    let told = editor.published.iter().filter(|(uri, (_, found))| uri.contains("locked") && found.len() == 1);
    assert_eq!(told.count(), 1, "{:?}", editor.published);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test]
async fn a_huge_file_is_refused_and_let_go() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, &"# a long comment\n".repeat((100 << 20) / 17)).await;
    assert_eq!(editor.names(&uri, 1).await, ["file-too-large"]);
    is_alive(&mut editor, &uri, 2).await;
}

#[tokio::test]
async fn a_document_that_is_nowhere_is_checked_by_itself() {
    let mut editor = Editor::start(modern(), &[]).await;
    editor.open("untitled:Untitled-1", GOOD).await;
    assert_eq!(editor.names("untitled:Untitled-1", 1).await, ["unknown-provider"]);
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": "untitled:Untitled-1" } })).await;
    editor.until(|editor| editor.published["untitled:Untitled-1"].1.is_empty()).await;
    assert_eq!(names(&editor.published["untitled:Untitled-1"].1), [""; 0]);
}
