//! The `zonal` command: parses arguments, calls the compiler and the runtime, renders, sets the exit code.
//!
//! It decides nothing about DNS: what is right is the compiler's business, what is safe the runtime's.

mod arguments;
mod commands;
mod console;
mod exit;
mod files;
mod formats;
mod program;
mod progress;
mod render;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::arguments::Arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render::failure;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let mut console = Console::new(arguments.color);
    let exit = commands::run(arguments.command, &mut console);
    let paint = console.message_paint();
    let Err(error) = console.finish() else { return exit.into() };
    let text = failure::message(paint, &format!("cannot write the result: {error}"), None);
    Console::new(arguments.color).message(&text);
    let worst = if exit == Exit::Fine { Exit::Errors } else { exit };
    worst.into()
}

/// Shows the help or version that was asked for, or what is wrong with the command line.
fn usage(error: &clap::Error) -> ExitCode {
    // If nobody can read the message, the exit code still tells.
    let _ = error.print();
    let was_asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if was_asked_for { Exit::Fine.into() } else { Exit::Usage.into() }
}
