//! From one place to all that means the same, over files.

use serde_json::{Value, json};

use crate::editor::{Editor, PROVIDERS, modern, uri, workspace};

const MAIL: &str =
    "zone example.com on a {\n  # é, as in RFC 7505\n  mail  A  192.0.2.1\n  @     MX 10 mail\n}\n";
const OTHER: &str =
    "template web() { www CNAME mail.example.com. }\nzone example.net on b { include web() }\n";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

struct Opened {
    editor: Editor,
    folder: tempfile::TempDir,
}

impl Opened {
    async fn with(capabilities: Value) -> Self {
        let folder = workspace(&[("infra.zonal", PROVIDERS), ("mail.zonal", MAIL), ("other.zonal", OTHER)]);
        let mut editor = Editor::start(capabilities, &[folder.path()]).await;
        editor.open(&uri(&folder.path().join("mail.zonal")), MAIL).await;
        Self { editor, folder }
    }

    fn uri(&self, path: &str) -> String {
        uri(&self.folder.path().join(path))
    }

    /// Places as `file:line:character`.
    fn places(&self, found: &Value) -> Vec<String> {
        let place = |found: &Value| {
            let uri = found["uri"].as_str().or_else(|| found["targetUri"].as_str()).unwrap();
            let range = if found["range"].is_null() { &found["targetRange"] } else { &found["range"] };
            let (_, name) = uri.rsplit_once('/').unwrap();
            format!("{name}:{}:{}", range["start"]["line"], range["start"]["character"])
        };
        found.as_array().unwrap().iter().map(place).collect()
    }
}

/// A text after the edits of one file.
fn edited(text: &str, edits: &Value) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let units = position["character"].as_u64().unwrap() as usize;
        let before: usize = lines[..line].iter().map(|line| line.len()).sum();
        let utf8: String =
            String::from_utf16(&lines[line].encode_utf16().take(units).collect::<Vec<_>>()).unwrap();
        before + utf8.len()
    };
    let mut edits: Vec<_> = edits.as_array().unwrap().iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    let mut text = text.to_owned();
    for edit in edits {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().unwrap());
    }
    text
}

#[tokio::test]
async fn a_name_is_renamed_over_two_files_one_of_which_is_not_open() {
    let mut opened = Opened::with(modern()).await;
    let (mail, other) = (opened.uri("mail.zonal"), opened.uri("other.zonal"));
    let place = opened.editor.request("textDocument/prepareRename", at(&mail, 3, 14)).await;
    assert_eq!(place["placeholder"], "mail");
    assert_eq!(place["range"]["start"], json!({ "line": 3, "character": 14 }));
    let mut params = at(&mail, 3, 14);
    params["newName"] = json!("mx");
    let edit = opened.editor.request("textDocument/rename", params).await;
    assert_eq!(
        edited(MAIL, &edit["changes"][&mail]),
        MAIL.replace("mail  ", "mx  ").replace("10 mail", "10 mx")
    );
    assert_eq!(edited(OTHER, &edit["changes"][&other]), OTHER.replace("mail.", "mx."));
}

#[tokio::test]
async fn what_is_not_renamed_is_refused_with_a_message() {
    let mut opened = Opened::with(modern()).await;
    let mail = opened.uri("mail.zonal");
    let mut params = at(&mail, 3, 14);
    params["newName"] = json!("no name");
    let id = opened.editor.ask("textDocument/rename", params).await;
    let error = opened.editor.answer(id).await.unwrap_err();
    assert!(error["message"].as_str().unwrap().starts_with("`no name` is no name"), "{error}");
    let id = opened.editor.ask("textDocument/prepareRename", at(&mail, 3, 2)).await;
    let error = opened.editor.answer(id).await.unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("is the zone itself"), "{error}");
    let nothing = opened.editor.request("textDocument/prepareRename", at(&mail, 1, 3)).await;
    assert_eq!(nothing, Value::Null);
}

#[tokio::test]
async fn definitions_references_and_highlights_are_found() {
    let mut opened = Opened::with(modern()).await;
    let mail = opened.uri("mail.zonal");
    opened.editor.diagnostics(&mail, 1).await;
    let found = opened.editor.request("textDocument/definition", at(&mail, 3, 14)).await;
    assert_eq!(opened.places(&found), ["mail.zonal:2:2"]);
    let found = opened.editor.request("textDocument/definition", at(&mail, 0, 20)).await;
    assert_eq!(opened.places(&found), ["infra.zonal:0:9"]);
    let mut params = at(&mail, 2, 2);
    params["context"] = json!({ "includeDeclaration": true });
    let found = opened.editor.request("textDocument/references", params).await;
    assert_eq!(opened.places(&found), ["mail.zonal:2:2", "mail.zonal:3:14", "other.zonal:0:27"]);
    let found = opened.editor.request("textDocument/documentHighlight", at(&mail, 2, 2)).await;
    let kinds: Vec<_> =
        found.as_array().unwrap().iter().map(|found| found["kind"].as_u64().unwrap()).collect();
    assert_eq!(kinds, [3, 2]);
}

