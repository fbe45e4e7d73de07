//! `zonal drift`: what providers serve otherwise than the source says.

use zonal_runtime::drift::drift;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render;

use super::live;

/// Finds and shows the drift.
pub fn run(arguments: &arguments::Drift, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let live = match live::compare(folder, &arguments.selection, console) {
        Ok(live) => live,
        Err(exit) => return exit,
    };
    let drift = drift(&live.plan);
    let text = render::drift::render(console.result_paint(), &drift);
    console.result(&text);
    if drift.has_failures() {
        Exit::Errors
    } else if drift.is_none() {
        Exit::Fine
    } else {
        Exit::Changes
    }
}
