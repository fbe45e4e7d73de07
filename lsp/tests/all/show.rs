//! What is shown beside the text, and what is done to it on request.

use serde_json::{Value, json};
use zonal_compiler::source::Span;

use crate::editor::{Editor, PROVIDERS, modern, uri, workspace};
use crate::edits;

const ZONE: &str = "\
template t(host: String) { \"${host}\" A 198.51.100.2 }

zone example.com on a, b {
  www  CNAME  @
  @    A      198.51.100.1
  api  A      10.0.0.1
  include t(\"x\")
}
";

struct Opened {
    editor: Editor,
    uri: String,
    root: tempfile::TempDir,
}

/// A client with these capabilities and options that has opened a zone, once it is analysed.
async fn opened(text: &str, capabilities: Value, options: Value) -> Opened {
    let root = workspace(&[("infra.zonal", PROVIDERS), ("zone.zonal", text)]);
    let uri = uri(&root.path().join("zone.zonal"));
    let mut editor = Editor::connect();
    let folders = json!([{ "uri": self::uri(root.path()), "name": "w" }]);
    let params = json!({
        "processId": null, "capabilities": capabilities, "workspaceFolders": folders,
        "initializationOptions": options
    });
    editor.request("initialize", params).await;
    editor.notify("initialized", json!({})).await;
    editor.open(&uri, text).await;
    editor.diagnostics(&uri, 1).await;
    Opened { editor, uri, root }
}

impl Opened {
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        let mut params = params;
        params["textDocument"] = json!({ "uri": self.uri });
        self.editor.request(method, params).await
    }

    async fn actions(&mut self, range: Value, context: Value) -> Vec<Value> {
        let params = json!({ "range": range, "context": context });
        self.ask("textDocument/codeAction", params).await.as_array().cloned().unwrap_or_default()
    }
}

fn at(line: u64, character: u64) -> Value {
    json!({ "line": line, "character": character })
}

fn range(start: (u64, u64), end: (u64, u64)) -> Value {
    json!({ "start": at(start.0, start.1), "end": at(end.0, end.1) })
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

/// A text with the edits of an action or of formatting.
fn applied(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let place = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let start = starts.get(line).copied().unwrap_or(text.len());
        u32::try_from(start).unwrap() + u32::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    let edit = |edit: &Value| {
        let span = Span::new(place(&edit["range"]["start"]), place(&edit["range"]["end"]));
        (span, edit["newText"].as_str().unwrap().to_owned())
    };
    edits::applied(text, edits.as_array().unwrap().iter().map(edit).collect())
}

#[tokio::test]
async fn hover_is_in_the_form_that_the_client_shows() {
    let mut markdown = opened(ZONE, modern(), Value::Null).await;
    let hover = markdown.ask("textDocument/hover", json!({ "position": at(3, 3) })).await;
    assert_eq!(hover["contents"]["kind"], "markdown");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("**www.example.com**") && text.contains("at a and b"), "{text}");
    assert_eq!(hover["range"], range((3, 2), (3, 5)));
    let nothing = markdown.ask("textDocument/hover", json!({ "position": at(1, 0) })).await;
    assert!(nothing.is_null(), "{nothing}");
    let mut plain = modern();
    plain["textDocument"]["hover"] = json!({ "contentFormat": ["plaintext"] });
    let mut plain = opened(ZONE, plain, Value::Null).await;
    let hover = plain.ask("textDocument/hover", json!({ "position": at(3, 3) })).await;
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("www.example.com\n"));
}

#[tokio::test]
async fn hints_are_those_that_the_client_wants() {
    let lines = json!({ "range": range((3, 0), (4, 0)) });
    let label = |hints: &Value| -> Vec<String> {
        let hints = hints.as_array().unwrap().iter();
        hints.map(|hint| hint["label"].as_str().unwrap().to_owned()).collect()
    };
    let mut all = opened(ZONE, modern(), Value::Null).await;
    assert_eq!(label(&all.ask("textDocument/inlayHint", lines.clone()).await), ["= example.com.", "ttl 5m"]);
    let mut some = opened(ZONE, modern(), json!({ "inlayHints": { "ttl": false } })).await;
    assert_eq!(label(&some.ask("textDocument/inlayHint", lines.clone()).await), ["= example.com."]);
    let mut none = opened(ZONE, modern(), json!({ "inlayHints": false })).await;
    assert_eq!(label(&none.ask("textDocument/inlayHint", lines).await), [""; 0]);
}

#[tokio::test]
async fn tokens_are_told_whole_then_as_what_differs() {
    let mut opened = opened(ZONE, modern(), Value::Null).await;
    let whole = opened.ask("textDocument/semanticTokens/full", json!({})).await;
    let part =
        opened.ask("textDocument/semanticTokens/range", json!({ "range": range((3, 0), (3, 5)) })).await;
    // `CNAME` is the third line's only word that is not a name.
    assert_eq!(part["data"], json!([3, 7, 5, 2, 0]));
    let uri = opened.uri.clone();
    opened.editor.change(&uri, 2, Some([4, 14, 4, 26]), "$x").await;
    let asked = json!({ "previousResultId": whole["resultId"] });
    let delta = opened.ask("textDocument/semanticTokens/full/delta", asked).await;
    let [edit] = delta["edits"].as_array().unwrap().as_slice() else { panic!("{delta}") };
    let numbers = |value: &Value| -> Vec<u64> {
        value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
    };
    let number = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
    let mut patched = numbers(&whole["data"]);
    patched.splice(number("start")..number("start") + number("deleteCount"), numbers(&edit["data"]));
    let again = opened.ask("textDocument/semanticTokens/full", json!({})).await;
    assert_eq!(patched, numbers(&again["data"]));
}