#[tokio::test]
async fn a_client_that_shows_links_is_told_what_a_definition_is_of() {
    let mut capabilities = modern();
    capabilities["textDocument"]["definition"] = json!({ "linkSupport": true });
    let mut opened = Opened::with(capabilities).await;
    let mail = opened.uri("mail.zonal");
    opened.editor.diagnostics(&mail, 1).await;
    let found = opened.editor.request("textDocument/definition", at(&mail, 3, 15)).await;
    assert_eq!(found[0]["originSelectionRange"]["start"], json!({ "line": 3, "character": 14 }));
    assert_eq!(opened.places(&found), ["mail.zonal:2:2"]);
}

#[tokio::test]
async fn an_edit_moves_what_the_last_analysis_knew() {
    let mut opened = Opened::with(modern()).await;
    let mail = opened.uri("mail.zonal");
    opened.editor.diagnostics(&mail, 1).await;
    opened.editor.change(&mail, 2, Some([0, 0, 0, 0]), "# one\n# two\n").await;
    let found = opened.editor.request("textDocument/definition", at(&mail, 5, 14)).await;
    assert_eq!(opened.places(&found), ["mail.zonal:4:2"]);
}

#[tokio::test]
async fn a_file_shows_its_shape() {
    let mut opened = Opened::with(modern()).await;
    let mail = opened.uri("mail.zonal");
    let document = json!({ "textDocument": { "uri": mail } });
    let symbols = opened.editor.request("textDocument/documentSymbol", document.clone()).await;
    assert_eq!(symbols[0]["name"], "example.com");
    assert_eq!(symbols[0]["children"][1]["name"], "@");
    assert_eq!(symbols[0]["children"][1]["children"][0]["detail"], "10 mail");
    let folds = opened.editor.request("textDocument/foldingRange", document.clone()).await;
    assert_eq!((&folds[0]["startLine"], &folds[0]["endLine"]), (&json!(0), &json!(3)));
    let text = "let key = file(\"key.txt\")\n";
    let key = opened.uri("key.zonal");
    opened.editor.open(&key, text).await;
    let params = json!({ "textDocument": { "uri": key } });
    let links = opened.editor.request("textDocument/documentLink", params).await;
    assert_eq!(links[0]["range"]["start"], json!({ "line": 0, "character": 16 }));
    assert!(links[0]["target"].as_str().unwrap().ends_with("/key.txt"), "{links}");
    let links = opened.editor.request("textDocument/documentLink", document).await;
    assert_eq!(links[0]["target"], "https://www.rfc-editor.org/rfc/rfc7505");
    assert_eq!(links[0]["range"]["start"], json!({ "line": 1, "character": 13 }));
    let params = json!({ "textDocument": { "uri": mail }, "positions": [{ "line": 3, "character": 15 }] });
    let selections = opened.editor.request("textDocument/selectionRange", params).await;
    assert_eq!(selections[0]["range"]["start"], json!({ "line": 3, "character": 14 }));
    assert_eq!(selections[0]["parent"]["range"]["start"], json!({ "line": 3, "character": 11 }));
}

#[tokio::test]
async fn a_client_without_trees_is_sent_a_list() {
    let mut capabilities = modern();
    capabilities["textDocument"]["documentSymbol"] = json!({});
    let mut opened = Opened::with(capabilities).await;
    let mail = opened.uri("mail.zonal");
    let symbols = opened
        .editor
        .request("textDocument/documentSymbol", json!({ "textDocument": { "uri": mail } }))
        .await;
    assert_eq!(symbols[1]["name"], "mail");
    assert_eq!(symbols[1]["containerName"], "example.com");
}

#[tokio::test]
async fn workspaces_are_searched_and_includes_followed() {
    let mut opened = Opened::with(modern()).await;
    let (mail, other) = (opened.uri("mail.zonal"), opened.uri("other.zonal"));
    opened.editor.diagnostics(&mail, 1).await;
    let found = opened.editor.request("workspace/symbol", json!({ "query": "mail." })).await;
    assert_eq!(
        (&found[0]["name"], &found[0]["containerName"]),
        (&json!("mail.example.com"), &json!("example.com"))
    );
    opened.editor.open(&other, OTHER).await;
    opened.editor.diagnostics(&other, 1).await;
    let items = opened.editor.request("textDocument/prepareCallHierarchy", at(&other, 1, 33)).await;
    assert_eq!(items[0]["name"], "web");
    let callers = opened.editor.request("callHierarchy/incomingCalls", json!({ "item": items[0] })).await;
    assert_eq!(callers[0]["from"]["name"], "example.net");
    let called =
        opened.editor.request("callHierarchy/outgoingCalls", json!({ "item": callers[0]["from"] })).await;
    assert_eq!(called[0]["to"]["name"], "web");
}
