//! Small programs in tests: several files in one text, and what the compiler says about them.

use zonal_compiler::compile::{self, Compilation};
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;

/// A program and what became of it.
pub struct Compiled {
    /// Its files.
    pub sources: Sources,
    /// What became of it.
    pub compilation: Compilation,
}

impl Compiled {
    /// Compiles some files, given by path and text.
    pub fn new<'t>(
        files: impl IntoIterator<Item = (&'t str, &'t str)>,
        inputs: &Inputs,
        facts: &Facts,
    ) -> Self {
        let mut sources = Sources::new();
        for (path, text) in files {
            sources.add(path, text);
        }
        let compilation = compile::compile(&sources, inputs, facts);
        Self { sources, compilation }
    }
}

/// Cuts a text into files at the lines that begin with a marker and the file's path. What stands before the first
/// such line is a file of its own.
pub fn files<'t>(text: &'t str, marker: &str, first: &'t str) -> Vec<(&'t str, &'t str)> {
    let mut files = Vec::new();
    let (mut path, mut start, mut at) = (first, 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix(marker) {
            files.push((path, &text[start..at]));
            (path, start) = (next.trim(), at + line.len());
        }
        at += line.len();
    }
    files.push((path, &text[start..]));
    files.retain(|(_, text)| !text.trim().is_empty());
    files
}
