//! `zonal man`: a manual page for each command.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use zonal_runtime::error::Failure;

use crate::arguments::{self, Arguments};
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::render::count::count;

/// Writes the pages into a folder.
pub fn run(arguments: &arguments::Man, console: &mut Console) -> Exit {
    match write(&arguments.out) {
        Ok(pages) => {
            console.message(&format!("wrote {}\n", count(pages, "page")));
            Exit::Fine
        }
        Err(failure) => super::fail(console, &failure),
    }
}

fn write(folder: &Path) -> Result<usize, Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::io(folder, "make the folder", error))?;
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    let mut written = 0;
    let mut commands = vec![command];
    while let Some(command) = commands.pop() {
        let page = clap_mangen::Man::new(command.clone());
        let path = folder.join(page.get_filename());
        let mut text = Vec::new();
        page.render(&mut text).map_err(|error| Failure::io(&path, "write", error))?;
        files::replace(&path, &String::from_utf8_lossy(&text))?;
        written += 1;
        commands.extend(command.get_subcommands().filter(|command| !command.is_hide_set()).cloned());
    }
    Ok(written)
}
