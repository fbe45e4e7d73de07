//! One module for each command, and what they share.

pub mod build;
pub mod check;
pub mod deploy;
pub mod drift;
pub mod explain;
pub mod fmt;
pub mod lint;
pub mod live;
pub mod lsp;
pub mod plan;
pub mod push;
pub mod rollback;
pub mod status;
pub mod zones;

use zonal_runtime::error::Failure;

use crate::arguments::Command;
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::{failure, human};

/// Runs a command.
pub fn run(command: Command, console: &mut Console) -> Exit {
    match command {
        Command::Check(arguments) => check::run(&arguments, console),
        Command::Lint(arguments) => lint::run(&arguments, console),
        Command::Fmt(arguments) => fmt::run(&arguments, console),
        Command::Explain(arguments) => explain::run(&arguments, console),
        Command::Build(arguments) => build::run(&arguments, console),
        Command::Plan(arguments) => plan::run(&arguments, console),
        Command::Deploy(arguments) => deploy::run(&arguments, console),
        Command::Status(arguments) => status::run(&arguments, console),
        Command::Rollback(arguments) => rollback::run(&arguments, console),
        Command::Zones(arguments) => zones::run(&arguments, console),
        Command::Drift(arguments) => drift::run(&arguments, console),
        Command::Lsp(_) => lsp::run(console),
    }
}

/// Tells a failure; the exit code for it.
fn fail(console: &mut Console, failure: &Failure) -> Exit {
    let text = failure::render(console.message_paint(), failure);
    console.message(&text);
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
    if let Some(summary) = human::summary(found, program.failures.len()) {
        console.message(&format!("{summary}\n"));
    }
    Err(Exit::Errors)
}
