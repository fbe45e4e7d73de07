//! Edits faster than anybody types, and what must be true when they end.

use serde_json::{Value, json};
use zonal_compiler::compile;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;

use crate::editor::{Editor, PROVIDERS, modern, names, uri, workspace};

/// What `check` says of the text beside the providers: names and places.
fn checked(text: &str) -> Vec<(String, u64, u64)> {
    let mut sources = Sources::new();
    sources.add("infra.zonal", PROVIDERS);
    let file = sources.add("zone.zonal", text);
    let compilation = compile::compile(&sources, &Inputs::default(), &Facts::default());
    let lines = zonal_lsp::session::text::Lines::new(text);
    let encoding = zonal_lsp::session::text::Encoding::Utf16;
    let here = compilation.diagnostics.iter().filter(|found| found.primary.at.file == file);
    here.map(|found| {
        let at = lines.position(text, found.primary.at.span.start, encoding);
        (found.name.to_owned(), u64::from(at.line), u64::from(at.character))
    })
    .collect()
}

fn shown(found: &[Value]) -> Vec<(String, u64, u64)> {
    let place = |found: &Value, of: &str| found["range"]["start"][of].as_u64().unwrap();
    found
        .iter()
        .map(|found| {
            (found["code"].as_str().unwrap().to_owned(), place(found, "line"), place(found, "character"))
        })
        .collect()
}

#[tokio::test]
async fn the_last_of_a_thousand_edits_is_what_is_shown() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, "zone example.com on a {\n}\n").await;
    for version in 2..=1001 {
        let text = if version % 2 == 0 { "  www A 192.0.2.1x\n" } else { "" };
        let range = if version % 2 == 0 { [1, 0, 1, 0] } else { [1, 0, 2, 0] };
        editor.change(&uri, version, Some(range), text).await;
    }
    editor.change(&uri, 1002, Some([1, 0, 1, 0]), "  www A 192.0.2.1\n").await;
    // A question behind the burst is answered from the text after it.
    let edits = editor
        .request(
            "textDocument/formatting",
            json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
        )
        .await;
    assert_eq!(edits[0]["newText"], "  www  A  192.0.2.1\n");
    let found = editor.diagnostics(&uri, 1002).await;
    assert_eq!(shown(&found), checked("zone example.com on a {\n  www A 192.0.2.1\n}\n"));
}

#[tokio::test]
async fn random_edits_and_their_undoing_end_as_check_has_it() {
    let pieces = [
        "www A 192.0.2.1\n",
        "  mx MX 10 mail\n",
        "{",
        "}",
        "\"",
        "#",
        "on a {",
        "include x()\n",
        "ü𝒙",
        "ttl 5m",
        ",",
        "\r\n",
        "zone example.net on b {\n",
        "allow(",
        ")",
        "$x",
        "@ CNAME y.\n",
        "TXT \"a",
        "[",
        "]",
        "under eu {",
        "\t",
    ];
    let start = "zone example.com on a, b {\n  www  A  198.51.100.7\n  @    MX  10 www\n}\n";
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, start).await;
    let mut random = fastrand::Rng::with_seed(7);
    let mut text: Vec<u16> = start.encode_utf16().collect();
    let mut undo: Vec<Vec<u16>> = Vec::new();
    let mut version = 1;
    for _ in 0..100 {
        for _ in 0..random.usize(1..20) {
            version += 1;
            if random.usize(0..4) == 0
                && let Some(before) = undo.pop()
            {
                editor.change(&uri, version, None, &String::from_utf16_lossy(&before)).await;
                text = before;
                continue;
            }
            undo.push(text.clone());
            let boundary =
                |text: &[u16], at: usize| text.get(at).is_none_or(|unit| !(0xdc00..0xe000).contains(unit));
            let mut from = random.usize(0..=text.len());
            let mut to = (from + random.usize(0..6)).min(text.len());
            while !boundary(&text, from) {
                from -= 1;
            }
            while !boundary(&text, to) {
                to += 1;
            }
            // The end of a line is one place, however it is written.
            let splits = |at: usize| at > 0 && text.get(at) == Some(&10) && text.get(at - 1) == Some(&13);
            if splits(from) {
                from -= 1;
            }
            if splits(to) {
                to += 1;
            }
            let piece = pieces[random.usize(0..pieces.len())];
            let place = |at: usize| {
                let before = String::from_utf16_lossy(&text[..at]);
                let whole = String::from_utf16_lossy(&text);
                let lines = zonal_lsp::session::text::Lines::new(&whole);
                lines.position(&whole, before.len() as u32, zonal_lsp::session::text::Encoding::Utf16)
            };
            let (start, end) = (place(from), place(to));
            let range = [start.line, start.character, end.line, end.character].map(u64::from);
            editor.change(&uri, version, Some(range), piece).await;
            text.splice(from..to, piece.encode_utf16());
        }
        let found = editor.diagnostics(&uri, version).await;
        let text = String::from_utf16_lossy(&text);
        assert_eq!(shown(&found), checked(&text), "{text:?}");
    }
}

#[tokio::test]
async fn a_question_that_is_called_off_is_answered_so_and_nothing_else_is_harmed() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    let many: String = (0..20_000).map(|n| format!("  h{n} A 198.51.100.1\n")).collect();
    editor.open(&uri, &format!("zone example.com on a {{\n{many}}}\n")).await;
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 1, "character": 0 } }, "context": { "diagnostics": [] } });
    let id = editor.ask("textDocument/codeAction", params.clone()).await;
    editor.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(editor.answer(id).await.unwrap_err()["code"], -32800);
    assert!(editor.request("textDocument/codeAction", params).await.is_array());
}

#[tokio::test]
async fn a_hundred_thousand_lines_are_edited_like_one() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    let many: String = (0..100_000).map(|n| format!("  h{n}  A  198.51.100.1\n")).collect();
    editor.open(&uri, &format!("zone example.com on a {{\n{many}}}\n")).await;
    let clean = names(&editor.diagnostics(&uri, 1).await);
    editor.change(&uri, 2, Some([50_000, 2, 50_000, 2]), "x y ").await;
    let found = editor.diagnostics(&uri, 2).await;
    assert!(found.iter().any(|found| found["range"]["start"]["line"] == 50_000), "{}", found.len());
    editor.change(&uri, 3, Some([50_000, 2, 50_000, 6]), "").await;
    assert_eq!(editor.names(&uri, 3).await, clean);
}
