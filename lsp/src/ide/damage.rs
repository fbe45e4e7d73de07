//! Every question at any place of any text, however damaged: some answer, and no panic.

use std::path::Path;

use zonal_compiler::source::FileSpan;

use super::references::Declarations;
use super::{calls, definition, folds, links, outline, references, rename, search, selection};
use crate::session::snapshot::View;

/// Places are of whole characters of their texts.
fn check(view: &View, places: impl IntoIterator<Item = FileSpan>) {
    for at in places {
        let file = view.snapshot.file(at.file).expect("a file of the snapshot");
        assert!(file.text.get(at.span.range()).is_some(), "{at:?} in {}", file.text);
    }
}

fn ask_everything(text: &str) {
    let view = View::alone(text);
    let (outlined, folded) = (outline::of(&view.file), folds::of(&view.file));
    assert!(outlined.len() <= outline::MOST_ENTRIES && folded.len() <= folds::MOST_FOLDS);
    let id = view.file.id;
    check(&view, outlined.iter().map(|entry| entry.whole.in_file(id)));
    check(&view, links::of(&view).iter().map(|link| link.at.in_file(id)));
    let found = search::find(view.analysis.as_ref().expect("an analysis"), "a");
    check(&view, found.iter().map(|found| found.at));
    let bytes = (0..=text.len()).step_by(1.max(text.len() / 37));
    // A cursor stands between characters.
    for byte in bytes.filter(|byte| text.is_char_boundary(*byte)).map(|byte| byte as u32) {
        let spans = selection::around(&view.file, byte);
        assert!(spans.iter().all(|span| span.touches(byte)), "{byte} in {text}");
        check(&view, spans.iter().map(|span| span.in_file(id)));
        check(&view, definition::of(&view, byte).map(|(_, places)| places).unwrap_or_default());
        check(&view, references::of(&view, byte, Declarations::With));
        check(&view, references::in_document(&view, byte).iter().map(|place| place.at));
        if let Ok(Some(renamable)) = rename::prepare(&view, byte) {
            assert_eq!(view.file.of(renamable.at), renamable.text);
        }
        if let Some(node) = calls::at(&view, byte) {
            check(&view, calls::incoming(&view, &node.name).iter().map(|call| call.node.at));
            check(&view, calls::outgoing(&view, node.at).iter().map(|call| call.node.at));
        }
    }
}

fn texts() -> Vec<String> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mistakes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/mistakes");
    let mut folders = vec![examples, mistakes];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "zonal") {
                texts.push(std::fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    texts.sort();
    assert!(texts.len() > 10, "{}", texts.len());
    texts
}

#[test]
fn whole_and_mistaken_texts_are_answered() {
    texts().iter().step_by(2).for_each(|text| ask_everything(text));
}

#[test]
fn texts_that_are_cut_off_are_answered() {
    for (number, text) in texts().iter().enumerate().step_by(3) {
        let mut cut = text.len() * (number % 7 + 1) / 9;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        ask_everything(&text[..cut]);
        ask_everything(&text[cut..]);
    }
}

#[test]
fn texts_with_a_hole_or_foreign_letters_and_line_ends_are_answered() {
    for text in texts().into_iter().step_by(8) {
        ask_everything(&text.replace('\n', "\r\n"));
        ask_everything(&text.replace(" A ", " ü𝒙 "));
        ask_everything(&text.replacen('{', "", 3));
        ask_everything(&text.replace('"', ""));
    }
}
