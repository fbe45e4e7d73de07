//! One module for each command, and what they share.

pub mod build;
pub mod check;
pub mod completions;
pub mod deploy;
pub mod diff;
pub mod doctor;
pub mod drift;
pub mod explain;
pub mod fmt;
pub mod init;
pub mod lint;
pub mod live;
pub mod lsp;
pub mod man;
pub mod plan;
pub mod push;
pub mod rollback;
pub mod status;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub mod verify;
pub mod zones;

use zonal_runtime::error::Failure;
use zonal_runtime::workspace;

use crate::arguments::Command;
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::findings::Findings;
use crate::render::{failure, human};

/// Runs a command.
pub fn run(command: Command, console: &mut Console) -> Exit {
    match command {
        Command::Init(arguments) => init::run(&arguments, console),
        Command::Doctor(arguments) => doctor::run(&arguments, console),
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Lint(arguments) => lint::run(&arguments, console),
        Command::Fmt(arguments) => fmt::run(&arguments, console),
        Command::Explain(arguments) => explain::run(&arguments, console),
        Command::Build(arguments) => build::run(&arguments, console),
        Command::Plan(arguments) => plan::run(&arguments, console),
        Command::Diff(arguments) => diff::run(&arguments, console),
        Command::Deploy(arguments) => deploy::run(&arguments, console),
        Command::Status(arguments) => status::run(&arguments, console),
        Command::Rollback(arguments) => rollback::run(&arguments, console),
        #[cfg(any(feature = "route53", feature = "azure-dns"))]
        Command::Verify(arguments) => verify::run(&arguments, console),
        Command::Zones(arguments) => zones::run(&arguments, console),
        Command::Drift(arguments) => drift::run(&arguments, console),
        Command::Lsp(_) => lsp::run(console),
        Command::Completions(arguments) => completions::run(&arguments, console),
        Command::Man(arguments) => man::run(&arguments, console),
    }
}

/// Tells a failure; the exit code for it.
pub fn fail(console: &mut Console, failure: &Failure) -> Exit {
    let text = failure::render(console.message_paint(), failure);
    console.message(&text);
    console.annotate(vec![failure::annotation(failure)]);
    Exit::Errors
}

/// Tells what is wrong with a program that is to be built or pushed, and lets one through that has no errors.
fn without_errors(program: Program, console: &mut Console) -> Result<Program, Exit> {
    let paint = console.message_paint();
    for failure in &program.failures {
        fail(console, failure);
    }
    let found = &program.compilation.diagnostics;
    let text = human::diagnostics(paint, &program.sources, found);
    console.message(&text);
    if !program.has_errors() {
        return Ok(program);
    }
    let mut findings = Findings::default();
    findings.add(&workspace::prefix(&program.root), &program.sources, found);
    console.annotate(findings.annotations());
    if let Some(summary) = human::summary(found, program.failures.len()) {
        console.message(&format!("{summary}\n"));
    }
    Err(Exit::Errors)
}
