//! `zonal status`: whether the last deploy ended, and how far it came.

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render::status;

use super::push::state;

/// Tells of the last deploy.
pub fn run(arguments: &arguments::Status, console: &mut Console) -> Exit {
    let root = match zonal_runtime::workspace::root_of(arguments.workspace.folder.as_deref()) {
        Ok(root) => root,
        Err(failure) => return super::fail(console, &failure),
    };
    match state(&root, arguments.state.state.as_ref()).last() {
        Ok(None) => {
            console.result("nothing has been deployed from here yet\n");
            Exit::Fine
        }
        Ok(Some(deploy)) => {
            let standing = deploy.standing();
            let text = status::render(console.result_paint(), &deploy.id, &standing);
            console.result(&text);
            if standing.is_finished { Exit::Fine } else { Exit::Incomplete }
        }
        Err(failure) => super::fail(console, &failure),
    }
}
