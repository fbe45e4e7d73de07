//! Every seeded mistake, typed into an open document: it shows at its place, and each of its fixes works.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zonal_lsp::session::text::{Change, EditedText, Encoding, Position};

use crate::editor::{Editor, modern};

/// Lines that belong to the fixture and not to the program.
const MARKER: &str = "#~";

/// A mistake as its marker has it: line, first column, severity and name.
type Mistake = (u64, u64, String);

struct Fixture {
    path: PathBuf,
    text: String,
    mistakes: Vec<Mistake>,
}

fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut paths: Vec<PathBuf> = ["mistakes", "lint"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "zonal"))
        .collect();
    paths.sort();
    paths.into_iter().filter_map(read).collect()
}

/// A fixture of one file that needs no facts about live zones.
fn read(path: PathBuf) -> Option<Fixture> {
    let written = fs::read_to_string(&path).unwrap();
    if written.contains("#~ file:") || written.contains("#~ lock:") || written.contains("file(\"") {
        return None;
    }
    let (mut text, mut mistakes, mut line) = (String::new(), Vec::new(), 0_u64);
    for written in written.split_inclusive('\n') {
        if !written.trim_start().starts_with(MARKER) {
            text += written;
            line += 1;
        } else if !written.trim_start().starts_with("#~ help:") {
            let kind = written.find(|c: char| c.is_ascii_lowercase()).unwrap();
            let place = &written[..kind];
            let column = match place.find('^') {
                Some(caret) => place[..caret].chars().count() as u64,
                None => {
                    place.trim().trim_start_matches(MARKER).trim().split('-').next()?.parse::<u64>().ok()? - 1
                }
            };
            let name = written[kind..].split(']').next()?.to_owned() + "]";
            mistakes.push((line - 1, column, name));
        }
    }
    Some(Fixture { path, text, mistakes })
}

fn shown(text: &str, found: &[Value]) -> Vec<Mistake> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut mistakes: Vec<Mistake> = found
        .iter()
        .map(|found| {
            let start = &found["range"]["start"];
            let line = start["line"].as_u64().unwrap();
            // Markers count characters, the protocol UTF-16.
            let units: Vec<u16> = lines[line as usize].encode_utf16().collect();
            let before = &units[..(start["character"].as_u64().unwrap() as usize).min(units.len())];
            let severity = ["error", "warning", "info"][found["severity"].as_u64().unwrap() as usize - 1];
            let name = format!("{severity}[{}]", found["code"].as_str().unwrap());
            (line, String::from_utf16_lossy(before).chars().count() as u64, name)
        })
        .collect();
    mistakes.sort();
    mistakes
}

fn names(found: &[Value]) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for found in found {
        *names.entry(found["code"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    names
}

fn apply(text: &str, edits: &[Value]) -> String {
    let place = |value: &Value| Position {
        line: value["line"].as_u64().unwrap() as u32,
        character: value["character"].as_u64().unwrap() as u32,
    };
    let mut edits: Vec<Change> = edits
        .iter()
        .map(|edit| Change {
            range: Some((place(&edit["range"]["start"]), place(&edit["range"]["end"]))),
            text: edit["newText"].as_str().unwrap().to_owned(),
        })
        .collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range));
    let mut edited = EditedText::new(text.to_owned());
    edits.iter().for_each(|edit| edited.apply(edit, Encoding::Utf16));
    edited.whole().as_ref().clone()
}

#[tokio::test]
async fn each_seeded_mistake_shows_and_its_fixes_mend_it() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 250, "{}", fixtures.len());
    let mut editor = Editor::start(modern(), &[]).await;
    let mut failures = Vec::new();
    for (number, fixture) in fixtures.iter().enumerate() {
        let uri = format!("untitled:mistake-{number}");
        let name = fixture.path.file_name().unwrap().to_string_lossy().into_owned();
        editor.open(&uri, "").await;
        editor.change(&uri, 2, Some([0, 0, 0, 0]), &fixture.text).await;
        let found = editor.diagnostics(&uri, 2).await;
        let mut expected = fixture.mistakes.clone();
        expected.sort();
        if shown(&fixture.text, &found) != expected {
            failures.push(format!("{name}: expected {expected:?}, shown {:?}", shown(&fixture.text, &found)));
        }
        let mut version = 2;
        for wrong in &found {
            let context = json!({ "diagnostics": [wrong], "only": ["quickfix"] });
            let params =
                json!({ "textDocument": { "uri": uri }, "range": wrong["range"], "context": context });
            let actions = editor.request("textDocument/codeAction", params).await;
            for action in actions.as_array().unwrap() {
                let is_own = action["diagnostics"][0]["code"] == wrong["code"]
                    && action["diagnostics"][0]["range"] == wrong["range"];
                let edits = action["edit"]["changes"][uri.as_str()].as_array();
                let (true, Some(edits)) = (is_own, edits) else { continue };
                version += 1;
                editor.change(&uri, version, None, &apply(&fixture.text, edits)).await;
                let left = names(&editor.diagnostics(&uri, version).await);
                let (before, code) = (names(&found), wrong["code"].as_str().unwrap());
                if left.get(code).copied().unwrap_or(0) >= before[code] {
                    failures.push(format!("{name}: `{}` leaves {code}", action["title"]));
                }
                version += 1;
                editor.change(&uri, version, None, &fixture.text).await;
                editor.diagnostics(&uri, version).await;
            }
        }
        editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }
    assert!(
        failures.is_empty(),
        "{} of {} fixtures:\n{}",
        failures.len(),
        fixtures.len(),
        failures.join("\n")
    );
}
