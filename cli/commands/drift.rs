//! `zonal drift`: what providers serve otherwise than the source says.

use zonal_runtime::drift::drift;
use zonal_runtime::state::Goal;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::formats::Forms as _;
use crate::render::drift_forms::Drifted;

use super::live::{self, Live};
use super::push::{Asking, Push, state};

/// Finds and shows the drift; with `--fix`, puts back what the source says.
pub fn run(arguments: &arguments::Drift, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let done =
        live::prepare(folder, &arguments.selection, &arguments.consent.confirm, console).and_then(|ready| {
            match arguments.fix {
                true => Ok(fix(arguments, ready.compare(console)?, console)),
                false => Ok(show(arguments, &ready.observe(console)?, console)),
            }
        });
    done.unwrap_or_else(|exit| exit)
}

fn show(arguments: &arguments::Drift, live: &Live, console: &mut Console) -> Exit {
    let drift = drift(&live.plan);
    let told = Drifted::of(&drift, &live.root, &arguments.report);
    if let Err(exit) = told.deliver(arguments.format, &arguments.report, console) {
        return exit;
    }
    if drift.has_failures() {
        Exit::Errors
    } else if drift.is_none() {
        Exit::Fine
    } else {
        Exit::Changes
    }
}

fn fix(arguments: &arguments::Drift, live: Live, console: &mut Console) -> Exit {
    let push = Push {
        state: state(&live.root, arguments.state.folder()),
        consent: arguments.consent.confirm.iter().cloned().collect(),
        asking: if arguments.yes { Asking::Never } else { Asking::Terminal },
        goal: Goal::Source,
    };
    push.run(live, console)
}
