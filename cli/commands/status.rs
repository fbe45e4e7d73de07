//! `zonal status`: whether the last deploy ended, and how far it came.

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render::status::{self, Pace};

use super::push::state;

/// Tells of the last deploy.
pub fn run(arguments: &arguments::Status, console: &mut Console) -> Exit {
    let root = match zonal_runtime::workspace::root_of(arguments.workspace.folder.as_deref()) {
        Ok(root) => root,
        Err(failure) => return super::fail(console, &failure),
    };
    let state = state(&root, arguments.state.folder());
    let found = state.unfinished().and_then(|unfinished| match unfinished {
        Some(deploy) => Ok(Some(deploy)),
        None => state.last(),
    });
    match found {
        Ok(None) => {
            console.result("nothing has been deployed from here yet\n");
            Exit::Fine
        }
        Ok(Some(deploy)) => {
            let pace = match (deploy.standing().is_finished, state.is_locked()) {
                (true, _) => Pace::Finished,
                (false, true) => Pace::Running,
                (false, false) => Pace::Interrupted,
            };
            let text = status::render(console.result_paint(), &deploy, pace);
            console.result(&text);
            if pace == Pace::Finished { Exit::Fine } else { Exit::Incomplete }
        }
        Err(failure) => super::fail(console, &failure),
    }
}
