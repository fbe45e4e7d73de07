//! `zonal lint`: the lint passes alone, on named files, for hooks.
//!
//! A rule may need to see the whole program, so the whole workspace of every file is read; what is told is only
//! what the rules find in the named files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::lint::registry;
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::workspace::{Start, find_root};

use crate::arguments::{self, Format};
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::count::count;
use crate::render::style::Tone;
use crate::render::{failure, human, json};

/// Lints named files.
pub fn run(arguments: &arguments::Lint, console: &mut Console) -> Exit {
    let workspaces = match by_workspace(&arguments.files) {
        Ok(workspaces) => workspaces,
        Err(failure) => return super::fail(console, &failure),
    };
    let mut exit = Exit::Fine;
    for (root, files) in workspaces {
        let program = match Program::load(Some(&root)) {
            Ok(program) => program,
            Err(failure) => return super::fail(console, &failure),
        };
        if lint(&program, &files, arguments.format.format, console) != Exit::Fine {
            exit = Exit::Errors;
        }
    }
    exit
}

/// The files by the root of their workspace.
fn by_workspace(files: &[PathBuf]) -> Result<BTreeMap<PathBuf, Vec<PathBuf>>, Failure> {
    let mut workspaces: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let root = find_root(Start::Named(file))?;
        let full = std::fs::canonicalize(file).map_err(|error| Failure::io(file, "read", error))?;
        workspaces.entry(root).or_default().push(full);
    }
    Ok(workspaces)
}

fn lint(program: &Program, files: &[PathBuf], format: Format, console: &mut Console) -> Exit {
    for file in files {
        if let Some(failure) = not_in(program, file) {
            return super::fail(console, &failure);
        }
    }
    let named = |diagnostic: &&Diagnostic| {
        let path = program.root.join(&program.sources.file(diagnostic.primary.at.file).path);
        files.iter().any(|file| path.starts_with(file))
    };
    let is_rule = |diagnostic: &&Diagnostic| registry::find(diagnostic.name).is_some();
    let found: Vec<&Diagnostic> =
        program.compilation.diagnostics.iter().filter(is_rule).filter(named).collect();
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let unseen =
        program.compilation.diagnostics.iter().filter(|found| !is_rule(found)).filter(is_error).count();
    let paint = console.result_paint();
    let text = match format {
        Format::Json => json::text(&json::Document::new(
            &program.sources,
            found.iter().copied(),
            &program.failures,
            program.compilation.zones.len(),
            program.compilation.zones.iter().map(|zone| zone.records.len()).sum(),
        )),
        Format::Human => {
            let failures: String =
                program.failures.iter().map(|failed| failure::render(paint, failed)).collect();
            let summary = human::summary(found.iter().copied(), program.failures.len());
            let summary = summary.map_or_else(String::new, |summary| format!("{summary}\n"));
            failures + &human::diagnostics(paint, &program.sources, found.iter().copied()) + &summary
        }
    };
    console.result(&text);
    if unseen > 0 {
        let what =
            format!("the rules cannot see all of the workspace: it has {}", count(unseen, "other error"));
        let text = failure::message(console.message_paint(), &what, Some("run `zonal check`"));
        console.message(&text);
    } else if found.is_empty() && program.failures.is_empty() && format == Format::Human {
        let text =
            format!("linted {}: {}\n", count(files.len(), "file"), paint.show(Tone::Good, "no problems"));
        console.message(&text);
    }
    let failed = unseen > 0 || !program.failures.is_empty() || found.iter().any(is_error);
    if failed { Exit::Errors } else { Exit::Fine }
}

/// Why a named path has nothing to lint: it is a file that its workspace leaves out.
fn not_in(program: &Program, file: &Path) -> Option<Failure> {
    let is_known = program.sources.iter().any(|(_, source)| program.root.join(&source.path) == file);
    let unread =
        program.failures.iter().any(|failure| failure.place().is_some_and(|place| place.path == file));
    if is_known || unread || file.is_dir() {
        return None;
    }
    let what = format!("the file does not belong to the workspace {}", program.root.display());
    let help = "source files end in `.zonal`, and zonal.toml may leave some out";
    Some(Failure::new(FailureKind::Data, what).at(file).help(help))
}
