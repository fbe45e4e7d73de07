//! What is shown while somebody types.

use serde_json::json;

use crate::editor::{Editor, PROVIDERS, modern, names, uri, workspace};

const ZONE: &str = "zone example.com on a, b {\n  www A 198.51.100.1\n}\n";

#[tokio::test]
async fn a_mistake_shows_where_it_is_and_goes_when_it_is_mended() {
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("zone.zonal", ZONE)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&uri, ZONE).await;
    let clean = editor.names(&uri, 1).await;
    editor.change(&uri, 2, Some([1, 6, 1, 7]), "CNAME").await;
    let found = editor.diagnostics(&uri, 2).await;
    let new: Vec<_> =
        found.iter().filter(|found| !clean.contains(&found["code"].as_str().unwrap().to_owned())).collect();
    assert_eq!(new.len(), 1, "{found:#?}");
    assert_eq!(
        new[0]["range"],
        json!({ "start": { "line": 1, "character": 12 }, "end": { "line": 1, "character": 24 } })
    );
    assert_eq!(new[0]["source"], "zonal");
    let link = new[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(link.ends_with(&format!("#{}", new[0]["code"].as_str().unwrap())), "{link}");
    editor.change(&uri, 3, Some([1, 6, 1, 11]), "A").await;
    assert_eq!(editor.names(&uri, 3).await, clean);
    assert_eq!(editor.end().await, zonal_lsp::protocol::Ending::Orderly);
}

#[tokio::test]
async fn a_broken_line_costs_nothing_elsewhere() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    let text =
        "zone example.com on a, b {\n  www A 198.51.100.\n  mx MX 10\n  ftp CNAME ftp.example.net\n}\n";
    editor.open(&uri, text).await;
    let found = editor.diagnostics(&uri, 1).await;
    let lines: Vec<_> = found.iter().map(|found| found["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert!([1, 2, 3].iter().all(|line| lines.contains(line)), "{found:#?}");
}

#[tokio::test]
async fn another_file_s_mistake_is_shown_there_and_taken_back() {
    let folder = workspace(&[("infra.zonal", PROVIDERS), ("zone.zonal", ZONE)]);
    let (infra, zone) = (uri(&folder.path().join("infra.zonal")), uri(&folder.path().join("zone.zonal")));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    editor.open(&infra, PROVIDERS).await;
    editor.diagnostics(&infra, 1).await;
    editor.until(|editor| editor.published.contains_key(&zone)).await;
    let before = names(&editor.published[&zone].1);
    editor.change(&infra, 2, Some([1, 9, 1, 10]), "c").await;
    editor.diagnostics(&infra, 2).await;
    let is_told = |editor: &Editor| {
        editor
            .published
            .get(&zone)
            .is_some_and(|(_, found)| names(found).contains(&"unknown-provider".to_owned()))
    };
    editor.until(is_told).await;
    editor.change(&infra, 3, Some([1, 9, 1, 10]), "b").await;
    editor.until(|editor| !is_told(editor)).await;
    assert_eq!(names(&editor.published[&zone].1), before);
}

#[tokio::test]
async fn columns_are_counted_as_agreed() {
    let text = "# one\nzone \"ü𝒙\" on a {}\nzone example.com on a { allow(x: \"ü𝒙\") www CNAME x }\n";
    for (encoding, width) in [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)] {
        let folder = workspace(&[("infra.zonal", PROVIDERS)]);
        let uri = uri(&folder.path().join("zone.zonal"));
        let mut capabilities = modern();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut editor = Editor::start(capabilities, &[folder.path()]).await;
        editor.open(&uri, text).await;
        editor.diagnostics(&uri, 1).await;
        // The error about what stands behind the string moves by as much as the string is counted to be wide.
        editor.change(&uri, 2, Some([2, 34, 2, 34 + width]), "").await;
        let found = editor.diagnostics(&uri, 2).await;
        let fresh = {
            let mut other = Editor::start(modern(), &[folder.path()]).await;
            other.open(&uri, &text.replace("x: \"ü𝒙\"", "x: \"\"")).await;
            other.diagnostics(&uri, 1).await
        };
        assert_eq!(names(&found), names(&fresh), "{encoding}");
    }
}

#[tokio::test]
async fn related_places_are_in_the_message_where_the_client_shows_none() {
    let text = "provider a = zonefile { directory \"out\" }\nprovider a = zonefile { directory \"out\" }\n";
    let folder = workspace(&[]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut plain = Editor::start(json!({}), &[folder.path()]).await;
    plain.open(&uri, text).await;
    let found = plain.diagnostics(&uri, 1).await;
    assert!(
        found[0]["message"].as_str().unwrap().contains("zone.zonal:1: first declared here"),
        "{found:#?}"
    );
    assert!(found[0]["relatedInformation"].is_null());
    let mut full = Editor::start(modern(), &[folder.path()]).await;
    full.open(&uri, text).await;
    let found = full.diagnostics(&uri, 1).await;
    assert_eq!(found[0]["relatedInformation"][0]["message"], "first declared here", "{found:#?}");
}

#[tokio::test]
async fn a_document_that_is_pulled_is_not_pushed_as_well() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut capabilities = modern();
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    let mut editor = Editor::start(capabilities, &[folder.path()]).await;
    editor.open(&uri, "zone example.com on nowhere {}\n").await;
    let asked = json!({ "textDocument": { "uri": uri } });
    let report = editor.request("textDocument/diagnostic", asked.clone()).await;
    assert_eq!(report["kind"], "full");
    assert_eq!(names(report["items"].as_array().unwrap()), ["unknown-provider"]);
    editor.change(&uri, 2, None, "zone example.com on nowhere, nobody {}\n").await;
    let report = editor.request("textDocument/diagnostic", asked).await;
    assert_eq!(names(report["items"].as_array().unwrap()), ["unknown-provider", "unknown-provider"]);
    let is_refresh = |told: &serde_json::Value| told["method"] == "workspace/diagnostic/refresh";
    editor.until(|editor| editor.told.iter().any(is_refresh)).await;
    assert!(editor.published.get(&uri).is_none_or(|(_, found)| found.is_empty()), "{:?}", editor.published);
}

#[tokio::test]
async fn a_fix_mends_what_it_is_offered_for() {
    let folder = workspace(&[("infra.zonal", PROVIDERS)]);
    let uri = uri(&folder.path().join("zone.zonal"));
    let mut editor = Editor::start(modern(), &[folder.path()]).await;
    let text = "zone example.com on a, b {\n  www cname web\n  web A 198.51.100.1\n}\n";
    editor.open(&uri, text).await;
    let found = editor.diagnostics(&uri, 1).await;
    let wrong = found.iter().find(|found| found["range"]["start"]["line"] == 1).unwrap();
    let params = json!({
        "textDocument": { "uri": uri }, "range": wrong["range"],
        "context": { "diagnostics": [wrong], "only": ["quickfix"] }
    });
    let actions = editor.request("textDocument/codeAction", params).await;
    let edit = &actions[0]["edit"]["changes"][uri.as_str()][0];
    assert_eq!(edit["newText"], "CNAME", "{actions:#}");
    assert_eq!(actions[0]["diagnostics"][0]["code"], wrong["code"]);
    let place = |end: &str, of: &str| edit["range"][end][of].as_u64().unwrap();
    let range = [
        place("start", "line"),
        place("start", "character"),
        place("end", "line"),
        place("end", "character"),
    ];
    editor.change(&uri, 2, Some(range), "CNAME").await;
    let left = editor.diagnostics(&uri, 2).await;
    assert!(left.iter().all(|left| left["code"] != wrong["code"]), "{left:#?}");
}