#[tokio::test]
async fn lenses_run_something_only_where_something_runs_it() {
    let titles = |lenses: &Value| -> Vec<String> {
        let lenses = lenses.as_array().unwrap().iter();
        lenses.map(|lens| lens["command"]["title"].as_str().unwrap().to_owned()).collect()
    };
    let mut plain = opened(ZONE, modern(), Value::Null).await;
    let lenses = plain.ask("textDocument/codeLens", json!({})).await;
    assert_eq!(titles(&lenses), ["included once", "2 providers · 4 records"]);
    let mut running = opened(ZONE, modern(), json!({ "commands": true })).await;
    let lenses = running.ask("textDocument/codeLens", json!({})).await;
    assert_eq!(titles(&lenses), ["included once", "2 providers · 4 records", "plan", "drift"]);
    assert_eq!(lenses[2]["command"]["command"], "zonal.showPlan");
    let root = uri(&running.root.path().canonicalize().unwrap());
    assert_eq!(lenses[2]["command"]["arguments"], json!(["example.com", root]));
}

#[tokio::test]
async fn actions_are_offered_by_kind_and_filled_in_when_chosen() {
    let mut lazy = modern();
    lazy["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    lazy["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    for capabilities in [modern(), lazy] {
        let mut opened = opened(ZONE, capabilities, Value::Null).await;
        let shown = opened.editor.diagnostics(&opened.uri.clone(), 1).await;
        let context = json!({ "diagnostics": shown, "only": ["quickfix"] });
        let mut actions = opened.actions(range((5, 14), (5, 14)), context).await;
        let title = "allow `address-private` for this record, with a reason";
        assert_eq!(titles(&actions), [title, "allow `address-private` in this zone, with a reason"]);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "address-private");
        let mut action = actions.remove(0);
        if !action["data"].is_null() {
            assert!(action["edit"].is_null());
            action = opened.editor.request("codeAction/resolve", action).await;
        }
        let text = applied(ZONE, &action["edit"]["changes"][&opened.uri]);
        let block = "  api {\n    allow(address-private: \"why: …\")\n    A  10.0.0.1\n  }\n";
        assert_eq!(text, ZONE.replace("  api  A      10.0.0.1\n", block));
        let uri = opened.uri.clone();
        opened.editor.change(&uri, 2, None, &text).await;
        assert!(!opened.editor.names(&uri, 2).await.contains(&"address-private".to_owned()));
    }
}

#[tokio::test]
async fn only_the_wanted_kinds_of_action_are_offered() {
    let text = "zone example.com on a, b {\n  www CNAME host.example.net\n  api A 198.51.100.1\n}\n";
    let mut opened = opened(text, modern(), Value::Null).await;
    let whole = range((1, 2), (2, 20));
    let only = |kinds: &[&str]| json!({ "diagnostics": [], "only": kinds });
    let extract = opened.actions(whole.clone(), only(&["refactor.extract"])).await;
    assert_eq!(titles(&extract), ["extract to template `extracted`"]);
    let everything = opened.actions(whole.clone(), json!({ "diagnostics": [] })).await;
    assert!(everything.len() > extract.len());
    assert!(opened.actions(whole, only(&["source.organizeImports"])).await.is_empty());
    let stale = json!({ "title": "extract to template `extracted`", "data": {
        "uri": opened.uri, "version": 0, "range": range((1, 2), (2, 20)) } });
    assert!(opened.editor.request("codeAction/resolve", stale).await["edit"].is_null());
}

#[tokio::test]
async fn what_is_certain_is_fixed_at_once() {
    let text = "zone example.com on a, b {\n  www a 198.51.100.1\n  api A 198.51.100.1 ttl 300\n}\n";
    let mut opened = opened(text, modern(), Value::Null).await;
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let actions = opened.actions(range((0, 0), (0, 0)), context).await;
    assert_eq!(actions.len(), 1, "{actions:?}");
    let fixed = applied(text, &actions[0]["edit"]["changes"][&opened.uri]);
    assert_eq!(fixed, text.replace("www a", "www A").replace("300", "5m"));
}

#[tokio::test]
async fn parts_are_formatted_and_a_broken_file_is_told_of_once() {
    let text = "zone example.com on a, b {\n  www A 198.51.100.1\n  longer A 198.51.100.2\n\n  x   A 198.51.100.3\n}\n";
    let mut opened = opened(text, modern(), Value::Null).await;
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let params = json!({ "range": range((4, 0), (4, 5)), "options": options });
    let edits = opened.ask("textDocument/rangeFormatting", params.clone()).await;
    assert_eq!(applied(text, &edits), text.replace("x   A 198", "x  A  198"));
    let typed = json!({ "position": at(3, 0), "ch": "\n", "options": options });
    let edits = opened.ask("textDocument/onTypeFormatting", typed).await;
    let aligned = text.replace("www A 198", "www     A  198").replace("longer A 198", "longer  A  198");
    assert_eq!(applied(text, &edits), aligned);
    let uri = opened.uri.clone();
    for version in 2..4 {
        opened.editor.change(&uri, version, Some([1, 2, 1, 2]), "\"").await;
        for _ in 0..2 {
            let format = opened.ask("textDocument/formatting", json!({ "options": options })).await;
            assert!(format.is_null(), "{format}");
            assert!(opened.ask("textDocument/rangeFormatting", params.clone()).await.is_null());
        }
        if version == 2 {
            opened.editor.change(&uri, 2, Some([1, 2, 1, 3]), "").await;
            let told = opened.editor.told.iter().filter(|told| told["method"] == "window/showMessage");
            let told: Vec<_> = told.map(|told| told["params"]["message"].as_str().unwrap()).collect();
            assert_eq!(
                told,
                ["zone.zonal is not formatted: this string is not closed on its line, on line 2"]
            );
        }
    }
}
