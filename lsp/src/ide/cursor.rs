//! Views for tests, with a cursor where `$0` stands.

use zonal_compiler::source::FileSpan;

use crate::session::snapshot::View;

/// A view of the file in which `$0` stands, and the byte where it stood.
pub fn view(files: &[(&str, &str)]) -> (View, u32) {
    let (path, text) = files.iter().find(|(_, text)| text.contains("$0")).expect("a cursor");
    let byte = text.find("$0").expect("a cursor") as u32;
    let plain: Vec<(&str, String)> =
        files.iter().map(|(path, text)| (*path, text.replacen("$0", "", 1))).collect();
    let plain: Vec<(&str, &str)> = plain.iter().map(|(path, text)| (*path, text.as_str())).collect();
    (View::of(&plain, path), byte)
}

/// Places as `path:line:text`, lines from 1.
pub fn shown(view: &View, places: impl IntoIterator<Item = FileSpan>) -> Vec<String> {
    let shown = |at: FileSpan| {
        let file = view.snapshot.file(at.file).expect("a file of the snapshot");
        let before = &file.text[..at.span.start as usize];
        format!("{}:{}:{}", file.path, before.matches('\n').count() + 1, file.of(at.span))
    };
    places.into_iter().map(shown).collect()
}
