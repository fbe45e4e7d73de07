//! The whole way: sources in, zones and diagnostics out.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::error;
use crate::eval::{self, HealthCheck, Inputs, Provider, Variable};
use crate::lint;
use crate::sema::declarations::Declarations;
use crate::sema::facts::Facts;
use crate::sema::places::NamePlaces;
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast;
use crate::syntax::parser::{self, Parse};
use crate::zone::Zone;

/// The octets that one file may have.
pub const FILE_LIMIT: usize = 64 << 20;

/// What compiling comes to.
#[derive(Debug, Default)]
pub struct Compilation {
    /// The zones, in source order; complete only if no diagnostic is an error.
    pub zones: Vec<Zone>,
    /// The providers, in source order.
    pub providers: Vec<Provider>,
    /// The health checks, in source order.
    pub healths: Vec<HealthCheck>,
    /// The top-level variables, in source order.
    pub variables: Vec<Variable>,
    /// What is wrong, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sources with their trees, by file.
#[derive(Debug)]
pub struct Parsed {
    files: Vec<(FileId, Arc<Parse>)>,
}

/// Parses every file.
#[must_use]
pub fn parse(sources: &Sources) -> Parsed {
    let files = sources.iter().map(|(file, source)| (file, Arc::new(parse_file(file, &source.text))));
    Parsed { files: files.collect() }
}

/// Parses one file. The tree of a file that is too large is empty.
#[must_use]
pub fn parse_file(file: FileId, text: &str) -> Parse {
    if text.len() <= FILE_LIMIT {
        return parser::parse(file, text);
    }
    let (octets, limit) = (text.len(), FILE_LIMIT >> 20);
    let too_large =
        error!("file-too-large", Span::at(0).in_file(file), "the file has {octets} octets, over {limit} MiB")
            .help("split it: every `.zonal` file of the workspace is read, and `extend zone` adds to a zone");
    Parse { file: ast::File::default(), errors: vec![too_large] }
}

impl Parsed {
    /// The files of a program that were parsed one by one, in the order of their identifiers.
    #[must_use]
    pub const fn of(files: Vec<(FileId, Arc<Parse>)>) -> Self {
        Self { files }
    }

    /// The tree of a file.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<&ast::File> {
        self.files.get(file.index()).filter(|(id, _)| *id == file).map(|(_, parse)| &parse.file)
    }

    /// What is wrong with the texts themselves.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|(_, parse)| &parse.errors)
    }

    /// The paths that `file("…")` names, which the caller reads and hands to [`Parsed::evaluate`].
    #[must_use]
    pub fn input_paths(&self, sources: &Sources) -> Vec<String> {
        let mut paths = Vec::new();
        for (file, parse) in &self.files {
            let tree = &parse.file;
            let text = &sources.file(*file).text;
            for call in tree.calls.iter().filter(|call| call.name.of(text) == "file") {
                let literals = call.arguments.iter().map(|argument| tree.exprs[argument.value]);
                let literals = literals.filter(|expr| matches!(expr.kind, ast::ExprKind::Str));
                paths.extend(literals.map(|expr| expr.span.of(text).trim_matches('"').to_owned()));
            }
        }
        paths.sort();
        paths.dedup();
        paths
    }

    /// Evaluates and lints.
    #[must_use]
    pub fn evaluate(&self, sources: &Sources, inputs: &Inputs, facts: &Facts) -> Compilation {
        self.run(sources, inputs, facts, None).0
    }

    /// Evaluates and lints, and notes where every name is written and what it means there.
    #[must_use]
    pub fn evaluate_placing(
        &self,
        sources: &Sources,
        inputs: &Inputs,
        facts: &Facts,
    ) -> (Compilation, NamePlaces) {
        let (compilation, places) = self.run(sources, inputs, facts, Some(NamePlaces::default()));
        (compilation, places.unwrap_or_default())
    }

    fn run(
        &self,
        sources: &Sources,
        inputs: &Inputs,
        facts: &Facts,
        places: Option<NamePlaces>,
    ) -> (Compilation, Option<NamePlaces>) {
        let mut diagnostics: Vec<Diagnostic> = self.errors().cloned().collect();
        let trees = self.files.iter().map(|(file, parse)| (*file, &parse.file));
        let declarations = Declarations::gather(sources, trees, &mut diagnostics);
        let evaluated = eval::evaluate(&declarations, inputs, facts, places);
        diagnostics.extend(evaluated.diagnostics);
        // A program that ended at a limit is a part of what was meant, and may be as large as the limit lets it.
        let is_whole = !diagnostics.iter().any(|found| found.name == "evaluation-limit");
        if is_whole {
            let program = lint::Program::new(
                sources,
                &evaluated.zones,
                &evaluated.healths,
                &evaluated.unused_variables,
                &evaluated.unused_templates,
            );
            diagnostics.extend(lint::run(&program, &evaluated.allows));
        }
        diagnostics.sort_by(|a, b| (a.primary.at, a.name).cmp(&(b.primary.at, b.name)));
        diagnostics.dedup_by(|a, b| (a.primary.at, a.name, &a.message) == (b.primary.at, b.name, &b.message));
        let compilation = Compilation {
            zones: evaluated.zones,
            providers: evaluated.providers,
            healths: evaluated.healths,
            variables: evaluated.variables,
            diagnostics,
        };
        (compilation, evaluated.places)
    }
}

/// Parses, evaluates and lints a program.
#[must_use]
pub fn compile(sources: &Sources, inputs: &Inputs, facts: &Facts) -> Compilation {
    parse(sources).evaluate(sources, inputs, facts)
}
