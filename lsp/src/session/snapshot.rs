//! The files of a workspace as they were at one moment.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use zonal_compiler::compile::{self, Parsed};
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::{FileId, FileSpan, Sources, Span};
use zonal_compiler::syntax::ast;
use zonal_compiler::syntax::parser::Parse;
use zonal_runtime::error::Failure;
use zonal_runtime::workspace::path_order;

use super::analysis::Analysis;
use super::shift::Shift;
use super::text::Lines;

/// The files of one workspace at one moment; never changes.
#[derive(Debug)]
pub struct Snapshot {
    /// The root of the workspace; absent for a document that is not on disk.
    pub root: Option<PathBuf>,
    /// Counts the states of the workspace.
    pub generation: u64,
    /// The texts, by path.
    pub sources: Sources,
    /// What is known of live zones.
    pub facts: Arc<Facts>,
    /// What could not be read.
    pub failures: Arc<Vec<Failure>>,
    files: Vec<Arc<File>>,
}

/// One file of a snapshot.
#[derive(Debug)]
pub struct File {
    /// Its identifier in the snapshot.
    pub id: FileId,
    /// Its path below the root.
    pub path: String,
    /// Its address, as the client spells it if the document is open.
    pub uri: String,
    /// The version of the open document.
    pub version: Option<i32>,
    /// Its text.
    pub text: Arc<String>,
    parse: OnceLock<Arc<Parse>>,
    lines: OnceLock<Lines>,
}

/// What a file of a snapshot is made of.
#[derive(Debug, Clone)]
pub struct FileText {
    /// Its path below the root.
    pub path: String,
    /// Its address.
    pub uri: String,
    /// The version of the open document.
    pub version: Option<i32>,
    /// Its text.
    pub text: Arc<String>,
}

impl Snapshot {
    /// A snapshot of these files, in the order of their paths. What an earlier one knows of the same texts is kept.
    #[must_use]
    pub fn new(
        root: Option<PathBuf>,
        generation: u64,
        texts: Vec<FileText>,
        facts: Arc<Facts>,
        failures: Arc<Vec<Failure>>,
        before: Option<&Self>,
    ) -> Self {
        let mut sources = Sources::new();
        let mut files = Vec::with_capacity(texts.len());
        for FileText { path, uri, version, text } in texts {
            let id = sources.add_shared(path.clone(), text.clone());
            let known = before.and_then(|before| before.files.get(id.index()));
            let same = known.filter(|known| Arc::ptr_eq(&known.text, &text) && known.path == path);
            files.push(match same {
                Some(file) if file.version == version && file.uri == uri => file.clone(),
                Some(file) => {
                    let (parse, lines) = (file.parse.clone(), file.lines.clone());
                    Arc::new(File { id, path, uri, version, text, parse, lines })
                }
                None => {
                    let (parse, lines) = (OnceLock::new(), OnceLock::new());
                    Arc::new(File { id, path, uri, version, text, parse, lines })
                }
            });
        }
        Self { root, generation, sources, facts, failures, files }
    }

    /// The files, in the order of their identifiers.
    #[must_use]
    pub fn files(&self) -> &[Arc<File>] {
        &self.files
    }

    /// A file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&Arc<File>> {
        self.files.get(id.index())
    }

    /// The file at a path below the root.
    #[must_use]
    pub fn file_at(&self, path: &str) -> Option<&Arc<File>> {
        let position = self.files.binary_search_by(|file| path_order(&file.path, path)).ok()?;
        self.files.get(position)
    }

    /// Every file with its tree.
    #[must_use]
    pub fn parsed(&self) -> Parsed {
        Parsed::of(self.files.iter().map(|file| (file.id, file.parse().clone())).collect())
    }
}

impl File {
    /// The tree, read when first asked for.
    pub fn parse(&self) -> &Arc<Parse> {
        self.parse.get_or_init(|| Arc::new(compile::parse_file(self.id, &self.text)))
    }

    /// The tree.
    pub fn tree(&self) -> &ast::File {
        &self.parse().file
    }

