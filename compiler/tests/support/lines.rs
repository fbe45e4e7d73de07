//! What the compiler says about a small program, as lines of text.

use super::program::Compiled;
use zonal_compiler::source::LineIndex;

/// Every diagnostic on a line of its own: `path:line:column: error[name]: message`.
pub fn lines(compiled: &Compiled) -> Vec<String> {
    let lines = compiled.compilation.diagnostics.iter().map(|found| {
        let file = compiled.sources.file(found.primary.at.file);
        let place = LineIndex::new(&file.text).line_column(&file.text, found.primary.at.span.start);
        let (path, line, column) = (&file.path, place.line, place.column);
        format!("{path}:{line}:{column}: {}[{}]: {}", found.severity.as_str(), found.name, found.message)
    });
    lines.collect()
}
