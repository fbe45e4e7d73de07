//! Completion and signature help, as an editor asks for them while somebody types.

use serde_json::{Value, json};

use crate::editor::{Editor, PROVIDERS, modern, uri, workspace};

const ZONE: &str =
    "## Mail elsewhere.\ntemplate mail(key: String) {\n  @  TXT  $key\n}\n\nzone example.com on a {\n  \n}\n";

fn place(uri: &str, line: u64, character: u64) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn item<'a>(list: &'a Value, label: &str) -> &'a Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label} in {items:#?}"))
}

/// What an editor without snippets says of itself.
fn without_snippets() -> Value {
    let mut capabilities = modern();
    capabilities["textDocument"]["completion"] = json!({});
    capabilities
}

#[tokio::test]
async fn each_key_is_answered_from_the_text_behind_it() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, ZONE).await;
    let typed = "ü A 192.0.2.1 ttl ";
    for (at, key) in typed.chars().enumerate() {
        let at = 2 + at as u64;
        editor.change(&uri, 2 + at as i64, Some([6, at, 6, at]), &key.to_string()).await;
        let list = editor.request("textDocument/completion", place(&uri, 6, at + 1)).await;
        let wanted = match key {
            ' ' if at < 5 => Some("AAAA"),
            ' ' if at == 15 => Some("ttl"),
            ' ' if at > 15 => Some("5m"),
            _ => None,
        };
        if let Some(wanted) = wanted {
            let edit = &item(&list, wanted)["textEdit"];
            assert_eq!(edit["range"]["start"], json!({ "line": 6, "character": at + 1 }), "{list:#}");
            assert_eq!(edit["newText"], wanted);
        }
    }
    let help = editor.request("textDocument/signatureHelp", place(&uri, 6, 7)).await;
    assert_eq!(help["signatures"][0]["label"], "A address");
    assert_eq!(help["activeParameter"], 0);
    assert_eq!(help["signatures"][0]["parameters"][0]["label"], "address");
    let help = editor.request("textDocument/signatureHelp", place(&uri, 7, 0)).await;
    assert_eq!(help, Value::Null);
}

#[tokio::test]
async fn snippets_are_for_those_who_take_them_and_pages_for_those_who_ask() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let text = ZONE.replace("  \n}", "  include m\n}");
    for (capabilities, text_of_mail, format) in
        [(modern(), "mail(\"${1:key}\")", 2), (without_snippets(), "mail(", 1)]
    {
        let mut editor = Editor::start(capabilities, &[folder.path()]).await;
        editor.open(&uri, &text).await;
        let list = editor.request("textDocument/completion", place(&uri, 6, 11)).await;
        let mail = item(&list, "mail").clone();
        assert_eq!(mail["textEdit"]["newText"], text_of_mail);
        assert_eq!(mail["insertTextFormat"], format);
        let range = json!({ "start": { "line": 6, "character": 10 }, "end": { "line": 6, "character": 11 } });
        assert_eq!(mail["textEdit"]["range"], range);
        assert_eq!(mail["documentation"], Value::Null);
        let resolved = editor.request("completionItem/resolve", mail).await;
        assert!(
            resolved["documentation"]["value"].as_str().unwrap().contains("Mail elsewhere."),
            "{resolved:#}"
        );
        let plain = json!({ "label": "nothing more" });
        assert_eq!(editor.request("completionItem/resolve", plain.clone()).await, plain);
    }
}

#[tokio::test]
async fn no_place_of_a_broken_text_is_without_an_answer() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    let text = "zone ü.example on a {\r\n  www A [192.0.2.1,\r\n  x { TXT \"${\r\n  on a, MX (10\r\n}}\r\nlet y = host(";
    editor.open(&uri, text).await;
    for (number, line) in text.lines().enumerate() {
        for character in 0..=line.encode_utf16().count() as u64 + 1 {
            let at = place(&uri, number as u64, character);
            assert!(editor.request("textDocument/completion", at.clone()).await["items"].is_array());
            editor.request("textDocument/signatureHelp", at).await;
        }
    }
}
