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

use crate::arguments::{self, FindingsFormat};
use crate::console::Console;
use crate::exit::Exit;
use crate::formats::Forms as _;
use crate::program::Program;
use crate::render::count::count;
use crate::render::findings_forms::Checked;
use crate::render::style::{Paint, Tone};
use crate::render::{failure, human};

/// Lints named files.
pub fn run(arguments: &arguments::Lint, console: &mut Console) -> Exit {
    let workspaces = match by_workspace(&arguments.files) {
        Ok(workspaces) => workspaces,
        Err(failure) => return super::fail(console, &failure),
    };
    let mut programs = Vec::new();
    for (root, files) in workspaces {
        let program = match Program::load(Some(&root)) {
            Ok(program) => program,
            Err(failure) => return super::fail(console, &failure),
        };
        if let Some(failure) = files.iter().find_map(|file| not_in(&program, file)) {
            return super::fail(console, &failure);
        }
        programs.push((program, files));
    }
    lint(&programs, arguments, console)
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

fn lint(programs: &[(Program, Vec<PathBuf>)], arguments: &arguments::Lint, console: &mut Console) -> Exit {
    let mut checked = Checked::new(closing);
    let mut unseen = 0;
    for (program, files) in programs {
        checked.add(program, in_files(program, files), &arguments.report);
        let all = &program.compilation.diagnostics;
        unseen += all.iter().filter(|found| !is_rule(found) && is_error(found)).count();
    }
    if let Err(exit) = checked.deliver(arguments.format, &arguments.report, console) {
        return exit;
    }
    let is_for_people = arguments.format.is_none_or(|format| format == FindingsFormat::Human);
    if unseen > 0 {
        let what =
            format!("the rules cannot see all of the workspace: it has {}", count(unseen, "other error"));
        let text = failure::message(console.message_paint(), &what, Some("run `zonal check`"));
        console.message(&text);
    } else if checked.found().next().is_none() && checked.unread() == 0 && is_for_people {
        let files = count(programs.iter().map(|(_, files)| files.len()).sum(), "file");
        let text = format!("linted {files}: {}\n", console.result_paint().show(Tone::Good, "no problems"));
        console.message(&text);
    }
    let failed = unseen > 0 || checked.unread() > 0 || checked.found().any(is_error);
    if failed { Exit::Errors } else { Exit::Fine }
}

/// What the rules find in the named files of a workspace.
fn in_files<'p>(program: &'p Program, files: &[PathBuf]) -> Vec<&'p Diagnostic> {
    let named = |diagnostic: &&Diagnostic| {
        let path = program.root.join(&program.sources.file(diagnostic.primary.at.file).path);
        files.iter().any(|file| path.starts_with(file))
    };
    program.compilation.diagnostics.iter().filter(|found| is_rule(found)).filter(named).collect()
}

fn is_rule(diagnostic: &Diagnostic) -> bool {
    registry::find(diagnostic.name).is_some()
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// What the findings come to, if there are any.
fn closing(checked: &Checked<'_>, _paint: Paint) -> String {
    let summary = human::summary(checked.found(), checked.unread());
    summary.map_or_else(String::new, |summary| format!("{summary}\n"))
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
