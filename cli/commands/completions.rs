//! `zonal completions`: what makes a shell complete Zonal's commands.

use clap::CommandFactory as _;

use crate::arguments::{self, Arguments};
use crate::console::Console;
use crate::exit::Exit;

/// Writes the script of a shell to stdout.
pub fn run(arguments: &arguments::Completions, console: &mut Console) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "zonal", &mut script);
    console.document(&String::from_utf8_lossy(&script));
    Exit::Fine
}
