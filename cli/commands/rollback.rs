//! `zonal rollback`: back to what stood before a deploy, through the same guards.

use std::sync::Arc;

use zonal_runtime::desired::DesiredZone;
use zonal_runtime::error::Failure;
use zonal_runtime::state::Snapshot;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;

use super::live::{self, Ready};
use super::push::{Asking, Push, state};

/// Plans back to a snapshot, asks and pushes.
pub fn run(arguments: &arguments::Rollback, console: &mut Console) -> Exit {
    roll_back(arguments, console).unwrap_or_else(|exit| exit)
}

fn roll_back(arguments: &arguments::Rollback, console: &mut Console) -> Result<Exit, Exit> {
    let mut ready = live::prepare(arguments.workspace.folder.as_deref(), &arguments.selection, console)?;
    let state = state(&ready.root, arguments.state.state.as_ref());
    let found = match &arguments.to {
        Some(id) => state.deploy(id).map(Some),
        None => state.last(),
    };
    let Some(deploy) = found.map_err(|failure| super::fail(console, &failure))? else {
        console.message("there is nothing to take back: nothing has been deployed from here yet\n");
        return Err(Exit::Errors);
    };
    ready.desired = taken_back(&ready, &deploy.snapshot).map_err(|failure| super::fail(console, &failure))?;
    if ready.desired.is_empty() {
        console.message(&format!("deploy {} changed none of these zones\n", deploy.id));
        return Err(Exit::Errors);
    }
    console.message(&format!("back to what stood before the deploy {}\n", deploy.id));
    let live = ready.compare(console)?;
    let push = Push {
        state,
        consent: arguments.consent.confirm.iter().cloned().collect(),
        asking: if arguments.yes { Asking::Never } else { Asking::Terminal },
    };
    let exit = push.run(live, console);
    if exit == Exit::Fine {
        console
            .message("the source still says otherwise: revert it too, or the next deploy brings it back\n");
    }
    Ok(exit)
}

fn taken_back(ready: &Ready, snapshot: &Snapshot) -> Result<Vec<Arc<DesiredZone>>, Failure> {
    let mut back = Vec::new();
    for zone in &ready.desired {
        back.extend(snapshot.taken_back(zone)?.map(Arc::new));
    }
    Ok(back)
}
