//! Diagnostics as lines, for the messages of failing tests.

use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::source::LineIndex;

use crate::program::Compiled;

/// Every diagnostic on a line of its own.
pub fn lines(compiled: &Compiled) -> Vec<String> {
    compiled.compilation.diagnostics.iter().map(|diagnostic| line(compiled, diagnostic)).collect()
}

/// One diagnostic on a line: `path:line:column: error[name]: message`.
pub fn line(compiled: &Compiled, diagnostic: &Diagnostic) -> String {
    let file = compiled.sources.file(diagnostic.primary.at.file);
    let place = LineIndex::new(&file.text).line_column(&file.text, diagnostic.primary.at.span.start);
    let (path, line, column) = (&file.path, place.line, place.column);
    let (severity, name) = (diagnostic.severity.as_str(), diagnostic.name);
    format!("{path}:{line}:{column}: {severity}[{name}]: {}", diagnostic.message)
}