    /// The lines, read when first asked for.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// The text under a span.
    #[must_use]
    pub fn of(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

/// The way from one document as it is now to the analysis.
#[derive(Debug, Clone, Copy)]
pub struct Back {
    file: FileId,
    shift: Option<Shift>,
}

impl Back {
    /// Where a place of now was in the analysis; none if that part of the text has changed since.
    #[must_use]
    pub fn then(&self, span: Span) -> Option<FileSpan> {
        let span = self.shift.map_or(Some(span), |shift| shift.forward(span));
        span.map(|span| span.in_file(self.file))
    }
}

/// What a request about one document is answered from: its text as it is now, and the last analysis of its
/// workspace, which may be of a moment ago.
#[derive(Debug, Clone)]
pub struct View {
    /// The workspace as it is now.
    pub snapshot: Arc<Snapshot>,
    /// The document.
    pub file: Arc<File>,
    /// The last analysis, if there was one.
    pub analysis: Option<Arc<Analysis>>,
}

impl View {
    /// Where a place of the analysis is now; none if that part of the text has changed since.
    #[must_use]
    pub fn now(&self, analysed: FileSpan) -> Option<FileSpan> {
        let analysis = self.analysis.as_ref()?;
        let then = analysis.snapshot.file(analysed.file)?;
        let file = self.snapshot.file_at(&then.path)?;
        let shift = Shift::between(&then.text, &file.text);
        shift.forward(analysed.span).map(|span| span.in_file(file.id))
    }

    /// Where a place of now was in the analysis; none if that part of the text has changed since.
    #[must_use]
    pub fn then(&self, now: FileSpan) -> Option<FileSpan> {
        let analysis = self.analysis.as_ref()?;
        let file = self.snapshot.file(now.file)?;
        let then = analysis.snapshot.file_at(&file.path)?;
        let shift = Shift::between(&file.text, &then.text);
        shift.forward(now.span).map(|span| span.in_file(then.id))
    }

    /// The way from the document as it is now to the analysis, for many places at once; none if the analysis does not
    /// have it.
    #[must_use]
    pub fn back(&self) -> Option<Back> {
        let analysis = self.analysis.as_ref()?;
        let then = analysis.snapshot.file_at(&self.file.path)?;
        let is_same = Arc::ptr_eq(&then.text, &self.file.text);
        let shift = (!is_same).then(|| Shift::between(&self.file.text, &then.text));
        Some(Back { file: then.id, shift })
    }

    /// Where places of the analysis are now, in their order; each file's texts are compared once.
    pub fn carry(&self, analysed: impl Iterator<Item = FileSpan>) -> impl Iterator<Item = Option<FileSpan>> {
        let is_current = self.is_current();
        let mut last: Option<(FileId, Option<(FileId, Shift)>)> = None;
        analysed.map(move |at| {
            if is_current {
                return Some(at);
            }
            let known = match last {
                Some((file, known)) if file == at.file => known,
                Some(_) | None => {
                    let known = self.shift_of(at.file);
                    last = Some((at.file, known));
                    known
                }
            };
            let (file, shift) = known?;
            shift.forward(at.span).map(|span| span.in_file(file))
        })
    }

    /// How the text of an analysed file became that of now, and which file that is.
    fn shift_of(&self, analysed: FileId) -> Option<(FileId, Shift)> {
        let then = self.analysis.as_ref()?.snapshot.file(analysed)?;
        let file = self.snapshot.file_at(&then.path)?;
        Some((file.id, Shift::between(&then.text, &file.text)))
    }

    /// Whether the analysis is of the texts as they are now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let generation = self.analysis.as_ref().map(|analysis| analysis.snapshot.generation);
        generation == Some(self.snapshot.generation)
    }

    /// A view of one text as the only file of its workspace, analysed.
    #[cfg(test)]
    #[must_use]
    pub fn alone(text: &str) -> Self {
        Self::of(&[("a.zonal", text)], "a.zonal")
    }

    /// A view of one of several files of a workspace, analysed.
    #[cfg(test)]
    #[must_use]
    pub fn of(files: &[(&str, &str)], path: &str) -> Self {
        let mut texts: Vec<FileText> = files
            .iter()
            .map(|(path, text)| FileText {
                path: (*path).to_owned(),
                uri: format!("file:///w/{path}"),
                version: Some(1),
                text: Arc::new((*text).to_owned()),
            })
            .collect();
        texts.sort_by(|a, b| path_order(&a.path, &b.path));
        let snapshot = Arc::new(Snapshot::new(None, 1, texts, Arc::default(), Arc::default(), None));
        let analysis = Some(Arc::new(Analysis::of(snapshot.clone())));
        let file = snapshot.file_at(path).cloned();
        Self { file: file.unwrap_or_else(|| panic!("no {path}")), snapshot, analysis }
    }
}
